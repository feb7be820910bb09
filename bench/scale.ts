// How a store's answers take longer as it grows: the same questions to a small and a large one, and their ratio.
//   node dist/bench/scale.js --directory /tmp/kept [--small 10000] [--large 1000000] [--explain] [--full]
//   MONGODB_DATA=/tmp/kept/mongodb with-mongodb node dist/bench/scale.js --mongodb --directory /tmp/kept ...
//   node dist/bench/scale.js --check          stores that are filled fast equal those that appends have made
// What is filled stays, so that a second run measures without filling. `--full` writes bench/scale-results.json.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DomainError } from '../src/errors.ts';
import { cursorOf } from '../src/services/cursor.ts';
import { projectionOf } from '../src/services/projection.ts';
import { openLmdbStore } from '../src/store/lmdb/store.ts';
import { openMongodbStore } from '../src/store/mongodb/store.ts';
import type { Store } from '../src/store/port.ts';
import { checkFilling } from './filling-check.ts';
import { fillLmdb, fillMongodb } from './filling.ts';
import { inTurns, type Ask, type Quantiles } from './measure.ts';
import { explainLmdb, explainMongodb, type Explained } from './scale-explain.ts';
import { delegate, longQuestions, middleOf, namedQuestions, otherQuestions } from './scale-questions.ts';
import { serveBoth } from './scale-serving.ts';
import type { Tally } from './scaled-journal.ts';

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '1000000' },
    directory: { type: 'string', default: mkdtempSync(join(tmpdir(), 'concord-scale-')) },
    rounds: { type: 'string', default: '200' },
    mongodb: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
  },
});

const uri = process.env.MONGODB_URI ?? null;
if (values.mongodb && uri === null) throw new Error('--mongodb needs MONGODB_URI');
const shared = values.mongodb ? uri : null;
const rounds = Number(values.rounds);
const LONG_ROUNDS = 3;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

interface Kept {
  count: number;
  /** Data directory of a server. */
  directory: string;
  database: { uri: string; dbName: string } | null;
  tally: string;
}

/** Fills the store unless it was filled before. */
async function filled(count: number): Promise<Kept> {
  const dbName = `scale-${count}`;
  const name = `${shared === null ? 'lmdb' : 'mongodb'}-${count}`;
  const directory = join(values.directory, name);
  const note = join(values.directory, `${name}.txt`);
  const database = shared === null ? null : { uri: shared, dbName };
  mkdirSync(join(directory, 'store'), { recursive: true });
  if (!existsSync(note)) {
    const began = performance.now();
    const onProgress = (items: number): void => {
      if (items % 100_000 === 0) say(`  ${items} of ${count} after ${seconds(performance.now() - began)}`);
    };
    const tally: Tally =
      database === null
        ? await fillLmdb(join(directory, 'store'), { count, onProgress })
        : await fillMongodb(database, { count, onProgress });
    writeFileSync(note, `${tally.toString()}, filled in ${seconds(performance.now() - began)}`);
  }
  const tally = readFileSync(note, 'utf8');
  say(`${name}: ${tally}`);
  return { count, directory, database, tally };
}

interface Opened {
  kept: Kept;
  store: Store;
  asked: object[];
  middle: string;
  /** Milliseconds until the first page was there. */
  opening: number;
}

async function open(kept: Kept): Promise<Opened> {
  const asked: object[] = [];
  const began = performance.now();
  const onCommand = (command: object): void => void asked.push(command);
  const store =
    kept.database === null
      ? await openLmdbStore({ directory: join(kept.directory, 'store') })
      : await openMongodbStore({
          ...kept.database,
          project: projectionOf,
          ...(values.explain ? { onCommand } : {}),
        });
  await store.list({ readers: delegate }, { first: 20, after: null });
  const opening = performance.now() - began;
  return { kept, store, asked, opening, middle: await middleOf(store, kept.count) };
}

interface Row {
  small: Quantiles;
  large: Quantiles;
  /** Of the medians. */
  ratio: number;
}
/** A question that the large store refuses has its code instead. */
type Table = Record<string, Row | { refused: string }>;

const heading = `${'milliseconds'.padEnd(50)}       p50       p99  large p50       p99     ratio`;
const figure = (value: number): string => value.toFixed(2).padStart(10);

