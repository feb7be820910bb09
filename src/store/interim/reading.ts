import { badInput } from '../../errors.ts';
import { decodeHeader } from '../../journal/chain.ts';
import type { Item } from '../../domain/items.ts';
import type { ItemKind } from '../../reference/vocabulary.ts';
import type { Facets, Filter, Listed, Page, Reads, Word } from '../port.ts';
import type { Card, Layout, ListKey, Place } from './layout.ts';
import { countedFacet, facetsFor, matches } from './matching.ts';
import { grouped, merged } from './ranges.ts';
import type { Signatures } from './signatures.ts';

interface Entry {
  key: ListKey;
  value: Card;
}

/** Newest first, then by id. */
const byPlace = ({ key: a }: Entry, { key: b }: Entry): number =>
  a[2] - b[2] || (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0);

/** Reads of items as they are now. Each looks only at index entries that bear one of the reader's keys. */
export class Reading {
  readonly #layout: Layout;
  readonly #signatures: Signatures;

  constructor(layout: Layout, signatures: Signatures) {
    this.#layout = layout;
    this.#signatures = signatures;
  }

  load(id: string): Item | null {
    const state = this.#layout.items.get(id);
    return state === undefined ? null : (JSON.parse(state.toString('utf8')) as Item);
  }

  item(id: string, { readers }: Reads): Item | null {
    const place = this.#layout.places.get(id);
    return place !== undefined && this.#signatures.isVisible(place.signature, readers) ? this.load(id) : null;
  }

  readersOf(id: string): readonly string[] | null {
    const place = this.#layout.places.get(id);
    return place === undefined ? null : this.#signatures.readersOf(place.signature);
  }

  list(reads: Reads, { first, after }: { first: number; after: string | null }): Page<Listed> {
    const from = after === null ? null : this.#placeBehind(after);
    const nodes: Listed[] = [];
    for (const { key } of this.#scan(reads, from)) {
      if (nodes.length === first) return { nodes, hasNextPage: true };
      nodes.push(this.#listed(key[3]));
    }
    return { nodes, hasNextPage: false };
  }

  count(reads: Reads): number {
    const facet = countedFacet(reads.filter ?? {});
    let count = 0;
    if (facet === null) for (const _entry of this.#scan(reads, null)) count += 1;
    else
      for (const signature of this.#signatures.visibleTo(reads.readers))
        count += this.#layout.counters.get([signature, facet]) ?? 0;
    return count;
  }

  facets(reads: Reads): Facets {
    const counts = new Map<string, number>();
    const add = (facet: string, count: number) => counts.set(facet, (counts.get(facet) ?? 0) + count);
    if (countedFacet(reads.filter ?? {}) === '*') {
      for (const signature of this.#signatures.visibleTo(reads.readers))
        for (const { key, value } of this.#layout.counters.getRange({
          start: [signature, ''],
          end: [signature + 1, ''],
        }))
          add(key[1], value);
    } else
      for (const { value } of this.#scan(reads, null)) {
        add(`k:${value[0]}`, 1);
        for (const article of value[1]) add(`a:${article}`, 1);
      }
    const of = (prefix: string): [string, number][] =>
      [...counts]
        .filter(([facet]) => facet.startsWith(prefix))
        .map(([facet, count]): [string, number] => [facet.slice(prefix.length), count])
        .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    return { kinds: new Map(of('k:') as [ItemKind, number][]), articles: new Map(of('a:')) };
  }

  search(words: readonly Word[], reads: Reads, first: number): { nodes: Listed[]; totalCount: number } {
    const visible = this.#signatures.visibleTo(reads.readers);
    let scores: Map<number, number> | null = null;
    for (const word of words) scores = this.#score(word, visible, scores);
    const found: { id: string; place: Place; score: number }[] = [];
    for (const [number, score] of scores ?? []) {
      const id = this.#layout.numbers.get(number);
      const place = id === undefined ? undefined : this.#layout.places.get(id);
      if (id === undefined || place === undefined) continue;
      if (matches(reads.filter, [place.kind, place.articles, place.memberStates, place.tags]))
        found.push({ id, place, score });
    }
    found.sort(
      (a, b) =>
        b.score - a.score ||
        Date.parse(b.place.publishedAt) - Date.parse(a.place.publishedAt) ||
        (a.id < b.id ? -1 : 1),
    );
    return { nodes: found.slice(0, first).map(({ id }) => this.#listed(id)), totalCount: found.length };
  }

  /** Items that bear the word, by number, with the score so far; only those that bore the words before. */
  #score(
    { exact, prefix }: Word,
    visible: readonly number[],
    before: Map<number, number> | null,
  ): Map<number, number> {
    const best = new Map<number, number>();
    const { postings } = this.#layout;
    const take = (start: [number, string, number], end: [number, string, number]): void => {
      for (const { key, value } of postings.getRange({ start, end })) {
        const number = key[2];
        if (before === null || before.has(number)) best.set(number, Math.max(best.get(number) ?? 0, value));
      }
    };
    for (const signature of visible) {
      for (const term of exact) take([signature, term, 0], [signature, term, Infinity]);
      if (prefix !== null) take([signature, prefix, 0], [signature, `${prefix}\uffff`, 0]);
    }
    if (before !== null)
      for (const [number, score] of best) best.set(number, score + (before.get(number) ?? 0));
    return best;
  }

  #listed(id: string): Listed {
    const item = this.load(id);
    const place = this.#layout.places.get(id);
    if (item === null || place === undefined) throw new Error('an index names an item that is not there');
    return { item, mark: place.mark };
  }

  #placeBehind(mark: string): { time: number; id: string } {
    const { marks, headers, places } = this.#layout;
    const position = marks.get(mark);
    const header = position === undefined ? undefined : headers.get(position);
    const id = header === undefined ? undefined : decodeHeader(header).itemId;
    const place = id === undefined ? undefined : places.get(id);
    if (id === undefined || place === undefined)
      throw badInput('after', 'This is not a cursor of this list.');
    return { time: -Date.parse(place.publishedAt), id };
  }

  /** Entries that pass, each item once, in order. */
  *#scan({ readers, filter = {} }: Reads, from: { time: number; id: string } | null): Generator<Entry> {
    const { lists } = this.#layout;
    const ranges = facetsFor(filter as Filter).flatMap((facet) =>
      readers.map((reader) => {
        const start: ListKey = [facet, reader, from?.time ?? -Infinity, from?.id ?? ''];
        const end: ListKey = [facet, reader, Infinity, ''];
        return lists.getRange({ start, end, exclusiveStart: from !== null }) as Iterable<Entry>;
      }),
    );
    const isSame = (a: Entry, b: Entry) => a.key[3] === b.key[3];
    for (const [entry] of grouped(merged(ranges, byPlace), isSame))
      if (entry !== undefined && matches(filter, entry.value)) yield entry;
  }
}
