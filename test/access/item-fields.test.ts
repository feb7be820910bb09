import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema as parseSchema } from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import type { Client } from '../support/client.ts';
import { command, sound, type Input } from '../support/commands.ts';
import { fieldsAsked, fieldsWithItems } from '../support/item-fields.ts';
import { root } from '../support/root.ts';
import { RunningApp } from '../support/running-app.ts';

const schema = buildSchema(root);
/** Stands in every item that France may not see, and in nothing else. */
const WORD = 'quillwort';
const hidden = { marking: 'LIMITED', audience: { organisations: ['ai-office', 'ecat'] } };
const open = { marking: 'PUBLIC', audience: { everyone: true } };
const text = (value: string) => [{ language: 'en', text: value }];

/** One way to items in each; those that lead from an item begin at one that everybody sees. */
const questions: Record<string, string> = {
  item: '{ item(id: "HIDDEN") { id } }',
  items: '{ items(first: 100) { totalCount edges { node { id } } pageInfo { endCursor hasNextPage } } }',
  'items under a filter':
    '{ items(first: 100, filter: { articles: ["50"], issuers: ["ai-office", "ecat"] }) { totalCount edges { node { id } } } }',
  cases: '{ cases(first: 100) { totalCount edges { node { id } } } }',
  search: `{ search(text: "${WORD}", first: 100) { totalCount edges { node { id } } } }`,
  facets: '{ facets { kinds { kind count } articles { article count } } }',
  changes:
    'query($after: Cursor) { changes(first: 100, after: $after) { __typename cursor previous ... on ItemChanged { item { id } } ... on ItemWithdrawn { itemId } } }',
  'relations of a document': '{ item(id: "RELATING") { ... on Guidance { relations { item { id } } } } }',
  'documents related to one': '{ item(id: "GUIDANCE") { ... on Guidance { relatedBy { item { id } } } } }',
  'drafts of corrections': '{ item(id: "GUIDANCE") { ... on Guidance { correctionDrafts { id } } } }',
  'what a draft corrects': '{ item(id: "DRAFT") { ... on Guidance { corrects { id } } } }',
  'what a finding supersedes': '{ item(id: "SUPERSEDING") { ... on Finding { supersedes { id } } } }',
  'what a request asks to share': '{ item(id: "REQUEST") { ... on ShareRequest { sharedItem { id } } } }',
  'parts of an item': '{ item(id: "FINDING") { annexes { id } } }',
  'parts of any item':
    '{ items(first: 100) { edges { node { ... on Guidance { annexes { id } } ... on Finding { annexes { id } } ... on Alert { annexes { id } } ... on Case { annexes { id } } ... on Opinion { annexes { id } } ... on ShareRequest { annexes { id } } ... on ErasedItem { annexes { id } } ... on Annex { annexes { id } } } } } }',
  'what a part belongs to': '{ item(id: "ANNEX") { ... on Annex { annexTo { id } } } }',
  'what supersedes a finding': '{ item(id: "FINDING") { ... on Finding { supersededBy { id } } } }',
};
const live =
  'subscription($after: Cursor) { exchange(after: $after) { __typename cursor previous ... on ItemChanged { item { id } } ... on ItemWithdrawn { itemId } } }';

