import type { Database } from 'lmdb';
import mongoose from 'mongoose';
import { openForReading } from '../src/store/lmdb/opening.ts';
import { listItems } from '../src/store/lmdb/listing.ts';
import { searchItems } from '../src/store/lmdb/searching.ts';
import { Signatures } from '../src/store/lmdb/signatures.ts';
import type { Layout } from '../src/store/lmdb/layout.ts';
import type { Store } from '../src/store/port.ts';
import { searchLimits } from '../src/store/shared/ranking.ts';
import type { Ask } from './measure.ts';
import { namedQuestions } from './scale-questions.ts';

/** For each question, one line for each thing that it asked of the engine. */
export type Explained = Record<string, readonly string[]>;

function* walking<T>(entries: Iterable<T>, count: () => void): Generator<T> {
  for (const entry of entries) {
    count();
    yield entry;
  }
}

/** The database, with each entry counted that is read of it: looked up, or walked over. */
const counting = (database: Database, count: (how: 'looked up' | 'walked') => void): Database =>
  new Proxy(database, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        if (name === 'get') count('looked up');
        const answer: unknown = Reflect.apply(member, target, args);
        return name === 'getRange' ? walking(answer as Iterable<unknown>, () => count('walked')) : answer;
      };
    },
  });

/** What each question reads of the embedded store, by database of its file. */
export async function explainLmdb(directory: string, middle: string): Promise<Explained> {
  const layout = openForReading(directory);
  const reads = new Map<string, number>();
  const counted = Object.fromEntries(
    Object.entries(layout).map(([name, database]: [string, Database]) => {
      const count = (how: string) => reads.set(`${name} ${how}`, (reads.get(`${name} ${how}`) ?? 0) + 1);
      return [name, name === 'root' ? database : counting(database, count)];
    }),
  ) as unknown as Layout;
  const searched = { layout: counted, signatures: new Signatures(layout), limits: searchLimits };
  const questions = namedQuestions(
    {
      list: (asked, page) => Promise.resolve(listItems(counted, asked, page)),
      search: (words, asked, first) => Promise.resolve(searchItems(searched, { words, reads: asked, first })),
    },
    middle,
  );
  const explained: Record<string, readonly string[]> = {};
  for (const [name, ask] of Object.entries(questions)) {
    reads.clear();
    await ask();
    explained[name] = [[...reads].map(([what, count]) => `${what} ${count}`).join(', ')];
  }
  await layout.root.close();
  return explained;
}

interface Asked {
  find?: string;
  aggregate?: string;
  [part: string]: unknown;
}

interface Plan {
  stage?: string;
  indexName?: string;
  inputStage?: Plan;
  inputStages?: readonly Plan[];
  queryPlan?: Plan;
}

/** The stages from the answer down to the index, and how often the last is there. */
function stagesOf(plan: Plan): string {
  if (plan.queryPlan !== undefined) return stagesOf(plan.queryPlan);
  const { stage = '?', indexName, inputStage, inputStages = [] } = plan;
  const own = indexName === undefined ? stage : `${stage} ${indexName}`;
  if (inputStage !== undefined) return `${own} < ${stagesOf(inputStage)}`;
  const below = new Map<string, number>();
  for (const one of inputStages.map(stagesOf)) below.set(one, (below.get(one) ?? 0) + 1);
  const parts = [...below].map(([one, count]) => (count === 1 ? one : `${count} x (${one})`));
  return parts.length === 0 ? own : `${own} < ${parts.join(' + ')}`;
}

interface Statistics {
  nReturned: number;
  totalKeysExamined: number;
  totalDocsExamined: number;
}

/** The part of an explanation that has both, wherever the form of the answer has it. */
function found(answer: unknown): { plan: Plan; statistics: Statistics } | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { queryPlanner, executionStats } = answer as {
    queryPlanner?: { winningPlan: Plan };
    executionStats?: Statistics;
  };
  if (queryPlanner !== undefined && executionStats !== undefined)
    return { plan: queryPlanner.winningPlan, statistics: executionStats };
  for (const part of Object.values(answer)) {
    const inner = found(part);
    if (inner !== null) return inner;
  }
  return null;
}

/** What the database says of all that each question asks it. `asked` collects the commands of the store. */
export async function explainMongodb(
  { uri, dbName }: { uri: string; dbName: string },
  { store, asked, middle }: { store: Store; asked: object[]; middle: string },
): Promise<Explained> {
  const connection = await mongoose.createConnection(uri, { dbName }).asPromise();
  const database = connection.getClient().db(dbName);
  const explain = async (ask: Ask): Promise<readonly string[]> => {
    asked.length = 0;
    await ask();
    const lines: string[] = [];
    for (const one of asked as Asked[]) {
      const collection = one.find ?? one.aggregate;
      if (collection === undefined || collection === 'meta') continue;
      const { lsid: _lsid, $db: _db, readConcern: _level, ...command } = one;
      const answer = found(await database.command({ explain: command, verbosity: 'executionStats' }));
      if (answer === null) throw new Error('The database explains in another form.');
      const { nReturned, totalKeysExamined: keys, totalDocsExamined: documents } = answer.statistics;
      const figures = `${nReturned} found, ${keys} keys and ${documents} documents examined`;
      lines.push(`${collection}: ${figures}; ${stagesOf(answer.plan)}`);
    }
    return lines;
  };
  const explained: Record<string, readonly string[]> = {};
  for (const [name, ask] of Object.entries(namedQuestions(store, middle)))
    explained[name] = await explain(ask);
  await connection.close();
  return explained;
}
