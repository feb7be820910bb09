import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../src/access/actor.ts';
import { explain, type AccessRule } from '../../src/access/explain.ts';
import { meets, readerKeysOf, readersOfItem, type Shared } from '../../src/access/readers.ts';
import { findOrganisation, organisations } from '../../src/reference/organisations.ts';
import { groups, markings, memberStateCodes } from '../../src/reference/vocabulary.ts';

function of(id: string, { roles = ['observer'], clearance = 'LIMITED' }: Partial<Actor> = {}): Actor {
  const organisation = findOrganisation(id);
  if (organisation === undefined) throw new Error(`no organisation ${id}`);
  return { person: 'p', organisation, roles, clearance, expiresAt: 0 };
}

const ids = organisations.map(({ id }) => id);
const anyActor = fc.option(
  fc.record({
    id: fc.constantFrom(...ids),
    clearance: fc.constantFrom(...markings),
    roles: fc.constantFrom(['observer'] as const, ['auditor'] as const, ['administrator'] as const),
  }),
);
const anyItem: fc.Arbitrary<Shared> = fc.record({
  issuer: fc.constantFrom('ecat', 'ai-office', 'fi-traficom', 'board-de'),
  release: fc.constantFrom('DRAFT', 'CLOSED', 'EMBARGOED', 'PUBLISHED', 'RECALLED'),
  handling: fc.record({
    marking: fc.constantFrom(...markings),
    originatorControlled: fc.boolean(),
    declared: fc.boolean(),
    audience: fc.record({
      everyone: fc.boolean(),
      groups: fc.subarray([...groups], { maxLength: 2 }),
      memberStates: fc.subarray([...memberStateCodes], { maxLength: 3 }),
      organisations: fc.subarray(ids, { maxLength: 3 }),
    }),
  }),
});

/** What each reason says by itself, whoever asks: lets in, keeps out, or is one of two that are both needed. */
const lets: Partial<Record<AccessRule, RegExp>> = {
  ISSUER: /^The issuer reads its own items\.$/,
  PUBLIC: /^It is public\.$/,
};

describe('an explanation', () => {
  test('has the verdict of every read, and reasons that lead to it', () => {
    fc.assert(
      fc.property(anyItem, anyActor, (item, given) => {
        const actor = given === null ? null : of(given.id, { ...given, roles: [...given.roles] });
        const { allowed, because } = explain(item, actor);
        expect(allowed).toBe(meets(readerKeysOf(actor), readersOfItem(item)));
        const says = (rule: AccessRule, text: RegExp) =>
          because.some((one) => one.rule === rule && text.test(one.detail));
        const isCovered = says('AUDIENCE', /^It is for /) || (says('EMBARGO', /./) && because.length > 1);
        const follows =
          Object.entries(lets).some(([rule, text]) => says(rule as AccessRule, text)) ||
          (isCovered && says('CLEARANCE', / reaches it\.$/));
        expect(follows).toBe(allowed);
        expect(because.length).toBeGreaterThan(0);
      }),
      { numRuns: 3_000 },
    );
  });

  test('names each part of the audience that covers, and the clearance', () => {
    const item: Shared = {
      issuer: 'ecat',
      release: 'PUBLISHED',
      handling: {
        marking: 'SENSITIVE',
        originatorControlled: false,
        declared: false,
        audience: {
          everyone: false,
          groups: ['AI_BOARD'],
          memberStates: ['DE'],
          organisations: ['board-de', 'edps'],
        },
      },
    };
    expect(explain(item, of('board-de'))).toEqual({
      allowed: false,
      because: [
        { rule: 'AUDIENCE', detail: 'It is for the group AI_BOARD.' },
        { rule: 'AUDIENCE', detail: 'It is for every organisation of DE.' },
        { rule: 'AUDIENCE', detail: 'It is for board-de by name.' },
        {
          rule: 'CLEARANCE',
          detail: 'Its marking takes the clearance SENSITIVE; LIMITED does not reach it.',
        },
      ],
    });
  });
});
