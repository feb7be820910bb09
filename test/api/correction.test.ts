import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isCorrectionDraft, publishCorrection } from '../../src/domain/correction.ts';
import type { Guidance } from '../../src/domain/guidance.ts';
import { Workplace } from '../cli/command-line.ts';
import type { Client } from '../support/client.ts';
import { command, refused, sound, type Answer, type Input } from '../support/commands.ts';
import { appendOf } from '../support/items.ts';
import { isOverMongodb } from '../support/mongodb.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let anna: Client;
let bert: Client;
let delegate: Client;
/** Guidance that is no record, drafted by anna and published by bert. */
let itemId: string;

beforeAll(async () => {
  running = await RunningApp.start();
  anna = await running.client({ organisation: 'ai-office', person: 'anna@ai-office' });
  bert = await running.client({ organisation: 'ai-office', person: 'bert@ai-office' });
  delegate = await running.client('board-de');
});
afterAll(() => running.stop());

const en = (text: string) => [{ language: 'en', text }];
const toBoard = { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } };
const input = { title: en('Reading aid (fictional)'), articles: ['50'], handling: toBoard };

beforeEach(async () => {
  const { item } = await command(anna, 'draftGuidance', input);
  await command(bert, 'publishGuidanceDraft', { itemId: item.id, expectedRevision: 1 });
  itemId = item.id;
});

const mended = { title: en('Mended okapi aid (fictional)') };
const draft = (by: Client, change: Input = mended): Promise<Answer> =>
  command(by, 'draftGuidanceCorrection', { itemId, expectedRevision: 2, ...change }, 'release title');
const codeOf = async (by: Client, name: string, given: Input) =>
  (await refused(by, name, given)).extensions.code;

const fields =
  'title revision release history { change } correctionDrafts { id title } corrects { id } relatedBy { item { id } }';
const read = async (by: Client, id: string): Promise<unknown> =>
  (
    await by.get<{ item: unknown }>(`query($id: ID!) { item(id: $id) { ... on Guidance { ${fields} } } }`, {
      id,
    })
  ).item;

/** Everything that a list, a search, a count or the feed tells a reader. */
const everything = (by: Client): Promise<unknown> =>
  by.get(
    '{ items(first: 100) { totalCount edges { cursor } } search(text: "okapi") { totalCount } ' +
      'facets { kinds { kind count } } changes(first: 100) { cursor } }',
  );

