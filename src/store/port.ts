import type { Item } from '../domain/items.ts';
import type { Author, ChangeKind } from '../domain/item.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { Access, AccessEntry, Delivery } from '../journal/access-log.ts';
import type { Checkpoint, Commit, CommitHeader, Head, KeptCommit, Visibility } from '../journal/commit.ts';
import type { ItemKind, MemberStateCode } from '../reference/vocabulary.ts';
import type { Word } from '../search/words.ts';

/** Narrows a read; an empty or absent list does not narrow. */
export interface Filter {
  kinds?: readonly ItemKind[];
  articles?: readonly string[];
  /** Items that concern one of these States; an item that names no State concerns all. */
  memberStates?: readonly MemberStateCode[];
  /** One tag of each group must be on the item; not used by the feed. */
  tags?: readonly (readonly string[])[];
  /** Erased items alone; without it they are in no list, no count and no search. Not used by the feed. */
  erased?: boolean;
}

/** What the indexes hold of an item; a pure function of its state, so it can be rebuilt from the journal. */
export interface Projection extends Visibility {
  kind: ItemKind;
  /** Whether the item's content was erased: it is listed and counted apart from all others. */
  isErased: boolean;
  /** Exact-match facts for filters, such as `issuer:ecat` or `procedure:ART_73_INCIDENT`. */
  tags: readonly string[];
  /** Sort key of lists: newest first, then by id. */
  publishedAt: string;
  /** Folded search terms with their weight. */
  terms: readonly (readonly [term: string, weight: number])[];
  /** When the item must change by itself (end of an embargo), ISO 8601; null where nothing is due. */
  dueAt: string | null;
}

export interface Append {
  at: string;
  actor: Author;
  event: DomainEvent;
  /** ERASED takes away the content of every commit of the item before this one, for good. */
  change: ChangeKind;
  /** State after the change; `item.revision - 1` is the revision that the decision was made on. */
  item: Item;
  projection: Projection;
  /** Repeats of the same key by the same person find the first answer; `input` is a hash of what was asked. */
  idempotency: { key: string; input: string } | null;
}

/** Where an earlier command with the same key ended. */
export interface Receipt {
  input: string;
  position: number;
}

export interface Page<T> {
  nodes: readonly T[];
  hasNextPage: boolean;
}

export interface Listed {
  item: Item;
  /** Mark of the item's latest change. */
  mark: string;
}

/**
 * A change as one reader sees it; `item` is null where the reader has lost it, or its content was erased since
 * (only the id may be told).
 */
export interface FeedChange {
  position: number;
  mark: string;
  /** Mark of the last change before this one that the same reader sees under the same filter. */
  previous: string | null;
  at: string;
  change: ChangeKind;
  itemId: string;
  item: Item | null;
}

export interface FeedPage {
  changes: readonly FeedChange[];
  /** Every change up to this position has been looked at. */
  through: number;
}

/** How many items a reader sees, by kind and by article; only what is above zero is listed. */
export interface Facets {
  kinds: ReadonlyMap<ItemKind, number>;
  articles: ReadonlyMap<string, number>;
}

export interface HistoryEntry {
  mark: string;
  revision: number;
  at: string;
  change: ChangeKind;
  actor: Author;
}

export interface Reads {
  readers: readonly string[];
  filter?: Filter;
}

export interface AccessPage {
  nodes: readonly { entry: AccessEntry; cursor: string }[];
  hasNextPage: boolean;
}

/** Who was shown what: beside the journal, chained as it is, and never changed. */
export interface AccessLog {
  /** Durable when it resolves; in the order in which they are given. One call at a time. */
  append(accesses: readonly Access[]): Promise<void>;
  /** Newest first; the cursor is one of this log. */
  of(itemId: string, page: { first: number; after: string | null }): Promise<AccessPage>;
  /** Keeps of each organisation and item the last; no part of a chain. Durable when it resolves. */
  keepDeliveries(deliveries: readonly Delivery[]): Promise<void>;
  deliveryOf(itemId: string, organisation: string): Promise<Delivery | null>;
}

