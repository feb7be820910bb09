import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from '../support/root.ts';

/** Who may import whom, by longest matching folder; a folder may always import itself. Decision 0019 has the reasons. */
const arrows: Record<string, readonly string[]> = {
  'src/errors.ts': [],
  'src/config.ts': [],
  'src/reference': [],
  'src/domain': ['src/errors.ts', 'src/reference'],
  'src/access': ['src/errors.ts', 'src/reference'],
  'src/search': ['src/errors.ts', 'src/reference', 'src/domain'],
  'src/journal': ['src/errors.ts', 'src/reference', 'src/domain'],
  'src/store': ['src/errors.ts', 'src/reference', 'src/domain', 'src/journal', 'src/search'],
  'src/store/shared': ['src/store/port.ts', 'src/errors.ts', 'src/reference', 'src/domain', 'src/journal'],
  'src/store/moving.ts': ['src/domain', 'src/journal', 'src/store/port.ts', 'src/store/shared'],
  'src/store/lmdb': [
    'src/store/port.ts',
    'src/store/moving.ts',
    'src/store/shared',
    'src/errors.ts',
    'src/reference',
    'src/domain',
    'src/journal',
  ],
  'src/store/mongodb': [
    'src/store/port.ts',
    'src/store/moving.ts',
    'src/store/shared',
    'src/errors.ts',
    'src/reference',
    'src/domain',
    'src/journal',
    'src/access/readers.ts',
  ],
  'src/services': [
    'src/domain',
    'src/access',
    'src/journal',
    'src/search',
    'src/store/port.ts',
    'src/errors.ts',
    'src/reference',
  ],
  'src/hub': ['src/journal', 'src/access', 'src/store/port.ts', 'src/errors.ts'],
  'src/identity': ['src/access', 'src/reference', 'src/errors.ts'],
  'src/server': [
    'src/hub',
    'src/identity/refusal.ts',
    'src/access/actor.ts',
    'src/errors.ts',
    'src/store/port.ts',
  ],
  'src/context.ts': ['src/services', 'src/access/actor.ts'],
  'src/schema.ts': ['resolvers'],
  'src/generated': ['src'],
  resolvers: ['src/generated', 'src/context.ts', 'src/services', 'src/domain', 'src/reference'],
  'src/app.ts': ['src', 'resolvers'],
  'src/opening.ts': ['src/config.ts', 'src/identity', 'src/journal', 'src/services', 'src/store'],
  'src/main.ts': [
    'src/app.ts',
    'src/config.ts',
    'src/server/log.ts',
    'src/server/manifest.ts',
    'src/identity/keys.ts',
    'src/store/shared/unusable.ts',
    'src/reference',
  ],
  'src/cli': [
    'src/access/meanings.ts',
    'src/access/policy.ts',
    'src/config.ts',
    'src/errors.ts',
    'src/reference',
    'src/identity',
    'src/journal',
    'src/store',
    'src/services/projection.ts',
    'src/schema.ts',
    'src/server/manifest.ts',
  ],
};

/** Files that know many others by their task. */
const manyImports = ['src/app.ts', 'src/context.ts'];

function filesBelow(directory: string): string[] {
  return readdirSync(join(root, directory)).flatMap((name) => {
    const path = join(directory, name);
    if (statSync(join(root, path)).isDirectory()) return filesBelow(path);
    return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : [];
  });
}

const product = [...filesBelow('src'), ...filesBelow('resolvers')];
const written = product.filter((path) => !within(path, 'src/generated'));
const all = [...product, ...filesBelow('test'), ...filesBelow('bench')];
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const parsed = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2022, true);

const importsOf = (path: string): string[] =>
  parsed(path)
    .statements.filter((one) => ts.isImportDeclaration(one) || ts.isExportDeclaration(one))
    .flatMap(({ moduleSpecifier }) =>
      moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [],
    );

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

const homeOf = (path: string): string => {
  const homes = Object.keys(arrows).filter((home) => within(path, home));
  const home = homes.sort((one, other) => other.length - one.length)[0];
  if (home === undefined) throw new Error(`${path} has no place in the house`);
  return home;
};

