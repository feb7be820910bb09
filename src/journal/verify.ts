import { sha256 } from './canonical.ts';
import { ZERO_HASH } from './chain.ts';
import type { SignatureKey } from './checkpoint.ts';
import type { Checkpoint, Head } from './commit.ts';
import { partsOf, type Inspection, type JournalPart, type RawJournal, type ShownItem } from './raw.ts';
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
 * Everything that a `Walk` checks, and that what the store shows is the last state; with an inspection also that it
 * shows it in the places and to the readers that the journal says. The first position that fails is named.
 */
export async function verifyJournal(
  source: RawJournal,
  { publicKey, inspection }: { publicKey: SignatureKey; inspection?: Inspection },
): Promise<Verification> {
  const head = (await source.head()) ?? { position: 0, hash: ZERO_HASH };
  const contentAt = (position: number) => source.contentAt(position);
  const walk = new Walk({ journal: source.journal, publicKey, contentAt });
  let isJournalWhole = false;
  try {
    const misTold = await checkCommits(walk, partsOf(source, head), inspection);
    isJournalWhole = true;
    if (misTold !== null) throw misTold;
    if (walk.leftOver !== null)
      throw new Flaw(walk.leftOver, 'The store still holds a content that was erased.');
    await checkItems(inspection?.items() ?? source.items(), walk);
    const rest = (await inspection?.rest()) ?? null;
    if (rest !== null) throw new Flaw(walk.head.position, rest);
    const { erased, checkpoints, lastCheckpoint } = walk;
    return { ok: true, head, commits: walk.head.position, erased, checkpoints, lastCheckpoint };
  } catch (error) {
    if (error instanceof Flaw)
      return { ok: false, position: error.position, reason: error.message, isJournalWhole };
    throw error;
  }
}

/** The first commit of which the store tells something else; the journal itself is checked to its end all the same. */
async function checkCommits(
  walk: Walk,
  parts: AsyncIterable<JournalPart>,
  inspection: Inspection | undefined,
): Promise<Flaw | null> {
  let misTold: Flaw | null = null;
  for await (const one of walk.along(parts)) {
    if (one.part !== 'commit') continue;
    const { header } = one.commit;
    const flaw = (await inspection?.told(header)) ?? null;
    if (flaw !== null) misTold ??= new Flaw(header.position, flaw);
  }
  return misTold;
}

async function checkItems(
  shown: AsyncIterable<Pick<ShownItem, 'id' | 'state'> & Partial<ShownItem>>,
  { items, head }: Walk,
): Promise<void> {
  for await (const { id, state, place, flaw } of shown) {
    const trace = items.get(id);
    if (trace === undefined)
      throw new Flaw(head.position, 'The store shows an item that was never committed.');
    if (trace.state !== sha256(state))
      throw new Flaw(trace.position, 'The store does not show the last state of this item.');
    if (place !== undefined && (place.mark !== trace.mark || place.first !== trace.first))
      throw new Flaw(trace.position, 'The store does not show this item in its place.');
    const wrong = flaw?.() ?? null;
    if (wrong !== null) throw new Flaw(trace.position, wrong);
    items.delete(id);
  }
  for (const { position, state } of items.values())
    if (state !== null) throw new Flaw(position, 'The store does not show this item.');
}
