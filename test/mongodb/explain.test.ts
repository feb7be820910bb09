import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import type { Filter, Reads, Store } from '../../src/store/port.ts';
import { wordsOf } from '../../src/search/words.ts';
import { publish, toStates } from '../support/items.ts';
import { newDatabase, openShared } from './databases.ts';

const ITEMS = 400;
const delegate = ['everyone', 'state:DE/limited', 'group:AI_BOARD/limited', 'organisation:board-de/limited'];

interface Explained {
  executionStats?: { totalDocsExamined: number };
}
interface Asked {
  find?: string;
  aggregate?: string;
  [part: string]: unknown;
}

/** Every stage of the plans, winning or not, wherever the form of the answer has them. */
function stagesOf(plan: unknown): string[] {
  if (typeof plan !== 'object' || plan === null) return [];
  const { stage } = plan as { stage?: unknown };
  return [...(typeof stage === 'string' ? [stage] : []), ...Object.values(plan).flatMap(stagesOf)];
}

const commands: Asked[] = [];
let store: Store;
let connection: Connection;
beforeAll(async () => {
  const uri = newDatabase();
  store = await openShared(uri, { onCommand: (command) => commands.push(command as Asked) });
  for (let from = 0; from < ITEMS; from += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        publish(store, {
          id: `i${from + index}`,
          title: index % 3 === 0 ? 'A common word' : `Rare${from + index} words`,
          articles: index % 2 === 0 ? ['5'] : ['50'],
          ...(index % 4 === 0 ? { handling: toStates('DE') } : {}),
        }),
      ),
    );
  connection = await mongoose.createConnection(uri).asPromise();
});
afterAll(async () => {
  await connection.close();
  await store.close();
});

/** What the database says of each question that a read asks it. */
async function explained(read: () => Promise<unknown>): Promise<{ asked: Asked; plan: Explained }[]> {
  const { db } = connection;
  if (db === undefined) throw new Error('not connected');
  commands.length = 0;
  await read();
  const questions = commands
    .filter(({ find, aggregate }) => ['items', 'commits', 'terms'].includes(String(find ?? aggregate)))
    .map(({ lsid: _lsid, $db: _db, readConcern: _level, ...command }) => command);
  return Promise.all(
    questions.map(async (asked) => {
      const plan = await db.command({ explain: asked, verbosity: 'executionStats' });
      return { asked, plan: plan };
    }),
  );
}

/** As many reader keys as any delegate has. */
const cleared = ['AI_BOARD', 'OTHER', 'THIRD', 'FOURTH', 'FIFTH']
  .flatMap((group) => [`group:${group}/limited`, `group:${group}/sensitive`])
  .concat('everyone');
const both: Filter = { kinds: ['GUIDANCE'], articles: ['50'] };
const reads = (filter: Filter = {}): Reads => ({ readers: delegate, filter });

describe('the database answers from indexes alone, in their order,', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['the first page', () => store.list(reads(), { first: 20, after: null })],
    [
      'a page deep inside',
      async () => {
        const { nodes } = await store.list(reads(), { first: 200, after: null });
        return store.list(reads(), { first: 20, after: nodes.at(-1)?.mark ?? null });
      },
    ],
    ['a filter by kind and article', () => store.list(reads(both), { first: 20, after: null })],
    [
      'a filter by so many articles that the ranges are merged in parts',
      () =>
        store.list(
          { readers: cleared, filter: { articles: ['5', '6', '7', '8', '50'] } },
          { first: 20, after: null },
        ),
    ],
    ['a search for a rare word', () => store.search(wordsOf('rare17'), reads(), 20)],
    ['a search for a common word', () => store.search(wordsOf('common'), reads(), 20)],
    ['a search for two words', () => store.search(wordsOf('common word'), reads(), 20)],
    ['a page of the feed', () => store.feed(reads(), { after: 100, limit: 50 })],
    ['the last change seen', () => store.lastSeen(reads(), 300)],
    ['a history', () => store.history('i7', reads())],
  ])('%s', async (_name, read) => {
    const questions = await explained(read);
    expect(questions.length).toBeGreaterThan(0);
    for (const { asked, plan } of questions) {
      const stages = stagesOf(plan);
      expect(stages.some((stage) => stage.endsWith('IXSCAN'))).toBe(true);
      expect([asked, stages]).toEqual([asked, expect.not.arrayContaining(['COLLSCAN'])]);
      expect([asked, stages]).toEqual([asked, expect.not.arrayContaining(['SORT'])]);
      // One that never ended would make the server believe that the database is gone.
      if ((asked.find ?? asked.aggregate) === 'items' && asked.hint !== undefined)
        expect([asked, asked.maxTimeMS]).toEqual([asked, 4_000]);
    }
  });

  test('and reads no more items for a page than it shows and one', async () => {
    const questions = await explained(() => store.list(reads(), { first: 20, after: null }));
    expect(questions.map(({ plan }) => plan.executionStats?.totalDocsExamined)).toEqual([21]);
  });
});
