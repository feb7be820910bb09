import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isReader, rolesOfKind, type Actor } from '../../src/access/actor.ts';
import { actions, assertCan, assertMayEver, can, mayEver, type Action } from '../../src/access/policy.ts';
import { organisations, findOrganisation } from '../../src/reference/organisations.ts';
import { organisationKinds, roles, type Role } from '../../src/reference/vocabulary.ts';
import { refusalOf } from '../support/scenario.ts';

const appointed: readonly Role[] = ['auditor', 'administrator'];
const holds: readonly Action[] = ['erasure:place-hold', 'erasure:lift-hold'];
const ownItems: readonly Action[] = [
  'item:change-handling',
  'item:recall',
  'item:answer-share',
  'item:read-access-log',
  'annex:add',
  'erasure:request',
  'erasure:confirm',
  'erasure:decline',
  'erasure:set-retention',
  ...holds,
];
const answers: readonly Action[] = ['item:acknowledge', 'alert:follow-up'];
const confirms: readonly Action[] = ['item:acknowledge-withdrawal'];
const shares: readonly Action[] = ['item:share', ...confirms];
/** A representation has requests to share of its own, and nothing else. */
const ownRequests: readonly Action[] = [
  'item:recall',
  'erasure:request',
  'erasure:confirm',
  'erasure:decline',
];
const alerts: readonly Action[] = ['alert:raise', 'alert:complete'];
const cases: readonly Action[] = ['casework:open', 'casework:step'];
const register: readonly Action[] = [
  'guidance:draft',
  'guidance:publish',
  'guidance:correct',
  'guidance:supersede',
];

/** Every action that a role is ever granted; all others are withheld. */
const granted: Record<Role, readonly Action[]> = {
  representative: [...answers, ...shares, ...ownRequests],
  alternate: [...answers, ...shares, ...ownRequests],
  observer: confirms,
  secretariat: ['opinion:publish', ...shares, ...ownItems],
  'office-officer': [...register, ...alerts, ...cases, ...shares, ...ownItems],
  'authority-officer': [...alerts, ...cases, ...answers, ...shares, ...ownItems],
  'ecat-analyst': ['finding:publish', ...alerts, ...shares, ...ownItems],
  'panel-expert': [...alerts, ...confirms, ...ownItems],
  'forum-member': confirms,
  auditor: ['journal:read', 'item:read-access-log'],
  administrator: [],
};

function holding(organisation: string, ...held: Role[]): Actor {
  const found = findOrganisation(organisation);
  if (found === undefined) throw new Error(`no organisation ${organisation}`);
  return { person: 'p', organisation: found, roles: held, clearance: 'SENSITIVE', expiresAt: 0 };
}

describe('the policy', () => {
  test.each(
    roles.flatMap((role) => actions.map((action) => ({ role, action, is: granted[role].includes(action) }))),
  )('for $role: $action is granted: $is', ({ role, action, is }) => {
    expect(mayEver(holding('board-de', role), action)).toBe(is);
  });

  test.each(organisationKinds)(
    'lets the ordinary roles of %s read, and the appointed ones alone not',
    (kind) => {
      const found = organisations.find((one) => one.kind === kind);
      if (found === undefined) throw new Error(`no organisation of kind ${kind}`);
      for (const role of rolesOfKind(kind))
        expect(isReader(holding(found.id, role))).toBe(role !== 'auditor' && role !== 'administrator');
    },
  );
});

