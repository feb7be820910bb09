import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { actions, grants } from '../../src/access/policy.ts';
import { roles } from '../../src/reference/vocabulary.ts';
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

  test('begins with one table: a row for each action, a column for each role, granted or not', async () => {
    const { out } = await place.run(['policy']);
    const lines = out.split('\n');
    expect(Math.max(...lines.slice(2, 3 + actions.length).map(({ length }) => length))).toBeLessThanOrEqual(
      80,
    );
    const heads = (lines[2] ?? '').trim().split(/ +/);
    expect(new Set(heads).size).toBe(roles.length);
    const rows = new Map(
      lines.slice(3, 3 + actions.length).map((line) => [line.split(' ')[0], line.split(/ +/)]),
    );
    for (const action of actions) {
      const marks = rows.get(action)?.slice(1) ?? [];
      expect(marks).toHaveLength(roles.length);
      for (const [at, role] of roles.entries()) {
        const isGranted = grants.some((grant) => grant.role === role && grant.actions.includes(action));
        expect([action, role, marks[at] !== '.']).toEqual([action, role, isGranted]);
      }
    }
    expect(out).toContain('\n1    granted for its own organisation\n');
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
