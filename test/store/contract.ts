import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acknowledge } from '../../src/domain/sharing.ts';
import { correctGuidance, type Guidance } from '../../src/domain/guidance.ts';
import type { Item } from '../../src/domain/items.ts';
import type { Commit } from '../../src/journal/commit.ts';
import type { HandlingInput } from '../../src/domain/checks.ts';
import type { ItemKind } from '../../src/reference/vocabulary.ts';
import type { Filter, Store } from '../../src/store/port.ts';
import { codeOf } from '../support/code-of.ts';
import {
  NOON,
  appendOf,
  erase,
  everyone,
  guidanceEvent,
  narrow,
  publish,
  takeBack,
  toStates,
} from '../support/items.ts';
import type { SearchLimits } from '../../src/store/shared/ranking.ts';
import { Model } from './model.ts';
import { describeDue } from './due-contract.ts';
import { describeErasing } from './erasing-contract.ts';
import { describeReceipts } from './receipts-contract.ts';
import { describeSearch } from './search-contract.ts';

const germany = ['everyone', 'state:DE/limited'];
const france = ['everyone', 'state:FR/limited'];
const issuer = ['everyone', 'issuer:ai-office'];
const anybody = ['everyone'];

interface Given {
  articles: string[];
  memberStates: ('DE' | 'FR' | 'EL')[];
  handling: HandlingInput;
  at: string;
  kind: ItemKind;
}

