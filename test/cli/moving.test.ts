import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { wordsOf } from '../../src/search/words.ts';
import type { Store } from '../../src/store/port.ts';
import { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { Workplace } from './command-line.ts';

const variables = variablesOf('PublishGuidance');
let app: RunningApp;
let place: Workplace;
let file: string;

/** A journal of the register and a change with an idempotency key. */
beforeAll(async () => {
  app = await RunningApp.start({ env: { MONGODB_URI: '' } });
  await (await app.client('ai-office')).get(operation('PublishGuidance'), variables);
  await app.stop({ keep: true });
});
afterAll(() => rmSync(app.directory, { recursive: true, force: true }));

beforeEach(() => {
  place = new Workplace();
  file = join(place.dataDir, 'journal.jsonl');
  cpSync(join(app.directory, 'keys'), place.keysDir, { recursive: true });
});
afterEach(() => place.remove());

const exported = (to = file, ...more: string[]) =>
  place.run(['export', '--out', to, ...more], { DATA_DIR: app.directory });

/** All that a store answers about its journal and its items. */
async function answers(directory: string): Promise<unknown> {
  const store: Store = await openLmdbStore({ directory: join(directory, 'store') });
  const reads = { readers: ['everyone'] };
  const told = {
    head: store.head(),
    tag: store.journalTag,
    list: await store.list(reads, { first: 1_000, after: null }),
    count: await store.count(reads),
    facets: await store.facets(reads),
    search: await store.search(wordsOf('guidelines'), reads, 50),
    feed: await store.feed(reads, { after: 0, limit: 1_000 }),
    checkpoints: await store.checkpoints(),
  };
  await store.close();
  return told;
}

describe('concord export', () => {
  test('writes one line for each commit, and the same bytes each time', async () => {
    expect(await exported()).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringMatching(/^Exported \d+ entries; head [\da-f]{64}\.$/m),
    });
    const text = readFileSync(file, 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ format: 'concord-journal', version: 1 });
    expect(lines.filter((line) => 'header' in line).length).toBe(90);
    expect(lines.at(-1)).toMatchObject({ head: { position: 90 } });
    const again = join(place.dataDir, 'again.jsonl');
    await exported(again);
    expect(readFileSync(again, 'utf8')).toBe(text);
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  test('replaces no file unless it is told to', async () => {
    writeFileSync(file, 'mine');
    expect(await exported()).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await exported(file, '--force')).toMatchObject({ code: 0 });
  });
});

describe('concord import', () => {
  test('makes a store that gives the same answers, keys and cursors', async () => {
    await exported();
    const imported = await place.run(['import', file]);
    expect(imported).toMatchObject({ code: 0, out: expect.stringContaining('the journal is whole') });
    expect(await place.run(['verify'])).toMatchObject({ code: 0 });
    expect(await answers(place.dataDir)).toEqual(await answers(app.directory));
    const back = join(place.dataDir, 'back.jsonl');
    await place.run(['export', '--out', back]);
    expect(readFileSync(back)).toEqual(readFileSync(file));

    // A command that is repeated after the move gets its first answer.
    const moved = await RunningApp.start({ directory: place.dataDir, env: { MONGODB_URI: '' } });
    const office: Client = await moved.client('ai-office');
    await office.get(operation('PublishGuidance'), variables);
    expect(moved.app.store.head().position).toBe(90);
    await moved.stop({ keep: true });
  });

  test('refuses a store that holds a journal', async () => {
    await exported();
    await place.run(['import', file]);
    const again = await place.run(['import', file]);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).not.toMatch(/^\s+at /m);
  });

  test('refuses a file that was cut at any place, or takes the whole entries of it', async () => {
    await exported();
    const whole = readFileSync(file);
    const cut = join(place.dataDir, 'cut.jsonl');
    for (const back of [1, 2, 60, 500, 4_000, 9_000]) {
      writeFileSync(cut, whole.subarray(0, whole.length - back));
      const refused = await place.run(['import', cut]);
      expect(refused).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^The file fails at line \d+.* Nothing was imported\./m),
      });
      expect(existsSync(join(place.dataDir, 'store/journal.mdb'))).toBe(false);
    }
    const taken = await place.run(['import', cut, '--prefix']);
    const entries = whole
      .subarray(0, whole.length - 9_000)
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{"header"')).length;
    expect(taken).toMatchObject({ code: 0, out: expect.stringContaining(`up to position ${entries}`) });
    expect(await place.run(['verify'])).toMatchObject({ code: 0 });
  });

  test('refuses a file in which one bit is flipped, and names the line', async () => {
    await exported();
    const whole = readFileSync(file);
    for (let at = 200; at < whole.length; at += Math.floor(whole.length / 25)) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 4;
      writeFileSync(file, altered);
      const line = whole.subarray(0, at).toString('latin1').split('\n').length;
      const { code, err } = await place.run(['import', file]);
      expect([at, code, err]).toEqual([at, 1, expect.stringMatching(/^The file fails at line /)]);
      expect(Number(/line (\d+)/.exec(err)?.[1])).toBeGreaterThanOrEqual(line);
    }
  });
});

describe('concord rebuild', () => {
  test('makes the same answers again from the journal', async () => {
    mkdirSync(place.dataDir, { recursive: true });
    cpSync(join(app.directory, 'store'), join(place.dataDir, 'store'), { recursive: true });
    const before = await answers(place.dataDir);
    expect(await place.run(['rebuild'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Rebuilt the items and indexes of 90 entries/),
    });
    expect(await answers(place.dataDir)).toEqual(before);
    expect(await place.run(['verify'])).toMatchObject({ code: 0 });
  });

  test('says what there is not', async () => {
    const { code, err } = await place.run(['rebuild']);
    expect([code, err]).toEqual([1, expect.stringMatching(/does not hold a journal/)]);
  });
});
