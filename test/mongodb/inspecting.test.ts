import { beforeEach, describe, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { movableMongodbStore } from '../../src/store/mongodb/moving.ts';
import { erase, narrow, publish, toStates } from '../support/items.ts';
import { verified } from '../store/moving-contract.ts';
import { newDatabase, openShared } from './databases.ts';

let uri: string;
beforeEach(async () => {
  uri = newDatabase();
  const store = await openShared(uri);
  await publish(store, { id: 'public', title: 'For everyone' });
  const { content } = await publish(store, {
    id: 'german',
    title: 'Confidential',
    handling: toStates('DE', 'FR'),
  });
  await narrow(store, content.state, toStates('DE'));
  await erase(store, (await publish(store, { id: 'erased' })).content.state);
  await store.close();
});

async function altered(alter: (connection: Connection) => Promise<unknown>): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  await alter(connection);
  await connection.close();
}

const set =
  (collection: string, filter: object, change: object) =>
  (connection: Connection): Promise<unknown> =>
    connection.collection(collection).updateOne(filter, { $set: change });

describe('verifying a database', () => {
  test('finds one whole that nobody has altered, also beside a server that goes on', async () => {
    expect(await verified(movableMongodbStore(uri))).toMatchObject({ ok: true, commits: 5, erased: 1 });
    const store = await openShared(uri);
    await Promise.all([
      verified(movableMongodbStore(uri)).then((found) => expect(found).toMatchObject({ ok: true })),
      ...Array.from({ length: 50 }, () => publish(store)),
    ]);
    await store.close();
    expect(await verified(movableMongodbStore(uri))).toMatchObject({ ok: true, commits: 55 });
  });

  test.each<[string, (connection: Connection) => Promise<unknown>, number]>([
    [
      'an item that is shown to everyone instead of its readers',
      set('items', { _id: 'german' }, { readers: ['everyone'] }),
      3,
    ],
    ['an item in the list of others', set('items', { _id: 'german' }, { lists: ['all everyone'] }), 3],
    ['a search that shows it to others', set('items', { _id: 'german' }, { signature: '0'.repeat(24) }), 3],
    [
      'a word that it does not hold',
      set('items', { _id: 'public' }, { words: ['zebrafish'], weights: [4] }),
      1,
    ],
    ['a change in the feed of others', set('commits', { _id: 2 }, { audience: ['everyone'] }), 2],
    ['other readers before a change', set('commits', { _id: 3 }, { 'before.readers': ['everyone'] }), 3],
    ['other readers after a change', set('commits', { _id: 2 }, { 'after.readers': ['everyone'] }), 2],
    ['a cursor of another change', set('commits', { _id: 1 }, { mark: '0'.repeat(26) }), 1],
    ['a number of items', set('signatures', { readers: 'everyone' }, { 'counts.0.count': 7 }), 5],
    [
      'a set of readers that was widened',
      set('signatures', { readers: 'state:DE/limited' }, { readers: ['everyone'] }),
      5,
    ],
    ['a search term that is missing', (connection) => connection.collection('terms').deleteOne({}), 5],
  ])('finds %s, though the journal is whole', async (_name, alter, position) => {
    await altered(alter);
    expect(await verified(movableMongodbStore(uri))).toMatchObject({
      ok: false,
      position,
      isJournalWhole: true,
    });
  });
});
