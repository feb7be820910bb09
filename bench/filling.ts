import mongoose from 'mongoose';
import { makeIndexes } from '../src/store/mongodb/connecting.ts';
import { documentOf } from '../src/store/mongodb/appending.ts';
import { Census } from '../src/store/mongodb/census.ts';
import {
  FORMAT,
  modelsOn,
  type CommitDocument,
  type ItemDocument,
  type TermDocument,
} from '../src/store/mongodb/models.ts';
import { itemDocument } from '../src/store/mongodb/projecting.ts';
import { Successor } from '../src/store/lmdb/successor.ts';
import {
  arrivalOf,
  fixed,
  inBatches,
  scaledJournal,
  Tally,
  tagOf,
  type Fixed,
  type Scaled,
} from './scaled-journal.ts';

/** Fewer and larger writes than an import makes: each rewrites the pages of every word that it brings. */
const TOGETHER = 4_000;

export interface Filling {
  count: number;
  fixed?: Fixed;
  onProgress?: (items: number) => void;
}

/** Fills a directory as `concord import` does, in one file that is synced once. */
export async function fillLmdb(directory: string, { count, onProgress, ...rest }: Filling): Promise<Tally> {
  const chance = rest.fixed ?? fixed();
  const tally = new Tally();
  const successor = new Successor(directory);
  await successor.begin(tagOf(chance));
  let last: Scaled | null = null;
  for (const batch of inBatches(scaledJournal(count, chance), TOGETHER)) {
    for (const one of batch) tally.add(one);
    await successor.append(batch.map(arrivalOf));
    last = batch.at(-1) ?? last;
    onProgress?.(tally.items);
  }
  if (last === null) throw new Error('Nothing was made.');
  await successor.finish(last.linked.head);
  return tally;
}

const UNORDERED = { ordered: false, writeConcern: { w: 1, j: false } } as const;

function documentsOf({ prepared, linked }: Scaled): { commit: CommitDocument; item: ItemDocument } {
  const commit = documentOf(linked, null, prepared);
  const { _id: number, itemId: id, revision, mark } = commit;
  const { projection, stateText } = prepared;
  return { commit, item: itemDocument({ id, revision, mark, number, projection, stateText }) };
}

/**
 * Fills a database with the documents that appends would have left, without asking it anything in between: in
 * large writes, with the indexes built at the end. `checkFilling` shows that the outcome is the same.
 */
export async function fillMongodb(
  { uri, dbName }: { uri: string; dbName: string },
  { count, onProgress, ...rest }: Filling,
): Promise<Tally> {
  const chance = rest.fixed ?? fixed();
  const tally = new Tally();
  const census = new Census();
  const words = new Set<string>();
  const connection = await mongoose
    .createConnection(uri, { dbName, autoIndex: false, autoCreate: false })
    .asPromise();
  const models = modelsOn(connection);
  const database = connection.getClient().db(dbName);
  const commits = database.collection<CommitDocument>(models.Commit.collection.name);
  const items = database.collection<ItemDocument>(models.Item.collection.name);
  const journal = tagOf(chance);
  for (const batch of inBatches(scaledJournal(count, chance), TOGETHER)) {
    const documents = batch.map(documentsOf);
    const written = Promise.all([
      commits.insertMany(
        documents.map(({ commit }) => commit),
        UNORDERED,
      ),
      items.insertMany(
        documents.map(({ item }) => item),
        UNORDERED,
      ),
    ]);
    for (const one of batch) tally.add(one);
    for (const { commit, item } of documents) {
      census.apply(commit);
      for (const word of item.words) words.add(word);
    }
    await written;
    onProgress?.(tally.items);
  }
  await database.collection<TermDocument>(models.Term.collection.name).insertMany(
    [...words].map((_id) => ({ _id })),
    UNORDERED,
  );
  await census.save(models, tally.items, { rebuild: null });
  await models.Meta.create({ _id: 'store', format: FORMAT, journal, through: tally.items });
  await makeIndexes({ connection, models });
  await connection.close();
  return tally;
}
