import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rolesOfKind, type Actor } from '../../src/access/actor.ts';
import {
  EVERYONE,
  addsReaders,
  meets,
  readerKeysOf,
  readersOfItem,
  type Shared,
} from '../../src/access/readers.ts';
import { organisations, findOrganisation } from '../../src/reference/organisations.ts';
import {
  groups,
  markings,
  memberStateCodes,
  type Handling,
  type Marking,
} from '../../src/reference/vocabulary.ts';

function actorOf(organisation: string, clearance: Marking, roles?: Actor['roles']): Actor {
  const found = findOrganisation(organisation);
  if (found === undefined) throw new Error(`no organisation ${organisation}`);
  return {
    person: `p@${organisation}`,
    organisation: found,
    roles: roles ?? rolesOfKind(found.kind).slice(0, 1),
    clearance,
    expiresAt: 0,
  };
}

const to = (marking: Marking, audience: Partial<Handling['audience']>): Handling => ({
  marking,
  originatorControlled: false,
  declared: false,
  audience: { everyone: false, groups: [], memberStates: [], organisations: [], ...audience },
});
const shared = (handling: Handling, release: Shared['release'] = 'PUBLISHED'): Shared => ({
  issuer: 'ecat',
  release,
  handling,
});
const sees = (actor: Actor | null, item: Shared): boolean => meets(readerKeysOf(actor), readersOfItem(item));

describe('the readers of an item', () => {
  test('are everybody for a public one, and its audience and issuer for another', () => {
    expect(readersOfItem(shared(to('PUBLIC', { everyone: true })))).toEqual(['everyone']);
    const parts = { groups: ['AI_BOARD'], memberStates: ['DE'], organisations: ['edps'] } as const;
    expect(readersOfItem(shared(to('SENSITIVE', parts)))).toEqual([
      'group:AI_BOARD/sensitive',
      'issuer:ecat',
      'organisation:edps/sensitive',
      'state:DE/sensitive',
    ]);
  });

  test.each(['DRAFT', 'CLOSED', 'RECALLED'] as const)('are the issuer alone while it is %s', (release) => {
    expect(readersOfItem(shared(to('PUBLIC', { everyone: true }), release))).toEqual(['issuer:ecat']);
  });

  test.each([
    ['PUBLIC', 'limited'],
    ['LIMITED', 'limited'],
    ['SENSITIVE', 'sensitive'],
  ] as const)('are issuer and AI Office while a %s one is under embargo', (marking, level) => {
    expect(readersOfItem(shared(to(marking, { everyone: true }), 'EMBARGOED'))).toEqual([
      `group:AI_OFFICE/${level}`,
      'issuer:ecat',
    ]);
  });
});

describe('an actor', () => {
  const board = to('LIMITED', { groups: ['AI_BOARD'] });

  test.each([
    ['board-de', true],
    ['board-secretariat', true],
    ['observer-no', true],
    ['edps', true],
    ['de-bundesnetzagentur', false],
    ['ai-office', false],
    ['ecat', true],
  ])('of %s sees what the Board is told: %s', (organisation, expected) => {
    expect(sees(actorOf(organisation, 'LIMITED'), shared(board))).toBe(expected);
  });

  test.each(['auditor', 'administrator'] as const)(
    'who is %s and nothing else reads what is public',
    (role) => {
      const appointed = actorOf('ecat', 'SENSITIVE', [role]);
      expect(readerKeysOf(appointed)).toEqual(readerKeysOf(null));
      expect(sees(appointed, shared(to('LIMITED', { everyone: true })))).toBe(false);
      expect(sees(appointed, shared(to('PUBLIC', { everyone: true })))).toBe(true);
    },
  );

  test('who is appointed reads what is public, whatever else they are', () => {
    for (const role of ['auditor', 'administrator'] as const)
      expect(readerKeysOf(actorOf('ecat', 'SENSITIVE', ['ecat-analyst', role]))).toEqual([EVERYONE]);
  });

  test('without a token is not covered by an audience of every organisation', () => {
    expect(readerKeysOf(null)).toEqual([EVERYONE]);
    expect(sees(null, shared(to('LIMITED', { everyone: true })))).toBe(false);
  });

  test('of the issuer sees its own items, whatever the clearance and the standing', () => {
    for (const release of ['DRAFT', 'CLOSED', 'EMBARGOED', 'PUBLISHED', 'RECALLED'] as const)
      expect(
        sees(actorOf('ecat', 'PUBLIC'), shared(to('SENSITIVE', { groups: ['AI_OFFICE'] }), release)),
      ).toBe(true);
  });
});