describe('a field of the schema that leads to items', () => {
  let running: RunningApp;
  let outsiders: Record<string, Client>;
  let office: Client;
  let ecat: Client;
  const ids: Record<string, string> = {};
  /** Where the outsiders stood before anything was hidden. */
  let after: string;
  const before: Record<string, Record<string, string>> = {};

  const withIds = (question: string): string =>
    question.replaceAll(/"([A-Z]+)"/g, (_all, name: string) => JSON.stringify(ids[name] ?? 'none'));
  const answer = async (client: Client, question: string): Promise<string> =>
    JSON.stringify(await client.get(withIds(question), question.includes('$after') ? { after } : {}));
  const publish = async (by: Client, name: 'publishGuidance' | 'publishFinding', input: Input) =>
    command(by, name, { ...sound[name].input, handling: open, articles: ['50'], ...input });

  beforeAll(async () => {
    running = await RunningApp.start();
    office = await running.client('ai-office');
    ecat = await running.client('ecat');
    outsiders = {
      'without a token': await running.client(null),
      'of France': await running.client({ organisation: 'board-fr', clearance: 'SENSITIVE' }),
      'an auditor': await running.client({ organisation: 'ai-office', roles: ['auditor'] }),
      'an administrator': await running.client({ organisation: 'ecat', roles: ['administrator'] }),
    };
    const drafted = await command(office, 'draftGuidance', {
      title: text('Guidelines (fictional)'),
      articles: ['50'],
      handling: open,
    });
    ids.GUIDANCE = drafted.item.id;
    const second = await running.client({ organisation: 'ai-office', person: 'bert@ai-office' });
    await command(second, 'publishGuidanceDraft', { itemId: ids.GUIDANCE, expectedRevision: 1 });
    const finding = await publish(ecat, 'publishFinding', {});
    ids.FINDING = finding.item.id;
    after = finding.cursor;
    for (const [who, client] of Object.entries(outsiders)) {
      before[who] = {};
      for (const [name, question] of Object.entries(questions))
        before[who][name] = await answer(client, question);
    }
    await hide();
  });
  afterAll(() => running.stop());

  async function hide(): Promise<void> {
    const secret = { title: text(`Of ${WORD} (fictional)`), handling: hidden };
    const toGuidance = { relations: [{ type: 'ASSESSES', itemId: ids.GUIDANCE }] };
    ids.HIDDEN = (await publish(office, 'publishGuidance', { ...secret, ...toGuidance })).item.id;
    ids.SUPERSEDED = (await publish(ecat, 'publishFinding', secret)).item.id;
    ids.SUCCESSOR = (await publish(ecat, 'publishFinding', { ...secret, supersedes: ids.FINDING })).item.id;
    ids.CASE = (await command(office, 'openCase', { ...sound.openCase.input, ...secret })).item.id;
    const controlled = { title: secret.title, handling: { ...hidden, originatorControlled: true } };
    ids.CONTROLLED = (await publish(ecat, 'publishFinding', controlled)).item.id;
    const asked = 'mutation($input: ShareItemInput!) { shareItem(input: $input) { request { id } } }';
    const share = { itemId: ids.CONTROLLED, audience: { organisations: ['edps'] }, reason: 'For an opinion' };
    const { shareItem } = await office.get<{ shareItem: { request: { id: string } } }>(asked, {
      input: share,
    });
    ids.REQUEST = shareItem.request.id;
    const part = { itemId: ids.FINDING, title: secret.title, handling: hidden };
    ids.ANNEX = (await command(ecat, 'addAnnex', part)).item.id;
    const draft = { itemId: ids.GUIDANCE, expectedRevision: 2, title: secret.title };
    ids.DRAFT = (await command(office, 'draftGuidanceCorrection', draft)).item.id;
  }

  test('is in the list of questions', () => {
    const asked = [...Object.values(questions), live].flatMap((question) => fieldsAsked(schema, question));
    expect(fieldsWithItems(schema).filter((field) => !asked.includes(field))).toEqual([]);
    expect(fieldsWithItems(schema).length).toBeGreaterThan(15);
  });

  test('is found wherever one is added', () => {
    const added = parseSchema(`
      interface Item { id: ID! }
      type Alert implements Item { id: ID! neighbours: [Near!]! revision: Int! }
      type Near { distance: Int! by: Hop }
      type Hop { near: Near item: Item }
      type Away { away: Away name: String }
      type Query { away: Away alertCount: Int! near: Near }
    `);
    expect(fieldsWithItems(added).toSorted()).toEqual([
      'Alert.neighbours',
      'Hop.item',
      'Hop.near',
      'Near.by',
      'Query.alertCount',
      'Query.near',
    ]);
  });

  const names = Object.keys(questions).filter(
    (name) => name !== 'relations of a document' && name !== 'what a finding supersedes',
  );
  test.each(names)('(%s) answers others byte for byte as before there was anything hidden', async (name) => {
    const question = questions[name]!;
    for (const [who, client] of Object.entries(outsiders)) {
      // The question names what is hidden by now, where then it named nothing.
      expect([who, await answer(client, question)]).toEqual([who, before[who]?.[name]]);
    }
  });

  test.each(names)('(%s) answers who may see it with more', async (name) => {
    const told = [await answer(office, questions[name]!), await answer(ecat, questions[name]!)].join();
    const outside = await answer(outsiders['of France']!, questions[name]!);
    expect(told).not.toBe(`${outside},${outside}`);
  });

  test('that leads from a visible item to a hidden one does not lead there', async () => {
    const [from] = [
      await publish(office, 'publishGuidance', { relations: [{ type: 'REVISES', itemId: ids.HIDDEN }] }),
    ];
    ids.RELATING = from.item.id;
    ids.SUPERSEDING = (await publish(ecat, 'publishFinding', { supersedes: ids.SUPERSEDED })).item.id;
    const relations = questions['relations of a document']!;
    const supersedes = questions['what a finding supersedes']!;
    expect(await answer(office, relations)).toContain(ids.HIDDEN);
    expect(await answer(ecat, supersedes)).toContain(ids.SUPERSEDED);
    for (const client of Object.values(outsiders)) {
      expect(await answer(client, relations)).toBe('{"item":{"relations":[]}}');
      expect(await answer(client, supersedes)).toBe('{"item":{"supersedes":null}}');
    }
  });

  test('that leads from a request to what it asks for does not once that is withdrawn', async () => {
    const question = questions['what a request asks to share']!;
    expect(await answer(office, question)).toBe(
      JSON.stringify({ item: { sharedItem: { id: ids.CONTROLLED } } }),
    );
    await command(ecat, 'recallItem', { itemId: ids.CONTROLLED });
    expect(await answer(office, question)).toBe('{"item":{"sharedItem":null}}');
  });

  test('brings others nothing of what is hidden, live and resumed', async () => {
    const france = outsiders['of France']!;
    const feed = await france.subscribe(live, { after });
    const entitled = await ecat.subscribe(live, { after });
    await publish(ecat, 'publishFinding', { title: text(`Of ${WORD} again (fictional)`), handling: hidden });
    const { item } = await publish(ecat, 'publishFinding', {});
    const entitledIds = [ids.HIDDEN, ids.SUCCESSOR, ids.CASE];
    const seen = JSON.stringify(await entitled.take(8));
    for (const id of entitledIds) expect(seen).toContain(id);
    const got = await feed.take(3);
    expect(
      got.map((message) => (message as { exchange: { item: { id: string } } }).exchange.item.id),
    ).toEqual([ids.RELATING, ids.SUPERSEDING, item.id]);
  });
});
