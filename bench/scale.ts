// How a store's answers take longer as it grows: the same questions to a small and a large one, and their ratio.
//   node dist/bench/scale.js [--small 10000] [--large 200000] [--directory /tmp/kept]
//   with-mongodb node dist/bench/scale.js --mongodb [--small 10000] [--large 200000]
// Embedded stores stay in the directory, so that a second run measures without loading; so do databases, where
// MONGODB_DATA keeps them.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readerKeysOf } from '../src/access/readers.ts';
import { wordsOf } from '../src/search/words.ts';
import { projectionOf } from '../src/services/projection.ts';
import { openLmdbStore } from '../src/store/lmdb/store.ts';
import { openMongodbStore } from '../src/store/mongodb/store.ts';
import type { Filter, Store } from '../src/store/port.ts';
import { quantilesOf, type Quantiles } from './measure.ts';
import { scaledAppend } from './scaled-items.ts';

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '200000' },
    directory: { type: 'string', default: mkdtempSync(join(tmpdir(), 'concord-scale-')) },
    rounds: { type: 'string', default: '200' },
    mongodb: { type: 'boolean', default: false },
  },
});

const BATCH = 256;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function open(count: number): Promise<Store> {
  if (!values.mongodb) return openLmdbStore({ directory: join(values.directory, `store-${count}`) });
  const uri = process.env.MONGODB_URI;
  if (uri === undefined) throw new Error('--mongodb needs MONGODB_URI');
  return openMongodbStore({ uri, dbName: `scale-${count}`, project: projectionOf });
}

async function filled(count: number): Promise<Store> {
  const store = await open(count);
  const isThere = store.head().position >= count;
  const began = performance.now();
  for (let from = isThere ? count : 0; from < count; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => from + index);
    await Promise.all(numbers.map((number) => store.append(scaledAppend(number, count))));
  }
  const took = performance.now() - began;
  if (!isThere)
    say(`loaded ${count} in ${(took / 1000).toFixed(1)} s, ${((count / took) * 1000).toFixed(0)} a second`);
  return store;
}

const delegate = readerKeysOf({
  person: 'p',
  organisation: { id: 'board-fr', kind: 'BOARD_MEMBER', memberState: 'FR' },
  roles: ['representative'],
  clearance: 'SENSITIVE',
  expiresAt: Infinity,
});
const anybody = readerKeysOf(null);

/** A mark in the middle of the reader's list. */
async function middleOf(store: Store): Promise<string> {
  const half = (await store.count({ readers: delegate })) / 2;
  let after: string | null = null;
  for (let seen = 0; seen < half; seen += 1_000)
    after = (await store.list({ readers: delegate }, { first: 1_000, after })).nodes.at(-1)?.mark ?? null;
  return after ?? '';
}

type Ask = () => Promise<unknown>;

async function questions(store: Store): Promise<Record<string, Ask>> {
  const middle = await middleOf(store);
  const readers = delegate;
  const page = (filter: Filter, after: string | null = null) =>
    store.list({ readers, filter }, { first: 20, after });
  const search = (text: string, filter: Filter = {}, who = readers) =>
    store.search(wordsOf(text), { readers: who, filter }, 20);
  const both: Filter = { kinds: ['ALERT'], articles: ['50'] };
  const rare: Filter = { kinds: ['OPINION'], articles: ['113'] };
  return {
    'list(first: 20)': () => page({}),
    'list, a page in the middle': () => page({}, middle),
    'list of a kind': () => page({ kinds: ['ALERT'] }),
    'list of an article': () => page({ articles: ['50'] }),
    'list of five articles': () => page({ articles: ['50', '5', '6', '7', '8'] }),
    'list and count of a kind and an article': () =>
      Promise.all([page(both), store.count({ readers, filter: both })]),
    'list and count of a rare kind and article': () =>
      Promise.all([page(rare), store.count({ readers, filter: rare })]),
    'count of all': () => store.count({ readers }),
    'facets of all': () => store.facets({ readers }),
    'facets of a kind': () => store.facets({ readers, filter: { kinds: ['ALERT'] } }),
    'search for a word in 20 items': () => search('zebrafish'),
    'search for a word in 0.1 % of items': () => search('quokka'),
    'search for a word in 30 % of items': () => search('transparency'),
    'search for two words in 30 % of items': () => search('transparency recognition'),
    'search for a beginning of many words': () => search('tra'),
    'search for a word in 30 %, kind and article': () => search('transparency', both),
    'search for a word in 30 %, rare kind and article': () => search('transparency', rare),
    'search for a word in 30 % without rights': () => search('transparency', {}, anybody),
    'search for a word in 30 % as one of few readers': () =>
      search('transparency', {}, ['organisation:ecat/limited']),
  };
}

/** The two stores take turns, so that whatever else the machine does meets both. */
async function compare(small: Store, large: Store): Promise<void> {
  const [ofSmall, ofLarge] = [await questions(small), await questions(large)];
  const figure = ({ p50, p99 }: Quantiles) => `${p50.toFixed(2).padStart(9)} ${p99.toFixed(2).padStart(9)}`;
  say('milliseconds: p50 and p99 small, p50 and p99 large, ratio of p50'.padEnd(50));
  for (const [name, askSmall] of Object.entries(ofSmall)) {
    const times: [number[], number[]] = [[], []];
    for (let round = -20; round < Number(values.rounds); round += 1)
      for (const [index, ask] of [askSmall, ofLarge[name] ?? askSmall].entries()) {
        const began = performance.now();
        await ask();
        if (round >= 0) times[index]?.push(performance.now() - began);
      }
    const [one, other] = [quantilesOf(times[0]), quantilesOf(times[1])];
    say(`${name.padEnd(50)} ${figure(one)} ${figure(other)} ${(other.p50 / one.p50).toFixed(2).padStart(9)}`);
  }
}

const small = await filled(Number(values.small));
const large = await filled(Number(values.large));
await compare(small, large);
await Promise.all([small.close(), large.close()]);
say(`The stores are in ${values.directory}.`);
