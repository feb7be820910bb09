import type { GetOptions, Transaction } from 'lmdb';
import type { Checkpoint } from '../../journal/commit.ts';
import type { RawCommit, RawJournal, RawReceipt } from '../../journal/raw.ts';
import type { OpenJournal } from '../moving.ts';
import { readAccessLog } from './access-log.ts';
import { FileInspection } from './inspecting.ts';
import type { Layout } from './layout.ts';
import { openForReading } from './opening.ts';

/** As a store behind a network would give them. */
async function* each<V, T>(values: Iterable<V>, toOne: (value: V) => T): AsyncGenerator<T> {
  for (const value of values) yield await Promise.resolve(toOne(value));
}

function receiptsAt(
  { receiptKeys, receipts }: Pick<Layout, 'receiptKeys' | 'receipts'>,
  position: number,
  at?: GetOptions,
): readonly RawReceipt[] {
  return (receiptKeys.get(position, at) ?? []).flatMap((key) => {
    const receipt = receipts.get(key, at);
    return receipt === undefined ? [] : [{ key, input: receipt.input }];
  });
}

/** The commit as a server that goes on writing holds it at this moment; null where there is none. */
export function rawCommitNow(
  layout: Layout,
  position: number,
  { withReceipts }: { withReceipts: boolean },
): RawCommit | null {
  const header = layout.headers.get(position);
  if (header === undefined) return null;
  return {
    position,
    header,
    content: layout.contents.get(position) ?? null,
    receipts: withReceipts ? receiptsAt(layout, position) : [],
  };
}

/**
 * The stored bytes of a journal as they stand now, without any index or cache between. Without receipts it reads
 * nothing that an older format may lack.
 */
export function rawJournal(
  layout: Layout,
  { withReceipts }: { withReceipts: boolean },
): { journal: RawJournal; transaction: Transaction; done: () => void } {
  const transaction = layout.root.useReadTransaction();
  const at = { transaction };
  const meta = layout.meta.get('store', at);
  const journal: RawJournal = {
    journal: meta?.journal ?? '',
    head: () => Promise.resolve(meta?.head ?? null),
    commits: () =>
      each(layout.headers.getRange(at), ({ key: position, value: header }): RawCommit => ({
        position,
        header,
        content: layout.contents.get(position, at) ?? null,
        receipts: withReceipts ? receiptsAt(layout, position, at) : [],
      })),
    contentAt: (position) => Promise.resolve(layout.contents.get(position, at) ?? null),
    checkpoints: () => each(layout.checkpoints.getRange(at), ({ value }): Checkpoint => value),
    items: () => each(layout.items.getRange(at), ({ key: id, value: state }) => ({ id, state })),
  };
  return { journal, transaction, done: () => transaction.done() };
}

/**
 * Works beside a running server, whose later commits do not show. Throws `StoreUnusable` where there is no
 * journal of this format.
 */
export function openRawJournal(directory: string): OpenJournal {
  const layout = openForReading(directory);
  const { journal, transaction, done } = rawJournal(layout, { withReceipts: true });
  return {
    ...journal,
    accesses: () => readAccessLog(directory),
    inspect: (project) => new FileInspection(layout, transaction, project),
    close: async () => {
      done();
      await layout.root.close();
    },
  };
}
