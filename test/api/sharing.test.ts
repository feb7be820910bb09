import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.ts';
import { command, refused, sound, type Answer } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let ecat: Client;
let germany: Client;
let greece: Client;
let france: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  [ecat, germany, greece, france] = await Promise.all([
    running.client('ecat'),
    running.client('board-de'),
    running.client('board-el'),
    running.client('board-fr'),
  ]);
});
afterAll(() => running.stop());

const toTwo = { marking: 'LIMITED', audience: { memberStates: ['DE', 'EL'] } };
const toFrance = { memberStates: ['FR'] };

const finding = (handling: object): Promise<Answer> =>
  command(ecat, 'publishFinding', { ...sound.publishFinding.input, handling });
const keep = (): Promise<Answer> => finding({ ...toTwo, originatorControlled: true });
const kept = async (): Promise<string> => (await keep()).item.id;

interface Asked {
  cursor: string;
  item: { id: string; revision: number; handling: { audience: { memberStates: string[] } } };
  request: { id: string; reason: string; answer: object | null } | null;
}
const shareText =
  'mutation($input: ShareItemInput!) { shareItem(input: $input) { cursor item { id revision handling { audience { memberStates } } } request { id reason answer { granted reason } } } }';
const share = async (client: Client, input: object): Promise<Asked> =>
  (await client.get<{ shareItem: Asked }>(shareText, { input })).shareItem;
const ask = (itemId: string, more: object = {}) =>
  share(germany, { itemId, audience: toFrance, reason: 'Same model there (fictional)', ...more });
const requestOf = ({ request }: Asked): string => request?.id ?? 'no request';
const answer = (client: Client, input: object) =>
  client.get<{ answerShareRequest: { item: { id: string; revision: number } } }>(
    'mutation($input: AnswerShareRequestInput!) { answerShareRequest(input: $input) { cursor item { id revision answer { granted reason organisation { id } at } } } }',
    { input },
  );

/** All that a reader can learn of an item and of what is around it. */
async function allOf(client: Client, id: string, after: string | null = null) {
  return client.get<{
    item: { revision: number; history: { change: string; itemId: string }[] } | null;
    changes: object[];
  }>(
    `query($id: ID!, $after: Cursor) {
      item(id: $id) { revision handling { audience { memberStates } } history { itemId change revision actor { organisation { id } } } }
      items(first: 100) { totalCount edges { node { id revision } } }
      facets { kinds { kind count } }
      changes(first: 100, after: $after) { cursor previous ... on ItemChanged { change item { id } } ... on ItemWithdrawn { itemId } }
      search(text: "fictional request share") { totalCount }
    }`,
    { id, after },
  );
}
const changesOf = async (client: Client, id: string): Promise<string[]> =>
  ((await allOf(client, id)).item?.history ?? []).map(({ change }) => change);

