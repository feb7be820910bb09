import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HandlingInput } from '../../src/domain/checks.ts';
import { correctGuidance, type Guidance } from '../../src/domain/guidance.ts';
import type { Item } from '../../src/domain/items.ts';
import { changeHandling, recall } from '../../src/domain/sharing.ts';
import { wordsOf } from '../../src/search/words.ts';
import type { Append, Filter, Store, Word } from '../../src/store/port.ts';
import { searchLimits, type SearchLimits } from '../../src/store/shared/ranking.ts';
import { NOON, appendOf, everyone, guidanceEvent, publish, toStates } from '../support/items.ts';
import { SearchModel, type Weighted } from './search-model.ts';

const germany = ['everyone', 'state:DE/limited'];
const france = ['everyone', 'state:FR/limited'];
const anybody = ['everyone'];
const few: SearchLimits = { mostHits: 4, mostExpanded: 2 };

/** A word as it stands, or as the beginning of others. */
const whole = (...exact: readonly string[]): Word => ({ exact, prefix: null });
const beginning = (prefix: string): Word => ({ exact: [], prefix });

const withTerms = (append: Append<Item>, terms: Weighted): Append<Item> => ({
  ...append,
  projection: { ...append.projection, terms },
});

/** The terms come with the item, so that a test can say what is in the index. */
const publishTerms = (store: Store, terms: Weighted, wanted: Parameters<typeof guidanceEvent>[0] = {}) =>
  store.append(withTerms(appendOf(null, guidanceEvent(wanted)), terms));

const correctTerms = (store: Store, item: Item, terms: Weighted) =>
  store.append(
    withTerms(appendOf(item, correctGuidance(item as Guidance, { articles: ['5', '50'] }, NOON)), terms),
  );

const narrowing = (item: Item, handling: HandlingInput) =>
  appendOf(item, changeHandling(item, handling, NOON));
const recalling = (item: Item) => appendOf(item, recall(item, 'Measured again (fictional)', NOON));

