import type { Actor } from '../access/actor.ts';
import { addsReaders, readsAsPublic } from '../access/readers.ts';
import { checkArticles, checkOrganisation, type HandlingInput, type Maybe } from '../domain/checks.ts';
import { assertMayShowToMore } from '../domain/correction.ts';
import type { Author, ChangeKind } from '../domain/item.ts';
import type { Case } from '../domain/casework.ts';
import type { Item, LiveItem } from '../domain/items.ts';
import { acknowledge, changeHandling, evolveSharing, recall } from '../domain/sharing.ts';
import { DomainError, badInput } from '../errors.ts';
import type { ItemKind, LanguageCode, MemberStateCode } from '../reference/vocabulary.ts';
import { wordsOf } from '../search/words.ts';
import type { Filter, Listed, Reads, Store } from '../store/port.ts';
import type { Annexes } from './annexes.ts';
import { cursorOf, markOf } from './cursor.ts';
import type { Writer, Written } from './write.ts';

/** Who reads: the rights and the languages, and nothing that would tell two readers with the same rights apart. */
export interface Reader {
  keys: readonly string[];
  languages: readonly LanguageCode[];
}

export interface ListingEdge {
  cursor: string;
  node: Item;
}
export interface CaseListingEdge {
  cursor: string;
  node: Case;
}

/** A page; the total is counted only where it is asked for. */
export interface Listing {
  edges: readonly ListingEdge[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: () => Promise<number>;
}

export interface HistoryLine {
  cursor: string;
  itemId: string;
  revision: number;
  at: string;
  change: ChangeKind;
  actor: Author;
}

export interface ItemFilterInput {
  kinds?: Maybe<readonly ItemKind[]>;
  articles?: Maybe<readonly string[]>;
  memberStates?: Maybe<readonly MemberStateCode[]>;
  issuers?: Maybe<readonly string[]>;
  erased?: Maybe<boolean>;
}

/** How many items there are to see; only what is above zero is listed. */
export interface FacetLists {
  kinds: readonly { kind: ItemKind; count: number }[];
  articles: readonly { article: string; count: number }[];
}

/** `first` of every list: 1 to 100, default 20. */
export function checkFirst(first: Maybe<number>): number {
  const size = first ?? 20;
  if (size < 1 || size > 100) throw badInput('first', 'A page holds 1 to 100 entries.');
  return size;
}

export function checkFilter(input: Maybe<ItemFilterInput>): Filter {
  const issuers = (input?.issuers ?? []).map((id) => `issuer:${checkOrganisation('filter.issuers', id)}`);
  return {
    kinds: input?.kinds ?? [],
    articles: checkArticles('filter.articles', input?.articles),
    memberStates: input?.memberStates ?? [],
    tags: issuers.length === 0 ? [] : [issuers],
    erased: input?.erased ?? false,
  };
}

/** Everything that a read lists, page by page to its end: for lists that are short by their nature. */
export async function listAll(store: Pick<Store, 'list'>, reads: Reads): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for (let hasNextPage = true; hasNextPage;) {
    const page = await store.list(reads, { first: 100, after: found.at(-1)?.mark ?? null });
    found.push(...page.nodes);
    ({ hasNextPage } = page);
  }
  return found;
}

export const isLive = (item: Item): item is LiveItem => item.erasure === null;

/** Reads of every kind, and what can be done with an item of any kind. */
export class Items {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #annexes: Annexes;

  constructor(store: Store, writer: Writer, annexes: Annexes) {
    this.#store = store;
    this.#writer = writer;
    this.#annexes = annexes;
  }

  find(reader: Reader, id: string): Promise<Item | null> {
    return this.#store.item(id, { readers: reader.keys });
  }

  async list(
    reader: Reader,
    page: { first?: Maybe<number>; after?: Maybe<string> },
    filter: Filter,
  ): Promise<Listing> {
    const reads: Reads = { readers: reader.keys, filter };
    const first = checkFirst(page.first);
    const after = this.#markAfter(page.after);
    const { nodes, hasNextPage } = await this.#store.list(reads, { first, after });
    return this.#listing(nodes, hasNextPage, () => this.#store.count(reads));
  }