describe('the house', () => {
  test.each(product)('%s imports only what it may', (path) => {
    const home = homeOf(path);
    const wrong = importsOf(path)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => relative(root, resolve(root, dirname(path), specifier)))
      .filter(
        (target) => !within(target, home) && !(arrows[home] ?? []).some((allowed) => within(target, allowed)),
      );
    expect(wrong).toEqual([]);
  });

  test.each(['src/domain', 'src/access', 'src/reference'])(
    '%s knows neither GraphQL nor a store',
    (folder) => {
      const outside = filesBelow(folder).flatMap((path) =>
        importsOf(path).filter((name) => !name.startsWith('.')),
      );
      expect(outside.filter((name) => !name.startsWith('node:'))).toEqual([]);
    },
  );

  test('has its rules below the resolvers: of the domain they know types, and what reads a scalar', () => {
    const values = filesBelow('resolvers').flatMap((path) =>
      parsed(path).statements.flatMap((one) =>
        ts.isImportDeclaration(one) &&
        one.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword &&
        ts.isStringLiteral(one.moduleSpecifier) &&
        one.moduleSpecifier.text.includes('/src/domain/')
          ? [path]
          : [],
      ),
    );
    expect(values).toEqual(['resolvers/scalars.ts']);
  });

  test('reads the environment in src/config.ts alone', () => {
    expect(product.filter((path) => textOf(path).includes('process.env'))).toEqual(['src/config.ts']);
  });
});

interface Sized {
  name: string;
  lines: number;
  parameters: number;
}

function functionsOf(path: string): Sized[] {
  const source = parsed(path);
  const found: Sized[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const lineOf = (at: number) => source.getLineAndCharacterOfPosition(at).line;
      const lines = lineOf(node.end) - lineOf(node.getStart()) + 1;
      found.push({
        name: `${path}:${lineOf(node.getStart()) + 1}`,
        lines,
        parameters: node.parameters.length,
      });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

describe('size', () => {
  test('no file has more than 400 lines', () => {
    expect(
      all.filter((path) => !within(path, 'src/generated') && textOf(path).split('\n').length > 401),
    ).toEqual([]);
  });

  test('no function has more than 60 lines', () => {
    expect(written.flatMap(functionsOf).filter(({ lines }) => lines > 60)).toEqual([]);
  });

  test('no function takes more than three parameters, resolvers and callbacks of libraries aside', () => {
    const wide = written
      .filter((path) => !path.startsWith('resolvers/'))
      .flatMap(functionsOf)
      .filter(({ parameters }) => parameters > 3)
      .map(({ name }) => name.split(':')[0]);
    // graphql-ws gives its hooks four and five.
    expect([...new Set(wide)].sort()).toEqual(['src/server/socket-protocol.ts']);
  });

  test('no file imports from more than 15 others', () => {
    const wide = written.filter((path) => importsOf(path).length > 15 && !manyImports.includes(path));
    expect(wide).toEqual([]);
  });
});

describe('words', () => {
  test('nothing is typed any', () => {
    const anys = (node: ts.Node): number =>
      (node.kind === ts.SyntaxKind.AnyKeyword ? 1 : 0) +
      node.getChildren().reduce((sum, child) => sum + anys(child), 0);
    expect(all.filter((path) => !within(path, 'src/generated') && anys(parsed(path)) > 0)).toEqual([]);
  });

  const rules: readonly [string, RegExp][] = [
    ['a default export', /^export default/m],
    ['a thing left to do', /\b(TODO|FIXME|XXX)\b/],
    ['an ignored type error', /@ts-(ignore|expect-error)/],
    ['a test that is left out', /\b(test|describe|it)\.(skip|only)\b/],
  ];
  test.each(rules)('%s stands nowhere', (_name, pattern) => {
    expect(
      all.filter(
        (path) => !within(path, 'src/generated') && !within(path, 'test/house') && pattern.test(textOf(path)),
      ),
    ).toEqual([]);
  });
});
