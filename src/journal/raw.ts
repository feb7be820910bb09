import type { Checkpoint, CommitHeader, Head } from './commit.ts';

/** The hash of an idempotency key with its person, and the hash of what was asked: both lower-case hex. */
export interface RawReceipt {
  key: string;
  input: string;
}

/** One commit as it is stored; content that was erased is null. */
export interface RawCommit {
  position: number;
  header: Buffer;
  content: Buffer | null;
  /**
   * In the order of their keys: of the command that made the commit, and of each later one that it was the answer to.
   * The chain does not attest them.
   */
  receipts: readonly RawReceipt[];
}

/** A journal as it is stored, byte for byte, at one moment. */
export interface RawJournal {
  /** The journal's tag, which its checkpoints name. */
  readonly journal: string;
  /** The head as the store has it written down; null where it has none. */
  head(): Promise<Head | null>;
  /** In order of their positions, from the first. */
  commits(): AsyncIterable<RawCommit>;
  contentAt(position: number): Promise<Buffer | null>;
  /** Oldest first. */
  checkpoints(): AsyncIterable<Checkpoint>;
  /** The state of every item as the store would show it, in canonical form; in any order. */
  items(): AsyncIterable<{ id: string; state: Buffer }>;
}

/** An item as a store shows it. */
export interface ShownItem {
  id: string;
  /** Canonical. */
  state: Buffer;
  /** Mark of the item's last commit, and position of its first. */
  place: { mark: string; first: number };
  /** What is wrong with where and to whom it is shown; null where nothing is. For a state that was found right. */
  flaw: () => string | null;
}

/** What a store has made of its journal, to be held against it: first every commit, then every item, then the rest. */
export interface Inspection {
  /** For each commit in order: what is wrong with how feeds, histories and cursors tell of it; null where nothing is. */
  told(header: CommitHeader): Promise<string | null>;
  items(): AsyncIterable<ShownItem>;
  /** What else the store holds that no commit and no item accounts for; null where there is nothing. */
  rest(): Promise<string | null>;
}

/** One step through a journal: what verification, export and import go along. */
export type JournalPart =
  | { part: 'commit'; commit: RawCommit }
  | { part: 'checkpoint'; checkpoint: Checkpoint }
  | { part: 'head'; head: Head };

/** The journal in one sequence: each checkpoint after the commit that it signs, the head at the end. */
export async function* partsOf(source: RawJournal, head: Head): AsyncGenerator<JournalPart> {
  const checkpoints = source.checkpoints()[Symbol.asyncIterator]();
  try {
    let next = await checkpoints.next();
    for await (const commit of source.commits()) {
      while (next.done !== true && next.value.position < commit.position) {
        yield { part: 'checkpoint', checkpoint: next.value };
        next = await checkpoints.next();
      }
      yield { part: 'commit', commit };
    }
    for (; next.done !== true; next = await checkpoints.next())
      yield { part: 'checkpoint', checkpoint: next.value };
    yield { part: 'head', head };
  } finally {
    await checkpoints.return?.();
  }
}
