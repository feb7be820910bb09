import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import mongoose, { type Connection } from 'mongoose';
import { StoreUnusable } from '../../src/store/shared/unusable.ts';
import { publish } from '../support/items.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { FORMAT } from '../../src/store/mongodb/models.ts';
import { newDatabase, openShared, Proxy } from './databases.ts';

let uri: string;
let connection: Connection;
beforeEach(async () => {
  uri = newDatabase();
  connection = await mongoose.createConnection(uri).asPromise();
});
afterEach(() => connection.close());

async function refusalOf(options?: Parameters<typeof openShared>[1]): Promise<string> {
  try {
    await (await openShared(uri, options)).close();
    return 'no refusal';
  } catch (error) {
    return error instanceof StoreUnusable ? error.message : 'another error';
  }
}

async function holdOne(): Promise<string> {
  const store = await openShared(uri);
  await publish(store);
  await store.close();
  return store.journalTag;
}

describe('a database is refused at the start, and left as it was,', () => {
  test('that holds the collections of another', async () => {
    await connection.collection('invoices').insertOne({ total: 1 });
    expect(await refusalOf()).toMatch(/collections that are not Concord's \(invoices\)/);
    expect((await connection.listCollections()).map(({ name }) => name)).toEqual(['invoices']);
  });

  test('that is of another version', async () => {
    await holdOne();
    await connection.collection('meta').updateOne({}, { $set: { format: 99 } });
    expect(await refusalOf()).toBe(
      `The database is of another version of Concord (schema 99; this server has ${FORMAT}).`,
    );
  });

  test('that holds another journal than the one served before', async () => {
    const tag = await holdOne();
    expect(await refusalOf({ expectedJournal: 'ABCDEF' })).toContain(`another journal (${tag})`);
    expect(await refusalOf({ expectedJournal: tag })).toBe('no refusal');
  });

  test('that holds commits and does not say of which journal', async () => {
    await holdOne();
    await connection.collection('meta').deleteMany({});
    expect(await refusalOf()).toMatch(/does not say of which journal/);
  });

  test('that cannot be reached', async () => {
    const { proxy, uri: through } = await Proxy.before(uri);
    proxy.cut();
    uri = through;
    expect(await refusalOf()).toMatch(/cannot be reached/);
    await proxy.close();
  });
});

describe('a server process', () => {
  test('says in one sentence what is wrong with the database or its keys, and never its address', async () => {
    await ensureBuilt();
    const [first, second] = [await emptyDirectory(), await emptyDirectory()];
    const start = (DATA_DIR: string) => new ServerProcess({ DATA_DIR, MONGODB_URI: uri });
    const running = start(first);
    await running.url();
    expect(running.output).toContain('the journal in the database of MONGODB_URI');
    await running.kill('SIGTERM');
    const other = start(second);
    await other.exited;
    expect([other.exitCode, other.output]).toEqual([
      1,
      expect.stringMatching(/^Concord cannot start: The journal is signed with another key/m),
    ]);
    await connection.collection('foreign').insertOne({});
    const third = start(first);
    await third.exited;
    expect(third.output).toMatch(/^Concord cannot start: The database holds collections/m);
    for (const { output } of [running, other, third]) {
      expect(output).not.toContain(new URL(uri).host);
      expect(output).not.toMatch(/^\s+at /m);
    }
    await Promise.all([first, second].map((path) => rm(path, { recursive: true, force: true })));
  });
});