describe('guidance that is no record', () => {
  test('is corrected by nobody at once, whoever drafted it and whoever published it', async () => {
    const given = { itemId, expectedRevision: 2, ...mended };
    expect(await codeOf(anna, 'correctGuidance', given)).toBe('FORBIDDEN');
    expect(await codeOf(bert, 'correctGuidance', given)).toBe('FORBIDDEN');
  });

  test('is corrected by a second person, and until then no reader can tell that a correction is drafted', async () => {
    const before = await everything(delegate);
    const shown = await read(delegate, itemId);
    const { item } = await draft(anna);
    expect(item).toMatchObject({ release: 'DRAFT', title: 'Mended okapi aid (fictional)', revision: 1 });
    expect(await everything(delegate)).toEqual(before);
    expect(await read(delegate, itemId)).toEqual(shown);
    expect(await read(delegate, item.id)).toBeNull();
    expect(await read(bert, itemId)).toMatchObject({
      title: 'Reading aid (fictional)',
      correctionDrafts: [{ id: item.id, title: 'Mended okapi aid (fictional)' }],
    });
    expect(await read(bert, item.id)).toMatchObject({ corrects: { id: itemId } });

    const asRead = { itemId: item.id, expectedRevision: 1 };
    expect(await codeOf(anna, 'publishGuidanceCorrection', asRead)).toBe('FORBIDDEN');
    const { item: corrected, cursor } = await command(bert, 'publishGuidanceCorrection', asRead, 'title');
    expect(corrected).toEqual({ id: itemId, revision: 3, title: 'Mended okapi aid (fictional)' });
    expect(await read(delegate, itemId)).toMatchObject({
      title: 'Mended okapi aid (fictional)',
      history: [{ change: 'PUBLISHED' }, { change: 'CORRECTED' }],
    });
    const { changes } = await delegate.get<{ changes: { cursor: string }[] }>(
      '{ changes(first: 100) { cursor } }',
    );
    expect(changes.at(-1)?.cursor).toBe(cursor);
    expect(await read(bert, itemId)).toMatchObject({ correctionDrafts: [] });
    expect(await read(bert, item.id)).toMatchObject({
      release: 'CLOSED',
      history: [{ change: 'DRAFTED' }, { change: 'CLOSED' }],
    });
  });

  test('is corrected as the second person has read it', async () => {
    const { item } = await draft(anna);
    await command(anna, 'correctGuidance', { itemId: item.id, expectedRevision: 1, author: 'AI Office' });
    const of = (expectedRevision: number) => ({ itemId: item.id, expectedRevision });
    expect(await codeOf(bert, 'publishGuidanceCorrection', of(1))).toBe('REVISION_CONFLICT');
    expect((await command(bert, 'publishGuidanceCorrection', of(2), 'author')).item.author).toBe('AI Office');
  });

  test('may be acknowledged meanwhile: that is no change of its text', async () => {
    const { item } = await draft(anna);
    await command(delegate, 'acknowledgeItem', { itemId });
    const asRead = { itemId: item.id, expectedRevision: 1 };
    expect((await command(bert, 'publishGuidanceCorrection', asRead)).item.revision).toBe(4);
  });

  test('takes no second correction that was drafted before the first was made', async () => {
    const [first, second] = [await draft(anna), await draft(anna, { articles: ['5'] })];
    await command(bert, 'publishGuidanceCorrection', { itemId: first.item.id, expectedRevision: 1 });
    const asRead = { itemId: second.item.id, expectedRevision: 1 };
    expect(await codeOf(bert, 'publishGuidanceCorrection', asRead)).toBe('INVALID_STATE');
  });

  test('keeps its text when the correction is withdrawn', async () => {
    const { item } = await draft(anna);
    await command(anna, 'recallItem', { itemId: item.id });
    const asRead = { itemId: item.id, expectedRevision: 2 };
    expect(await codeOf(bert, 'publishGuidanceCorrection', asRead)).toBe('INVALID_STATE');
    expect(await read(bert, itemId)).toMatchObject({
      title: 'Reading aid (fictional)',
      correctionDrafts: [],
    });
  });
});