const line = (name: string, { small, large, ratio }: Row): string =>
  `${name.padEnd(50)}${[small.p50, small.p99, large.p50, large.p99, ratio].map(figure).join('')}`;

const rowOf = (small: Quantiles, large: Quantiles): Row => ({ small, large, ratio: large.p50 / small.p50 });

async function compareOne(asks: readonly [Ask, Ask | undefined], most: number): Promise<Table[string]> {
  try {
    return rowOf(...(await inTurns(asks, most)));
  } catch (error) {
    if (error instanceof DomainError) return { refused: error.code };
    throw error;
  }
}

async function compare(
  ofSmall: Record<string, Ask>,
  ofLarge: Record<string, Ask>,
  most = rounds,
): Promise<Table> {
  const table: Table = {};
  for (const [name, askSmall] of Object.entries(ofSmall)) {
    const row = (table[name] = await compareOne([askSmall, ofLarge[name]], most));
    say('refused' in row ? `${name.padEnd(50)} the large store refuses: ${row.refused}` : line(name, row));
  }
  return table;
}

async function explain({ kept, store, asked, middle }: Opened): Promise<Explained> {
  const explained =
    kept.database === null
      ? await explainLmdb(join(kept.directory, 'store'), middle)
      : await explainMongodb(kept.database, { store, asked, middle });
  say(`\nWith ${kept.count} items, the engine says:`);
  for (const [name, lines] of Object.entries(explained)) say([name, ...lines].join('\n    '));
  return explained;
}

async function measureStores(small: Opened, large: Opened) {
  say(`store opened to first page: ${seconds(small.opening)} and ${seconds(large.opening)}\n${heading}`);
  const named = await compare(
    namedQuestions(small.store, small.middle),
    namedQuestions(large.store, large.middle),
  );
  const others = await compare(otherQuestions(small.store), otherQuestions(large.store));
  const long = await compare(longQuestions(small.store), longQuestions(large.store), LONG_ROUNDS);
  const explained = values.explain ? await explain(large) : undefined;
  return { opening: { small: small.opening, large: large.opening }, named, others, long, explained };
}

async function measureServers(small: Opened, large: Opened) {
  const serverOf = ({ kept: { directory, database }, store, middle }: Opened) => ({
    directory,
    uri: database === null ? null : database.uri.replace(/\/(?=\?|$)/, `/${database.dbName}`),
    middle: cursorOf(store.journalTag, middle),
  });
  const [one, other] = await serveBoth([serverOf(small), serverOf(large)], rounds);
  say(`\nthe server: restart to serving ${seconds(one.restart)} and ${seconds(other.restart)}`);
  for (const { memoryAtStart, memoryAfter } of [one, other])
    say(
      `  memory ${memoryAtStart.own} MB at the start, ${memoryAfter.own} MB after; pages of files ${memoryAfter.files} MB`,
    );
  say(heading);
  for (const [name, times] of Object.entries(one.times))
    say(line(name, rowOf(times, other.times[name] ?? times)));
  return { small: one, large: other };
}

async function measure() {
  const loadBefore = loadavg()[0] ?? 0;
  const kept = [await filled(Number(values.small)), await filled(Number(values.large))] as const;
  const [small, large] = [await open(kept[0]), await open(kept[1])];
  const stores = await measureStores(small, large);
  await Promise.all([small.store.close(), large.store.close()]);
  const servers = await measureServers(small, large);
  return {
    at: new Date().toISOString(),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    /** What else the machine had to do. */
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
    rounds,
    small: kept[0].tally,
    large: kept[1].tally,
    stores,
    servers,
  };
}

/** Each store has its half of the file. */
function write(results: object): void {
  const file = new URL('../../bench/scale-results.json', import.meta.url);
  const former = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
  const all = { ...former, [shared === null ? 'lmdb' : 'mongodb']: results };
  const rounded = (_name: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toFixed(2)) : value;
  writeFileSync(file, `${JSON.stringify(all, rounded, 2)}\n`);
}

if (values.check) say(await checkFilling({ directory: values.directory, uri: shared }));
else {
  const results = await measure();
  say(`load average ${results.loadBefore.toFixed(1)} before and ${results.loadAfter.toFixed(1)} after`);
  if (values.full) write(results);
}
