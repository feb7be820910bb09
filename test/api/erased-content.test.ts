import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workplace } from '../cli/command-line.ts';
import { changesAfter, chainBehind, lastSeen } from '../hub/messages.ts';
import { follow } from '../hub/transports.ts';
import type { Client } from '../support/client.ts';
import { command, refused, type Input, type Making } from '../support/commands.ts';
import { operation } from '../support/contract.ts';
import { TRACES, WORD, erasable, erase, pairOf } from '../support/erasures.ts';
import { isOverMongodb } from '../support/mongodb.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let readers: Client[];
let delegate: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  delegate = await running.client('board-de');
  const organisations = ['ai-office', 'ecat', 'fi-traficom', 'board-secretariat'];
  readers = [delegate, await running.client(null)];
  for (const organisation of organisations) readers.push(await running.client(organisation));
});
afterAll(() => running.stop());

const words = [{ language: 'en', text: WORD }];

/** What is done to an item of each kind before it is erased; each puts the word somewhere else. */
const life: Record<Making, readonly [name: string, input: Input][]> = {
  publishGuidance: [
    ['correctGuidance', { expectedRevision: 1, author: `${WORD} (body)` }],
    [
      'supersedeGuidance',
      {
        expectedRevision: 2,
        title: words,
        references: [`C(2031) ${WORD}`],
        documentDate: '2031',
        articles: ['50'],
      },
    ],
  ],
  publishFinding: [
    [
      'changeHandling',
      {
        expectedRevision: 1,
        handling: { marking: 'LIMITED', audience: { groups: ['AI_BOARD', 'AI_OFFICE'] } },
      },
    ],
  ],
  raiseAlert: [['completeAlert', { affected: `${WORD} 2` }]],
  openCase: [['recordCaseStep', { name: WORD, summary: words }]],
  publishOpinion: [],
};

const everything = `query($id: ID!, $word: String!) {
  item(id: $id) {
    ...Whole ... on Guidance { author references { value } versions { title } }
    ... on Finding { subject { provider } method { name parameters } } ... on Alert { affected followUpOwed }
    ... on Case { steps { name summary } } ... on Opinion { named: references legalBasis }
    history { cursor change }
  }
  items(first: 100) { edges { node { ...Whole } } totalCount }
  search(text: $word, first: 100) { edges { node { ...Whole } } totalCount }
  cases(first: 100) { edges { node { ...Whole steps { name } } } totalCount }
  facets { kinds { kind count } articles { article count } }
}
fragment Whole on Item { __typename id reference title summary articles acknowledgements { at } }`;

interface Everything {
  item: { __typename: string } | null;
  items: { edges: { node: { id: string } }[]; totalCount: number };
  search: { totalCount: number };
  cases: { totalCount: number };
  facets: { kinds: { kind: string; count: number }[]; articles: { article: string; count: number }[] };
}

const askAll = (client: Client, id: string): Promise<Everything> =>
  client.get<Everything>(everything, { id, word: WORD });

const tally = ({ kinds, articles }: Everything['facets'], kind: string) => ({
  kind: kinds.find((one) => one.kind === kind)?.count ?? 0,
  article: articles.find((one) => one.article === '50')?.count ?? 0,
});

const theErased = async (client: Client) =>
  client.get<{ items: Everything['items']; facets: Everything['facets']; search: { totalCount: number } }>(
    `query($word: String!) {
      items(first: 100, filter: { erased: true }) { edges { node { __typename id title reference } } totalCount }
      facets(filter: { erased: true }) { kinds { kind count } articles { article count } }
      search(text: $word, filter: { erased: true }) { totalCount }
    }`,
    { word: WORD },
  );

