import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMetrics } from '../../src/server/metrics.ts';
import { root } from '../support/root.ts';

const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');

describe('the handbook of operations', () => {
  test('names every metric of the server, and none that there is not', async () => {
    const metrics = createMetrics();
    const rendered = await metrics.render();
    const served = [...rendered.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name ?? '');
    const told = [...text.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name ?? '');
    expect(served.filter((name) => name.startsWith('concord_') && !told.includes(name))).toEqual([]);
    expect(told.filter((name) => !served.includes(name))).toEqual([]);
  });

  test('names files that are there', () => {
    const paths = [...text.matchAll(/`((?:deploy|docs|src|test)\/[\w./-]+)`/g)].map(([, path]) => path ?? '');
    expect(paths.length).toBeGreaterThan(10);
    // `deploy/.env` is made by whoever runs it.
    const isThere = (path: string) => path === 'deploy/.env' || existsSync(join(root, path));
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
  });

  test('quotes lines of the log as they are', () => {
    const source = ['src/app.ts', 'src/main.ts', 'src/server/refusals.ts']
      .map((path) => readFileSync(join(root, path), 'utf8'))
      .join('\n');
    const lines = [...text.matchAll(/^\| `([a-z][a-z ,]+)`/gm)].map(([, line]) => line ?? '');
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.filter((line) => !source.includes(`'${line}'`))).toEqual([]);
  });
});
