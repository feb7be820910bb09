import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, refused, sound, type Answer, type Input } from '../support/commands.ts';
import { TRACES, WORD, erase, pairOf } from '../support/erasures.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let ecat: Client;
let other: Client;
let germany: Client;
let greece: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  [ecat, other] = await pairOf(running, 'ecat');
  [germany, greece] = await Promise.all([running.client('board-de'), running.client('board-el')]);
});
afterAll(() => running.stop());

const to = (...memberStates: string[]) => ({ marking: 'LIMITED', audience: { memberStates } });
const finding = (handling: object = to('DE', 'EL')): Promise<Answer> =>
  command(ecat, 'publishFinding', { ...sound.publishFinding.input, handling });
const annex = (itemId: string, more: Input = {}): Input => ({
  itemId,
  title: [{ language: 'en', text: `Weights of ${WORD} (fictional)` }],
  text: [{ language: 'en', text: `Where ${WORD} can be looked at (fictional)` }],
  containsTradeSecrets: true,
  handling: to('DE'),
  ...more,
});
const fields = 'title text containsTradeSecrets annexTo { id }';
const add = (itemId: string, more: Input = {}) => command(ecat, 'addAnnex', annex(itemId, more), fields);
const partsOf = async (client: Client, id: string) =>
  (
    await client.get<{ item: { annexes: { id: string }[] } | null }>(
      'query($id: ID!) { item(id: $id) { annexes { id } } }',
      { id },
    )
  ).item?.annexes ?? null;
const isSeen = async (client: Client, id: string) =>
  (await client.get<{ item: object | null }>('query($id: ID!) { item(id: $id) { id } }', { id })).item !==
  null;

describe('a part of an item', () => {
  test('is read by its own readers, with the item and by itself, and is nothing to the others', async () => {
    const { item } = await finding();
    const before = await greece.get(
      'query($id: ID!) { item(id: $id) { revision updatedAt history { cursor } annexes { id } } items(first: 100) { totalCount edges { node { id } } } }',
      { id: item.id },
    );
    const added = await add(item.id);
    expect(added.item).toMatchObject({
      title: `Weights of ${WORD} (fictional)`,
      text: `Where ${WORD} can be looked at (fictional)`,
      containsTradeSecrets: true,
      annexTo: { id: item.id },
    });
    expect(await partsOf(germany, item.id)).toEqual([{ id: added.item.id }]);
    expect(await isSeen(greece, added.item.id)).toBe(false);
    expect(
      await greece.get(
        'query($id: ID!) { item(id: $id) { revision updatedAt history { cursor } annexes { id } } items(first: 100) { totalCount edges { node { id } } } }',
        { id: item.id },
      ),
    ).toEqual(before);
  });

  test.each<[string, Input, string, string | undefined]>([
    [
      'has readers whom the item does not have',
      { handling: to('DE', 'FR') },
      'BAD_USER_INPUT',
      'handling.audience',
    ],
    [
      'is less confidential than the item',
      { handling: { marking: 'PUBLIC', audience: { everyone: true } }, containsTradeSecrets: false },
      'BAD_USER_INPUT',
      'handling.audience',
    ],
    [
      'has trade secrets for the public',
      { handling: { marking: 'PUBLIC', audience: { everyone: true } } },
      'BAD_USER_INPUT',
      'handling.marking',
    ],
    ['has no title', { title: [] }, 'BAD_USER_INPUT', 'title'],
    ['leads elsewhere than to https', { documentUrl: 'http://example.eu/' }, 'BAD_USER_INPUT', undefined],
  ])('that %s is refused', async (_how, more, code, field) => {
    const { item } = await finding();
    const { extensions } = await refused(ecat, 'addAnnex', annex(item.id, more));
    expect(extensions.code).toBe(code);
    if (field !== undefined) expect(extensions.field).toBe(field);
    expect(await partsOf(ecat, item.id)).toEqual([]);
  });

  test('is added by the issuer of the item alone', async () => {
    const { item } = await finding({ ...to('DE'), audience: { groups: ['AI_OFFICE'] } });
    const office = await running.client('ai-office');
    expect((await refused(office, 'addAnnex', annex(item.id))).extensions.code).toBe('FORBIDDEN');
    const stranger = await running.client('fi-traficom');
    expect((await refused(stranger, 'addAnnex', annex(item.id))).extensions).toEqual({ code: 'NOT_FOUND' });
    expect((await refused(germany, 'addAnnex', annex(item.id))).extensions.code).toBe('FORBIDDEN');
  });

  test('stays within the readers of its item, whichever of the two is changed', async () => {
    const { item } = await finding();
    const { item: part } = await add(item.id);
    const change = { itemId: part.id, expectedRevision: 1, handling: to('DE', 'FR') };
    expect((await refused(ecat, 'changeHandling', change)).extensions).toEqual({ code: 'INVALID_STATE' });
    const share = { itemId: part.id, audience: { memberStates: ['FR'] } };
    for (const client of [ecat, germany])
      expect((await refused(client, 'shareItem', share)).extensions).toEqual({ code: 'INVALID_STATE' });
    const narrow = { itemId: item.id, expectedRevision: 1, handling: to('EL') };
    expect((await refused(ecat, 'changeHandling', narrow)).extensions).toEqual({ code: 'INVALID_STATE' });
    await command(ecat, 'recallItem', { itemId: part.id });
    await command(ecat, 'changeHandling', narrow);
    expect(await partsOf(greece, item.id)).toEqual([]);
    expect(await partsOf(germany, item.id)).toBeNull();
  });

  test('is shared with another reader of the item', async () => {
    const { item } = await finding();
    const { item: part } = await add(item.id);
    await command(germany, 'shareItem', { itemId: part.id, audience: { memberStates: ['EL'] } });
    expect(await partsOf(greece, item.id)).toEqual([{ id: part.id }]);
  });

  test('of an item under originator control is under it too, and a request for outsiders is not granted', async () => {
    const { item } = await finding({ ...to('DE', 'EL'), originatorControlled: true });
    const { item: part } = await add(item.id);
    const { shareItem } = await germany.get<{ shareItem: { request: { id: string } } }>(
      'mutation($input: ShareItemInput!) { shareItem(input: $input) { request { id } } }',
      { input: { itemId: part.id, audience: { memberStates: ['FR'] }, reason: 'r (fictional)' } },
    );
    const granting = { requestId: shareItem.request.id, granted: true };
    expect((await refused(ecat, 'answerShareRequest', granting)).extensions).toEqual({
      code: 'INVALID_STATE',
    });
    expect(await isSeen(await running.client('board-fr'), part.id)).toBe(false);
  });

  test('is taken back with its item', async () => {
    const { item } = await finding();
    const parts = [(await add(item.id)).item.id, (await add(item.id, { handling: to('EL') })).item.id];
    await command(ecat, 'recallItem', { itemId: item.id });
    for (const id of parts) {
      expect(await isSeen(germany, id)).toBe(false);
      expect(await isSeen(greece, id)).toBe(false);
    }
    expect(await partsOf(ecat, item.id)).toHaveLength(2);
  });

  test('leaves nothing of what it said once it is erased', async () => {
    const { item } = await finding();
    const { item: part } = await add(item.id);
    await erase([ecat, other], part.id);
    const everything =
      'query($id: ID!) { item(id: $id) { __typename title summary annexes { title } history { change } } search(text: "quillwort") { totalCount } }';
    const left = await germany.get(everything, { id: part.id });
    expect(JSON.stringify(left)).not.toMatch(TRACES);
    expect(await partsOf(germany, item.id)).toEqual([]);
  });
});