describe('publishing a correction', () => {
  test('that was cut before the draft was closed is completed by publishing again', async () => {
    const { item } = await draft(anna);
    const { store } = running.app;
    const [guidance, one] = (await Promise.all([store.load(itemId), store.load(item.id)])) as Guidance[];
    if (guidance === undefined || one === undefined || !isCorrectionDraft(one)) throw new Error('no draft');
    const by = { person: 'bert@ai-office', organisation: 'ai-office' };
    const event = publishCorrection(guidance, one, { ...by, now: new Date().toISOString() });
    if (event === null) throw new Error('made before');
    await store.append(appendOf(guidance, event));
    expect(await read(bert, item.id)).toMatchObject({ release: 'DRAFT' });

    const asRead = { itemId: item.id, expectedRevision: 1 };
    expect((await command(bert, 'publishGuidanceCorrection', asRead)).item).toEqual({
      id: itemId,
      revision: 3,
    });
    expect(await read(bert, item.id)).toMatchObject({ release: 'CLOSED' });
    expect(await codeOf(bert, 'publishGuidanceCorrection', { itemId: item.id, expectedRevision: 2 })).toBe(
      'INVALID_STATE',
    );
  });

  test('gives the first answer again to the same key, and changes nothing', async () => {
    const { item } = await draft(anna);
    const given = { itemId: item.id, expectedRevision: 1, idempotencyKey: crypto.randomUUID() };
    const first = await command(bert, 'publishGuidanceCorrection', given, 'title');
    const head = running.app.store.head();
    expect(await command(bert, 'publishGuidanceCorrection', given, 'title')).toEqual(first);
    expect(running.app.store.head()).toEqual(head);
  });

  test('is not for other bodies, and not for what is no correction', async () => {
    const { item } = await draft(anna);
    const asRead = { itemId: item.id, expectedRevision: 1 };
    expect(await codeOf(await running.client(null), 'publishGuidanceCorrection', asRead)).toBe(
      'UNAUTHENTICATED',
    );
    expect(await codeOf(delegate, 'publishGuidanceCorrection', asRead)).toBe('FORBIDDEN');
    expect(await codeOf(bert, 'publishGuidanceCorrection', { itemId, expectedRevision: 2 })).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(bert, 'publishGuidanceDraft', asRead)).toBe('INVALID_STATE');
    expect(await codeOf(delegate, 'draftGuidanceCorrection', { itemId, expectedRevision: 2 })).toBe(
      'FORBIDDEN',
    );
    const unseen = { itemId: crypto.randomUUID(), expectedRevision: 2, ...mended };
    expect(await codeOf(bert, 'draftGuidanceCorrection', unseen)).toBe('NOT_FOUND');
    expect(await codeOf(bert, 'draftGuidanceCorrection', { itemId, expectedRevision: 1, ...mended })).toBe(
      'REVISION_CONFLICT',
    );
  });
});

describe('showing guidance to more readers', () => {
  const handling = { marking: 'PUBLIC', audience: { everyone: true } };

  test('takes another person than who drafted it, and showing it to fewer does not', async () => {
    expect(await codeOf(anna, 'changeHandling', { itemId, expectedRevision: 2, handling })).toBe('FORBIDDEN');
    const fewer = { marking: 'SENSITIVE', audience: { groups: ['AI_BOARD'] } };
    await command(anna, 'changeHandling', { itemId, expectedRevision: 2, handling: fewer });
    expect(await codeOf(anna, 'changeHandling', { itemId, expectedRevision: 3, handling: toBoard })).toBe(
      'FORBIDDEN',
    );
    await command(bert, 'changeHandling', { itemId, expectedRevision: 3, handling });
    expect(await read(await running.client(null), itemId)).toMatchObject({
      title: 'Reading aid (fictional)',
    });
  });

  test('takes another person than who drafted a correction of it', async () => {
    const { item } = await draft(bert);
    await command(anna, 'publishGuidanceCorrection', { itemId: item.id, expectedRevision: 1 });
    for (const by of [anna, bert])
      expect(await codeOf(by, 'changeHandling', { itemId, expectedRevision: 3, handling })).toBe('FORBIDDEN');
    const carl = await running.client({ organisation: 'ai-office', person: 'carl@ai-office' });
    await command(carl, 'changeHandling', { itemId, expectedRevision: 3, handling });
  });

  test('is one person’s where it is a record, and where it is a draft', async () => {
    const { item: record } = await command(anna, 'publishGuidance', {
      ...sound.publishGuidance.input,
      handling: toBoard,
    });
    await command(anna, 'changeHandling', { itemId: record.id, expectedRevision: 1, handling });
    const { item } = await command(anna, 'draftGuidance', input);
    await command(anna, 'changeHandling', { itemId: item.id, expectedRevision: 1, handling });
  });
});

test('a journal with corrections verifies', async () => {
  // What a database holds is for the suites of the store.
  if (isOverMongodb) return;
  const { item } = await draft(anna);
  await command(bert, 'publishGuidanceCorrection', { itemId: item.id, expectedRevision: 1 });
  const place = new Workplace();
  expect((await place.run(['verify'], { DATA_DIR: running.directory })).code).toBe(0);
  place.remove();
});
