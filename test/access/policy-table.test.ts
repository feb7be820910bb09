import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holders, meanings, nobodyMay, withheld } from '../../src/access/meanings.ts';
import { actions, can, grants, mayEver, type Facts } from '../../src/access/policy.ts';
import { rolesInForce, type Actor } from '../../src/access/actor.ts';
import { policyData, policyMarkdown, policyTable } from '../../src/cli/policy-page.ts';
import { organisations } from '../../src/reference/organisations.ts';
import { markings, memberStateCodes, roles } from '../../src/reference/vocabulary.ts';
import { root } from '../support/root.ts';

const rows = grants.flatMap(({ role, actions: granted, where }) =>
  granted.map((action) => ({ role, action, where })),
);

describe('the table of grants', () => {
  test.each(actions)('grants %s to somebody, or says why to nobody', (action) => {
    const isGranted = rows.some((row) => row.action === action);
    expect(isGranted).toBe(withheld[action] === undefined);
  });

  test('grants an action to a role by one row', () => {
    const named = rows.map(({ role, action }) => `${role} ${action}`);
    expect(named.filter((name, at) => named.indexOf(name) !== at)).toEqual([]);
  });

  test('names an action once', () => {
    expect([...new Set(actions)]).toEqual(actions);
  });

  test.each(actions)(
    'tells a lawyer what %s is, where it comes from and why others have it not',
    (action) => {
      const { means, source, others, askedBy } = meanings[action];
      expect(means).toMatch(/^[a-z].{10,200}[^.]$/);
      expect(source).toMatch(/Article|Contract|contract/);
      expect(others).toMatch(/^[A-Z].{10,200}\.$/);
      expect(askedBy.length).toBeGreaterThan(0);
    },
  );

  test('shows each role as granted or as withheld, for every action', () => {
    for (const { action, grantedTo, withheldFrom } of policyTable()) {
      const shown = [...grantedTo.map(({ role }) => role), ...withheldFrom];
      expect([action, [...shown].sort()]).toEqual([action, [...roles].sort()]);
      for (const role of withheldFrom)
        expect(rows.some((row) => row.role === role && row.action === action)).toBe(false);
    }
  });

  test('tells of a role without any grant why that is', () => {
    const without = roles.filter((role) => rows.every((row) => row.role !== role));
    expect(without.filter((role) => holders[role].note === '')).toEqual([]);
  });

  test('stands as it is in docs/policy.md', () => {
    expect(readFileSync(join(root, 'docs/policy.md'), 'utf8')).toBe(policyMarkdown());
  });

  test('holds for machines what it holds for persons', () => {
    const page = policyMarkdown();
    const { actions: told, roles: named } = policyData();
    expect(told.map(({ action }) => action)).toEqual(actions);
    for (const { means, source, others } of told) {
      expect(page).toContain(means);
      expect(page).toContain(source);
      expect(page).toContain(others);
    }
    expect(named.map(({ role }) => role)).toEqual(roles);
    for (const { act } of nobodyMay) expect(page).toContain(act);
  });
});

const actors: fc.Arbitrary<Actor> = fc.record({
  person: fc.constantFrom('anna', 'bert'),
  organisation: fc.constantFrom(...organisations),
  roles: fc.subarray([...roles], { minLength: 1, maxLength: 3 }),
  clearance: fc.constantFrom(...markings),
  expiresAt: fc.constant(0),
});
const ids = organisations.map(({ id }) => id);
const facts: fc.Arbitrary<Facts> = fc.record(
  {
    issuer: fc.constantFrom(...ids),
    lead: fc.constantFrom(...ids),
    concernedMemberStates: fc.subarray([...memberStateCodes], { maxLength: 4 }),
  },
  { requiredKeys: ['issuer'] },
);
const action = fc.constantFrom(...actions);
const often = { numRuns: 2_000 };

describe('of any actor, action and facts', () => {
  test('what may be done may ever be done', () => {
    fc.assert(
      fc.property(actors, action, facts, (actor, asked, given) => {
        if (can(actor, asked, given)) expect(mayEver(actor, asked)).toBe(true);
      }),
      often,
    );
  });

  test('what may ever be done may be done on some facts: a grant is never empty', () => {
    fc.assert(
      fc.property(actors, action, (actor, asked) => {
        const { id: issuer, memberState } = actor.organisation;
        const concernedMemberStates = memberState === null ? [] : [memberState];
        const best = { issuer, lead: issuer, concernedMemberStates };
        expect(can(actor, asked, best)).toBe(mayEver(actor, asked));
      }),
      often,
    );
  });

  test('it is done by a role in force that has a row for it, and by nothing else', () => {
    fc.assert(
      fc.property(actors, action, (actor, asked) => {
        const held = rows.filter((row) => rolesInForce(actor).includes(row.role) && row.action === asked);
        expect(mayEver(actor, asked)).toBe(held.length > 0);
      }),
      often,
    );
  });

  test('an appointed role among others leaves the rights of appointed roles alone', () => {
    fc.assert(
      fc.property(
        actors,
        fc.subarray(['auditor', 'administrator'] as const, { minLength: 1 }),
        action,
        facts,
        (actor, appointed, asked, given) => {
          const both = {
            ...actor,
            roles: [...actor.roles.filter((role) => !isAppointed(role)), ...appointed],
          };
          const alone = { ...actor, roles: appointed };
          expect(can(both, asked, given)).toBe(can(alone, asked, given));
        },
      ),
      often,
    );
  });

  test('another ordinary role takes nothing away', () => {
    const ordinary = roles.filter((role) => !isAppointed(role));
    fc.assert(
      fc.property(actors, fc.constantFrom(...ordinary), action, facts, (actor, more, asked, given) => {
        if (!actor.roles.some(isAppointed) && can(actor, asked, given))
          expect(can({ ...actor, roles: [...actor.roles, more] }, asked, given)).toBe(true);
      }),
      often,
    );
  });

  test('clearance and person make no difference to what may be done, only to what is seen', () => {
    fc.assert(
      fc.property(actors, actors, action, facts, (actor, other, asked, given) => {
        const { person, clearance } = other;
        expect(can({ ...actor, person, clearance }, asked, given)).toBe(can(actor, asked, given));
      }),
      often,
    );
  });
});

function isAppointed(role: string): boolean {
  return role === 'auditor' || role === 'administrator';
}
