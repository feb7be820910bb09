import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { command, sound } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

test('why an item was taken back is told to its issuer and to nobody else', async () => {
  const { by, input } = sound.publishFinding;
  const ecat = await running.client(by);
  const { item } = await command(ecat, 'publishFinding', input);
  const read = async (as: string) =>
    (await running.client(as)).get('query($id: ID!) { item(id: $id) { recall { at reason } } }', {
      id: item.id,
    });
  expect(await read('board-de')).toEqual({ item: { recall: null } });
  await command(ecat, 'recallItem', { itemId: item.id, reason: 'Measured again (fictional)' });
  const recall = { at: expect.any(String), reason: 'Measured again (fictional)' };
  expect(await read(by)).toEqual({ item: { recall } });
  for (const other of ['board-de', 'ai-office']) expect(await read(other)).toEqual({ item: null });
});

test('an item may be taken back without saying why', async () => {
  const { by, input } = sound.raiseAlert;
  const client = await running.client(by);
  const { item } = await command(client, 'raiseAlert', input);
  await command(client, 'recallItem', { itemId: item.id });
  expect(
    await client.get('query($id: ID!) { item(id: $id) { recall { at reason } } }', { id: item.id }),
  ).toEqual({ item: { recall: { at: expect.any(String), reason: null } } });
});
