import mongoose, { type Connection } from 'mongoose';
import { movableMongodbStore } from '../../src/store/mongodb/moving.ts';
import type { RawCommit } from '../../src/journal/raw.ts';
import { describeForging } from '../store/forging-contract.ts';
import { newDatabase, openShared } from './databases.ts';

async function behind(uri: string, change: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  await change(connection);
  await connection.close();
}

const textsOf = ({ header, content }: RawCommit) => ({
  header: header.toString('utf8'),
  content: content?.toString('utf8') ?? null,
});

const markIn = (header: string): string => /"mark":"(\w+)"/.exec(header)?.[1] ?? '';

describeForging('MongoDB', {
  newPlace: () => Promise.resolve(newDatabase()),
  open: (place) => openShared(place),
  movable: movableMongodbStore,
  put: (place, commit) =>
    behind(place, async (connection) => {
      await connection
        .collection<{ _id: number }>('commits')
        .updateOne({ _id: commit.position }, { $set: textsOf(commit) });
    }),
  replace: (place, { head, commits, checkpoints }) =>
    behind(place, async (connection) => {
      const stored = connection.collection<{ _id: number }>('commits');
      // Whoever forges takes the indexes away that would hinder it.
      await stored.dropIndexes();
      await stored.deleteMany({});
      await stored.insertMany(
        commits.map((commit) => {
          const texts = textsOf(commit);
          return { _id: commit.position, mark: markIn(texts.header), ...texts };
        }),
      );
      await connection.collection('checkpoints').deleteMany({});
      await connection.collection('checkpoints').insertMany(checkpoints.map((one) => ({ ...one })));
      await connection.collection('meta').updateOne({}, { $set: { through: head.position } });
    }),
});