describe('an auditor or administrator', () => {
  test.each(organisationKinds)('of %s who holds another role too reads and does no more for it', (kind) => {
    const found = organisations.find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`no organisation of kind ${kind}`);
    const ordinary = rolesOfKind(kind).filter((role) => !appointed.includes(role));
    for (const role of appointed) {
      const alone = holding(found.id, role);
      const both = holding(found.id, ...ordinary, role);
      expect(isReader(both)).toBe(false);
      for (const action of actions) {
        expect(mayEver(both, action)).toBe(mayEver(alone, action));
        expect(can(both, action, { issuer: found.id })).toBe(can(alone, action, { issuer: found.id }));
      }
    }
  });

  test('who is both reads the journal and nothing else', () => {
    const both = holding('edps', 'auditor', 'administrator');
    expect(actions.filter((action) => mayEver(both, action))).toEqual([
      'item:read-access-log',
      'journal:read',
    ]);
  });
});

describe('a grant', () => {
  const officer = holding('fi-traficom', 'authority-officer');

  test.each(['alert:raise', 'alert:complete', 'casework:open', ...ownItems] as const)(
    'of %s is for its own organisation',
    (action) => {
      expect(can(officer, action, { issuer: 'fi-traficom' })).toBe(true);
      expect(can(officer, action, { issuer: 'se-pts' })).toBe(false);
    },
  );

  test.each([
    ['leads', { lead: 'fi-traficom' }, true],
    ['is of a concerned State', { lead: 'se-pts', concernedMemberStates: ['FI'] }, true],
    ['opened it for another to lead', { lead: 'se-pts', issuer: 'fi-traficom' }, false],
    ['is of another State', { lead: 'se-pts', concernedMemberStates: ['SE'] }, false],
  ] as const)('of a step: an authority that %s', (_what, facts, expected) => {
    expect(can(officer, 'casework:step', { issuer: 'se-pts', ...facts })).toBe(expected);
  });

  test('of a step does not take a body of no State for one of every State', () => {
    const office = holding('ai-office', 'office-officer');
    expect(can(office, 'casework:step', { issuer: 'se-pts', lead: 'se-pts' })).toBe(false);
    expect(can(office, 'casework:step', { issuer: 'ai-office', lead: 'ai-office' })).toBe(true);
  });

  test.each(actions.filter((action) => action.startsWith('erasure:')))(
    'of %s to the AI Office reaches items of others only to hold them',
    (action) => {
      const office = holding('ai-office', 'office-officer');
      expect(can(office, action, { issuer: 'ai-office' })).toBe(true);
      expect(can(office, action, { issuer: 'fi-traficom' })).toBe(holds.includes(action));
    },
  );

  const held = fc.subarray([...roles]);
  const ordinary = fc.subarray(roles.filter((role) => !appointed.includes(role)));
  const someone = fc.constantFrom('ai-office', 'ecat', 'board-fi', 'fi-traficom', 'edps');
  const facts = fc.record({
    issuer: someone,
    lead: someone,
    concernedMemberStates: fc.subarray(['FI', 'SE'] as const),
  });

  test('on some facts is a grant ever, and more ordinary roles never take one away', () => {
    fc.assert(
      fc.property(
        someone,
        held,
        ordinary,
        fc.constantFrom(...actions),
        facts,
        (id, some, more, action, given) => {
          const one = can(holding(id, ...some), action, given);
          expect(mayEver(holding(id, ...some), action) || !one).toBe(true);
          expect(can(holding(id, ...some, ...more), action, given) || !one).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a refusal', () => {
  test('asks for a token first, then for the role, then for the organisation', () => {
    const observer = holding('edps', 'observer');
    expect(refusalOf(() => assertMayEver(null, 'alert:raise'))?.code).toBe('UNAUTHENTICATED');
    expect(refusalOf(() => assertMayEver(observer, 'alert:raise'))?.code).toBe('FORBIDDEN');
    const officer = holding('fi-traficom', 'authority-officer');
    expect(refusalOf(() => assertCan(officer, 'alert:raise', { issuer: 'ecat', field: 'issuer' }))).toEqual({
      code: 'FORBIDDEN',
      field: 'issuer',
    });
    expect(refusalOf(() => assertCan(officer, 'alert:raise', { issuer: 'fi-traficom' }))).toBeNull();
  });
});