/**
 * What a store must do. Every read that serves a client takes the reader keys of who asks, and filters inside
 * the query. `load`, `commits` and `due` serve the services and the journal tools, never a client.
 *
 * A change belongs to the feed of a reader when the reader's keys meet the readers after it, or before it, and
 * the filter holds for the same side. Its item is shown when the keys meet both the readers after the change
 * and the item's readers now, and the content is there; otherwise the reader is told the id and nothing else.
 */
export interface Store {
  /** Six characters that tell this journal's cursors from another's. */
  readonly journalTag: string;
  head(): Head;
  /**
   * Adds one commit; durable when it resolves. Concurrent calls share one sync. Refuses with REVISION_CONFLICT
   * when the item has moved on and IDEMPOTENCY_CONFLICT when the key was used for another input; returns the
   * first commit again for a repeated key, and refuses with NOT_FOUND where its content was erased.
   */
  append(append: Append): Promise<Commit>;
  /**
   * Binds a key to a commit that is there, as `append` binds that of its own: for a command that changes nothing and is
   * answered by what was changed before. Durable when it resolves. Refuses with IDEMPOTENCY_CONFLICT when the key was
   * used for another input, with NOT_FOUND where the commit's content was erased.
   */
  keep(receipt: { actor: Author; key: string; input: string }, position: number): Promise<void>;
  receipt(actor: Author, key: string): Promise<Receipt | null>;
  /** The item as it is, whoever asks: for deciding only. */
  load(id: string): Promise<Item | null>;
  item(id: string, reads: Reads): Promise<Item | null>;
  /** Everybody who could read the item after some change of it, as reader keys; none where there is no item. */
  everReaders(id: string): Promise<readonly string[]>;
  /** The readers of the item now; null where there is no item. */
  readersOf(id: string): Promise<readonly string[] | null>;
  list(reads: Reads, page: { first: number; after: string | null }): Promise<Page<Listed>>;
  count(reads: Reads): Promise<number>;
  facets(reads: Reads): Promise<Facets>;
  /**
   * Items that the reader sees, that pass the filter and that hold every one of the words. A word stands for its
   * `exact` terms and for the first 300 terms, in the order of their code points, that begin with `prefix` and
   * that any item holds. Hits are the newest 1,000 such items by the position of their first commit, and
   * `totalCount` is the number of hits: exact up to 1,000, and 1,000 where there are more. They come by the sum
   * over the words of the best weight that a term of the word has in the item, then the later `publishedAt`,
   * then the id. No words, no hits; none either
   * under a filter for erased items, which hold no word.
   */
  search(
    words: readonly Word[],
    reads: Reads,
    first: number,
  ): Promise<{ nodes: readonly Listed[]; totalCount: number }>;
  history(id: string, reads: Reads): Promise<readonly HistoryEntry[]>;
  /** Position of a mark; null where the journal has no such mark. */
  positionOf(mark: string): Promise<number | null>;
  feed(reads: Reads, from: { after: number; limit: number }): Promise<FeedPage>;
  /** Mark of the last change at or before a position that the reader sees; null where there is none. */
  lastSeen(reads: Reads, position: number): Promise<string | null>;
  commit(position: number): Promise<KeptCommit | null>;
  header(position: number): Promise<CommitHeader | null>;
  /** Ids of items that must change by themselves at or before the instant, earliest first. */
  due(instant: string): Promise<readonly string[]>;
  nextDue(): Promise<string | null>;
  /** Signed heads, oldest first. */
  checkpoints(): Promise<readonly Checkpoint[]>;
  lastCheckpoint(): Promise<Checkpoint | null>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /**
   * Called with each commit once it is durable and before its append is answered, in order of positions; also
   * with those of other servers on the same journal. What was erased before this server heard of it has no content.
   */
  onAppend(listener: (commit: KeptCommit) => void): () => void;
  /** False while the store refuses everything with UNAVAILABLE, because what it lies on cannot be reached. */
  isReachable(): boolean;
  /** Resolves when it can be reached (again), and when it closes. */
  reachable(): Promise<void>;
  readonly accessLog: AccessLog;
  close(): Promise<void>;
}

export type { Word };
