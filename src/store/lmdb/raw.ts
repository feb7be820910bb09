import type { RawCommit, RawJournal } from '../../journal/verify.ts';
import { openForReading } from './opening.ts';

/**
 * The stored bytes of a journal as they stand now, without any index or cache between; works beside a running
 * server, whose later commits do not show. Throws `StoreUnusable` where there is no journal.
 */
export function openRawJournal(directory: string): RawJournal & { close: () => Promise<void> } {
  const layout = openForReading(directory);
  const transaction = layout.root.useReadTransaction();
  const at = { transaction };
  const meta = layout.meta.get('store', at);
  async function* commits(): AsyncGenerator<RawCommit> {
    for (const { key, value } of layout.headers.getRange(at)) {
      const content = layout.contents.get(key, at) ?? null;
      yield await Promise.resolve({ position: key, header: value, content });
    }
  }
  async function* items(): AsyncGenerator<{ id: string; state: Buffer }> {
    for (const { key, value } of layout.items.getRange(at))
      yield await Promise.resolve({ id: key, state: value });
  }
  return {
    journal: meta?.journal ?? '',
    head: () => meta?.head ?? null,
    commits,
    contentAt: (position) => layout.contents.get(position, at) ?? null,
    checkpoints: () => Array.from(layout.checkpoints.getRange(at), ({ value }) => value),
    items,
    close: async () => {
      transaction.done();
      await layout.root.close();
    },
  };
}