/** What a search of every store must do; the limits are small here, so that few items reach them. */
export function describeSearch(open: (directory: string, limits?: SearchLimits) => Promise<Store>): void {
  describe('searching', () => {
    let directory: string;
    let store: Store;
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'concord-search-'));
      store = await open(directory, few);
    });
    afterEach(async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    });
    const find = async (words: readonly Word[], readers = anybody, filter: Filter = {}) => {
      const { nodes, totalCount } = await store.search(words, { readers, filter }, 10);
      return { ids: nodes.map(({ item }) => item.id), totalCount };
    };

    test('finds words in titles, references and articles, within the rights', async () => {
      await publish(store, { id: 'a', title: 'Emotion recognition at work', handling: toStates('DE') });
      await publish(store, { id: 'b', title: 'Émotions à l’école', articles: ['5'] });
      const idsOf = async (text: string, readers: readonly string[], filter?: Filter) => {
        const found = await store.search(wordsOf(text), { readers, ...(filter ? { filter } : {}) }, 10);
        expect(found.totalCount).toBe(found.nodes.length);
        return found.nodes.map(({ item }) => item.id);
      };
      expect((await idsOf('EMOTION', germany)).sort()).toEqual(['a', 'b']);
      expect(await idsOf('emotion', france)).toEqual(['b']);
      expect(await idsOf('emotion recognition', germany)).toEqual(['a']);
      expect(await idsOf('recognition', france)).toEqual([]);
      expect(await idsOf('article 5', germany)).toEqual(['b']);
      expect(await idsOf('emotion', germany, { articles: ['50'] })).toEqual(['a']);
    });

    test('ranks by the sum of the best weights, then the newest, then by id', async () => {
      await publishTerms(store, [['x', 1], ['y', 1]], { id: 'both' }); // prettier-ignore
      await publishTerms(store, [['x', 4], ['y', 1], ['z', 4]], { id: 'heavy' }); // prettier-ignore
      await publishTerms(store, [['y', 1], ['x', 1]], { id: 'again' }); // prettier-ignore
      await publishTerms(store, [['x', 1], ['y', 1]], { id: 'late', at: '2030-05-02T12:00:00.000Z' }); // prettier-ignore
      expect((await find([whole('x'), whole('y')])).ids).toEqual(['heavy', 'late', 'again', 'both']);
      expect((await find([whole('x', 'z'), whole('y')])).ids[0]).toBe('heavy');
      expect(await find([])).toEqual({ ids: [], totalCount: 0 });
      expect(await find([whole()])).toEqual({ ids: [], totalCount: 0 });
    });

    test('ranks alike whether a word stands for few terms or for many', async () => {
      await publishTerms(store, [['$x', 1], ['t7', 1]], { id: 'light' }); // prettier-ignore
      await publishTerms(store, [['t30', 6], ['t2', 1], ['$x', 1]], { id: 'heavy' }); // prettier-ignore
      await publishTerms(store, [['t2', 1], ['$x', 4]], { id: 'middle' }); // prettier-ignore
      const many = Array.from({ length: 40 }, (_, index) => `t${index}`);
      const order = ['heavy', 'middle', 'light'];
      expect((await find([whole('t2', 't7', 't30'), whole('$x')])).ids).toEqual(order);
      expect((await find([whole(...many), whole('$x')])).ids).toEqual(order);
    });

    test('ranks and counts the newest only, by their first commit, where there are more', async () => {
      for (const id of ['one', 'two', 'three']) await publishTerms(store, [['x', 6]], { id });
      const oldest = await publishTerms(store, [['x', 1]], { id: 'four' });
      expect((await find([whole('x')])).totalCount).toBe(4);
      for (const id of ['five', 'six'])
        await publishTerms(store, [['x', 1]], { id, at: '2029-01-01T00:00:00.000Z' });
      expect(await find([whole('x')])).toEqual({ ids: ['three', 'four', 'five', 'six'], totalCount: 4 });
      await correctTerms(store, oldest.content.state, [['x', 4]]);
      const { nodes, totalCount } = await store.search([whole('x')], { readers: anybody }, 2);
      expect([nodes.map(({ item }) => item.id), totalCount]).toEqual([['three', 'four'], 4]);
    });

    test('takes a prefix for the first of the terms that begin with it, and the exact ones besides', async () => {
      for (const term of ['traction', 'train', 'trap', 'tree', 'other'])
        await publishTerms(store, [[term, 1]], { id: term });
      expect((await find([beginning('tra')])).ids).toEqual(['traction', 'train']);
      expect((await find([{ exact: ['trap'], prefix: 'tra' }])).ids).toEqual(['traction', 'train', 'trap']);
      expect((await find([beginning('tre')])).ids).toEqual(['tree']);
      expect((await find([beginning('z')])).totalCount).toBe(0);
    });

    test('forgets the terms that a correction took away, for prefixes too', async () => {
      const { content } = await publishTerms(store, [['traction', 1], ['kept', 1]], { id: 'a' }); // prettier-ignore
      await publishTerms(store, [['train', 1]], { id: 'b' });
      await publishTerms(store, [['trap', 1]], { id: 'c' });
      await correctTerms(store, content.state, [['kept', 1], ['new', 1]]); // prettier-ignore
      expect((await find([whole('traction')])).ids).toEqual([]);
      expect((await find([whole('kept'), whole('new')])).ids).toEqual(['a']);
      expect((await find([beginning('tra')])).ids).toEqual(['b', 'c']);
    });

    test('fills its hits with what the reader may see, however much of the rest is newer', async () => {
      await publishTerms(store, [['x', 1]], { id: 'open' });
      const { content } = await publishTerms(store, [['x', 1]], {
        id: 'lost',
        handling: toStates('DE', 'FR'),
      });
      for (let i = 0; i < 50; i += 1) await publishTerms(store, [['x', 6]], { handling: toStates('FR') });
      expect(await find([whole('x')])).toEqual({ ids: ['open'], totalCount: 1 });
      expect((await find([whole('x')], germany)).ids).toEqual(['lost', 'open']);
      expect((await find([whole('x')], france)).totalCount).toBe(4);
      await store.append(withTerms(narrowing(content.state, toStates('FR')), [['x', 1]]));
      expect((await find([whole('x')], germany)).ids).toEqual(['open']);
    });

    test('is the same as a plain look at all items, after any changes, for any words, rights and filters', async () => {
      const vocabulary = ['aa', 'aab', 'aac', 'ab', 'b'];
      const handlings: HandlingInput[] = [everyone, toStates('DE'), toStates('FR'), toStates('DE', 'FR')];
      const terms = fc
        .subarray(vocabulary)
        .chain((held) =>
          fc.tuple(...held.map((term) => fc.tuple(fc.constant(term), fc.constantFrom(1, 4, 6)))),
        );
      const step = fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        terms,
        handling: fc.constantFrom(...handlings),
        articles: fc.subarray(['5', '50']),
        at: fc.constantFrom(NOON, '2030-05-02T12:00:00.000Z'),
        does: fc.constantFrom('correct', 'correct', 'share', 'recall'),
      });
      const word = fc.record({
        exact: fc.subarray([...vocabulary, 'absent']),
        prefix: fc.constantFrom(null, null, 'a', 'aa', 'ab', 'z'),
      });
      const filters = fc.record(
        { kinds: fc.subarray(['GUIDANCE', 'ALERT'] as const), articles: fc.subarray(['5', '50']) },
        { requiredKeys: [] },
      );
      const model = new SearchModel(few);
      let round = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 20 }),
          fc.array(fc.tuple(fc.array(word, { minLength: 1, maxLength: 3 }), filters), {
            minLength: 5,
            maxLength: 5,
          }),
          async (steps, questions) => {
            round += 1;
            for (const { id: name, terms, does, ...wanted } of steps) {
              const id = `${name}-${round}`;
              const item = model.item(id);
              if (item === null) model.add(await publishTerms(store, terms, { id, ...wanted }), terms);
              else if (item.release === 'RECALLED') continue;
              else if (does === 'correct') model.add(await correctTerms(store, item, terms), terms);
              else if (does === 'share')
                model.add(await store.append(withTerms(narrowing(item, wanted.handling), terms)), terms);
              else model.add(await store.append(withTerms(recalling(item), terms)), terms);
            }
            for (const [words, filter] of questions)
              for (const readers of [germany, france, anybody, ['issuer:ai-office']]) {
                const reads = { readers, filter };
                expect(await find(words, readers, filter)).toEqual(model.search(words, reads));
              }
          },
        ),
        { numRuns: 40 },
      );
    });
  });

  test('a search of a store counts a thousand hits and expands a prefix to three hundred terms', () => {
    expect(searchLimits).toEqual({ mostHits: 1_000, mostExpanded: 300 });
  });
}