describe('an item under originator control', () => {
  test('is shown to more by nobody but its issuer: a reader’s share is a request, of which no third learns', async () => {
    const { cursor, item } = await keep();
    const { id } = item;
    const seen = () => Promise.all([greece, france].map((third) => allOf(third, id, cursor)));
    const before = await seen();
    const asked = await ask(id);
    expect(asked.item).toEqual({ id, revision: 1, handling: { audience: { memberStates: ['DE', 'EL'] } } });
    expect(asked.request).toMatchObject({ reason: 'Same model there (fictional)', answer: null });
    expect(await seen()).toEqual(before);
    expect(await greece.get('query($id: ID!) { item(id: $id) { id } }', { id: requestOf(asked) })).toEqual({
      item: null,
    });
    for (const party of [ecat, germany]) {
      expect(await changesOf(party, id)).toEqual(['PUBLISHED', 'SHARE_REQUESTED']);
      const request = await party.get(
        'query($id: ID!) { item(id: $id) { ... on ShareRequest { sharedItem { id } originator { id } issuer { id } } } }',
        { id: requestOf(asked) },
      );
      expect(request).toEqual({
        item: { sharedItem: { id }, originator: { id: 'ecat' }, issuer: { id: 'board-de' } },
      });
    }
  });

  test('reaches whom the request was for once it is granted, and is told to all its readers then', async () => {
    const id = await kept();
    const requestId = requestOf(await ask(id));
    expect((await allOf(france, id)).item).toBeNull();
    await answer(ecat, { requestId, granted: true });
    expect((await allOf(france, id)).item).toMatchObject({
      revision: 2,
      handling: { audience: { memberStates: ['DE', 'EL', 'FR'] } },
    });
    expect(await changesOf(germany, id)).toEqual(['PUBLISHED', 'SHARE_REQUESTED', 'SHARED', 'SHARE_GRANTED']);
    expect(await changesOf(greece, id)).toEqual(['PUBLISHED', 'SHARED']);
    expect(await changesOf(france, id)).toEqual(['SHARED']);
    const again = await refused(ecat, 'answerShareRequest', { requestId, granted: false, reason: 'r' });
    expect(again.extensions).toEqual({ code: 'INVALID_STATE' });
  });

  test('stays where it is when the request is refused, with the reason for who asked', async () => {
    const id = await kept();
    const requestId = requestOf(await ask(id));
    const without = await refused(ecat, 'answerShareRequest', { requestId, granted: false });
    expect(without.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'reason' });
    await answer(ecat, { requestId, granted: false, reason: 'Not yet (fictional)' });
    expect((await allOf(france, id)).item).toBeNull();
    expect(await changesOf(germany, id)).toEqual(['PUBLISHED', 'SHARE_REQUESTED', 'SHARE_REFUSED']);
    expect(
      await germany.get(
        'query($id: ID!) { item(id: $id) { ... on ShareRequest { answer { granted reason organisation { id } } } } }',
        {
          id: requestId,
        },
      ),
    ).toEqual({
      item: { answer: { granted: false, reason: 'Not yet (fictional)', organisation: { id: 'ecat' } } },
    });
  });

  test('is answered by its issuer alone, and shown by no other path', async () => {
    const id = await kept();
    const requestId = requestOf(await ask(id));
    const codes = async (client: Client) => [
      (await refused(client, 'answerShareRequest', { requestId, granted: true })).extensions.code,
      (await refused(client, 'changeHandling', { itemId: id, expectedRevision: 1, handling: toTwo }))
        .extensions.code,
    ];
    expect(await codes(germany)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const authority = await running.client('de-bundesnetzagentur');
    expect(await codes(await running.client('ai-office'))).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(await codes(authority)).toEqual(['NOT_FOUND', 'FORBIDDEN']);
    for (const roles of [['administrator'], ['auditor']] as const) {
      const appointed = await running.client({ organisation: 'ecat', roles });
      expect(await codes(appointed)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
      expect(
        (await refused(appointed, 'shareItem', { itemId: id, audience: toFrance })).extensions.code,
      ).toBe('FORBIDDEN');
    }
    expect((await allOf(france, id)).item).toBeNull();
  });

  test('is asked for once by a key, and no more once the request was withdrawn', async () => {
    const id = await kept();
    const idempotencyKey = randomUUID();
    const first = await ask(id, { idempotencyKey });
    expect(await ask(id, { idempotencyKey })).toEqual(first);
    const requestId = requestOf(first);
    await command(germany, 'recallItem', { itemId: requestId });
    expect((await refused(ecat, 'answerShareRequest', { requestId, granted: true })).extensions).toEqual({
      code: 'NOT_FOUND',
    });
    expect((await allOf(france, id)).item).toBeNull();
  });

  test('that was taken back is not shared by a request that waits', async () => {
    const id = await kept();
    const requestId = requestOf(await ask(id));
    await command(ecat, 'recallItem', { itemId: id });
    expect((await refused(ecat, 'answerShareRequest', { requestId, granted: true })).extensions).toEqual({
      code: 'INVALID_STATE',
    });
    // Who asked keeps the request, which holds nothing of the item.
    const query = 'query($id: ID!) { item(id: $id) { title ... on ShareRequest { sharedItem { id } } } }';
    expect(await germany.get(query, { id: requestId })).toEqual({
      item: { title: 'Request to share an item', sharedItem: null },
    });
  });
});

describe('an item that its issuer leaves to its readers', () => {
  test('is shown to more by any of them that may share, and to nobody twice', async () => {
    const { item } = await finding(toTwo);
    const shared = await share(germany, { itemId: item.id, audience: toFrance });
    expect(shared).toMatchObject({ request: null, item: { revision: 2 } });
    expect(await changesOf(france, item.id)).toEqual(['SHARED']);
    const again = await refused(germany, 'shareItem', { itemId: item.id, audience: toFrance });
    expect(again.extensions).toEqual({ code: 'INVALID_STATE' });
    const hidden = await refused(await running.client('board-it'), 'shareItem', {
      itemId: item.id,
      audience: toFrance,
    });
    expect(hidden.extensions).toEqual({ code: 'NOT_FOUND' });
  });

  test('is not passed on by experts, observers or members of the Forum', async () => {
    const everyBody = { marking: 'LIMITED', audience: { everyone: true } };
    const { item } = await finding(everyBody);
    for (const organisation of ['scientific-panel', 'edps', 'advisory-forum']) {
      const client = await running.client(organisation);
      expect(
        (await refused(client, 'shareItem', { itemId: item.id, audience: toFrance })).extensions,
      ).toEqual({
        code: 'FORBIDDEN',
      });
    }
  });
});

describe('a withdrawal', () => {
  const withdrawalsOf = async (client: Client, id: string) =>
    client.get<{ item: { withdrawals: { organisation: { id: string }; acknowledgedAt: string | null }[] } }>(
      'query($id: ID!) { item(id: $id) { withdrawals { organisation { id } acknowledgedAt } } }',
      { id },
    );
  const confirm = (client: Client, input: object) =>
    client.get<{ acknowledgeWithdrawal: { cursor: string; itemId: string } }>(
      'mutation($input: AcknowledgeWithdrawalInput!) { acknowledgeWithdrawal(input: $input) { cursor itemId } }',
      { input },
    );
  const refusedTo = (client: Client, itemId: string) =>
    client.refusal(
      'mutation($input: AcknowledgeWithdrawalInput!) { acknowledgeWithdrawal(input: $input) { itemId } }',
      { input: { itemId } },
    );

  test('is confirmed by who could read the item, and its issuer sees who has and who has not', async () => {
    const named = { marking: 'LIMITED', audience: { organisations: ['board-de', 'board-el'] } };
    const { item } = await finding(named);
    const input = { itemId: item.id, idempotencyKey: randomUUID() };
    expect((await refusedTo(germany, item.id)).extensions).toEqual({ code: 'INVALID_STATE' });
    await command(ecat, 'recallItem', { itemId: item.id });
    const first = await confirm(germany, input);
    expect(first.acknowledgeWithdrawal.itemId).toBe(item.id);
    expect(await confirm(germany, input)).toEqual(first);
    expect((await refusedTo(germany, item.id)).extensions).toEqual({ code: 'INVALID_STATE' });
    expect(await withdrawalsOf(ecat, item.id)).toEqual({
      item: {
        withdrawals: [
          { organisation: { id: 'board-de' }, acknowledgedAt: expect.any(String) },
          { organisation: { id: 'board-el' }, acknowledgedAt: null },
        ],
      },
    });
  });

  test('from some leaves the others with the item, and them alone with what becomes of it', async () => {
    const to = (...organisations: string[]) => ({ marking: 'LIMITED', audience: { organisations } });
    const { cursor, item } = await finding(to('board-de', 'board-el'));
    await command(ecat, 'changeHandling', { itemId: item.id, expectedRevision: 1, handling: to('board-el') });
    await confirm(germany, { itemId: item.id });
    expect(await withdrawalsOf(greece, item.id)).toEqual({ item: { withdrawals: [] } });
    expect((await withdrawalsOf(ecat, item.id)).item.withdrawals).toHaveLength(1);
    const { changes } = await germany.get<{ changes: { __typename: string; itemId?: string }[] }>(
      'query($after: Cursor) { changes(first: 100, after: $after) { __typename ... on ItemWithdrawn { itemId } } }',
      { after: cursor },
    );
    expect(changes).toEqual([{ __typename: 'ItemWithdrawn', itemId: item.id }]);
  });

  test('is not there for who never could read the item, as for no item at all', async () => {
    const { item } = await finding({ marking: 'LIMITED', audience: { organisations: ['board-de'] } });
    await command(ecat, 'recallItem', { itemId: item.id });
    const [hidden, absent] = [await refusedTo(france, item.id), await refusedTo(france, 'absent')];
    expect(hidden).toEqual(absent);
    expect(hidden.extensions).toEqual({ code: 'NOT_FOUND' });
  });
});

describe('an explanation of access', () => {
  const text =
    'query($itemId: ID!, $organisation: ID) { explainAccess(itemId: $itemId, organisation: $organisation) { allowed because { rule detail } } }';
  const explained = (client: Client, itemId: string, organisation?: string) =>
    client.get<{ explainAccess: { allowed: boolean; because: { rule: string }[] } }>(text, {
      itemId,
      organisation: organisation ?? null,
    });
  const rulesOf = async (client: Client, itemId: string, organisation?: string) => {
    const { explainAccess } = await explained(client, itemId, organisation);
    return [explainAccess.allowed, ...explainAccess.because.map(({ rule }) => rule)];
  };

  test('tells oneself about what one may know of, and an issuer about every body', async () => {
    const { item } = await finding(toTwo);
    expect(await rulesOf(germany, item.id)).toEqual([true, 'AUDIENCE', 'CLEARANCE']);
    expect(await rulesOf(germany, item.id, 'board-de')).toEqual([true, 'AUDIENCE', 'CLEARANCE']);
    expect(await rulesOf(ecat, item.id)).toEqual([true, 'ISSUER']);
    expect(await rulesOf(ecat, item.id, 'board-el')).toEqual([true, 'AUDIENCE', 'CLEARANCE']);
    expect(await rulesOf(ecat, item.id, 'board-fr')).toEqual([false, 'AUDIENCE', 'CLEARANCE']);
    await command(ecat, 'recallItem', { itemId: item.id });
    expect(await rulesOf(germany, item.id)).toEqual([false, 'WITHDRAWN']);
    expect(await rulesOf(ecat, item.id, 'board-el')).toEqual([false, 'RECALLED']);
  });

  test('tells nothing of others to who is not the issuer, and nothing at all of what one never could read', async () => {
    const { item } = await finding(toTwo);
    const refusal = async (client: Client, itemId: string, organisation?: string) =>
      client.refusal(text, { itemId, organisation: organisation ?? null });
    expect((await refusal(germany, item.id, 'board-el')).extensions).toEqual({
      code: 'FORBIDDEN',
      field: 'organisation',
    });
    expect(await refusal(france, item.id)).toEqual(await refusal(france, 'absent'));
    expect(await refusal(france, item.id, 'board-de')).toEqual(await refusal(france, 'absent', 'board-de'));
    expect((await refusal(france, item.id, 'nobody')).extensions).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'organisation',
    });
  });

  test('tells who has no token of what is public alone', async () => {
    const anybody = await running.client(null);
    const office = await running.client('ai-office');
    const { item } = await command(office, 'publishGuidance', sound.publishGuidance.input);
    expect(await rulesOf(anybody, item.id)).toEqual([true, 'PUBLIC']);
  });
});
