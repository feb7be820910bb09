import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { actions } from '../../src/access/policy.ts';
import { root } from '../support/root.ts';
import { Workplace } from './command-line.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.remove());

describe('concord policy', () => {
  test('prints each action with who has it, who has it not and why, in lines a terminal can show', async () => {
    const { code, out, err } = await place.run(['policy']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const action of actions) expect(out).toContain(`\n${action}\n  is to `);
    expect(out).toContain('  granted to   ecat-analyst: for its own organisation\n');
  });

  test('prints as markdown what stands in docs/policy.md', async () => {
    const { code, out } = await place.run(['policy', '--markdown']);
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(join(root, 'docs/policy.md'), 'utf8'));
  });

  test('prints JSON for machines', async () => {
    const { code, out } = await place.run(['policy', '--json']);
    expect(code).toBe(0);
    const told = JSON.parse(out) as { default: string; actions: { action: string; grantedTo: object[] }[] };
    expect(told.default).toBe('refused');
    expect(told.actions.find(({ action }) => action === 'journal:read')?.grantedTo).toEqual([
      { role: 'auditor', where: 'always' },
    ]);
  });

  test('refuses two forms at once', async () => {
    expect(await place.run(['policy', '--markdown', '--json'])).toMatchObject({ code: 2, out: '' });
  });
});
