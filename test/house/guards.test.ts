import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { root } from '../support/root.ts';

interface Guard {
  name: string;
  file: string;
  guard: string;
  instead: string;
  suite: string;
  mongodb?: boolean;
}

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const guards = JSON.parse(textOf('scripts/guards.json')) as Guard[];

/** How often the parser stumbles. */
const faults = (text: string): number =>
  ts.transpileModule(text, { reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ES2022 } })
    .diagnostics?.length ?? 0;

describe('the guards that npm run guards takes out', () => {
  test('are 25 at least, each named once', () => {
    expect(guards.length).toBeGreaterThanOrEqual(25);
    const names = guards.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test('are as many as the README says', () => {
    expect(textOf('README.md')).toContain(`${guards.length}, all noticed`);
  });

  test.each(guards)('($name) stands in its file, once', ({ file, guard, instead }) => {
    const text = textOf(file);
    expect(text.split(guard).length - 1).toBe(1);
    expect(instead).not.toBe(guard);
    // What is left without it still parses, so that a suite goes red for the guard and not for a typing mistake.
    expect(faults(text.replace(guard, () => instead))).toBe(0);
  });

  test.each(guards)('($name) names a suite that there is', ({ suite, mongodb }) => {
    expect(suite.startsWith('test/mongodb/')).toBe(mongodb === true);
    const folder = suite.slice(0, suite.lastIndexOf('/'));
    const beginnings = readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
    expect(beginnings.filter((path) => path.startsWith(suite))).not.toEqual([]);
  });

  test('are told apart by whether their suite goes red: one that is not noticed fails the whole', () => {
    const file = 'src/access/readers.ts';
    const suite = 'test/access/readers';
    const list = [
      { name: 'one that matters', file, guard: "LIMITED: ['limited'],", instead: 'LIMITED: [],', suite },
      { name: 'one that does nothing', file, guard: "'everyone';", instead: "'everyone'; //", suite },
      { name: 'one that is gone', file, guard: 'nothing of the sort', instead: '', suite },
    ];
    const folder = mkdtempSync(join(tmpdir(), 'concord-list-'));
    try {
      const path = join(folder, 'list.json');
      writeFileSync(path, JSON.stringify(list));
      const args = ['scripts/guards.mjs', '--list', path];
      const { status, stdout } = spawnSync('node', args, { cwd: root, encoding: 'utf8' });
      expect(stdout).toMatch(/red {2}one that matters .*\n +\d+ red: /);
      expect(stdout).toMatch(/!! {3}one that does nothing .*\n +SURVIVED/);
      expect(stdout).toMatch(/!! {3}one that is gone .*\n +the guard does not stand in its file once/);
      expect(stdout).toContain('3 guards taken out, 1 noticed, 2 not');
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
