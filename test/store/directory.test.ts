import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { verifyJournal } from '../../src/journal/verify.ts';
import { openLayout } from '../../src/store/lmdb/layout.ts';
import { openRawJournal } from '../../src/store/lmdb/raw.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { StoreUnusable } from '../../src/store/shared/unusable.ts';
import { appendOf, guidanceEvent, publish } from '../support/items.ts';
import { root } from '../support/root.ts';

const { publicKey } = generateKeyPairSync('ed25519');
const run = promisify(execFile);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-directory-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const lockFile = () => join(directory, 'store.lock');

describe('the data directory', () => {
  test('is for one server: a second is told which process has it', async () => {
    const store = await openLmdbStore({ directory });
    const second = openLmdbStore({ directory });
    await expect(second).rejects.toThrow(StoreUnusable);
    await expect(second).rejects.toThrow(`process ${process.pid}`);
    await expect(second).rejects.toThrow(lockFile());
    await store.close();
    await (await openLmdbStore({ directory })).close();
    expect(await readdir(directory)).not.toContain('store.lock');
  });

  test.each<[string, (own: Record<string, unknown>) => unknown]>([
    ['a process that is gone', (own) => ({ ...own, pid: spawnSync('true').pid })],
    ['a process that had the same number', (own) => ({ ...own, startedAt: '1' })],
    ['a process before the machine was restarted', (own) => ({ ...own, boot: 'another' })],
    ['nobody that can be read', () => 'x'],
  ])('is taken over from %s', async (_name, holder) => {
    const first = await openLmdbStore({ directory });
    const own = JSON.parse(await readFile(lockFile(), 'utf8')) as Record<string, unknown>;
    await first.close();
    await writeFile(lockFile(), JSON.stringify(holder(own)));
    const store = await openLmdbStore({ directory });
    expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toEqual(own);
    await store.close();
    expect((await readdir(directory)).filter((name) => name.includes('lock.'))).toEqual([]);
  });

  test('can be copied while its server runs, and the copy started beside it', async () => {
    const store = await openLmdbStore({ directory });
    await publish(store);
    const copy = await mkdtemp(join(tmpdir(), 'concord-copy-'));
    await cp(directory, copy, { recursive: true });
    expect(await readdir(copy)).toContain('store.lock');
    const other = await openLmdbStore({ directory: copy });
    expect(other.head()).toEqual(store.head());
    await expect(openLmdbStore({ directory })).rejects.toThrow(StoreUnusable);
    await other.close();
    await store.close();
    await rm(copy, { recursive: true });
  });

  test('is refused where it holds something else than a journal', async () => {
    await writeFile(join(directory, 'journal.mdb'), 'x'.repeat(10_000));
    await expect(openLmdbStore({ directory })).rejects.toThrow(StoreUnusable);
    await rm(join(directory, 'journal.mdb'));
    await mkdir(join(directory, 'journal.mdb'));
    await expect(openLmdbStore({ directory })).rejects.toThrow(StoreUnusable);
    await expect(openLmdbStore({ directory: join(root, 'package.json') })).rejects.toThrow(StoreUnusable);
    expect(await readdir(directory)).not.toContain('store.lock');
  });

  test('is refused where it is of another format', async () => {
    await (await openLmdbStore({ directory })).close();
    const layout = openLayout(directory, { readOnly: false });
    await layout.meta.put('store', {
      format: 99,
      journal: 'ABCDEF',
      head: { position: 0, hash: '' },
      mark: null,
    });
    await layout.root.close();
    await expect(openLmdbStore({ directory })).rejects.toThrow('another version');
    expect(() => openRawJournal(directory)).toThrow(StoreUnusable);
  });

  test('can be verified while it is written to, as it stood at the beginning', async () => {
    expect(() => openRawJournal(directory)).toThrow(StoreUnusable);
    const store = await openLmdbStore({ directory });
    await Promise.all(Array.from({ length: 5 }, () => publish(store)));
    const raw = openRawJournal(directory);
    await Promise.all(Array.from({ length: 5 }, () => publish(store)));
    expect(await verifyJournal(raw, { publicKey })).toMatchObject({ ok: true, commits: 5 });
    await raw.close();
    expect(store.head().position).toBe(10);
    await store.close();
  });
});

describe('a disk that refuses a write', () => {
  /** Appends one after the other, and tells of each answer and of the failure. */
  const program = `
    import { readFileSync } from 'node:fs';
    import { openLmdbStore } from ${JSON.stringify(join(root, 'src/store/lmdb/store.ts'))};
    const store = await openLmdbStore({
      directory: process.argv[2],
      onFailure: () => console.log('failed'),
    });
    for (const append of JSON.parse(readFileSync(process.argv[3], 'utf8')))
      await store.append(append).then(
        ({ header }) => console.log('kept ' + header.position),
        (error) => console.log('refused ' + error.code),
      );
    process.exit(0);
  `;

  test('ends the writing: what was answered is kept, and nothing is answered afterwards', async () => {
    const bundle = join(directory, 'program/program.mjs');
    await cp(join(root, 'src/reference/data'), join(directory, 'program/data'), { recursive: true });
    const lmdb = {
      name: 'lmdb',
      setup: (one: {
        onResolve: (on: { filter: RegExp }, then: () => { path: string; external: true }) => void;
      }) =>
        one.onResolve({ filter: /^lmdb$/ }, () => ({
          path: join(root, 'node_modules/lmdb/node-index.js'),
          external: true,
        })),
    };
    await build({
      stdin: { contents: program, resolveDir: root, loader: 'ts' },
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
      plugins: [lmdb],
    });
    const long = [{ language: 'en', text: 'x'.repeat(4_000) }];
    const appends = Array.from({ length: 40 }, (_, index) => {
      const append = appendOf(null, guidanceEvent({ id: `item-${index}` }));
      return { ...append, item: { ...append.item, summary: long } };
    });
    const data = join(directory, 'data');
    const input = join(directory, 'appends.json');
    await writeFile(input, JSON.stringify(appends));
    const limited = ['-c', 'ulimit -f 300; exec "$0" "$@"', process.execPath, bundle, data, input];
    const { stdout } = await run('bash', limited);
    const lines = stdout.trim().split('\n');
    const kept = lines.filter((line) => line.startsWith('kept'));
    expect(kept.length).toBeGreaterThan(0);
    const rest = Array.from({ length: appends.length - kept.length - 1 }, () => 'refused UNAVAILABLE');
    expect(lines).toEqual([...kept, 'failed', 'refused UNAVAILABLE', ...rest]);

    const store = await openLmdbStore({ directory: data });
    expect(store.head().position).toBeGreaterThanOrEqual(kept.length);
    expect(await store.load(`item-${kept.length - 1}`)).toMatchObject({ revision: 1 });
    await store.close();
  });
});