  async search(
    reader: Reader,
    asked: { text: string; first?: Maybe<number> },
    filter: Filter,
  ): Promise<Listing> {
    const first = checkFirst(asked.first);
    const words = wordsOf(asked.text);
    const found = await this.#store.search(words, { readers: reader.keys, filter }, first);
    return this.#listing(found.nodes, found.totalCount > found.nodes.length, () =>
      Promise.resolve(found.totalCount),
    );
  }

  async facets(reader: Reader, filter: Filter): Promise<FacetLists> {
    const { kinds, articles } = await this.#store.facets({ readers: reader.keys, filter });
    return {
      kinds: [...kinds].map(([kind, count]) => ({ kind, count })),
      articles: [...articles].map(([article, count]) => ({ article, count })),
    };
  }

  /** Oldest first, with what became of the requests to share the item that the reader made or is to answer. */
  async history(reader: Reader, item: Item): Promise<readonly HistoryLine[]> {
    const ids = [item.id, ...(await this.#requestsToShare(reader, item))];
    const histories = ids.map(async (itemId) => {
      const entries = await this.#store.history(itemId, { readers: reader.keys });
      return entries.map((entry) => ({ ...entry, itemId }));
    });
    return (await Promise.all(histories))
      .flat()
      .sort((a, b) => (a.mark < b.mark ? -1 : 1))
      .map(({ mark, change, ...entry }) => ({
        ...entry,
        change: change as ChangeKind,
        cursor: cursorOf(this.#store.journalTag, mark),
      }));
  }

  /** Who made a change: the public is told the organisation, persons are named to those who take part. */
  nameOf(reader: Reader, { person, organisation }: Author): string {
    return readsAsPublic(reader.keys) ? organisation : person;
  }

  acknowledge(
    actor: Actor | null,
    input: {
      itemId: string;
      organisation?: Maybe<string>;
      expectedRevision?: Maybe<number>;
      idempotencyKey?: Maybe<string>;
    },
  ): Promise<Written> {
    return this.#writer.change(actor, {
      action: 'item:acknowledge',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isLive,
      decide: (item, by, now) => {
        const named = input.organisation ?? by.organisation;
        if (named !== by.organisation)
          throw new DomainError('FORBIDDEN', 'An organisation acknowledges for itself only.', 'organisation');
        return acknowledge(item, by, now);
      },
      already: (entry) =>
        entry.change === 'ACKNOWLEDGED' && entry.actor.organisation === actor?.organisation.id,
    });
  }

  changeHandling(
    actor: Actor | null,
    input: {
      itemId: string;
      expectedRevision: number;
      handling: HandlingInput;
      idempotencyKey?: Maybe<string>;
    },
  ): Promise<Written> {
    return this.#writer.change(actor, {
      action: 'item:change-handling',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isLive,
      decide: async (item, by, now) => {
        const event = changeHandling(item, input.handling, now);
        const after = evolveSharing(item, event);
        if (item.kind === 'GUIDANCE' && addsReaders(item, after)) assertMayShowToMore(item, by);
        await this.#annexes.assertWithin(item, after);
        return event;
      },
    });
  }

  async recall(
    actor: Actor | null,
    input: {
      itemId: string;
      reason?: Maybe<string>;
      expectedRevision?: Maybe<number>;
      idempotencyKey?: Maybe<string>;
    },
  ): Promise<{ cursor: string; itemId: string }> {
    const { cursor, item } = await this.#writer.change(actor, {
      action: 'item:recall',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isLive,
      decide: async (item, by, now) => {
        const event = recall(item, input.reason, now);
        await this.#annexes.recallAll(item, by);
        return event;
      },
    });
    return { cursor, itemId: item.id };
  }

  async #requestsToShare({ keys: readers }: Reader, { id, kind }: Item): Promise<readonly string[]> {
    if (kind === 'SHARE_REQUEST' || readsAsPublic(readers)) return [];
    const reads: Reads = { readers, filter: { kinds: ['SHARE_REQUEST'], tags: [[`shares:${id}`]] } };
    return (await listAll(this.#store, reads)).map(({ item }) => item.id);
  }

  #markAfter(after: Maybe<string>): string | null {
    if (after === null || after === undefined) return null;
    const mark = markOf(this.#store.journalTag, after);
    if (mark === null) throw badInput('after', 'This is not a cursor of this list.');
    return mark;
  }

  #listing(nodes: readonly Listed[], hasNextPage: boolean, totalCount: () => Promise<number>): Listing {
    const edges = nodes.map(({ item, mark }) => ({
      cursor: cursorOf(this.#store.journalTag, mark),
      node: item,
    }));
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null }, totalCount };
  }
}
