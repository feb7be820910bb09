import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { wordsOf } from '../../src/search/words.ts';
import type { Store } from '../../src/store/port.ts';
import { Workplace } from '../cli/command-line.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { newDatabase, openShared } from './databases.ts';

let app: RunningApp;
let place: Workplace;
let uri: string;

beforeAll(async () => {
  app = await RunningApp.start({ env: { MONGODB_URI: '' } });
  const office = await app.client('ai-office');
  for (let count = 0; count < 5; count += 1)
    await office.get(operation('PublishGuidance'), variablesOf('PublishGuidance'));
  await app.stop({ keep: true });
});
afterAll(() => rmSync(app.directory, { recursive: true, force: true }));

beforeEach(() => {
  place = new Workplace();
  uri = newDatabase();
  cpSync(join(app.directory, 'keys'), place.keysDir, { recursive: true });
});
afterEach(() => place.remove());

const inDatabase = (...args: string[]) => place.run(args, { MONGODB_URI: uri, KEYS_DIR: place.keysDir });
const at = (name: string): string => join(place.dataDir, name);

async function filled(): Promise<void> {
  await place.run(['export', '--out', at('out.jsonl')], { DATA_DIR: app.directory });
  expect(await inDatabase('import', at('out.jsonl'))).toMatchObject({ code: 0 });
}

async function answers(): Promise<unknown> {
  const store: Store = await openShared(uri);
  const reads = { readers: ['everyone'] };
  const told = {
    head: store.head(),
    list: await store.list(reads, { first: 1_000, after: null }),
    count: await store.count(reads),
    facets: await store.facets(reads),
    search: await store.search(wordsOf('guidel'), reads, 50),
    feed: await store.feed(reads, { after: 0, limit: 1_000 }),
  };
  await store.close();
  return told;
}

describe('moving house', () => {
  test('embedded to MongoDB to embedded keeps every byte of the journal', async () => {
    await filled();
    expect(await inDatabase('verify')).toMatchObject({ code: 0 });
    expect(await inDatabase('export', '--out', at('from-database.jsonl'))).toMatchObject({ code: 0 });
    expect(readFileSync(at('from-database.jsonl'))).toEqual(readFileSync(at('out.jsonl')));
    expect(await place.run(['import', at('from-database.jsonl')])).toMatchObject({ code: 0 });
    expect(await place.run(['export', '--out', at('back.jsonl')])).toMatchObject({ code: 0 });
    expect(readFileSync(at('back.jsonl'))).toEqual(readFileSync(at('out.jsonl')));
  });

  test('a database that was imported into serves, and goes on where the journal stood', async () => {
    await filled();
    const moved = await RunningApp.start({ directory: place.dataDir, env: { MONGODB_URI: uri } });
    const office = await moved.client('ai-office');
    await office.get(operation('PublishGuidance'), variablesOf('PublishGuidance'));
    expect(moved.app.store.head().position).toBe(95);
    await moved.stop({ keep: true });
    expect(await inDatabase('verify')).toMatchObject({ code: 0 });
  });

  test('refuses a database that holds a journal, and one whose import did not end to a server', async () => {
    await filled();
    expect(await inDatabase('import', at('out.jsonl'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds a journal already'),
    });
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.collection('meta').updateOne({}, { $set: { format: 0 } });
    await connection.close();
    await expect(openShared(uri)).rejects.toThrow(/did not end: run it again/);
    expect(await inDatabase('import', at('out.jsonl'))).toMatchObject({ code: 0 });
  });

  test('a file that was cut is refused and leaves the database empty, or is taken up to its last whole entry', async () => {
    await place.run(['export', '--out', at('out.jsonl')], { DATA_DIR: app.directory });
    const whole = readFileSync(at('out.jsonl'));
    for (const back of [1, 700, 9_000]) {
      writeFileSync(at('cut.jsonl'), whole.subarray(0, whole.length - back));
      expect(await inDatabase('import', at('cut.jsonl'))).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^The file fails at line \d+.* Nothing was imported\./m),
      });
      expect(await inDatabase('verify')).toMatchObject({ code: 1 });
    }
    expect(await inDatabase('import', at('cut.jsonl'), '--prefix')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^The file ends early, after line \d+: imported \d+ entries, up to position \d+/,
      ),
    });
    expect(await inDatabase('verify')).toMatchObject({ code: 0 });
  });

  test('rebuild makes items and indexes again, beside a running server', async () => {
    await filled();
    const before = await answers();
    const running = await openShared(uri);
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.collection('items').deleteMany({ number: { $gt: 40 } });
    await connection
      .collection('items')
      .updateMany({}, { $set: { words: ['wrong'], lists: [], state: '{}' } });
    await connection.collection('terms').deleteMany({});
    await connection.collection('signatures').deleteMany({});
    await connection.close();
    expect(await inDatabase('verify')).toMatchObject({ code: 1, err: expect.stringContaining('rebuild') });
    expect(await inDatabase('rebuild')).toMatchObject({ code: 0 });
    expect(await inDatabase('verify')).toMatchObject({ code: 0 });
    await running.close();
    expect(await answers()).toEqual(before);
  });

  test('verify finds an altered commit, and a journal that was cut', async () => {
    await filled();
    const connection = await mongoose.createConnection(uri).asPromise();
    const commits = connection.collection<{ _id: number; content: string }>('commits');
    await commits.deleteOne({ _id: 94 });
    expect(await inDatabase('verify')).toMatchObject({
      code: 1,
      err: expect.stringContaining('at position 94'),
    });
    const found = await commits.findOne({ _id: 50 });
    await commits.updateOne(
      { _id: 50 },
      { $set: { content: (found?.content ?? '').replace('"en"', '"fr"') } },
    );
    expect(await inDatabase('verify')).toMatchObject({
      code: 1,
      err: expect.stringContaining('at position 50'),
    });
    await connection.close();
  });
});
