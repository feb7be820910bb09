import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Client, Feed } from '../support/client.ts';
import {
  doings,
  insideOf,
  makePublic,
  needHidden,
  type Hidden,
  type Inside,
  type Public,
} from '../support/hidden-doings.ts';
import { RunningApp } from '../support/running-app.ts';

/** How often everything that can happen unseen does; `LEAK_ROUNDS` by hand. */
const ROUNDS = Number(process.env.LEAK_ROUNDS ?? (process.env.CI === undefined ? 1 : 3));

const itemFields =
  'id kind reference title summary revision updatedAt release articles memberStates acknowledgements { at } ' +
  'history { itemId cursor revision at change actor { id } } withdrawals { acknowledgedAt } recall { at } ' +
  'retainUntil erasureRequest { reason } legalHolds { basis } annexes { id }';
const ofKind =
  '... on Guidance { relations(first: 5) { type item { id } } relatedBy(first: 5) { type item { id } } correctionDrafts(first: 5) { id } } ' +
  '... on Finding { supersedes { id } supersededBy { id } } ... on Case { steps { name } }';
const connection = `edges { cursor node { ${itemFields} ${ofKind} } } totalCount pageInfo { hasNextPage endCursor }`;

/** Whatever can be asked without naming what is hidden. */
const questions: Record<string, [query: string, variables: (known: Public) => object]> = {
  items: [`{ items(first: 100) { ${connection} } }`, () => ({})],
  'items of articles': [
    `{ items(first: 100, filter: { articles: ["50", "5"] }) { edges { cursor node { id } } totalCount } }`,
    () => ({}),
  ],
  'items of kinds, States and an issuer': [
    `{ items(first: 100, filter: { kinds: [FINDING, ALERT, SHARE_REQUEST], memberStates: [DE, EL], issuers: ["ecat"] }) { edges { cursor node { id } } totalCount } }`,
    () => ({}),
  ],
  'erased items': [
    '{ items(filter: { erased: true }) { edges { cursor node { id } } totalCount } }',
    () => ({}),
  ],
  cases: ['{ cases(first: 100) { edges { cursor node { id steps { name } } } totalCount } }', () => ({})],
  search: [
    '{ search(text: "quillwort fictional", first: 100) { edges { cursor node { id } } totalCount pageInfo { hasNextPage } } }',
    () => ({}),
  ],
  'search for a beginning': ['{ search(text: "quill") { edges { node { id } } totalCount } }', () => ({})],
  facets: ['{ facets { kinds { kind count } articles { article count } } }', () => ({})],
  'facets of a State': [
    '{ facets(filter: { memberStates: [DE], issuers: ["ecat"] }) { kinds { kind count } articles { article count } } }',
    () => ({}),
  ],
  changes: [
    `query($after: Cursor) { changes(first: 100, after: $after) { __typename cursor previous at ... on ItemChanged { change item { ${itemFields} } } ... on ItemWithdrawn { itemId } } }`,
    () => ({}),
  ],
  ...Object.fromEntries(
    (['guidance', 'finding', 'controlled', 'case'] as const).map((name) => [
      `the ${name} in the open`,
      [
        `query($id: ID!) { item(id: $id) { ${itemFields} ${ofKind} } explainAccess(itemId: $id) { allowed because { rule detail } } }`,
        (known: Public) => ({ id: known[name] }),
      ],
    ]),
  ),
};

/** Whatever names an item: the answer for a hidden one is that for none. */
const naming: readonly string[] = [
  `query($id: ID!) { item(id: $id) { ${itemFields} ${ofKind} } }`,
  'query($id: ID!) { explainAccess(itemId: $id) { allowed } }',
  'query($id: ID!) { explainAccess(itemId: $id, organisation: "board-de") { allowed } }',
  'mutation($id: ID!) { acknowledgeItem(input: { itemId: $id }) { cursor } }',
  'mutation($id: ID!) { acknowledgeWithdrawal(input: { itemId: $id }) { cursor } }',
  'mutation($id: ID!) { shareItem(input: { itemId: $id, audience: { everyone: true } }) { cursor } }',
  'mutation($id: ID!) { answerShareRequest(input: { requestId: $id, granted: true }) { cursor } }',
  'mutation($id: ID!) { changeHandling(input: { itemId: $id, expectedRevision: 1, handling: { marking: LIMITED, audience: { everyone: true } } }) { cursor } }',
  'mutation($id: ID!) { recallItem(input: { itemId: $id }) { cursor } }',
  'mutation($id: ID!) { recordCaseStep(input: { itemId: $id, name: "Heard" }) { cursor } }',
  'mutation($id: ID!) { requestErasure(input: { itemId: $id, ground: NO_LONGER_NEEDED, reason: "r" }) { cursor } }',
  'mutation($id: ID!) { liftLegalHold(input: { itemId: $id, number: 1 }) { cursor } }',
];

