import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import mongoose, { type Connection } from 'mongoose';
import type { Store } from '../../src/store/port.ts';
import { StoreUnusable } from '../../src/store/shared/unusable.ts';
import { publish } from '../support/items.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { newDatabase, openShared, Proxy } from './databases.ts';

const anybody = { readers: ['everyone'] };
const SENTENCE =
  'The database no longer holds the journal that this server has answered from: it was set back, or another was put in its place.';

let uri: string;
let proxy: Proxy;
let connection: Connection;
let through: string;
beforeAll(ensureBuilt, 120_000);
beforeEach(async () => {
  uri = newDatabase();
  const before = await Proxy.before(uri);
  proxy = before.proxy;
  through = before.uri;
  connection = await mongoose.createConnection(uri).asPromise();
});
afterEach(async () => {
  await connection.close();
  await proxy.close();
});

const commits = () => connection.collection<{ _id: number; header: string }>('commits');
const positions = async (): Promise<number[]> =>
  (
    await commits()
      .find({}, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .toArray()
  ).map(({ _id }) => _id);

/** As an older backup has it: without the last commits and what was made of them. */
async function setBack(to: number): Promise<void> {
  const later = await commits().distinct('itemId', { _id: { $gt: to } });
  await commits().deleteMany({ _id: { $gt: to } });
  await connection.collection<{ _id: string }>('items').deleteMany({ _id: { $in: later as string[] } });
  await connection.collection('meta').updateOne({}, { $min: { through: to } });
  await connection.collection('signatures').deleteMany({});
}

async function journalOf(count: number): Promise<void> {
  const other = await openShared(uri);
  for (let index = 0; index < count; index += 1) await publish(other);
  await other.close();
}

/** A server that has answered three changes, and what it says when it must stop. */
async function serving(): Promise<{ store: Store; failed: Promise<Error> }> {
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => (fail = resolve));
  const store = await openShared(through, { onFailure: fail });
  for (const id of ['a', 'b', 'c']) await publish(store, { id });
  return { store, failed };
}

const changes: readonly [string, () => Promise<void>][] = [
  ['set back to an older state', () => setBack(1)],
  ['set back to the beginning', () => setBack(0)],
  ['emptied', () => connection.dropDatabase()],
  [
    'replaced by a shorter journal',
    async () => {
      await connection.dropDatabase();
      await journalOf(2);
    },
  ],
  [
    'replaced by a longer journal',
    async () => {
      await connection.dropDatabase();
      await journalOf(5);
    },
  ],
  [
    'set back and taken further by another server',
    async () => {
      await setBack(2);
      await journalOf(3);
    },
  ],
];

describe('a database under a running server', () => {
  test.each(changes)('that is %s in an outage makes it refuse all and stop', async (_name, change) => {
    const { store, failed } = await serving();
    proxy.cut();
    await expect(publish(store, { id: 'd' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await change();
    const before = await positions();
    proxy.mend();
    const error = await failed;
    expect(error).toBeInstanceOf(StoreUnusable);
    expect(error.message).toBe(SENTENCE);
    await expect(publish(store, { id: 'e' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store.item('a', anybody)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(store.isReachable()).toBe(false);
    await store.close();
    expect(await positions()).toEqual(before);
  });

  test.each(changes)('that is %s while nothing is asked makes it stop by itself', async (_name, change) => {
    const { store, failed } = await serving();
    await change();
    expect((await failed).message).toBe(SENTENCE);
    await store.close();
  });

  test.each(changes)('that is %s is not appended to', async (_name, change) => {
    const { store, failed } = await serving();
    await change();
    const before = await positions();
    await expect(publish(store, { id: 'd' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await failed).message).toBe(SENTENCE);
    expect(await positions()).toEqual(before);
    await store.close();
  });

  test('with nothing written yet is told from another one', async () => {
    let fail: (error: Error) => void = () => undefined;
    const failed = new Promise<Error>((resolve) => (fail = resolve));
    const store = await openShared(through, { onFailure: fail });
    await connection.dropDatabase();
    await journalOf(1);
    expect((await failed).message).toBe(SENTENCE);
    expect(store.head().position).toBe(0);
    await store.close();
  });

  test('that lacks what it says it has is refused at the start', async () => {
    await journalOf(2);
    await commits().deleteOne({ _id: 2 });
    await expect(openShared(uri)).rejects.toThrow(StoreUnusable);
  });

  test('that is set back stops the process with one sentence', async () => {
    const DATA_DIR = await emptyDirectory();
    const server = new ServerProcess({ DATA_DIR, MONGODB_URI: uri, LOG_LEVEL: 'error' });
    await server.url();
    await setBack(50);
    await server.exited;
    expect(server.exitCode).toBe(1);
    expect(server.output).toContain(`\nConcord stops: ${SENTENCE}\n`);
    expect(server.output).not.toMatch(/^\s+at /m);
    await rm(DATA_DIR, { recursive: true, force: true });
  });
});
