import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLayout, type Layout } from '../../src/store/lmdb/layout.ts';
import { movableLmdbStore } from '../../src/store/lmdb/moving.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { erase, narrow, publish, toStates } from '../support/items.ts';
import { verified } from './moving-contract.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-inspecting-'));
  const store = await openLmdbStore({ directory });
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
afterEach(() => rm(directory, { recursive: true, force: true }));

/** As somebody does who can write to the file. */
async function altered(alter: (layout: Layout) => unknown): Promise<void> {
  const layout = openLayout(directory, { readOnly: false });
  alter(layout);
  await layout.root.flushed;
  await layout.root.close();
}

const place = (layout: Layout, id: string) => {
  const found = layout.places.get(id);
  if (found === undefined) throw new Error('no such item');
  return found;
};
const time = -Date.parse('2030-05-01T12:00:00.000Z');

describe('verifying an embedded store', () => {
  test('finds one whole that nobody has altered', async () => {
    expect(await verified(movableLmdbStore(directory))).toMatchObject({ ok: true, commits: 5, erased: 1 });
  });

  test.each<[string, (layout: Layout) => unknown, number]>([
    [
      'an item that is shown to everyone instead of its readers',
      (layout) =>
        layout.places.put('german', {
          ...place(layout, 'german'),
          signature: place(layout, 'public').signature,
        }),
      3,
    ],
    ['a set of readers that was widened', (layout) => layout.signatures.put(2, ['everyone']), 2],
    [
      'an item in the list of others',
      (layout) => layout.lists.put(['all', 'everyone', time, 'german'], ['GUIDANCE', ['50'], [], []]),
      5,
    ],
    ['an item that is in no list', (layout) => layout.lists.remove(['all', 'everyone', time, 'public']), 1],
    [
      'an erased item in a list',
      (layout) => layout.lists.put(['all', 'everyone', time, 'erased'], ['GUIDANCE', [], [], []]),
      5,
    ],
    ['a number of items', (layout) => layout.counters.put([1, 'all'], 7), 5],
    ['a search term', (layout) => layout.postings.put(['confidential', -1], [1, 4, -time]), 5],
    ['a search term that is missing', (layout) => layout.postings.remove(['everyone', -1]), 1],
    [
      'a search that shows it to others',
      (layout) => layout.postings.put([layout.terms.get(2)?.[0]?.[0] ?? '', -2], [1, 4, -time]),
      3,
    ],
    ['a word of the dictionary', (layout) => layout.dictionary.put('zebrafish', 1), 5],
    [
      'a change in the feed of others',
      (layout) => layout.feed.put(['everyone', 2], [2, 'GUIDANCE', [], [], ['50'], []]),
      5,
    ],
    ['a change that is in no feed', (layout) => layout.feed.remove(['everyone', 1]), 1],
    ['a history that is shown to others', (layout) => layout.histories.put(['german', 1], [2, 1]), 2],
    ['a cursor of another change', (layout) => layout.marks.put(place(layout, 'public').mark, 2), 1],
    [
      'an item that is another revision',
      (layout) => layout.places.put('public', { ...place(layout, 'public'), revision: 2 }),
      1,
    ],
    ['something that falls due', (layout) => layout.due.put([1, 'german'], '1970-01-01T00:00:00.001Z'), 5],
  ])('finds %s, though the journal is whole', async (_name, alter, position) => {
    await altered(alter);
    expect(await verified(movableLmdbStore(directory))).toMatchObject({
      ok: false,
      position,
      isJournalWhole: true,
    });
  });
});
