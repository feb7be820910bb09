import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memberStateCodes } from '../../src/reference/vocabulary.ts';
import { command, refused, sound, type Input } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

const { by, input } = sound.raiseAlert;
const raise = async (change: Input = {}, fields = '') =>
  command(await running.client(by), 'raiseAlert', { ...input, ...change }, fields);
const en = (text: string) => [{ language: 'en', text }];

interface Row {
  memberState: string;
  answer: string;
  acknowledgedAt: string | null;
  followedUpAt: string | null;
}

async function matrixOf(id: string): Promise<readonly Row[]> {
  const office = await running.client('ai-office');
  const { item } = await office.get<{ item: { stateMatrix: Row[] } }>(
    'query($id: ID!) { item(id: $id) { ... on Alert { stateMatrix { memberState answer acknowledgedAt followedUpAt } } } }',
    { id },
  );
  return item.stateMatrix;
}

describe('an alert', () => {
  test('goes out incomplete, says what it lacks, and is completed by its issuer', async () => {
    const state = 'complete missing';
    const { item } = await raise({ articles: ['73'] }, state);
    expect(item).toMatchObject({
      complete: false,
      missing: ['summary', 'affected', 'followUpOwed', 'followUpDueAt'],
    });
    const rest = {
      itemId: item.id,
      summary: en('Three hospitals.'),
      affected: 'Triage 2 (fictional)',
      followUpOwed: en('Say whether it runs in your State.'),
      followUpDueAt: '2099-01-01T12:00:00+02:00',
    };
    const author = await running.client(by);
    const { item: whole } = await command(author, 'completeAlert', rest, `${state} articles followUpDueAt`);
    expect(whole).toEqual({
      id: item.id,
      revision: 2,
      complete: true,
      missing: [],
      articles: ['73'],
      followUpDueAt: '2099-01-01T10:00:00.000Z',
    });
    expect((await refused(author, 'completeAlert', { itemId: item.id })).extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('of the Scientific Panel is a qualified one', async () => {
    const panel = await running.client('scientific-panel');
    expect((await command(panel, 'raiseAlert', input, 'qualified')).item.qualified).toBe(true);
    expect((await raise({}, 'qualified')).item.qualified).toBe(false);
  });
});

describe('the matrix', () => {
  test('has a row for each of the 27 States, silent until it answers', async () => {
    const { item } = await raise();
    expect(await matrixOf(item.id)).toEqual(
      memberStateCodes.map((memberState) => ({
        memberState,
        answer: 'SILENT',
        acknowledgedAt: null,
        followedUpAt: null,
      })),
    );
    await command(await running.client('board-el'), 'acknowledgeItem', { itemId: item.id });
    const measures = { itemId: item.id, measures: en('Switched off.') };
    await command(await running.client('de-bundesnetzagentur'), 'reportAlertFollowUp', measures);
    const rows = await matrixOf(item.id);
    expect(rows).toHaveLength(27);
    expect(rows.filter(({ answer }) => answer !== 'SILENT')).toEqual([
      {
        memberState: 'DE',
        answer: 'FOLLOWED_UP',
        acknowledgedAt: null,
        followedUpAt: expect.any(String),
      },
      { memberState: 'EL', answer: 'ACKNOWLEDGED', acknowledgedAt: expect.any(String), followedUpAt: null },
    ]);
  });

  test('shows who is not addressed', async () => {
    const handling = { marking: 'LIMITED', audience: { memberStates: ['GR', 'SE'], groups: ['AI_OFFICE'] } };
    const { item } = await raise({ handling });
    const rows = await matrixOf(item.id);
    expect(rows.filter(({ answer }) => answer === 'SILENT').map(({ memberState }) => memberState)).toEqual([
      'EL',
      'SE',
    ]);
    expect(rows.filter(({ answer }) => answer === 'NOT_ADDRESSED')).toHaveLength(25);
  });
});

describe('an acknowledgement', () => {
  test('counts once for an organisation, and the repeat gives the first answer', async () => {
    const { item } = await raise();
    const one = await running.client({ organisation: 'board-de', person: 'one@board-de' });
    const other = await running.client({ organisation: 'board-de', person: 'other@board-de' });
    const fields = 'acknowledgements { organisation { id } at }';
    const first = await command(one, 'acknowledgeItem', { itemId: item.id }, fields);
    const head = running.app.store.head();
    expect(await command(one, 'acknowledgeItem', { itemId: item.id }, fields)).toEqual(first);
    expect(await command(other, 'acknowledgeItem', { itemId: item.id }, fields)).toEqual(first);
    expect(running.app.store.head()).toEqual(head);
  });

  test('gives its first answer though the item has moved on, and whatever revision it names', async () => {
    const { item } = await raise();
    const itemId = item.id;
    const delegate = await running.client('board-de');
    const fields = 'acknowledgements { organisation { id } }';
    const first = await command(delegate, 'acknowledgeItem', { itemId, expectedRevision: 1 }, fields);
    await command(await running.client('board-fr'), 'acknowledgeItem', { itemId });
    for (const change of [{}, { expectedRevision: 1 }, { expectedRevision: 3 }, { idempotencyKey: 'again' }])
      expect(await command(delegate, 'acknowledgeItem', { itemId, ...change }, fields)).toEqual(first);
    const other = await running.client('board-el');
    expect((await refused(other, 'acknowledgeItem', { itemId, expectedRevision: 1 })).extensions.code).toBe(
      'REVISION_CONFLICT',
    );
  });

  test('may name its own organisation', async () => {
    const { item } = await raise();
    const own = { itemId: item.id, organisation: 'board-fr' };
    expect((await command(await running.client('board-fr'), 'acknowledgeItem', own)).item.revision).toBe(2);
  });
});

test('after a recall nothing more happens, and its readers know the id alone', async () => {
  const { item } = await raise();
  const author = await running.client(by);
  const itemId = item.id;
  await command(author, 'recallItem', { itemId, reason: 'Measured again' });
  const rows: [string, Input][] = [
    ['recallItem', {}],
    ['completeAlert', { articles: ['73'] }],
    ['changeHandling', { expectedRevision: 2, handling: input.handling }],
    ['acknowledgeItem', {}],
    ['reportAlertFollowUp', { measures: en('x') }],
  ];
  for (const [name, change] of rows)
    expect([name, (await refused(author, name, { itemId, ...change })).extensions.code]).toEqual([
      name,
      'INVALID_STATE',
    ]);
  const delegate = await running.client('board-de');
  expect((await refused(delegate, 'acknowledgeItem', { itemId })).extensions.code).toBe('NOT_FOUND');
  expect(await delegate.get('query($id: ID!) { item(id: $id) { id } }', { id: itemId })).toEqual({
    item: null,
  });
});
