import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { command, refused, sound } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

const { by, input } = sound.publishOpinion;

test('an opinion adopted elsewhere is shown with who asked, who reported and when, and without a vote', async () => {
  const given = { ...input, requestedBy: 'ai-office', rapporteur: 'board-el', adoptedOn: '2026-07' };
  const fields =
    'reference state references requestedBy { id } rapporteur { id } adoptedOn { value precision } vote { closesAt }';
  const { item } = await command(await running.client(by), 'publishOpinion', given, fields);
  expect(item).toEqual({
    id: item.id,
    revision: 1,
    reference: 'AIB/2030/7 (fictional)',
    state: 'PUBLISHED',
    references: ['AIB/2030/7 (fictional)'],
    requestedBy: { id: 'ai-office' },
    rapporteur: { id: 'board-el' },
    adoptedOn: { value: '2026-07', precision: 'MONTH' },
    vote: null,
  });
  const delegate = await running.client('board-el');
  expect(await delegate.get('query($id: ID!) { item(id: $id) { id __typename } }', { id: item.id })).toEqual({
    item: { id: item.id, __typename: 'Opinion' },
  });
});

test.each([[[]], [null]])(
  'without the reference of an act (%j) an opinion takes two people',
  async (references) => {
    const head = running.app.store.head();
    const { extensions } = await refused(await running.client(by), 'publishOpinion', {
      ...input,
      references,
    });
    expect(extensions).toEqual({ code: 'FORBIDDEN', field: 'references' });
    expect(running.app.store.head()).toEqual(head);
  },
);
