import { join } from 'node:path';
import mongoose from 'mongoose';
import { canonicalText } from '../src/journal/canonical.ts';
import { projectionOf } from '../src/services/projection.ts';
import { openForReading } from '../src/store/lmdb/opening.ts';
import { openLmdbStore } from '../src/store/lmdb/store.ts';
import { openMongodbStore } from '../src/store/mongodb/store.ts';
import type { Store } from '../src/store/port.ts';
import { fillLmdb, fillMongodb } from './filling.ts';
import { scaledAppend } from './scaled-items.ts';
import { fixed } from './scaled-journal.ts';

const COUNT = 1_500;
const TOGETHER = 100;

async function append(store: Store): Promise<void> {
  for (let from = 0; from < COUNT; from += TOGETHER)
    await Promise.all(
      Array.from({ length: TOGETHER }, (_, index) => store.append(scaledAppend(from + index, COUNT))),
    );
  await store.close();
}

/** All that is stored, by collection or database of the file, each entry as text. */
type Contents = Record<string, readonly string[]>;

function contentsOfLmdb(directory: string): Contents {
  const { root, ...databases } = openForReading(directory);
  const contents = Object.entries(databases).map(([name, database]) => {
    const entries = [...(database as typeof databases.meta).getRange()];
    const text = (value: unknown) => (Buffer.isBuffer(value) ? value.toString('utf8') : canonicalText(value));
    return [name, entries.map(({ key, value }) => `${canonicalText(key)} ${text(value)}`)] as const;
  });
  void root.close();
  return Object.fromEntries(contents);
}

/** With the names and keys of its indexes; without what servers leave that come and go. */
async function contentsOfMongodb(uri: string, dbName: string): Promise<Contents> {
  const connection = await mongoose.createConnection(uri, { dbName }).asPromise();
  const database = connection.getClient().db(dbName);
  const contents: Record<string, readonly string[]> = {};
  for (const { name } of await database.listCollections().toArray()) {
    const collection = database.collection(name);
    const indexes = (await collection.indexes()).map(({ key, unique }) => JSON.stringify({ key, unique }));
    const isPassing = name === 'signals' || name === 'servers';
    const documents = isPassing ? [] : await collection.find().sort({ _id: 1 }).toArray();
    contents[name] = [...indexes, ...documents.map((document) => JSON.stringify(document))];
  }
  await connection.close();
  return contents;
}

/** Throws at the first difference. */
function assertEqual(one: Contents, other: Contents): string {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  for (const name of names) {
    const [ours = [], theirs = []] = [one[name], other[name]];
    const at = ours.findIndex((entry, index) => entry !== theirs[index]);
    if (at !== -1 || ours.length !== theirs.length)
      throw new Error(`${name} differs at ${at}:\n${ours.at(at) ?? ''}\n${theirs.at(at) ?? ''}`);
  }
  return names.map((name) => `${name} ${one[name]?.length ?? 0}`).join(', ');
}

/** A store that was filled fast holds, byte for byte, what appends leave with the same clock and chance. */
export async function checkFilling({
  directory,
  uri,
}: {
  directory: string;
  uri: string | null;
}): Promise<string> {
  if (uri === null) {
    const [fast, slow] = [join(directory, 'check-fast'), join(directory, 'check-slow')];
    await append(await openLmdbStore({ directory: slow, ...fixed() }));
    await fillLmdb(fast, { count: COUNT });
    return `Equal: ${assertEqual(contentsOfLmdb(fast), contentsOfLmdb(slow))}`;
  }
  const [fast, slow] = [`check-fast-${process.pid}`, `check-slow-${process.pid}`];
  await append(await openMongodbStore({ uri, dbName: slow, project: projectionOf, ...fixed() }));
  await fillMongodb({ uri, dbName: fast }, { count: COUNT });
  return `Equal: ${assertEqual(await contentsOfMongodb(uri, fast), await contentsOfMongodb(uri, slow))}`;
}
