import type { Database, Key, Transaction } from 'lmdb';
import type { Recorded } from '../../domain/items.ts';
import type { CommitHeader } from '../../journal/commit.ts';
import { canonicalText } from '../../journal/canonical.ts';
import type { Inspection, ShownItem } from '../../journal/raw.ts';
import type { Projection } from '../port.ts';
import { facetsOf, listedFacets } from '../shared/filtering.ts';
import { normalProjection, normalReaders } from '../shared/preparing.ts';
import { feedEntries } from './indexing.ts';
import type { Card, Layout, Place } from './layout.ts';

const TOLD = 'The store tells of this change otherwise than the journal.';
const SHOWN = 'The store shows this item in other places, or to other readers, than the journal says.';

const isSame = (one: unknown, other: unknown): boolean =>
  one !== undefined && canonicalText(one) === canonicalText(other);

/**
 * Every index of the file, entry by entry, against what the journal makes of it; the numbers of entries show that
 * there are no others. All within one read transaction.
 */
export class FileInspection implements Inspection {
  readonly #layout: Layout;
  readonly #at: { transaction: Transaction };
  readonly #project: (item: Recorded) => Projection;
  readonly #signatures = new Map<number, readonly string[]>();
  readonly #counters = new Map<string, number>();
  readonly #dictionary = new Map<string, number>();
  /** How many entries of each index were seen to be right. */
  readonly #seen = new Map<Database, number>();

  constructor(layout: Layout, transaction: Transaction, project: (item: Recorded) => Projection) {
    this.#layout = layout;
    this.#at = { transaction };
    this.#project = project;
    for (const { key, value } of layout.signatures.getRange(this.#at)) this.#signatures.set(key, value);
  }

  told(header: CommitHeader): Promise<string | null> {
    const { feed, histories, marks } = this.#layout;
    const { position, itemId, revision, mark, after } = header;
    const [at, signature = 0] = histories.get([itemId, revision], this.#at) ?? [];
    this.#count(histories);
    const isTold =
      at === position &&
      isSame(this.#signatures.get(signature), normalReaders(after.readers)) &&
      this.#holds(marks, mark, position) &&
      feedEntries(header).every(([reader, entry]) => this.#holds(feed, [reader, position], entry));
    return Promise.resolve(isTold ? null : TOLD);
  }

  async *items(): AsyncGenerator<ShownItem> {
    const { items, places } = this.#layout;
    for (const { key: id, value: state } of items.getRange(this.#at)) {
      const place = places.get(id, this.#at);
      this.#count(items);
      yield await Promise.resolve({
        id,
        state,
        place: { mark: place?.mark ?? '', first: place?.number ?? 0 },
        flaw: () => (place !== undefined && this.#isShown(id, state, place) ? null : SHOWN),
      });
    }
  }

  rest(): Promise<string | null> {
    const {
      counters,
      dictionary,
      items,
      places,
      numbers,
      lists,
      terms,
      postings,
      due,
      feed,
      histories,
      marks,
    } = this.#layout;
    for (const [key, count] of this.#counters)
      if (!this.#holds(counters, JSON.parse(key) as [number, string], count)) return this.#other('counts');
    for (const [term, count] of this.#dictionary)
      if (!this.#holds(dictionary, term, count)) return this.#other('search terms');
    const named = {
      counts: counters,
      'search terms': dictionary,
      items,
      places,
      numbers,
      lists,
      terms,
      postings,
    };
    for (const [name, database] of Object.entries({ ...named, due, feeds: feed, histories, cursors: marks }))
      if (database.getCount(this.#at) !== (this.#seen.get(database) ?? 0)) return this.#other(name);
    return Promise.resolve(null);
  }

  #other(what: string): Promise<string> {
    return Promise.resolve(`The store has other ${what} than the journal makes.`);
  }

  #isShown(id: string, state: Buffer, place: Place): boolean {
    const item = JSON.parse(state.toString('utf8')) as Recorded;
    const projection = normalProjection(this.#project(item));
    const { readers, terms, ...facts } = projection;
    const { revision } = item;
    const { number, mark, signature } = place;
    const isPlaced =
      isSame(place, { ...facts, number, revision, mark, signature }) &&
      isSame(this.#signatures.get(signature), readers);
    this.#count(this.#layout.places);
    for (const facet of facetsOf(projection)) add(this.#counters, JSON.stringify([signature, facet]));
    for (const [term] of terms) add(this.#dictionary, term);
    return isPlaced && this.#isListed(id, place, projection) && this.#isFound(id, place, projection);
  }

  #isListed(id: string, { number }: Place, projection: Projection): boolean {
    const { lists, numbers } = this.#layout;
    const { kind, articles, memberStates, tags, publishedAt, readers } = projection;
    const card: Card = [kind, articles, memberStates, tags];
    const time = -Date.parse(publishedAt);
    return (
      this.#holds(numbers, number, [id, ...card]) &&
      listedFacets(projection).every((facet) =>
        readers.every((reader) => this.#holds(lists, [facet, reader, time, id], card)),
      )
    );
  }

  #isFound(id: string, { number, signature }: Place, { terms, publishedAt, dueAt }: Projection): boolean {
    const { postings, terms: held, due } = this.#layout;
    const time = Date.parse(publishedAt);
    return (
      this.#holds(held, number, terms) &&
      terms.every(([term, weight]) => this.#holds(postings, [term, -number], [signature, weight, time])) &&
      (dueAt === null || this.#holds(due, [Date.parse(dueAt), id], dueAt))
    );
  }

  #holds<V, K extends Key>(database: Database<V, K>, key: K, value: V): boolean {
    this.#count(database);
    return isSame(database.get(key, this.#at), value);
  }

  #count<V, K extends Key>(database: Database<V, K>): void {
    this.#seen.set(database, (this.#seen.get(database) ?? 0) + 1);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
