import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, sound } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let ecat: Client;
let germany: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  [ecat, germany] = await Promise.all([running.client('ecat'), running.client('board-de')]);
});
afterAll(() => running.stop());

const toTwo = { marking: 'LIMITED', audience: { memberStates: ['DE', 'EL'] } };
const finding = () => command(ecat, 'publishFinding', { ...sound.publishFinding.input, handling: toTwo });
const text =
  'query($itemId: ID!, $organisation: ID!) { explainDelivery(itemId: $itemId, organisation: $organisation) { state at revision because { rule } } }';
async function stateOf(itemId: string, organisation: string) {
  const { explainDelivery } = await ecat.get<{ explainDelivery: Record<string, unknown> }>(text, {
    itemId,
    organisation,
  });
  return explainDelivery;
}
const at = expect.any(String);

describe('an issuer', () => {
  test('is told that an item waits, has arrived by a feed, and was acknowledged', async () => {
    const { cursor, item } = await finding();
    const because = [{ rule: 'AUDIENCE' }, { rule: 'CLEARANCE' }];
    const waiting = { state: 'WAITING', at: null, revision: null, because };
    expect(await stateOf(item.id, 'board-de')).toEqual(waiting);
    // To look at it is not to be sent it.
    await germany.get('query($id: ID!) { item(id: $id) { title } }', { id: item.id });
    expect(await stateOf(item.id, 'board-de')).toEqual(waiting);
    await germany.get(
      'query($after: Cursor) { changes(after: $after) { ... on ItemChanged { item { id } } } }',
      {
        after: cursor,
      },
    );
    expect(await stateOf(item.id, 'board-de')).toEqual(waiting);
    const feed = await germany.subscribe(
      'subscription($after: Cursor) { exchange(after: $after) { cursor } }',
      {
        after: cursor,
      },
    );
    await command(ecat, 'changeHandling', { itemId: item.id, expectedRevision: 1, handling: toTwo });
    await feed.take(1);
    expect(await stateOf(item.id, 'board-de')).toEqual({ state: 'DELIVERED', at, revision: 2, because });
    await command(germany, 'acknowledgeItem', { itemId: item.id });
    await feed.take(2);
    expect(await stateOf(item.id, 'board-de')).toEqual({ state: 'ACKNOWLEDGED', at, revision: 3, because });
    expect(await stateOf(item.id, 'board-el')).toEqual(waiting);
    feed.stop();
  });

  test('is told of changes that were read by pages', async () => {
    const { changes } = await germany.get<{ changes: { cursor: string }[] }>(
      '{ changes(first: 89) { cursor } }',
    );
    const { item } = await finding();
    await germany.get(
      'query($after: Cursor) { changes(after: $after, first: 100) { ... on ItemChanged { item { id } } } }',
      { after: changes.at(-1)?.cursor },
    );
    expect(await stateOf(item.id, 'board-de')).toMatchObject({ state: 'DELIVERED', revision: 1 });
  });

  test('is told which rule keeps an item from a body, and that it was taken back from another', async () => {
    const { item } = await finding();
    expect(await stateOf(item.id, 'board-fr')).toEqual({
      state: 'FILTERED',
      at: null,
      revision: null,
      because: [{ rule: 'AUDIENCE' }, { rule: 'CLEARANCE' }],
    });
    await command(ecat, 'recallItem', { itemId: item.id });
    expect(await stateOf(item.id, 'board-de')).toMatchObject({ state: 'WITHDRAWN', at: null });
    await germany.get(
      'mutation($input: AcknowledgeWithdrawalInput!) { acknowledgeWithdrawal(input: $input) { itemId } }',
      { input: { itemId: item.id } },
    );
    expect(await stateOf(item.id, 'board-de')).toMatchObject({ state: 'WITHDRAWN', at });
    expect(await stateOf(item.id, 'board-fr')).toMatchObject({ state: 'FILTERED' });
  });
});

test('others are told nothing of where an item has arrived', async () => {
  const { item } = await finding();
  const refusal = (client: Client, itemId: string) =>
    client.refusal(text, { itemId, organisation: 'board-el' });
  expect((await refusal(germany, item.id)).extensions).toEqual({ code: 'FORBIDDEN', field: 'organisation' });
  const france = await running.client('board-fr');
  expect(await refusal(france, item.id)).toEqual(await refusal(france, 'absent'));
  expect((await refusal(france, item.id)).extensions).toEqual({ code: 'NOT_FOUND' });
});
