import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { correctGuidance, type Guidance } from '../../src/domain/guidance.ts';
import { wordsOf } from '../../src/search/words.ts';
import type { Store } from '../../src/store/port.ts';
import { NOON, appendOf, officer, publish } from '../support/items.ts';
import { root } from '../support/root.ts';
import { ensureBuilt } from '../support/server-process.ts';
import { newDatabase, openShared } from './databases.ts';

const TOGETHER = 5;
const anybody = { readers: ['everyone'] };

beforeAll(ensureBuilt, 120_000);

/** A server that has answered one append and is killed at the step of those after it. */
async function stopAt(uri: string, step: string, ...erases: 'erases'[]): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(root, 'test/mongodb/stop-at.mjs'), uri, step, String(TOGETHER), ...erases],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}

/** Every read must tell the same: the journal and what is made from it. */
async function readsOf(store: Store, isCommitted: boolean): Promise<void> {
  const ids = Array.from({ length: TOGETHER }, (_, index) => `item-after-${index}`);
  const expected = isCommitted ? TOGETHER + 1 : 1;
  expect(store.head().position).toBe(expected);
  expect(await store.count(anybody)).toBe(expected);
  const { nodes } = await store.list(anybody, { first: 100, after: null });
  expect(nodes.length).toBe(expected);
  expect((await store.search(wordsOf('guidelines'), anybody, 20)).totalCount).toBe(expected);
  expect((await store.feed(anybody, { after: 0, limit: 100 })).changes.length).toBe(expected);
  for (const id of ids)
    expect((await store.item(id, anybody))?.revision ?? null).toBe(isCommitted ? 1 : null);
}

describe.each([
  ['before the commit', 'decided', false],
  ['between commit and item', 'committed', true],
  ['between item and announcement', 'projected', true],
  ['after the announcement', 'followed', true],
])('a server that dies %s', (_name, step, isCommitted) => {
  test('leaves what the next start makes whole', async () => {
    const uri = newDatabase();
    await stopAt(uri, step);
    const store = await openShared(uri);
    await readsOf(store, isCommitted);
    await store.close();
  });

  test('leaves what a server beside it makes whole, without a restart', async () => {
    const uri = newDatabase();
    const beside = await openShared(uri);
    await stopAt(uri, step);
    // An append of its own goes behind what the dead one wrote, so that this server has followed all of it.
    const { header } = await publish(beside, { id: 'own' });
    expect(header.position).toBe(isCommitted ? TOGETHER + 2 : 2);
    for (let index = 0; index < TOGETHER; index += 1)
      expect((await beside.item(`item-after-${index}`, anybody)) !== null).toBe(isCommitted);
    await beside.close();
  });

  test('leaves what a change to the same item does not overlook', async () => {
    const uri = newDatabase();
    await stopAt(uri, step);
    const store = await openShared(uri);
    const item = await store.load('item-after-0');
    expect(item !== null).toBe(isCommitted);
    if (item !== null) {
      const event = correctGuidance(item as Guidance, { articles: ['5'] }, NOON);
      const { header } = await store.append(appendOf(item, event));
      expect(header.revision).toBe(2);
    }
    await store.close();
  });
});

describe.each([
  ['before the commit', 'decided', false],
  ['between the commit and the erasing', 'committed', true],
  ['between the erasing and the item', 'erased', true],
  ['between item and announcement', 'projected', true],
])('a server that dies %s of an erasure', (_name, step, isErased) => {
  const look = async (store: Store): Promise<void> => {
    const first = await store.commit(1);
    expect(first?.content === null).toBe(isErased);
    expect(await store.receipt(officer, 'before')).toEqual({
      position: 1,
      input: isErased ? 'erased' : 'a',
    });
    expect((await store.item('item-before', anybody))?.erasure != null).toBe(isErased);
    const asked = { ...anybody, filter: { erased: true } };
    expect([await store.count(anybody), await store.count(asked)]).toEqual(isErased ? [0, 1] : [1, 0]);
    const { changes } = await store.feed(anybody, { after: 0, limit: 9 });
    expect(changes.map(({ item }) => item !== null)).toEqual(isErased ? [false, true] : [true]);
  };

  test('leaves what the next start makes whole', async () => {
    const uri = newDatabase();
    await stopAt(uri, step, 'erases');
    const store = await openShared(uri);
    await look(store);
    await store.close();
  });

  test('leaves what a server beside it makes whole, without a restart', async () => {
    const uri = newDatabase();
    const beside = await openShared(uri);
    await stopAt(uri, step, 'erases');
    const told = isErased ? 2 : 1;
    await beside.positionOf((await beside.header(told))?.mark ?? '');
    expect(beside.head().position).toBe(told);
    await look(beside);
    await beside.close();
  });
});

test('a command whose server died before it answered gets its answer at the repetition', async () => {
  const uri = newDatabase();
  await stopAt(uri, 'committed');
  const store = await openShared(uri);
  const receipt = await store.receipt(
    { person: 'office-officer@ai-office', organisation: 'ai-office' },
    'after-0',
  );
  expect(receipt).toEqual({ input: 'a', position: 2 });
  await store.close();
});
