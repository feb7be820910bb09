import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../support/root.ts';

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** A suite, whole or by the beginning of its name, as jest takes it. */
const isSuite = (path: string): boolean => {
  const whole = join(root, path);
  if (existsSync(whole)) return true;
  const beginning = path.slice(path.lastIndexOf('/') + 1);
  return (
    existsSync(dirname(whole)) &&
    readdirSync(dirname(whole)).some((name) => name.startsWith(`${beginning}.`) || name === beginning)
  );
};

describe('a page of the project', () => {
  /** Named by the threat model as a whole. */
  const attacks = 'test/threats';

  test.each(pages)('%s names suites that there are', (page) => {
    const named = textOf(page).match(/\btest\/[a-z0-9/-]+(\.test\.ts|\.ts)?/g) ?? [];
    expect(
      [...new Set(named)].filter((path) => path !== attacks && !isSuite(path.replace(/\/$/, ''))),
    ).toEqual([]);
  });

  test.each(pages)('%s leads to pages that there are', (page) => {
    const led = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)].map(
      ([, path = '']) => path,
    );
    expect(led.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
  });

  test('docs/threat-model.md has a row for each threat, with a defence and what shows it', () => {
    const rows = textOf('docs/threat-model.md')
      .split('\n')
      .map((line) => /^\| (\d+) +\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/.exec(line))
      .filter((row) => row !== null)
      .map((row) => row.slice(1).map((cell) => cell.trim()));
    expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 35 }, (_, at) => at + 1));
    expect(rows.filter((cells) => cells.some((cell) => cell === ''))).toEqual([]);
  });

  test('docs/threat-model.md says what is not defended', () => {
    const residual = textOf('docs/threat-model.md').split('## What is not defended')[1] ?? '';
    expect(residual.match(/^- \*\*/gm)?.length).toBeGreaterThanOrEqual(10);
  });
});
