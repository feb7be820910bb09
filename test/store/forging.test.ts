import { afterAll, beforeAll } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLayout, type Layout } from '../../src/store/lmdb/layout.ts';
import { movableLmdbStore } from '../../src/store/lmdb/moving.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { describeForging } from './forging-contract.ts';

let root: string;
let places = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'concord-forging-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function withFile(place: string, change: (layout: Layout) => void): Promise<void> {
  const layout = openLayout(place, { readOnly: false });
  await layout.root.batch(() => change(layout));
  await layout.root.close();
}

describeForging('embedded', {
  newPlace: () => {
    places += 1;
    return Promise.resolve(join(root, String(places)));
  },
  open: (place) => openLmdbStore({ directory: place }),
  movable: movableLmdbStore,
  put: (place, { position, header, content }) =>
    withFile(place, (layout) => {
      void layout.headers.put(position, header);
      if (content !== null) void layout.contents.put(position, content);
    }),
  replace: (place, { head, commits, checkpoints }) =>
    withFile(place, (layout) => {
      for (const database of [layout.headers, layout.contents])
        for (const position of database.getKeys()) void database.remove(position);
      for (const key of layout.checkpoints.getKeys()) void layout.checkpoints.remove(key);
      for (const { position, header, content } of commits) {
        void layout.headers.put(position, header);
        if (content !== null) void layout.contents.put(position, content);
      }
      for (const one of checkpoints) void layout.checkpoints.put([one.position, one.at], one);
      const meta = layout.meta.get('store');
      if (meta !== undefined) void layout.meta.put('store', { ...meta, head });
    }),
});
