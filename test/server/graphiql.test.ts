import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphiqlContentSecurityPolicy, graphiqlFiles, graphiqlHeaders } from '../../src/server/graphiql.ts';

const SECRET = 'a signing key';
const listed = new Set([
  '/graphiql',
  '/graphiql/',
  '/graphiql/assets/page.js',
  '/graphiql/assets/page.css',
  '/graphiql/assets/icon.svg',
]);

let root: string;
let built: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'concord-graphiql-'));
  built = join(root, 'graphiql');
  mkdirSync(join(built, 'assets', 'deeper'), { recursive: true });
  writeFileSync(join(root, 'secret.js'), SECRET);
  writeFileSync(join(built, 'index.html'), '<title>Concord: GraphiQL</title>');
  writeFileSync(join(built, 'beside.js'), SECRET);
  writeFileSync(join(built, 'assets', 'page.js'), 'export {};');
  writeFileSync(join(built, 'assets', 'page.css'), 'body {}');
  writeFileSync(join(built, 'assets', 'icon.svg'), '<svg/>');
  writeFileSync(join(built, 'assets', 'page.js.map'), '{}');
  writeFileSync(join(built, 'assets', 'deeper', 'more.js'), SECRET);
  symlinkSync(join(root, 'secret.js'), join(built, 'assets', 'link.js'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('the files of GraphiQL', () => {
  test.each([
    ['/graphiql', 'text/html; charset=utf-8', '<title>Concord: GraphiQL</title>'],
    ['/graphiql/', 'text/html; charset=utf-8', '<title>Concord: GraphiQL</title>'],
    ['/graphiql/assets/page.js', 'text/javascript; charset=utf-8', 'export {};'],
    ['/graphiql/assets/page.css', 'text/css; charset=utf-8', 'body {}'],
    ['/graphiql/assets/icon.svg', 'image/svg+xml', '<svg/>'],
  ])('hold %s as %s', (path, type, text) => {
    const file = graphiqlFiles(built)(path);
    expect({ type: file?.type, text: file?.body.toString() }).toEqual({ type, text });
  });

  test.each([
    ['a parent folder', '/graphiql/assets/../../secret.js'],
    ['a parent folder in percent signs', '/graphiql/assets/%2e%2e/%2e%2e/secret.js'],
    ['a parent folder with backslashes', '/graphiql/assets/..\\..\\secret.js'],
    ['an absolute path', '/graphiql/assets//etc/passwd'],
    ['a file beside the assets', '/graphiql/beside.js'],
    ['the same file by a detour', '/graphiql/assets/./page.js'],
    ['a folder within', '/graphiql/assets/deeper/more.js'],
    ['a folder', '/graphiql/assets/'],
    ['a symbolic link that leads outside', '/graphiql/assets/link.js'],
    ['a kind of file that the page never asks for', '/graphiql/assets/page.js.map'],
    ['a zero byte', '/graphiql/assets/page.js\0'],
    ['a name that every object has', '__proto__'],
  ])('do not hold %s', (_name, path) => {
    expect(graphiqlFiles(built)(path)).toBeNull();
  });

  test('hold nothing but what was listed at the start', () => {
    const at = graphiqlFiles(built);
    writeFileSync(join(built, 'assets', 'later.js'), SECRET);
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'graphiql',
      'assets',
      'page.js',
      'secret.js',
      'later.js',
      '%2e%2e',
    );
    const path = fc
      .array(fc.oneof(part, fc.string()), { maxLength: 7 })
      .map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(path, (candidate) => {
        expect(at(candidate) !== null).toBe(listed.has(candidate));
      }),
      { examples: [...listed, '/graphiql/assets/later.js'].map((known) => [known]) },
    );
  });

  test.each([
    ['the folder', () => rmSync(built, { recursive: true })],
    ['the page', () => rmSync(join(built, 'index.html'))],
    ['the assets', () => rmSync(join(built, 'assets'), { recursive: true })],
  ])('say how to build them where %s is missing', (_name, remove) => {
    remove();
    const at = graphiqlFiles(built);
    expect(at('/graphiql')?.body.toString()).toContain('npm run build');
    expect(at('/graphiql')?.type).toBe('text/html; charset=utf-8');
    expect(at('/graphiql/assets/page.js')).toBeNull();
  });

  test('are not silently absent when they cannot be read', () => {
    rmSync(join(built, 'index.html'));
    mkdirSync(join(built, 'index.html'));
    expect(() => graphiqlFiles(built)).toThrow('EISDIR');
  });
});

describe('the content security policy of GraphiQL', () => {
  const directives = new Map(
    graphiqlContentSecurityPolicy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

  test('lets scripts come from the server alone, and never from text', () => {
    expect(directives.get('default-src')).toEqual(["'self'"]);
    expect(directives.has('script-src')).toBe(false);
    expect(graphiqlContentSecurityPolicy).not.toContain('unsafe-eval');
  });

  test('names no other host', () => {
    const schemes = ['data:', 'blob:', 'ws:', 'wss:'];
    const unquoted = [...directives.values()].flat().filter((source) => !source.startsWith("'"));
    expect(unquoted.filter((source) => !schemes.includes(source))).toEqual([]);
  });

  test('goes out with every answer', () => {
    expect(graphiqlHeaders['content-security-policy']).toBe(graphiqlContentSecurityPolicy);
  });
});
