import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMAT, openLayout, type Layout } from '../../src/store/lmdb/layout.ts';
import { movableLmdbStore } from '../../src/store/lmdb/moving.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { StoreUnusable } from '../../src/store/shared/unusable.ts';
import { history, play } from '../support/histories.ts';
import { erase, publish } from '../support/items.ts';
import {
  answersIn,
  describeMoving,
  exported,
  imported,
  keys,
  moving,
  played,
  type Ground,
} from './moving-contract.ts';

let root: string;
let places = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'concord-moving-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function withFile<T>(place: string, change: (layout: Layout) => Promise<T>): Promise<T> {
  const layout = openLayout(place, { readOnly: false });
  try {
    return await change(layout);
  } finally {
    await layout.root.close();
  }
}

const ground: Ground = {
  newPlace: () => {
    places += 1;
    return Promise.resolve(join(root, String(places)));
  },
  open: (place) => openLmdbStore({ directory: place }),
  clear: (place) => rm(place, { recursive: true }),
  movable: movableLmdbStore,
  takeContents: (place, positions) =>
    withFile(place, async ({ contents }) => {
      for (const position of positions) await contents.remove(position);
    }),
};

describeMoving('embedded', ground, { runs: 15 });

/** Everything that is made from the journal. */
const made = [
  'marks',
  'items',
  'places',
  'numbers',
  'receiptKeys',
  'lists',
  'counters',
  'signatures',
  'feed',
  'histories',
  'terms',
  'postings',
  'dictionary',
  'due',
] as const;

describe('rebuilding the embedded store', () => {
  const three = async (store: Parameters<typeof publish>[0]): Promise<void> => {
    for (const id of ['a', 'b', 'c']) await publish(store, { id });
  };

  test('gives the same answers whatever was deleted or altered beside the journal, for any history', async () => {
    const damage = fc.record({
      cleared: fc.subarray([...made]),
      mixed: fc.subarray(['items', 'counters', 'marks', 'receiptKeys', 'dictionary', 'signatures'] as const),
    });
    await fc.assert(
      fc.asyncProperty(history, damage, async (steps, { cleared, mixed }) => {
        const { place, answers } = await played(ground, (store) => play(store, steps, keys));
        const file = await exported(ground.movable(place));
        await withFile(place, async (layout) => {
          for (const name of cleared) await layout[name].clearAsync();
          for (const name of mixed) {
            const entries = [...(layout[name] as Layout['marks']).getRange()];
            // Each key with the value of another.
            for (const [index, { key }] of entries.entries())
              await (layout[name] as Layout['marks']).put(
                key,
                entries[(index + 1) % entries.length]?.value ?? 0,
              );
          }
        });
        await ground.movable(place).rebuild(moving);
        expect(await answersIn(ground, place)).toEqual(answers);
        expect(await exported(ground.movable(place))).toBe(file);
        expect((await readdir(place)).sort()).toEqual([
          'access.mdb',
          'access.mdb-lock',
          'journal.mdb',
          'journal.mdb-lock',
        ]);
      }),
      { numRuns: 20 },
    );
  });

  test('makes the indexes of an older version anew, and until then says so', async () => {
    const { place, answers } = await played(ground, three);
    await withFile(place, async (layout) => {
      const meta = layout.meta.get('store');
      if (meta === undefined) throw new Error('there is no meta');
      await layout.meta.put('store', { ...meta, format: FORMAT - 1 });
      await layout.receiptKeys.drop();
      await layout.dictionary.drop();
      await layout.postings.clearAsync();
    });
    await expect(ground.open(place)).rejects.toThrow(/older version.*concord rebuild/);
    await expect(ground.movable(place).openJournal()).rejects.toThrow(/concord rebuild/);
    await ground.movable(place).rebuild(moving);
    expect(await answersIn(ground, place)).toEqual(answers);
  });

  test('refuses a journal of a newer version, and none at all', async () => {
    const { place } = await played(ground, three);
    await withFile(place, async (layout) => {
      const meta = layout.meta.get('store');
      if (meta !== undefined) await layout.meta.put('store', { ...meta, format: FORMAT + 1 });
    });
    await expect(ground.movable(place).rebuild(moving)).rejects.toThrow('another version');
    const nowhere = await ground.newPlace();
    await expect(ground.movable(nowhere).rebuild(moving)).rejects.toThrow(StoreUnusable);
    expect(existsSync(nowhere)).toBe(false);
  });

  test('and importing are refused while a server has the directory, exporting is not', async () => {
    const place = await ground.newPlace();
    const store = await ground.open(place);
    await three(store);
    const movable = ground.movable(place);
    await expect(movable.rebuild(moving)).rejects.toThrow(`process ${process.pid}`);
    await expect(movable.openForImport()).rejects.toThrow(`process ${process.pid}`);
    const journal = await movable.openJournal();
    await publish(store, { id: 'later' });
    expect(await journal.head()).toMatchObject({ position: 3 });
    await journal.close();
    expect((await exported(movable)).split('\n')).toHaveLength(7);
    await store.close();
  });

  test('leaves the old file in use until the new one is whole, wherever it stops', async () => {
    const { place, answers } = await played(ground, three);
    const stopping = new AbortController();
    const stopped = ground.movable(place).rebuild({
      ...moving,
      signal: stopping.signal,
      onProgress: () => {
        expect(existsSync(join(place, 'journal.mdb.new'))).toBe(true);
        stopping.abort();
      },
    });
    await expect(stopped).rejects.toThrow('aborted');
    expect(await readdir(place)).toEqual(expect.not.arrayContaining(['journal.mdb.new', 'store.lock']));
    expect(await answersIn(ground, place)).toEqual(answers);
  });

  test('that was killed leaves nothing that a server or an import stumbles over', async () => {
    const { place, answers } = await played(ground, three);
    const other = await ground.newPlace();
    await imported(ground.movable(other), await exported(ground.movable(place)));
    const half = ['journal.mdb.new', 'journal.mdb.new-lock'];
    for (const name of half) await writeFile(join(place, name), 'half');
    expect(await answersIn(ground, place)).toEqual(answers);
    expect(await readdir(place)).toEqual(expect.not.arrayContaining(half));
    for (const name of half) await writeFile(join(place, name), 'half');
    await ground.movable(place).rebuild(moving);
    expect(await answersIn(ground, place)).toEqual(answers);
    const empty = await ground.newPlace();
    await (await ground.open(empty)).close();
    for (const name of half) await writeFile(join(empty, name), 'half');
    await imported(ground.movable(empty), await exported(ground.movable(place)));
    expect(await answersIn(ground, empty)).toEqual(answers);
  });

  test('leaves no byte of what was erased in the file', async () => {
    const bytesOf = async (place: string) => (await readFile(join(place, 'journal.mdb'))).toString('latin1');
    const { place } = await played(ground, async (store) => {
      await three(store);
      const { content } = await publish(store, { id: 'secret', title: 'Zebrafish' });
      await erase(store, content.state);
    });
    await ground.movable(place).rebuild(moving);
    expect(await bytesOf(place)).not.toMatch(/zebrafish/i);
    expect(await bytesOf(place)).toMatch(/Guidelines/);
  });
});