interface Outsider {
  name: string;
  client: Client;
  feed: Feed<unknown>;
}

/** Status, size and every byte of the answer. */
async function bytesOf({ url, token }: Client, query: string, variables: object): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const size = response.headers.get('content-length') ?? '';
  return `${response.status} ${size}\n${await response.text()}`;
}

describe('what happens unseen', () => {
  let running: RunningApp;
  let inside: Inside;
  let known: Public;
  let outsiders: Outsider[];
  let from: string;
  const hidden: Hidden = { standing: [], ever: [] };
  let pairs = 0;
  beforeAll(async () => {
    running = await RunningApp.start();
    inside = await insideOf(running);
    from = await lastOfRegister(inside);
    known = await makePublic(inside);
    const as = {
      'nobody in particular': null,
      'a representation': { organisation: 'board-fr' },
      'a representation cleared for everything': { organisation: 'board-fr', clearance: 'SENSITIVE' },
      'an authority': { organisation: 'fi-traficom', clearance: 'SENSITIVE' },
      'an observer': { organisation: 'edps' },
      'the Forum': { organisation: 'advisory-forum', clearance: 'SENSITIVE' },
      'an auditor': { organisation: 'ecat', roles: ['auditor'] },
      'an administrator': { organisation: 'ecat', roles: ['administrator'], clearance: 'SENSITIVE' },
    } as const;
    outsiders = await Promise.all(
      Object.entries(as).map(async ([name, given]) => {
        const client = await running.client(given);
        const live = 'subscription { exchange { __typename cursor } }';
        return { name, client, feed: await client.subscribe(live) };
      }),
    );
  });
  afterAll(() => running.stop());

  /** A place in the journal after the register, so that one page of changes holds all that comes. */
  async function lastOfRegister({ office }: Inside): Promise<string> {
    const { changes } = await office[0].get<{ changes: { cursor: string }[] }>(
      '{ changes(first: 89) { cursor } }',
    );
    return changes.at(-1)?.cursor ?? '';
  }

  async function learn({ client }: Outsider): Promise<Map<string, string>> {
    const answers = new Map<string, string>();
    for (const [name, [query, variables]] of Object.entries(questions))
      answers.set(name, await bytesOf(client, query, { after: from, ...variables(known) }));
    return answers;
  }

  test(
    'changes no byte of anything that those who may not know of it can ask',
    async () => {
      const before = await Promise.all(outsiders.map(learn));
      let number = 0;
      for (let round = 0; round < ROUNDS; round += 1)
        for (const [what, happen] of Object.entries(doings)) {
          if (needHidden.includes(what) && hidden.standing.length === 0)
            await doings['a finding that takes the place of one in the open']?.(
              inside,
              known,
              hidden,
              number,
            );
          const head = running.app.store.head().position;
          await happen(inside, known, hidden, (number += 1));
          expect([what, running.app.store.head().position > head]).toEqual([what, true]);
          for (const [index, outsider] of outsiders.entries())
            for (const [question, answer] of await learn(outsider)) {
              expect([what, outsider.name, question, answer]).toEqual([
                what,
                outsider.name,
                question,
                before[index]?.get(question),
              ]);
              pairs += 1;
            }
        }
      for (const { name, feed } of outsiders) expect([name, feed.received]).toEqual([name, []]);
    },
    60_000 + ROUNDS * 60_000,
  );

  test('is refused, where it is named, with the bytes that nothing is refused with', async () => {
    for (const id of hidden.ever)
      for (const { name, client } of outsiders)
        for (const query of naming) {
          const [there, absent] = [
            await bytesOf(client, query, { id }),
            await bytesOf(client, query, { id: randomUUID() }),
          ];
          expect([name, query, there]).toEqual([name, query, absent]);
          pairs += 1;
        }
    process.stderr.write(`leaks: ${pairs} answers compared byte by byte, 0 mismatches\n`);
    expect(hidden.ever.length).toBeGreaterThanOrEqual(2 * ROUNDS);
  });
});