/** What every store must do, whatever lies beneath it. */
export function describeStore(
  name: string,
  open: (directory: string, limits?: SearchLimits) => Promise<Store>,
): void {
  describe(`the ${name} store`, () => {
    let directory: string;
    let store: Store;
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'concord-store-'));
      store = await open(directory);
    });
    afterEach(async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    });
    const reopen = async (): Promise<void> => {
      await store.close();
      store = await open(directory);
    };

    describe('appending', () => {
      test('gives each commit the next position and a greater mark, also when many come at once', async () => {
        const commits = await Promise.all(Array.from({ length: 300 }, () => publish(store)));
        expect(commits.map(({ header }) => header.position)).toEqual(
          Array.from({ length: 300 }, (_, i) => i + 1),
        );
        const marks = commits.map(({ header }) => header.mark);
        expect([...new Set(marks)].sort()).toEqual(marks);
        expect(store.head().position).toBe(300);
      });

      test('keeps everything over a reopening', async () => {
        const { header } = await publish(store, { id: 'kept' });
        const head = store.head();
        const tag = store.journalTag;
        await reopen();
        expect([store.head(), store.journalTag]).toEqual([head, tag]);
        expect(await store.item('kept', { readers: anybody })).toMatchObject({ id: 'kept', revision: 1 });
        expect(await store.positionOf(header.mark)).toBe(1);
        expect((await publish(store)).header.previous).toBe(head.hash);
      });

      test('lets one of two writers of the same revision through', async () => {
        const { content } = await publish(store);
        const by = (organisation: string) =>
          store.append(
            appendOf(
              content.state,
              acknowledge(content.state, { person: 'p', organisation }, NOON) ?? never(),
            ),
          );
        const codes = await Promise.all([codeOf(by('board-de')), codeOf(by('board-fr'))]);
        expect(codes).toEqual(['no refusal', 'REVISION_CONFLICT']);
        expect(store.head().position).toBe(2);
      });

      test('tells listeners of each commit once, in order, before the append is answered', async () => {
        const told: number[] = [];
        const stop = store.onAppend(({ header }) => told.push(header.position));
        await Promise.all(
          Array.from({ length: 20 }, () =>
            publish(store).then(({ header }) => expect(told).toContain(header.position)),
          ),
        );
        stop();
        await publish(store);
        expect(told).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      });
    });

    describe('reading', () => {
      test('shows hidden as absent', async () => {
        await publish(store, { id: 'german', handling: toStates('DE') });
        expect(await store.item('german', { readers: france })).toBeNull();
        expect(await store.item('absent', { readers: france })).toBeNull();
        expect(await store.history('german', { readers: france })).toEqual([]);
        expect(await store.item('german', { readers: germany })).toMatchObject({ id: 'german' });
        expect(await store.item('german', { readers: issuer })).toMatchObject({ id: 'german' });
      });

      test('pages through items of the same instant without gap or double', async () => {
        const ids = Array.from({ length: 25 }, (_, i) => `item-${String(i).padStart(2, '0')}`);
        const articles = ['5', '6', '7', '8', '50'];
        const handling = toStates('DE', 'FR');
        await Promise.all(
          ids.map((id, i) => publish(store, { id, articles: articles.slice(i % 5), handling })),
        );
        const others = Array.from({ length: 8 }, (_, i) => `organisation:other-${i}/limited`);
        for (const reads of [
          { readers: germany },
          { readers: [...others, ...germany, ...france], filter: { articles } },
        ]) {
          const seen: string[] = [];
          for (let after: string | null = null, more = true; more;) {
            const page = await store.list(reads, { first: 4, after });
            seen.push(...page.nodes.map(({ item }) => item.id));
            after = page.nodes.at(-1)?.mark ?? null;
            more = page.hasNextPage;
          }
          expect(seen).toEqual(ids);
        }
        expect(await codeOf(store.list({ readers: anybody }, { first: 1, after: '0'.repeat(26) }))).toBe(
          'BAD_USER_INPUT',
        );
      });

      test('lists, counts and facets as a plain filter over all items would, for any rights and filters', async () => {
        const handlings: HandlingInput[] = [everyone, toStates('DE'), toStates('FR'), toStates('DE', 'FR')];
        const wanted = fc.record({
          articles: fc.subarray(['5', '50', '75a']),
          memberStates: fc.subarray(['DE', 'FR', 'EL'] as const),
          handling: fc.constantFrom(...handlings),
          at: fc.constantFrom(NOON, '2030-05-02T12:00:00.000Z', '2029-01-01T00:00:00.000Z'),
          kind: fc.constantFrom('GUIDANCE', 'GUIDANCE', 'CASE', 'OPINION'),
        });
        const [items] = fc.sample(fc.array(wanted, { minLength: 60, maxLength: 60 }), {
          numRuns: 1,
          seed: 7,
        }) as [Given[]];
        await Promise.all(
          items.map(({ kind, ...item }, i) => {
            const append = appendOf(null, guidanceEvent({ id: `i${String(i).padStart(3, '0')}`, ...item }));
            // A store knows the kind by the projection alone.
            return store.append({ ...append, projection: { ...append.projection, kind } });
          }),
        );
        const covers = (readers: readonly string[], { audience }: HandlingInput): boolean =>
          readers === issuer ||
          audience.everyone === true ||
          (audience.memberStates ?? []).some((state) => readers.includes(`state:${state}/limited`));
        const meet = (asked: readonly string[] = [], has: readonly string[]) =>
          asked.length === 0 || asked.some((one) => has.includes(one));
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom(germany, france, issuer, anybody),
            fc.record(
              {
                kinds: fc.subarray(['GUIDANCE', 'CASE', 'ALERT'] as const),
                articles: fc.subarray(['5', '50', '113']),
                memberStates: fc.subarray(['DE', 'EL'] as const),
              },
              { requiredKeys: [] },
            ),
            async (readers, filter: Filter) => {
              const expected = items
                .map((item, i) => ({ ...item, id: `i${String(i).padStart(3, '0')}` }))
                .filter(
                  (item) =>
                    covers(readers, item.handling) &&
                    meet(filter.kinds, [item.kind]) &&
                    meet(filter.articles, item.articles) &&
                    (item.memberStates.length === 0 || meet(filter.memberStates, item.memberStates)),
                )
                .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? 1 : -1));
              const { nodes } = await store.list({ readers, filter }, { first: 100, after: null });
              expect(nodes.map(({ item }) => item.id)).toEqual(expected.map(({ id }) => id));
              expect(await store.count({ readers, filter })).toBe(expected.length);
              const facets = await store.facets({ readers, filter });
              for (const wanted of ['GUIDANCE', 'CASE', 'OPINION', 'ALERT'] as const)
                expect(facets.kinds.get(wanted) ?? 0).toBe(
                  expected.filter(({ kind }) => kind === wanted).length,
                );
              for (const article of ['5', '50', '75a'])
                expect(facets.articles.get(article) ?? 0).toBe(
                  expected.filter(({ articles }) => articles.includes(article)).length,
                );
            },
          ),
        );
      });
    });

    describeSearch(open);

    describe('following', () => {
      const feedOf = async (readers: readonly string[], after = 0, filter?: Filter) =>
        (await store.feed({ readers, ...(filter ? { filter } : {}) }, { after, limit: 100 })).changes;

      test('shows each reader its changes, chained by previous', async () => {
        await publish(store, { id: 'all' });
        await publish(store, { id: 'german', handling: toStates('DE') });
        await publish(store, { id: 'both', handling: toStates('DE', 'FR') });
        const changes = await feedOf(france);
        expect(changes.map(({ itemId, position }) => [itemId, position])).toEqual([
          ['all', 1],
          ['both', 3],
        ]);
        expect(changes.map(({ previous }) => previous)).toEqual([null, changes[0]?.mark]);
        expect((await feedOf(france, 1))[0]?.previous).toBe(changes[0]?.mark);
        expect(await store.lastSeen({ readers: france }, 2)).toBe(changes[0]?.mark);
        expect((await store.feed({ readers: france }, { after: 0, limit: 1 })).through).toBe(1);
        expect((await store.feed({ readers: france }, { after: 3, limit: 5 })).through).toBe(3);
      });

      test('tells who lost an item its id alone, also of the changes before', async () => {
        const { content } = await publish(store, { id: 'i', handling: toStates('DE', 'FR') });
        const narrowed = await narrow(store, content.state, toStates('DE'));
        const before = await feedOf(france);
        expect(before.map(({ item, itemId }) => [item, itemId])).toEqual([
          [null, 'i'],
          [null, 'i'],
        ]);
        expect((await feedOf(germany)).map(({ item }) => item?.revision)).toEqual([1, 2]);
        const widened = await narrow(store, narrowed.content.state, toStates('DE', 'FR'));
        expect((await feedOf(france)).map(({ item }) => item?.revision ?? null)).toEqual([1, null, 3]);
        expect((await store.history('i', { readers: france })).map(({ revision }) => revision)).toEqual([
          1, 3,
        ]);
        await takeBack(store, widened.content.state);
        expect((await feedOf(germany)).map(({ item }) => item)).toEqual([null, null, null, null]);
        expect((await feedOf(france)).map(({ previous }) => previous)).toEqual([
          null,
          ...(await feedOf(france)).slice(0, -1).map(({ mark }) => mark),
        ]);
      });

      test('keeps to the filter, where an item is addressed to nobody in particular too', async () => {
        await publish(store, { id: 'five', articles: ['5'] });
        await publish(store, { id: 'fifty', articles: ['50'], memberStates: ['EL'] });
        expect((await feedOf(anybody, 0, { articles: ['50'] })).map(({ itemId }) => itemId)).toEqual([
          'fifty',
        ]);
        expect((await feedOf(anybody, 0, { memberStates: ['DE'] })).map(({ itemId }) => itemId)).toEqual([
          'five',
        ]);
        expect(await feedOf(anybody, 0, { kinds: ['ALERT'] })).toEqual([]);
      });
    });

    test('answers every read as its commits alone would, after any changes, for any rights and filters', async () => {
      const handlings: HandlingInput[] = [everyone, toStates('DE'), toStates('FR'), toStates('DE', 'FR')];
      const step = fc.record({
        id: fc.constantFrom('a', 'b', 'c'),
        handling: fc.constantFrom(...handlings),
        articles: fc.subarray(['5', '50']),
        does: fc.constantFrom('share', 'share', 'correct', 'recall', 'erase'),
      });
      const filters = fc.record(
        {
          kinds: fc.subarray(['GUIDANCE', 'ALERT'] as const),
          articles: fc.subarray(['5', '50']),
          memberStates: fc.subarray(['DE', 'EL'] as const),
          erased: fc.boolean(),
        },
        { requiredKeys: [] },
      );
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), filters, async (steps, filter) => {
          // One store serves every round: its own items have names of their own, its feed begins where it stood.
          round += 1;
          const from = store.head().position;
          const commits: Commit<Item>[] = [];
          const latest = (id: string) => commits.findLast(({ header }) => header.itemId === id);
          for (const { id: name, handling, articles, does } of steps) {
            const id = `${name}-${round}`;
            const last = latest(id);
            const item = last?.content.state;
            if (item === undefined)
              commits.push(await publish(store, { id, handling, articles, memberStates: ['EL'] }));
            else if (last?.header.change === 'ERASED') continue;
            else if (does === 'erase') commits.push(await erase(store, item));
            else if (item.release === 'RECALLED') continue;
            else if (does === 'recall') commits.push(await takeBack(store, item));
            else if (does === 'share') commits.push(await narrow(store, item, handling));
            else
              commits.push(
                await store.append(
                  appendOf(item, correctGuidance(item as Guidance, { articles, memberStates: ['DE'] }, NOON)),
                ),
              );
          }
          const model = new Model(commits);
          for (const readers of [germany, france, issuer, anybody]) {
            const reads = { readers, filter };
            const expected = model.feed(reads);
            const earlier = await store.lastSeen(reads, from);
            const chained = expected.map((change) => ({ ...change, previous: change.previous ?? earlier }));
            const { changes, through } = await store.feed(reads, { after: from, limit: 100 });
            expect([changes, through]).toEqual([chained, store.head().position]);
            expect(await store.lastSeen(reads, store.head().position)).toBe(chained.at(-1)?.mark ?? earlier);
            const { nodes } = await store.list(reads, { first: 10_000, after: null });
            const listed = nodes.map(({ item }) => item.id);
            expect(listed.filter((id) => id.endsWith(`-${round}`))).toEqual(model.list(reads));
            expect(await store.count(reads)).toBe(listed.length);
            for (const name of ['a', 'b', 'c']) {
              const history = await store.history(`${name}-${round}`, reads);
              expect(history.map(({ revision }) => revision)).toEqual(
                model.history(`${name}-${round}`, reads),
              );
            }
          }
        }),
        { numRuns: 40 },
      );
    });

    describeErasing(() => store, reopen);
    describeReceipts(() => store, reopen);

    describeDue(() => store);

    test('keeps signed heads in order', async () => {
      expect(await store.lastCheckpoint()).toBeNull();
      const head = (position: number) => ({ position, hash: `${position}`, at: NOON, jws: 'a.b.c' });
      await store.saveCheckpoint(head(2));
      await store.saveCheckpoint(head(10));
      expect(await store.checkpoints()).toEqual([head(2), head(10)]);
      expect(await store.lastCheckpoint()).toEqual(head(10));
    });
  });
}

function never(): never {
  throw new Error('nothing to acknowledge');
}
