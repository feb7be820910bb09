import { sha256 } from './canonical.ts';
import { ZERO_HASH } from './chain.ts';
import type { SignatureKey } from './checkpoint.ts';
import type { Checkpoint, Head } from './commit.ts';
import { partsOf, type RawJournal } from './raw.ts';
import { Flaw, Walk } from './walk.ts';

export type { RawCommit, RawJournal, RawReceipt } from './raw.ts';

export type Verification =
  | {
      ok: true;
      head: Head;
      commits: number;
      erased: number;
      checkpoints: number;
      lastCheckpoint: Checkpoint | null;
    }
  | {
      ok: false;
      position: number;
      reason: string;
      /** Whether the journal itself is whole, and only what is made from it is not. */
      isJournalWhole: boolean;
    };

/**
 * Everything that a `Walk` checks, and that what the store shows is the last state. The first position that
 * fails is named.
 */
export async function verifyJournal(
  source: RawJournal,
  { publicKey }: { publicKey: SignatureKey },
): Promise<Verification> {
  const head = (await source.head()) ?? { position: 0, hash: ZERO_HASH };
  const contentAt = (position: number) => source.contentAt(position);
  const walk = new Walk({ journal: source.journal, publicKey, contentAt });
  let isJournalWhole = false;
  try {
    const checked = walk.along(partsOf(source, head));
    while ((await checked.next()).done !== true);
    isJournalWhole = true;
    if (walk.leftOver !== null)
      throw new Flaw(walk.leftOver, 'The store still holds a content that was erased.');
    await checkItems(source, walk);
    const { erased, checkpoints, lastCheckpoint } = walk;
    return { ok: true, head, commits: walk.head.position, erased, checkpoints, lastCheckpoint };
  } catch (error) {
    if (error instanceof Flaw)
      return { ok: false, position: error.position, reason: error.message, isJournalWhole };
    throw error;
  }
}

async function checkItems(source: RawJournal, { items, head }: Walk): Promise<void> {
  for await (const { id, state } of source.items()) {
    const trace = items.get(id);
    if (trace === undefined)
      throw new Flaw(head.position, 'The store shows an item that was never committed.');
    if (trace.state !== sha256(state))
      throw new Flaw(trace.position, 'The store does not show the last state of this item.');
    items.delete(id);
  }
  for (const { position, state } of items.values())
    if (state !== null) throw new Flaw(position, 'The store does not show this item.');
}
