import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, sound } from '../support/commands.ts';
import { RunningApp, type As } from '../support/running-app.ts';

let running: RunningApp;
let anna: Client;
let bert: Client;
/** Public guidance of the AI Office, drafted by anna and published by bert. */
let id: string;
beforeAll(async () => {
  running = await RunningApp.start();
  anna = await running.client({ organisation: 'ai-office', person: 'anna@ai-office' });
  bert = await running.client({ organisation: 'ai-office', person: 'bert@ai-office' });
  const { item } = await command(anna, 'draftGuidance', { ...sound.publishGuidance.input, references: [] });
  await command(bert, 'publishGuidanceDraft', { itemId: item.id, expectedRevision: 1 });
  id = item.id;
});
afterAll(() => running.stop());

const history = 'history { actor { id organisation { id } } }';
const historyOf = async (as: As | string | null): Promise<unknown> =>
  (await running.client(as)).get(`query($id: ID!) { item(id: $id) { ${history} } }`, { id });

const publicly: readonly [string, As | null][] = [
  ['nobody in particular', null],
  ['an auditor', { organisation: 'board-de', roles: ['auditor'] }],
  ['an administrator', { organisation: 'ai-office', roles: ['administrator'] }],
];
const organisation = { id: 'ai-office' };

describe('who made a change', () => {
  test('is a person to readers with a token', async () => {
    const actor = { id: 'bert@ai-office', organisation };
    expect(await historyOf('board-de')).toEqual({ item: { history: [{ actor }] } });
    expect(await historyOf({ organisation: 'ecat', clearance: 'PUBLIC' })).toEqual({
      item: { history: [{ actor }] },
    });
  });

  test.each(publicly)('is an organisation to %s, who reads what is public', async (_who, as) => {
    expect(await historyOf(as)).toEqual({
      item: { history: [{ actor: { id: 'ai-office', organisation } }] },
    });
  });

  test('is an organisation in the feed of the public as well, in the same bytes for all of it', async () => {
    const text = `subscription { exchange { ... on ItemChanged { item { ${history} } } } }`;
    const feeds = await Promise.all(
      publicly.map(async ([, as]) => (await running.client(as)).subscribe<unknown>(text)),
    );
    await command(anna, 'publishGuidance', sound.publishGuidance.input);
    const messages = await Promise.all(feeds.map((feed) => feed.take(1)));
    const actor = { id: 'ai-office', organisation };
    for (const message of messages)
      expect(message).toEqual([{ exchange: { item: { history: [{ actor }] } } }]);
  });

  test('is an organisation to the public also where an erasure names who stands for it', async () => {
    const { item } = await command(anna, 'publishGuidance', sound.publishGuidance.input);
    const why = { ground: 'NO_LONGER_NEEDED', reason: 'The procedure has ended (fictional).' };
    await command(anna, 'requestErasure', { itemId: item.id, ...why });
    const asked = async (client: Client, fields: string) =>
      client.get(`query($id: ID!) { item(id: $id) { ${fields} } }`, { id: item.id });
    const request = 'erasureRequest { requestedBy { id } }';
    const anybody = await running.client(null);
    expect(await asked(anybody, request)).toEqual({
      item: { erasureRequest: { requestedBy: { id: 'ai-office' } } },
    });
    expect(await asked(bert, request)).toEqual({
      item: { erasureRequest: { requestedBy: { id: 'anna@ai-office' } } },
    });
    await command(bert, 'confirmErasure', { itemId: item.id, expectedRevision: 2 });
    expect(await asked(anybody, '... on ErasedItem { erasure { by { id } } }')).toEqual({
      item: { erasure: { by: [{ id: 'ai-office' }, { id: 'ai-office' }] } },
    });
  });
});
