import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyJournal } from '../../src/journal/verify.ts';
import { Flaw } from '../../src/journal/walk.ts';
import { projectionOf } from '../../src/services/projection.ts';
import { openLayout, type Layout } from '../../src/store/lmdb/layout.ts';
import { movableLmdbStore } from '../../src/store/lmdb/moving.ts';
import { openRawJournal } from '../../src/store/lmdb/raw.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import type { Store } from '../../src/store/port.ts';
import { StoreUnusable } from '../../src/store/shared/unusable.ts';
import { answersOf, history, play, sign } from '../support/histories.ts';
import { appendOf, guidanceEvent, officer, publish } from '../support/items.ts';

const keys = generateKeyPairSync('ed25519');
const others = generateKeyPairSync('ed25519');
const moving = { publicKey: keys.publicKey, project: projectionOf };
const anybody = { readers: ['everyone'] };

let directory: string;
let stores: Store[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-rebuilding-'));
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await rm(directory, { recursive: true, force: true });
});

async function serving(place = directory): Promise<Store> {
  const store = await openLmdbStore({ directory: place, rebuild: moving });
  stores.push(store);
  return store;
}

async function stop(store: Store): Promise<void> {
  stores = stores.filter((one) => one !== store);
  await store.close();
}

/** Beside whatever serves. */
async function withFile(change: (layout: Layout) => Promise<unknown>, place = directory): Promise<void> {
  const layout = openLayout(place, { readOnly: false });
  await change(layout);
  await layout.root.close();
}

const made = ['lists', 'counters', 'postings', 'dictionary', 'terms', 'numbers'] as const;
const damage = async (layout: Layout): Promise<void> => {
  for (const name of made) await layout[name].clearAsync();
};

async function verified(place = directory): Promise<unknown> {
  const journal = openRawJournal(place);
  try {
    return await verifyJournal(journal, moving);
  } finally {
    await journal.close();
  }
}

const publishMany = (store: Store, count: number, name = 'item') =>
  Promise.all(Array.from({ length: count }, (_, index) => publish(store, { id: `${name}-${index}` })));

const rebuild = (options: { onProgress?: (position: number) => void; signal?: AbortSignal } = {}) =>
  movableLmdbStore(directory).rebuild({ ...moving, ...options });

