import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { threats } from './threat.ts';

const here = dirname(fileURLToPath(import.meta.url));
const texts = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(here, name), 'utf8'));

/** Numbers of the rows that have a test in this folder. */
const tested = new Set(
  texts.flatMap((text) =>
    [...text.matchAll(/\bthreat\(\s*(\d+),\s*['"`]/g)].map(([, number]) => Number(number)),
  ),
);

describe('the list of threats', () => {
  test('has 35 rows, each of which has a test here, and no test has another number', () => {
    const rows = Object.keys(threats).map(Number);
    expect(rows).toEqual(Array.from({ length: 35 }, (_, index) => index + 1));
    expect([...tested].sort((one, other) => one - other)).toEqual(rows);
  });
});
