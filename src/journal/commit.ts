import type { Recorded } from '../domain/items.ts';
import type { Author, RecordedChange, RecordedKind } from '../domain/item.ts';
import type { RecordedEvent } from '../domain/events.ts';
import type { MemberStateCode } from '../reference/vocabulary.ts';

/** What the rights and the filters need to know of an item at one revision. */
export interface Visibility {
  readers: readonly string[];
  articles: readonly string[];
  memberStates: readonly MemberStateCode[];
}

/**
 * The part of a commit that is chained by hash and stays for ever: that somebody changed an item, and who could
 * read it, so that content can be erased while the chain verifies and every feed keeps its sequence. `content` is
 * the SHA-256 of the canonical content, which carries a salt: erased content cannot be guessed back from its hash.
 */
export interface CommitHeader {
  version: 2;
  position: number;
  /** Strictly increasing in the journal, 26 characters (ULID), the inner part of a cursor. */
  mark: string;
  at: string;
  actor: Author;
  itemId: string;
  kind: RecordedKind;
  revision: number;
  change: RecordedChange;
  /** Who could read the item before the change; null for its first. */
  before: Visibility | null;
  after: Visibility;
  /** SHA-256 of the content, lower-case hex. */
  content: string;
  /** Hash of the header before, or 64 zeros for the first. */
  previous: string;
}

export interface CommitContent<S extends Recorded = Recorded> {
  /** 16 random bytes, lower-case hex. */
  salt: string;
  event: RecordedEvent;
  state: S;
}

/** One journal entry: one change to one item. */
export interface Commit<S extends Recorded = Recorded> {
  header: CommitHeader;
  content: CommitContent<S>;
}

/** A commit as the journal still has it; the content is null once it was erased. */
export interface KeptCommit {
  header: CommitHeader;
  content: CommitContent | null;
}

/** Whether a change erases the content of every commit of the item before it. */
export const erasesBefore = ({ change }: Pick<CommitHeader, 'change'>): boolean => change === 'ERASED';

export interface Head {
  /** Number of commits so far; positions run from 1. */
  position: number;
  /** SHA-256 over the canonical header at that position; 64 zeros for an empty journal. */
  hash: string;
}

/** A signed head: a compact JWS (EdDSA) over `{ journal, position, hash, at }`. */
export interface Checkpoint {
  position: number;
  hash: string;
  at: string;
  jws: string;
}
