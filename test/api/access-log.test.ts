import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { Workplace } from '../cli/command-line.ts';
import type { Client } from '../support/client.ts';
import { command, sound, type Answer } from '../support/commands.ts';
import { isOverMongodb } from '../support/mongodb.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let ecat: Client;
let germany: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  const cleared = (organisation: string) => running.client({ organisation, clearance: 'SENSITIVE' });
  [ecat, germany] = await Promise.all([cleared('ecat'), cleared('board-de')]);
});
afterAll(() => running.stop());

const toGermany = (marking: string) => ({ marking, audience: { memberStates: ['DE'] } });
const finding = (marking = 'SENSITIVE', title = 'Finding (fictional)'): Promise<Answer> =>
  command(ecat, 'publishFinding', {
    ...sound.publishFinding.input,
    title: [{ language: 'en', text: title }],
    handling: toGermany(marking),
  });

interface Logged {
  accessLog: {
    edges: { node: { means: string; person: string; revision: number } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const logText =
  'query($itemId: ID!, $first: Int, $after: Cursor) { accessLog(itemId: $itemId, first: $first, after: $after) { edges { cursor node { at means person organisation { id } itemId revision } } pageInfo { hasNextPage endCursor } } }';
const logOf = async (client: Client, itemId: string, page: object = {}) =>
  (await client.get<Logged>(logText, { itemId, ...page })).accessLog;
/** What others than the issuer did, oldest first. */
async function doneTo(itemId: string): Promise<string[]> {
  const { edges } = await logOf(ecat, itemId, { first: 100 });
  return edges
    .map(({ node }) => node)
    .filter(({ person }) => !person.endsWith('@ecat'))
    .map(({ means, revision }) => `${means} ${revision}`)
    .reverse();
}
const read = (client: Client, id: string) =>
  client.get('query($id: ID!) { item(id: $id) { id title } }', { id });

describe('the access log of a sensitive item', () => {
  test('names who was shown it, when, in which revision and how', async () => {
    const { cursor, item } = await finding('SENSITIVE', 'Quillwort (fictional)');
    await read(germany, item.id);
    await germany.get('{ search(text: "quillwort") { edges { node { id } } } }');
    await germany.get('query($after: Cursor) { changes(after: $after, first: 1) { cursor } }', {
      after: cursor,
    });
    await command(germany, 'acknowledgeItem', { itemId: item.id });
    await germany.get('{ items(first: 1) { edges { node { id } } } }');
    await germany.get(
      'query($after: Cursor) { changes(after: $after, first: 5) { ... on ItemChanged { item { id } } } }',
      { after: cursor },
    );
    expect(await doneTo(item.id)).toEqual(['READ 1', 'SEARCH 1', 'READ 2', 'READ 2', 'FEED 2']);
    const [{ node } = { node: {} }] = (await logOf(ecat, item.id, { first: 1 })).edges;
    expect(node).toEqual({
      at: expect.any(String),
      means: 'FEED',
      person: 'representative@board-de',
      organisation: { id: 'board-de' },
      itemId: item.id,
      revision: 2,
    });
  });

  test('has an item once that one operation shows in several places, whatever they are called', async () => {
    const { item } = await finding('SENSITIVE', 'Pillwort (fictional)');
    await germany.get(
      `query($id: ID!) { ...Both s: search(text: "pillwort") { edges { node { id } } } } fragment Both on Query { search2: item(id: $id) { id } item(id: $id) { title } }`,
      { id: item.id },
    );
    expect((await doneTo(item.id)).sort()).toEqual(['READ 1', 'SEARCH 1']);
  });

  test('has what a field shows in a list that has no pages', async () => {
    const [anna, bert, carl] = await Promise.all(
      ['anna', 'bert', 'carl'].map((person) =>
        running.client({ organisation: 'ai-office', person, clearance: 'SENSITIVE' }),
      ),
    );
    const title = [{ language: 'en', text: 'Guidelines (fictional)' }];
    const { item } = await command(anna!, 'draftGuidance', { title, handling: toGermany('SENSITIVE') });
    await command(bert!, 'publishGuidanceDraft', { itemId: item.id, expectedRevision: 1 });
    const correction = { itemId: item.id, expectedRevision: 2, author: 'Another (fictional)' };
    const draft = await command(anna!, 'draftGuidanceCorrection', correction);
    await carl!.get(`{ item(id: "${item.id}") { ... on Guidance { correctionDrafts { id } } } }`);
    const { edges } = await logOf(carl!, draft.item.id);
    expect(edges.map(({ node }) => [node.person, node.means])).toEqual([
      ['carl', 'READ'],
      ['anna', 'READ'],
    ]);
  });

  test('has what a subscription has delivered, to each of its readers', async () => {
    const other = await running.client({ organisation: 'de-bundesnetzagentur', clearance: 'SENSITIVE' });
    const text = 'subscription { exchange { __typename ... on ItemChanged { item { id } } } }';
    const feeds = await Promise.all([
      germany.subscribe(text),
      germany.subscribe(text),
      other.subscribe(text),
    ]);
    const { item } = await finding();
    await Promise.all(feeds.map((feed) => feed.take(1)));
    const { edges } = await logOf(ecat, item.id);
    expect(edges.map(({ node }) => node.person).sort()).toEqual([
      'authority-officer@de-bundesnetzagentur',
      'ecat-analyst@ecat',
      'representative@board-de',
      'representative@board-de',
    ]);
    for (const feed of feeds) feed.stop();
  });

  test('has nothing of who asked and was not shown it, and nothing of what is less than sensitive', async () => {
    const { item } = await finding();
    const limited = await finding('LIMITED');
    const france = await running.client({ organisation: 'board-fr', clearance: 'SENSITIVE' });
    const lower = await running.client({ organisation: 'board-de', person: 'karl@board-de' });
    for (const client of [france, lower]) expect(await read(client, item.id)).toEqual({ item: null });
    await read(germany, limited.item.id);
    for (const { id } of [item, limited.item]) expect(await doneTo(id)).toEqual([]);
  });

  test('comes by pages, newest first', async () => {
    const { item } = await finding();
    for (let count = 0; count < 4; count += 1) await read(germany, item.id);
    const all = await logOf(ecat, item.id, { first: 100 });
    const seen: object[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: Logged['accessLog'] = await logOf(ecat, item.id, { first: 2, after });
      expect(page.edges.length).toBeLessThanOrEqual(2);
      seen.push(...page.edges);
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    expect(seen).toEqual(all.edges);
    expect(seen).toHaveLength(5);
    const wrong = await ecat.refusal(logText, { itemId: item.id, after: 'nonsense' });
    expect(wrong.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'after' });
  });

  test('is for its issuer and for auditors', async () => {
    const { item } = await finding();
    await read(germany, item.id);
    const refusalTo = async (client: Client, itemId = item.id) => client.refusal(logText, { itemId });
    expect((await refusalTo(await running.client(null))).extensions.code).toBe('UNAUTHENTICATED');
    expect((await refusalTo(germany)).extensions.code).toBe('FORBIDDEN');
    const administrator = await running.client({ organisation: 'ecat', roles: ['administrator'] });
    expect((await refusalTo(administrator)).extensions.code).toBe('FORBIDDEN');
    const reader = await running.client({ organisation: 'de-bundesnetzagentur', clearance: 'SENSITIVE' });
    expect((await refusalTo(reader)).extensions.code).toBe('FORBIDDEN');
    const stranger = await running.client({ organisation: 'fi-traficom', clearance: 'SENSITIVE' });
    expect(await refusalTo(stranger)).toEqual(await refusalTo(stranger, 'absent'));
    expect((await refusalTo(stranger)).extensions.code).toBe('NOT_FOUND');
    const auditor = await running.client({ organisation: 'edps', roles: ['auditor'] });
    expect((await logOf(auditor, item.id)).edges).toHaveLength(2);
    expect((await logOf(auditor, 'absent')).edges).toEqual([]);
  });
});

test('what was shown just before the server stops is in the log after it, whose chain verifies', async () => {
  // What a database holds is for the suites of the store.
  if (isOverMongodb) return;
  const first = await RunningApp.start();
  const issuer = await first.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
  const { item } = await command(issuer, 'publishFinding', {
    ...sound.publishFinding.input,
    handling: toGermany('SENSITIVE'),
  });
  await read(await first.client({ organisation: 'board-de', clearance: 'SENSITIVE' }), item.id);
  const { directory } = first;
  await first.stop({ keep: true });
  const place = new Workplace();
  const verified = await place.run(['verify'], { DATA_DIR: directory });
  place.remove();
  expect(verified).toMatchObject({ code: 0, out: expect.stringMatching(/^ {2}access log {3}2 entries$/m) });
  const again = await RunningApp.start({ directory });
  const later = await again.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
  expect((await logOf(later, item.id)).edges.map(({ node }) => node.person)).toEqual([
    'representative@board-de',
    'ecat-analyst@ecat',
  ]);
  await read(await again.client({ organisation: 'board-de', clearance: 'SENSITIVE' }), item.id);
  expect((await logOf(later, item.id)).edges).toHaveLength(3);
  await again.stop({ keep: true });
  const other = new Workplace();
  expect((await other.run(['verify'], { DATA_DIR: directory })).out).toContain('3 entries');
  other.remove();
  await rm(directory, { recursive: true, force: true });
});
