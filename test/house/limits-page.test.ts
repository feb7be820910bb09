import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { limitsMarkdown } from '../../src/server/limits-page.ts';
import { root } from '../support/root.ts';

test('docs/limits.md is what `npm run generate` makes of the limits', () => {
  expect(readFileSync(join(root, 'docs/limits.md'), 'utf8')).toBe(limitsMarkdown());
});
