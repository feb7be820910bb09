import type { Actor } from '../access/actor.ts';
import { can } from '../access/policy.ts';
import { checkArticles, type Maybe } from '../domain/checks.ts';
import type { ChangeKind } from '../domain/item.ts';
import type { Item } from '../domain/items.ts';
import { DomainError } from '../errors.ts';
import type { Head } from '../journal/commit.ts';
import type { ItemKind, MemberStateCode } from '../reference/vocabulary.ts';
import type { FeedChange, Filter, Reads, Store } from '../store/port.ts';
import { cursorOf, markOf } from './cursor.ts';
import { checkFirst, type Reader } from './items.ts';

export interface ItemChangedMessage {
  type: 'ItemChanged';
  cursor: string;
  previous: string | null;
  at: string;
  change: ChangeKind;
  item: Item;
}
export interface ItemWithdrawnMessage {
  type: 'ItemWithdrawn';
  cursor: string;
  previous: string | null;
  at: string;
  itemId: string;
}
export interface ResyncRequiredMessage {
  type: 'ResyncRequired';
  cursor: string | null;
  previous: string | null;
  at: string;
  reason: 'UNKNOWN_CURSOR';
}
export type ExchangeMessage = ItemChangedMessage | ItemWithdrawnMessage | ResyncRequiredMessage;

export interface ExchangeFilterInput {
  kinds?: Maybe<readonly ItemKind[]>;
  articles?: Maybe<readonly string[]>;
  memberStates?: Maybe<readonly MemberStateCode[]>;
}

export const checkExchangeFilter = (input: Maybe<ExchangeFilterInput>): Filter => ({
  kinds: input?.kinds ?? [],
  articles: checkArticles('filter.articles', input?.articles),
  memberStates: input?.memberStates ?? [],
});

/** One change as its reader may be told of it. */
export function messageOf(journalTag: string, change: FeedChange): ExchangeMessage {
  const place = {
    cursor: cursorOf(journalTag, change.mark),
    previous: change.previous === null ? null : cursorOf(journalTag, change.previous),
    at: change.at,
  };
  return change.item === null
    ? { type: 'ItemWithdrawn', ...place, itemId: change.itemId }
    : { type: 'ItemChanged', ...place, change: change.change as ChangeKind, item: change.item };
}

/** What a live feed was asked for; the hub serves it. */
export class FeedRequest implements AsyncIterable<never> {
  readonly reads: Reads;
  /** Position to resume behind; null starts live. */
  readonly after: number | null;
  /** Sent instead of a feed where the cursor cannot be resumed. */
  readonly resync: ResyncRequiredMessage | null;

  constructor(asked: Pick<FeedRequest, 'reads' | 'after' | 'resync'>) {
    this.reads = asked.reads;
    this.after = asked.after;
    this.resync = asked.resync;
  }

  [Symbol.asyncIterator](): AsyncIterator<never> {
    throw new Error('A feed is served by the hub, not iterated.');
  }
}

/** The feed page by page, and the head of the journal. */
export class Exchange {
  readonly #store: Store;
  readonly #now: () => string;

  constructor(store: Store, now: () => string) {
    this.#store = store;
    this.#now = now;
  }

  async changes(
    reader: Reader,
    asked: { after?: Maybe<string>; first?: Maybe<number>; filter?: Maybe<ExchangeFilterInput> },
  ): Promise<readonly ExchangeMessage[]> {
    const limit = checkFirst(asked.first);
    const reads: Reads = { readers: reader.keys, filter: checkExchangeFilter(asked.filter) };
    const after = await this.#resume(asked.after ?? null);
    if (after === null) return [await this.#resync(reads)];
    const { changes } = await this.#store.feed(reads, { after, limit });
    return changes.map((change) => messageOf(this.#store.journalTag, change));
  }

  async open(
    reader: Reader,
    asked: { after?: Maybe<string>; filter?: Maybe<ExchangeFilterInput> },
  ): Promise<FeedRequest> {
    const reads: Reads = { readers: reader.keys, filter: checkExchangeFilter(asked.filter) };
    if (asked.after === null || asked.after === undefined)
      return new FeedRequest({ reads, after: null, resync: null });
    const after = await this.#resume(asked.after);
    const resync = after === null ? await this.#resync(reads) : null;
    return new FeedRequest({ reads, after, resync });
  }

  /** The position behind which a feed goes on: 0 without a cursor, null where the cursor cannot be resumed. */
  async #resume(cursor: string | null): Promise<number | null> {
    if (cursor === null) return 0;
    const mark = markOf(this.#store.journalTag, cursor);
    return mark === null ? null : this.#store.positionOf(mark);
  }

  async #resync(reads: Reads): Promise<ResyncRequiredMessage> {
    const mark = await this.#store.lastSeen(reads, this.#store.head().position);
    return {
      type: 'ResyncRequired',
      cursor: mark === null ? null : cursorOf(this.#store.journalTag, mark),
      previous: null,
      at: this.#now(),
      reason: 'UNKNOWN_CURSOR',
    };
  }

  /** The live head is for auditors: its position moves with changes that others may not know of. */
  async head(actor: Actor | null): Promise<Head & { checkpoint: string | null }> {
    if (actor === null) throw new DomainError('UNAUTHENTICATED', 'This needs a token.');
    const checkpoint = await this.#store.lastCheckpoint();
    const live = can(actor, 'journal:read', { issuer: actor.organisation.id });
    const { position, hash } = live || checkpoint === null ? this.#store.head() : checkpoint;
    return { position, hash, checkpoint: checkpoint?.jws ?? null };
  }
}
