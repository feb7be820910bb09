import { existsSync } from 'node:fs';
import { emptyHead } from '../../journal/chain.ts';
import type { RawJournal } from '../../journal/verify.ts';
import { FORMAT, databaseFile, openLayout } from './layout.ts';
import { StoreUnusable } from '../lmdb/unusable.ts';

/**
 * The stored bytes of a journal, for checking; works beside a running server. Throws `StoreUnusable` where there
 * is no journal to read.
 */
export function openRawJournal(directory: string): RawJournal & { close: () => Promise<void> } {
  if (!existsSync(databaseFile(directory))) throw new StoreUnusable(`There is no journal in ${directory}.`);
  const layout = openLayout(directory, { readOnly: true });
  const meta = layout.meta.get('store');
  if (meta?.format !== FORMAT)
    throw new StoreUnusable(`The journal in ${directory} is of another version of Concord.`);
  return {
    journal: meta.journal,
    head: () => (layout.meta.get('store') ?? { head: emptyHead }).head,
    async *commits() {
      for (const { key, value } of layout.headers.getRange({}))
        yield await Promise.resolve({
          position: key,
          header: value,
          content: layout.contents.get(key) ?? null,
        });
    },
    contentAt: (position) => layout.contents.get(position) ?? null,
    checkpoints: () => Array.from(layout.checkpoints.getRange({}), ({ value }) => value),
    async *items() {
      for (const { key, value } of layout.items.getRange({}))
        yield await Promise.resolve({ id: key, state: value });
    },
    close: () => layout.root.close(),
  };
}