describe('what an item said', () => {
  test.each(Object.entries(erasable) as [Making, (typeof erasable)[Making]][])(
    'is in no answer to anybody once the item of %s is erased',
    async (name, { by, input }) => {
      const [anna, bert] = await pairOf(running, by);
      const start = await lastSeen(delegate);
      const live = await follow('a socket', delegate, { after: start });
      const keyed: [Client, string, Input][] = [];
      const carryOut = async (client: Client, what: string, given: Input) => {
        const all = { ...given, idempotencyKey: crypto.randomUUID() };
        keyed.push([client, what, all]);
        return command(client, what, all, what === name ? 'kind' : '');
      };
      const { item } = await carryOut(anna, name, input);
      const itemId = item.id;
      for (const [what, given] of life[name]) await carryOut(anna, what, { itemId, ...given });
      await carryOut(delegate, 'acknowledgeItem', { itemId });
      const before = await askAll(delegate, itemId);
      expect(before.search.totalCount).toBe(1);
      expect(JSON.stringify(before)).toMatch(TRACES);
      const feedBefore = await changesAfter(delegate, start);
      await live.take(feedBefore.length);
      const sent = live.raw().length;

      const { confirmed } = await erase([anna, bert], itemId);

      const after = await askAll(delegate, itemId);
      expect(after.item?.__typename).toBe('ErasedItem');
      expect(after.items.totalCount).toBe(before.items.totalCount - 1);
      expect(after.search.totalCount).toBe(0);
      expect(after.cases.totalCount).toBe(before.cases.totalCount - (name === 'openCase' ? 1 : 0));
      const kind = String(item.kind);
      const counted = tally(before.facets, kind);
      expect(tally(after.facets, kind)).toEqual({ kind: counted.kind - 1, article: counted.article - 1 });

      const feed = await changesAfter(delegate, start);
      expect(feed.slice(0, feedBefore.length)).toEqual(
        feedBefore.map(({ cursor, previous, at }) => ({
          __typename: 'ItemWithdrawn',
          cursor,
          previous,
          at,
          itemId,
        })),
      );
      expect(feed.at(-1)).toMatchObject({ cursor: confirmed.cursor, change: 'ERASED', item: { id: itemId } });
      expect(feed.map(({ previous }) => previous)).toEqual(chainBehind(start, feed));
      await live.take(feed.length);
      expect(live.raw().slice(sent)).toContain('Content erased');
      const resumed = await follow('an event stream', delegate, { after: start });
      expect(await resumed.take(feed.length)).toEqual(feed);
      expect(resumed.raw()).not.toMatch(TRACES);
      live.feed.stop();
      resumed.feed.stop();

      for (const reader of [...readers, anna, bert])
        expect(
          JSON.stringify([
            await askAll(reader, itemId),
            await theErased(reader),
            await changesAfter(reader, null),
          ]),
        ).not.toMatch(TRACES);
      for (const [client, what, given] of keyed) {
        const refusal = await refused(client, what, given);
        expect([what, refusal.extensions]).toEqual([what, { code: 'INVALID_STATE' }]);
        expect(JSON.stringify(refusal)).not.toMatch(TRACES);
      }
    },
  );

  test('is listed nowhere, and what is left of it among the erased items, to those who could read it', async () => {
    const { items, facets, search } = await theErased(delegate);
    expect(items.totalCount).toBe(5);
    expect(items.edges).toHaveLength(5);
    expect(new Set(facets.kinds.map(({ kind, count }) => `${kind} ${count}`))).toEqual(
      new Set(['GUIDANCE 1', 'FINDING 1', 'ALERT 1', 'CASE 1', 'OPINION 1']),
    );
    expect(facets.articles).toEqual([]);
    expect(search.totalCount).toBe(0);
    const { items: publicOnes } = await theErased(await running.client(null));
    expect(publicOnes.totalCount).toBe(1);
    const { items: alerts } = await delegate.get<{ items: Everything['items'] }>(operation('Items'), {
      filter: { kinds: ['ALERT'], issuers: ['fi-traficom'], erased: true },
    });
    expect(alerts.totalCount).toBe(1);
  });

  test('is in no export, and the journal verifies', async () => {
    // What a database holds is for the suites of the store.
    if (isOverMongodb) return;
    const place = new Workplace();
    const file = join(place.dataDir, 'journal.jsonl');
    const run = (...args: string[]) => place.run(args, { DATA_DIR: running.directory });
    expect((await run('export', '--out', file)).code).toBe(0);
    expect(TRACES.test(readFileSync(file, 'utf8'))).toBe(false);
    expect((await run('verify')).code).toBe(0);
    place.remove();
  });
});
