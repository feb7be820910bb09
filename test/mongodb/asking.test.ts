import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import type { Store } from '../../src/store/port.ts';
import { publish } from '../support/items.ts';
import { newDatabase, openShared } from './databases.ts';

interface Command {
  insert?: string;
  update?: string;
  find?: string;
  ordered?: boolean;
  writeConcern?: { w?: unknown; j?: unknown };
  readConcern?: { level?: string };
  projection?: object;
}

const anybody = { readers: ['everyone'] };
const commands: Command[] = [];
let uri: string;
let store: Store;
let connection: Connection | null = null;
beforeEach(async () => {
  uri = newDatabase();
  store = await openShared(uri, { onCommand: (command) => commands.push(command) });
  commands.length = 0;
});
afterEach(async () => {
  await connection?.close();
  await store.close();
});

const asked = (part: 'insert' | 'update' | 'find', collection: string): Command[] =>
  commands.filter((command) => command[part] === collection);

describe('what the database is asked', () => {
  test('appends that come together share one write, acknowledged by a majority with its journal', async () => {
    await Promise.all(Array.from({ length: 200 }, () => publish(store)));
    const writes = asked('insert', 'commits');
    expect(writes.length).toBeLessThanOrEqual(2);
    for (const { ordered, writeConcern } of writes) {
      expect(ordered).toBe(true);
      expect(writeConcern).toMatchObject({ w: 'majority', j: true });
    }
    expect(asked('update', 'items').length).toBeLessThanOrEqual(2);
  });

  test('a page fetches the states that it shows and nothing else of an item', async () => {
    await publish(store);
    commands.length = 0;
    await store.list(anybody, { first: 20, after: null });
    expect(asked('find', 'items').map(({ projection }) => projection)).toEqual([
      { state: 1, mark: 1, place: 1 },
    ]);
  });

  test.each<[string, unknown]>([
    ['an operator', { $ne: '' }],
    ['an operator in a list', [{ $ne: '' }]],
    ['a query in JavaScript', { $where: 'true' }],
  ])('%s in the place of an id finds nothing', async (_name, id) => {
    await publish(store, { id: 'there' });
    const refused = (read: Promise<unknown>) => read.catch(() => null);
    expect(await refused(store.item(id as string, anybody))).toBeNull();
    expect(await refused(store.load(id as string))).toBeNull();
    expect(await refused(store.readersOf(id as string))).toBeNull();
    expect(await refused(store.positionOf(id as string))).toBeNull();
    expect(await refused(store.item('there', { readers: [id as string] }))).toBeNull();
    expect(
      await refused(store.history('there', { readers: [id as string] }).then(([one]) => one ?? null)),
    ).toBeNull();
  });

  test('every index is one that a model declares, and none is built by itself', async () => {
    await publish(store);
    const opened = await mongoose.createConnection(uri).asPromise();
    connection = opened;
    const collections = await opened.listCollections();
    const names = await Promise.all(
      collections.map(async ({ name }) => {
        const indexes = await opened.collection(name).indexes();
        return [name, indexes.map((index) => Object.keys(index.key).join()).sort()] as const;
      }),
    );
    // A collection with no more than the index of its ids is made when its first document comes.
    const further = names.filter(([, keys]) => keys.join() !== '_id');
    expect(Object.fromEntries(further)).toEqual({
      accesses: ['_id', 'itemId,at,_id'],
      checkpoints: ['_id', 'position,at'],
      commits: ['_id', 'audience,_id', 'itemId,revision', 'mark', 'receipts.key'],
      items: ['_id', 'dueTime', 'lists,place', 'words,number,signature'],
      servers: ['_id', 'at'],
    });
  });
});