describe('rights', () => {
  const handlings = fc
    .record({
      marking: fc.constantFrom(...markings),
      everyone: fc.boolean(),
      groups: fc.subarray([...groups], { maxLength: 2 }),
      memberStates: fc.subarray([...memberStateCodes], { maxLength: 3 }),
      organisations: fc.subarray(
        organisations.map(({ id }) => id),
        { maxLength: 3 },
      ),
    })
    .map(({ marking, ...audience }) =>
      to(marking, marking === 'PUBLIC' ? { ...audience, everyone: true } : audience),
    );
  const items = fc.record({
    issuer: fc.constantFrom('ecat', 'ai-office', 'fi-traficom'),
    release: fc.constantFrom('DRAFT', 'CLOSED', 'EMBARGOED', 'PUBLISHED', 'RECALLED'),
    handling: handlings,
  }) satisfies fc.Arbitrary<Shared>;
  const ids = fc.constantFrom(...organisations.map(({ id }) => id));

  test('never shrink with a higher clearance', () => {
    fc.assert(
      fc.property(items, ids, (item, id) => {
        const seen = markings.map((clearance) => sees(actorOf(id, clearance), item));
        expect([...seen].sort()).toEqual(seen);
      }),
      { numRuns: 500 },
    );
  });

  test('never shrink with a wider audience', () => {
    fc.assert(
      fc.property(items, handlings, ids, fc.constantFrom(...markings), (item, other, id, clearance) => {
        const { audience } = item.handling;
        const more = other.audience;
        const wider = to(item.handling.marking, {
          everyone: audience.everyone || more.everyone,
          groups: [...audience.groups, ...more.groups],
          memberStates: [...audience.memberStates, ...more.memberStates],
          organisations: [...audience.organisations, ...more.organisations],
        });
        const actor = actorOf(id, clearance);
        if (sees(actor, item)) expect(sees(actor, { ...item, handling: wider })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('give a person without a token nothing that some organisation does not see', () => {
    fc.assert(
      fc.property(items, ids, (item, id) => {
        if (sees(null, item)) expect(sees(actorOf(id, 'PUBLIC'), item)).toBe(true);
      }),
    );
  });

  test('name keys in one order and none twice', () => {
    fc.assert(
      fc.property(items, ids, (item, id) => {
        for (const keys of [readersOfItem(item), readerKeysOf(actorOf(id, 'SENSITIVE'))])
          expect(keys).toEqual([...new Set(keys)].sort());
      }),
    );
  });
});

describe('a change of who may read', () => {
  const board = to('LIMITED', { groups: ['AI_BOARD'] });

  test.each([
    ['the same', board, false],
    ['one of those addressed', to('LIMITED', { organisations: ['board-de'] }), false],
    ['nobody but the issuer', to('LIMITED', { organisations: ['ecat'] }), false],
    ['a higher marking', to('SENSITIVE', { groups: ['AI_BOARD'] }), false],
    ['a State, with its authorities', to('LIMITED', { memberStates: ['DE'] }), true],
    ['one body more', to('LIMITED', { groups: ['AI_BOARD'], organisations: ['it-acn'] }), true],
    ['everybody', to('PUBLIC', { everyone: true }), true],
  ])('to %s adds readers: %s', (_what, after, adds) => {
    expect(addsReaders(shared(board), shared(after))).toBe(adds);
  });

  test('to a lower marking adds those whose clearance now reaches it', () => {
    expect(
      addsReaders(shared(to('SENSITIVE', { everyone: true })), shared(to('LIMITED', { everyone: true }))),
    ).toBe(true);
  });

  test('of what its issuer alone sees adds nobody', () => {
    for (const release of ['DRAFT', 'CLOSED', 'RECALLED'] as const)
      expect(addsReaders(shared(board, release), shared(to('PUBLIC', { everyone: true }), release))).toBe(
        false,
      );
  });
});

test('key sets meet when they share a key', () => {
  expect(meets(['a', 'b'], ['b', 'c'])).toBe(true);
  expect(meets(['a'], ['b'])).toBe(false);
  expect(meets([], [])).toBe(false);
});
