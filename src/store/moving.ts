import type { Item } from '../domain/items.ts';
import type { SignatureKey } from '../journal/checkpoint.ts';
import type { Checkpoint, CommitContent, CommitHeader, Head } from '../journal/commit.ts';
import type { Inspection, JournalPart, RawJournal, RawReceipt } from '../journal/raw.ts';
import { Flaw, Walk, type CheckedCommit } from '../journal/walk.ts';
import type { Projection } from './port.ts';
import { indexable } from './shared/preparing.ts';

/** A stored journal that is open to be read; it stands still while others write. */
export interface OpenJournal extends RawJournal {
  /** Holds what the store has made of the journal against it; `project` says what the indexes hold of an item. */
  inspect(project: (item: Item) => Projection): Inspection;
  /** The entries of the access log as they are stored, chain by chain in the order of their numbers. */
  accesses(): AsyncIterable<string>;
  close(): Promise<void>;
}

/** A commit on its way into a store: verified, with what the indexes are to hold of it. */
export interface Arrival {
  header: CommitHeader;
  /** Null where it was erased. */
  content: CommitContent | null;
  /** What is stored and hashed: the exact bytes. */
  bytes: { header: Buffer; content: Buffer | null };
  receipts: readonly RawReceipt[];
  /**
   * Normal and fit to be indexed; null where the content was erased. Such a commit has its place in the chain, in
   * feeds and in the history, and shows no item: what the indexes held of the item goes, until a later commit of
   * it with content is indexed.
   */
  projection: Projection | null;
}

/**
 * A store that is being filled. Calls come one after the other, never two at a time. Until `finish` has resolved
 * nobody can use the store; after `abandon`, or when the process dies before, it is as empty as it was.
 */
export interface ImportTarget {
  /** Nothing is written before this; a source that fails in its first batch never gets here. */
  begin(journal: string): Promise<void>;
  /** Commits in order, without a gap, over all calls. */
  append(arrivals: readonly Arrival[]): Promise<void>;
  /** Those that sign what was appended; in order. */
  checkpoints(checkpoints: readonly Checkpoint[]): Promise<void>;
  /** Content of an earlier append; null where it was erased. */
  contentAt(position: number): Promise<Buffer | null>;
  /** Durable when it resolves. */
  finish(head: Head): Promise<void>;
  /** Takes back everything; also after an append that failed. Does nothing after `finish`. */
  abandon(): Promise<void>;
}

export interface MovingOptions {
  /** Key of the checkpoints. */
  publicKey: SignatureKey;
  /** What the indexes hold of an item; pure. */
  project: (item: Item) => Projection;
  /** Told after each batch up to which position the journal is in the store. */
  onProgress?: (position: number) => void;
  /** Stops with the signal's reason; the target is abandoned. */
  signal?: AbortSignal;
  /** How many commits and checkpoints are handed to the target at once, at the most. */
  mostTogether?: number;
}

export interface Moved {
  head: Head;
  erased: number;
  checkpoints: number;
}

/**
 * How tools come at the journal of a store. All three throw `StoreUnusable`, with one sentence, where there is
 * nothing to read, or where the store is not theirs to write.
 */
export interface MovableStore {
  /** Works beside running servers: one snapshot. */
  openJournal(): Promise<OpenJournal>;
  /** Refuses a store that holds a journal. */
  openForImport(): Promise<ImportTarget>;
  /**
   * Makes the items and every index again from the journal, which is verified on the way: throws `Flaw`. Works
   * beside running servers; where one has the embedded store to itself it does the work, with its own key.
   */
  rebuild(options: MovingOptions): Promise<Moved>;
}

/** Enough for one transaction to be worth it, few enough to hold. */
const MOST_COMMITS = 500;
const MOST_BYTES = 8 * 1024 * 1024;

const sizeOf = ({ bytes: { header, content } }: Arrival): number => header.length + (content?.length ?? 0);

/** Collects what was verified and hands it to the target together. */
class Batch {
  readonly #target: ImportTarget;
  readonly #most: number;
  #arrivals: Arrival[] = [];
  #checkpoints: Checkpoint[] = [];
  #bytes = 0;

  constructor(target: ImportTarget, most: number) {
    this.#target = target;
    this.#most = most;
  }

  add(arrival: Arrival): void {
    this.#arrivals.push(arrival);
    this.#bytes += sizeOf(arrival);
  }

  sign(checkpoint: Checkpoint): void {
    this.#checkpoints.push(checkpoint);
  }

  get isFull(): boolean {
    return this.#arrivals.length + this.#checkpoints.length >= this.#most || this.#bytes >= MOST_BYTES;
  }

  async contentAt(position: number): Promise<Buffer | null> {
    const first = this.#arrivals[0]?.header.position ?? Infinity;
    if (position < first) return this.#target.contentAt(position);
    return this.#arrivals[position - first]?.bytes.content ?? null;
  }

  async write(): Promise<void> {
    if (this.#arrivals.length > 0) await this.#target.append(this.#arrivals);
    if (this.#checkpoints.length > 0) await this.#target.checkpoints(this.#checkpoints);
    this.#arrivals = [];
    this.#checkpoints = [];
    this.#bytes = 0;
  }
}

function arrivalOf({ raw, header, content }: CheckedCommit, project: MovingOptions['project']): Arrival {
  const bytes = { header: raw.header, content: raw.content };
  const arriving = { header, content, bytes, receipts: raw.receipts };
  if (content === null) return { ...arriving, projection: null };
  try {
    return { ...arriving, projection: indexable(header.itemId, project(content.state)) };
  } catch (error) {
    if (error instanceof TypeError) throw new Flaw(header.position, 'The item cannot be indexed.');
    throw error;
  }
}

/**
 * Fills a store from the parts of a journal, verifying them as `concord verify` does: all of it or, with a throw,
 * nothing. Parts that end without a head are taken as they are. Holds one batch and a few bytes for each item.
 */
export async function moveIn(
  { journal, parts }: { journal: string; parts: AsyncIterable<JournalPart> },
  target: ImportTarget,
  { publicKey, project, onProgress, signal, mostTogether = MOST_COMMITS }: MovingOptions,
): Promise<Moved> {
  const batch = new Batch(target, mostTogether);
  const contentAt = (position: number) => batch.contentAt(position);
  const walk = new Walk({ journal, publicKey, contentAt });
  let hasBegun = false;
  const write = async (): Promise<void> => {
    if (!hasBegun) await target.begin(journal);
    hasBegun = true;
    await batch.write();
    onProgress?.(walk.head.position);
    signal?.throwIfAborted();
  };
  try {
    for await (const one of walk.along(parts)) {
      if (one.part === 'commit') batch.add(arrivalOf(one.commit, project));
      else batch.sign(one.checkpoint);
      if (batch.isFull) await write();
    }
    await write();
    await target.finish(walk.head);
  } catch (error) {
    await target.abandon();
    throw error;
  }
  return { head: walk.head, erased: walk.erased, checkpoints: walk.checkpoints };
}
