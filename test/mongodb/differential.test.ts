import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HandlingInput } from '../../src/domain/checks.ts';
import { correctGuidance, type Guidance } from '../../src/domain/guidance.ts';
import { wordsOf } from '../../src/search/words.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import type { Append, Filter, Reads, Store } from '../../src/store/port.ts';
import { recall } from '../../src/domain/sharing.ts';
import { changeHandling } from '../../src/domain/sharing.ts';
import { NOON, appendOf, everyone, guidanceEvent, toStates } from '../support/items.ts';
import { newDatabase, openShared } from './databases.ts';

const handlings: readonly HandlingInput[] = [everyone, toStates('DE'), toStates('FR'), toStates('DE', 'FR')];
const titles = ['Émotions à l’école', 'Emotion recognition at work', 'Emission of recognised marks', 'Work'];
const readerSets: readonly (readonly string[])[] = [
  ['everyone'],
  ['everyone', 'state:DE/limited'],
  ['everyone', 'state:FR/limited', 'state:DE/limited'],
  ['everyone', 'issuer:ai-office'],
];

const step = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  title: fc.constantFrom(...titles),
  handling: fc.constantFrom(...handlings),
  articles: fc.subarray(['5', '50', '75a']),
  memberStates: fc.subarray(['DE', 'EL'] as const),
  at: fc.constantFrom(NOON, '2030-05-02T12:00:00.000Z'),
  does: fc.constantFrom('share', 'correct', 'correct', 'recall', 'late'),
  key: fc.option(fc.constantFrom('k1', 'k2'), { nil: null }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const filters: fc.Arbitrary<Filter> = fc.record(
  {
    kinds: fc.subarray(['GUIDANCE', 'ALERT'] as const),
    articles: fc.subarray(['5', '50']),
    memberStates: fc.subarray(['DE', 'EL'] as const),
    tags: fc.constantFrom([['issuer:ai-office']], [['issuer:ecat']]),
  },
  { requiredKeys: [] },
);
const texts = fc.constantFrom('emotion', 'emo', 'recognition work', 'article 50', 'mark', 'F/1', 'absent');

let directory: string;
let embedded: Store;
let shared: Store;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-differential-'));
  // The same time and the same chance, so that marks and hashes are comparable too.
  const fixed = () => ({
    now: () => Date.parse(NOON),
    random: (bytes: number) => new Uint8Array(bytes).fill(7),
  });
  embedded = await openLmdbStore({ directory, ...fixed() });
  shared = await openShared(newDatabase(), fixed());
});
afterAll(async () => {
  await Promise.all([embedded.close(), shared.close()]);
  await rm(directory, { recursive: true, force: true });
});

async function appendFor(store: Store, round: number, one: Step): Promise<Append | null> {
  const id = `${one.name}-${round}`;
  const item = await store.load(id);
  const { articles, memberStates, handling } = one;
  const idempotency = one.key === null ? null : { key: `${one.key}-${round}`, input: one.name };
  if (item === null)
    return appendOf(
      null,
      guidanceEvent({ id, title: one.title, articles, memberStates, handling, at: one.at }),
      {
        at: one.at,
        idempotency,
      },
    );
  if (item.release === 'RECALLED') return null;
  if (one.does === 'recall') return appendOf(item, recall(item, 'Measured again (fictional)', NOON));
  if (one.does === 'share') return appendOf(item, changeHandling(item, handling, NOON), { idempotency });
  const corrected = appendOf(item, correctGuidance(item as Guidance, { articles, memberStates }, NOON), {
    idempotency,
  });
  // A writer that decided on an earlier revision.
  if (one.does === 'late') return { ...corrected, item: { ...corrected.item, revision: item.revision } };
  return corrected;
}

/** What became of an append, in words that both stores share. */
const outcomeOf = (appended: Promise<unknown>): Promise<unknown> =>
  appended.catch((error: unknown) => (error as { code: string }).code);

async function answersOf(store: Store, reads: Reads, { from, text, round }: Asked): Promise<unknown> {
  const first = await store.list(reads, { first: 3, after: null });
  const ids = ['a', 'b', 'c', 'd'].map((name) => `${name}-${round}`);
  const last = first.nodes.at(-1)?.mark ?? null;
  return {
    first,
    rest: last === null ? null : await store.list(reads, { first: 50, after: last }),
    count: await store.count(reads),
    facets: await store.facets(reads),
    search: await store.search(wordsOf(text), reads, 5),
    feed: await store.feed(reads, { after: from, limit: 7 }),
    lastSeen: await store.lastSeen(reads, store.head().position - 1),
    items: await Promise.all(ids.map((id) => store.item(id, reads))),
    readers: await Promise.all(ids.map((id) => store.readersOf(id))),
    histories: await Promise.all(ids.map((id) => store.history(id, reads))),
  };
}
interface Asked {
  from: number;
  text: string;
  round: number;
}

describe('the embedded and the MongoDB store', () => {
  test('give the same answers to the same questions after the same random history', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        filters,
        texts,
        async (steps, filter, text) => {
          round += 1;
          const from = embedded.head().position;
          for (const one of steps) {
            const append = await appendFor(embedded, round, one);
            expect(await appendFor(shared, round, one)).toEqual(append);
            if (append === null) continue;
            expect(await outcomeOf(shared.append(append))).toEqual(await outcomeOf(embedded.append(append)));
          }
          expect(shared.head()).toEqual(embedded.head());
          for (const readers of readerSets) {
            const asked = { from, text, round };
            const reads = { readers, filter };
            expect(await answersOf(shared, reads, asked)).toEqual(await answersOf(embedded, reads, asked));
          }
          const { position } = embedded.head();
          expect(await shared.commit(position)).toEqual(await embedded.commit(position));
          expect(await shared.header(position)).toEqual(await embedded.header(position));
        },
      ),
      { numRuns: 40 },
    );
  }, 180_000);
});