describe('a rebuild of a store that serves', () => {
  test('gives the same answers, for any history, while the server goes on', async () => {
    let places = 0;
    await fc.assert(
      fc.asyncProperty(history, history, async (steps, later) => {
        places += 1;
        const place = join(directory, String(places));
        const store = await serving(place);
        await play(store, steps, keys);
        const answers = await answersOf(store);
        const { head } = await movableLmdbStore(place).rebuild(moving);
        expect(head).toEqual(store.head());
        expect(await answersOf(store)).toEqual(answers);
        // What comes afterwards comes into the new file.
        await play(store, later, keys);
        const after = await answersOf(store);
        expect(await verified(place)).toMatchObject({ ok: true });
        await stop(store);
        const again = await serving(place);
        expect(await answersOf(again)).toEqual(after);
        await stop(again);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  test('makes damaged indexes whole without a restart', async () => {
    const first = await serving();
    await publishMany(first, 60);
    const answers = await answersOf(first);
    await stop(first);
    await withFile(damage);
    const store = await serving();
    expect(await store.count(anybody)).toBe(0);
    await rebuild();
    expect(await answersOf(store)).toEqual(answers);
    expect(await store.count(anybody)).toBe(60);
    expect(await verified()).toMatchObject({ ok: true });
  });

  test('takes in what is appended and signed meanwhile, and answers every read', async () => {
    const store = await serving();
    await publishMany(store, 300);
    await sign(store, keys);
    let isOver = false;
    const appended: number[] = [];
    const publisher = async (name: string): Promise<void> => {
      for (let round = 0; !isOver; round += 1) {
        const idempotency = { key: `${name}-${round}`, input: 'a' };
        const event = guidanceEvent({ id: `${name}-${round}` });
        const { header } = await store.append(appendOf(null, event, { idempotency }));
        appended.push(header.position);
        // To one that the new file may hold already, or not yet.
        const earlier = 1 + ((round * 37) % 300);
        await store.keep({ actor: officer, key: `${name}-${round}-further`, input: 'b' }, earlier);
        if (round % 5 === 0) await sign(store, keys);
        const { nodes } = await store.list(anybody, { first: 400, after: null });
        expect(nodes.length).toBeGreaterThanOrEqual(Math.min(400, header.position));
        expect(await store.count(anybody)).toBeGreaterThanOrEqual(header.position);
      }
    };
    const publishers = ['x', 'y', 'z'].map(publisher);
    const { head } = await rebuild();
    isOver = true;
    await Promise.all(publishers);
    for (let index = 0; index < appended.length; index += 1) {
      const [name, round] = [['x', 'y', 'z'][index % 3], Math.floor(index / 3)];
      const kept = await store.receipt(officer, `${name}-${round}-further`);
      if ((await store.receipt(officer, `${name}-${round}`)) !== null)
        expect(kept).toEqual({ position: 1 + ((round * 37) % 300), input: 'b' });
    }
    expect(head.position).toBeGreaterThan(300);
    expect([...appended].sort((a, b) => a - b)).toEqual(appended.map((_, index) => 301 + index));
    expect(await store.count(anybody)).toBe(300 + appended.length);
    const { changes } = await store.feed(anybody, { after: 0, limit: 10_000 });
    expect(changes.map(({ position }) => position)).toEqual(changes.map((_, index) => index + 1));
    expect(changes.map(({ previous }) => previous)).toEqual([
      null,
      ...changes.slice(0, -1).map(({ mark }) => mark),
    ]);
    expect(await store.receipt(officer, 'x-0')).toMatchObject({ input: 'a' });
    const answers = await answersOf(store);
    expect(await verified()).toMatchObject({ ok: true, commits: 300 + appended.length });
    await stop(store);
    expect(await answersOf(await serving())).toEqual(answers);
  });

  test('keeps a head that was signed after its place in the sequence had gone by', async () => {
    const store = await serving();
    await publishMany(store, 100);
    const early = store.head();
    const signing: Promise<void>[] = [];
    await rebuild({
      onProgress: () => {
        // An old head, as a slow signer would.
        if (signing.length === 0) signing.push(sign({ ...store, head: () => early }, keys));
      },
    });
    await Promise.all(signing);
    await publish(store);
    expect((await store.checkpoints()).map(({ position }) => position)).toEqual([100]);
    expect(await verified()).toMatchObject({ ok: true, checkpoints: 1 });
  });

  test('keeps the receipts, also where what finds them was damaged', async () => {
    const store = await serving();
    const once = appendOf(null, guidanceEvent({ id: 'one' }), { idempotency: { key: 'k', input: 'a' } });
    await store.append(once);
    await publishMany(store, 40);
    await withFile((layout) => layout.receiptKeys.clearAsync());
    await rebuild();
    expect((await store.append(once)).header.position).toBe(1);
    expect(await store.receipt(officer, 'k')).toEqual({ position: 1, input: 'a' });
  });

  test('can be repeated, and one at a time: a second is told that one runs', async () => {
    const store = await serving();
    await publishMany(store, 200);
    const seconds: Promise<unknown>[] = [];
    const onProgress = (): void => {
      if (seconds.length === 0) seconds.push(rebuild().catch((error: unknown) => error));
    };
    await rebuild({ onProgress });
    expect(await Promise.all(seconds)).toEqual([new StoreUnusable('A rebuild is running already.')]);
    for (let round = 0; round < 3; round += 1) await rebuild();
    expect(await store.count(anybody)).toBe(200);
  });

  test('that is interrupted leaves the store as it was, and serving', async () => {
    const store = await serving();
    await publishMany(store, 200);
    const answers = await answersOf(store);
    const stopping = new AbortController();
    const stopped = rebuild({ signal: stopping.signal, onProgress: () => stopping.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    expect(existsSync(join(directory, 'journal.mdb.new'))).toBe(false);
    expect(await answersOf(store)).toEqual(answers);
    await rebuild();
    expect(await answersOf(store)).toEqual(answers);
  });

  test('whose client goes away stops; the next one finds the way free', async () => {
    const store = await serving();
    await publishMany(store, 400);
    const socket = connect(join(directory, 'control.sock'));
    socket.write('{"ask":"rebuild"}\n');
    await new Promise((resolve) => socket.once('data', resolve));
    await new Promise((resolve) => socket.once('close', resolve).destroy());
    // Until the server has noticed, it says that one runs.
    let outcome: unknown = null;
    while (outcome === null || outcome instanceof StoreUnusable)
      outcome = await rebuild().catch((error: unknown) => error);
    expect(outcome).toMatchObject({ head: { position: 400 } });
  });

  test('whose server stops meanwhile says so, and leaves the store as it was', async () => {
    const store = await serving();
    await publishMany(store, 300);
    const answers = await answersOf(store);
    const stopping: Promise<void>[] = [];
    const onProgress = (): void => {
      if (stopping.length === 0) stopping.push(stop(store));
    };
    await expect(rebuild({ onProgress })).rejects.toThrow('The server stops; its store is as it was.');
    await Promise.all(stopping);
    expect((await readdir(directory)).sort()).toEqual([
      'access.mdb',
      'access.mdb-lock',
      'journal.mdb',
      'journal.mdb-lock',
    ]);
    expect(await answersOf(await serving())).toEqual(answers);
  });

  test('names the flaw of a journal that fails, and leaves it serving', async () => {
    const store = await serving();
    await publishMany(store, 50);
    await withFile(async ({ contents }) => {
      await contents.put(20, contents.get(21) ?? Buffer.from(''));
    });
    const error: unknown = await rebuild().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Flaw);
    expect(error).toMatchObject({ position: 20, message: 'The content does not have its hash.' });
    expect((await publish(store)).header.position).toBe(51);
    expect(await store.count(anybody)).toBe(51);
    expect(existsSync(join(directory, 'journal.mdb.new'))).toBe(false);
  });

  test('finds a head that another key has signed, and one beyond the end', async () => {
    const store = await serving();
    await publishMany(store, 5);
    await sign({ ...store, head: () => ({ ...store.head(), position: 9 }) }, keys);
    await expect(rebuild()).rejects.toThrow('The journal ends before its last checkpoint.');
    await withFile((layout) => layout.checkpoints.clearAsync());
    await sign(store, others);
    await expect(rebuild()).rejects.toThrow('not signed by the key of this journal');
  });
});

describe('the socket over which a server is asked', () => {
  test('is for the owner alone, and goes with the server', async () => {
    const store = await serving(join(directory, 'store'));
    const socket = join(directory, 'store/control.sock');
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'store')).mode & 0o777).toBe(0o700);
    await stop(store);
    expect(existsSync(socket)).toBe(false);
  });

  test('takes the place of one that a killed server has left', async () => {
    writeFileSync(join(directory, 'control.sock'), '');
    const store = await serving();
    await publish(store);
    expect(await rebuild()).toMatchObject({ head: { position: 1 } });
  });

  test('refuses what it does not know, and is not troubled by what is no message', async () => {
    const store = await serving();
    await publish(store);
    const answerTo = (text: string): Promise<string> =>
      new Promise((resolve) => {
        let told = '';
        const socket = connect(join(directory, 'control.sock')).setEncoding('utf8');
        socket.on('data', (more) => (told += String(more))).once('close', () => resolve(told));
        // Cut off in the middle of what it sends.
        socket.on('error', () => undefined);
        socket.end(text);
      });
    expect(await answerTo('{"ask":"something"}\n')).toMatch(/^\{"refused":"The server does not know/);
    expect(await answerTo('x\n')).toBe('');
    expect(await answerTo('null\n')).toBe('');
    expect(await answerTo('x'.repeat(100_000))).toBe('');
    expect(await rebuild()).toMatchObject({ head: { position: 1 } });
  });

  test('is not there where its path would be too long: the server serves, and whoever asks is told why', async () => {
    const deep = join(directory, 'x'.repeat(100), 'store');
    await mkdir(deep, { recursive: true });
    const store = await serving(deep);
    await publish(store);
    const asked = movableLmdbStore(deep).rebuild(moving);
    await expect(asked).rejects.toThrow(StoreUnusable);
    await expect(asked).rejects.toThrow(/in use .*cannot be asked .*107 bytes of a socket: stop it first/);
  });
});
