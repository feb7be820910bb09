import type { Filter, Listed, Reads, Word } from '../port.ts';
import { byRank, exactTermsOf, prefixOf, scoreOf, type Hit, type SearchLimits } from '../shared/ranking.ts';
import { countIfCounted } from './counting.ts';
import type { Layout, Posting } from './layout.ts';
import { passesCard, readListed, scanItems } from './listing.ts';
import { mergeSorted } from './merge.ts';
import type { Signatures } from './signatures.ts';

/** A word as the terms of the dictionary that stand for it. */
interface Known {
  terms: ReadonlySet<string>;
  /** In how many items the terms are, an item counted once for each. */
  postings: number;
}

interface Searched {
  layout: Layout;
  signatures: Signatures;
  limits: SearchLimits;
}

interface Asked {
  words: readonly Word[];
  reads: Reads;
  first: number;
}

function lookUp({ layout, limits }: Searched, word: Word): Known {
  const terms = new Set<string>();
  let postings = 0;
  const add = (term: string, count: number): void => {
    if (!terms.has(term)) postings += count;
    terms.add(term);
  };
  for (const term of exactTermsOf(word)) {
    const count = layout.dictionary.get(term);
    if (count !== undefined) add(term, count);
  }
  const prefix = prefixOf(word);
  if (prefix === null) return { terms, postings };
  for (const { key, value } of layout.dictionary.getRange({ start: prefix, limit: limits.mostExpanded })) {
    if (!key.startsWith(prefix)) break;
    add(key, value);
  }
  return { terms, postings };
}

interface PostingRow {
  key: [term: string, negatedNumber: number];
  value: Posting;
}

/** An item on its way to be a hit: it is visible, and has this score for the words looked at so far. */
interface Candidate {
  number: number;
  score: number;
  /** Milliseconds since 1970. */
  publishedAt: number;
}

/** Most hits need no id: it decides between equals, and names those that are shown. */
class Found implements Hit {
  readonly score: number;
  readonly publishedAt: number;
  readonly #number: number;
  readonly #layout: Layout;
  #id: string | null = null;

  constructor(layout: Layout, { number, score, publishedAt }: Candidate) {
    this.score = score;
    this.publishedAt = publishedAt;
    this.#number = number;
    this.#layout = layout;
  }

  get id(): string {
    return (this.#id ??= this.#layout.numbers.get(this.#number)?.[0] ?? '');
  }
}

/** Visible items that hold the word, newest first. */
function* holdersOf(
  { layout }: Searched,
  { terms }: Known,
  visible: ReadonlySet<number>,
): Generator<Candidate> {
  const ranges = [...terms].map((term) =>
    layout.postings.getRange({ start: [term, -Infinity], end: [term, Infinity] }),
  );
  for (const rows of mergeSorted<PostingRow>(ranges, (one, other) => one.key[1] - other.key[1])) {
    const [row] = rows;
    if (row === undefined || !visible.has(row.value[0])) continue;
    const score = rows.reduce((best, { value: [, weight] }) => Math.max(best, weight), row.value[1]);
    yield { number: -row.key[1], score, publishedAt: row.value[2] };
  }
}

/** Up to so many postings are looked up one by one before the item's own terms are read instead. */
const MOST_LOOKED_UP = 6;

/** The score of an item for the words; null where it lacks one. */
function scoreIn({ layout }: Searched, number: number, words: readonly Known[]): number | null {
  const sets = words.map(({ terms }) => terms);
  const asked = sets.reduce((sum, { size }) => sum + size, 0);
  if (asked > MOST_LOOKED_UP) return scoreOf(layout.terms.get(number) ?? [], sets);
  const found = sets
    .flatMap((set) => [...set])
    .flatMap((term): [string, number][] => {
      const posting = layout.postings.get([term, -number]);
      return posting === undefined ? [] : [[term, posting[1]]];
    });
  return scoreOf(found, sets);
}

/** Every visible item that passes the filter and holds the words, newest first. */
function* fromLists(searched: Searched, reads: Reads, words: readonly Known[]): Generator<Candidate> {
  const { layout } = searched;
  const found: Candidate[] = [];
  for (const { id } of scanItems(layout, reads)) {
    const place = layout.places.get(id);
    const score = place === undefined ? null : scoreIn(searched, place.number, words);
    if (place !== undefined && score !== null)
      found.push({ number: place.number, score, publishedAt: Date.parse(place.publishedAt) });
  }
  yield* found.sort((one, other) => other.number - one.number);
}

const isOpen = ({ kinds = [], articles = [], memberStates = [], tags = [] }: Filter): boolean =>
  kinds.length + articles.length + memberStates.length + tags.flat().length === 0;

function passesAt({ layout }: Searched, number: number, filter: Filter): boolean {
  const row = layout.numbers.get(number);
  if (row === undefined) return false;
  const [, ...card] = row;
  return passesCard(filter, card);
}

/** Visible items that pass the filter and hold the words, newest first, beginning with the word that the fewest items hold. */
function* fromPostings(searched: Searched, reads: Reads, words: readonly Known[]): Generator<Candidate> {
  const [rarest, ...others] = [...words].sort((one, other) => one.postings - other.postings);
  if (rarest === undefined) return;
  const { filter = {} } = reads;
  const isFree = isOpen(filter);
  for (const candidate of holdersOf(searched, rarest, searched.signatures.visibleTo(reads.readers))) {
    const more = others.length === 0 ? 0 : scoreIn(searched, candidate.number, others);
    if (more === null || !(isFree || passesAt(searched, candidate.number, filter))) continue;
    yield { ...candidate, score: candidate.score + more };
  }
}

/** How many postings are read in the time in which one item of a list is. */
const LIST_COST = 8;

/**
 * Which is read: the postings of the rarest word until there are hits enough, or all that the reader sees under
 * the filter, where that is little. Without the second a reader of few items, or a filter that few items pass,
 * would walk over every holder of a common word.
 */
function candidates(searched: Searched, reads: Reads, words: readonly Known[]): Iterable<Candidate> {
  const { layout, signatures, limits } = searched;
  const holders = Math.min(...words.map(({ postings }) => postings));
  // Counting has its price too, and a rare word is looked through before the count is made.
  const listed = holders <= limits.mostHits ? null : countIfCounted(layout, signatures, reads);
  if (listed === null) return fromPostings(searched, reads, words);
  const { entryCount } = layout.numbers.getStats() as { entryCount: number };
  const walked = Math.min(holders, (limits.mostHits * entryCount) / Math.max(listed, 1));
  return listed * LIST_COST < walked
    ? fromLists(searched, reads, words)
    : fromPostings(searched, reads, words);
}

/** The contract of `Store.search`. No words, no hits. */
export function searchItems(searched: Searched, { words, reads, first }: Asked) {
  const { layout, limits } = searched;
  // Erased items hold no word.
  const known = reads.filter?.erased === true ? [] : words.map((word) => lookUp(searched, word));
  const hits: Hit[] = [];
  if (known.length > 0 && known.every(({ postings }) => postings > 0))
    for (const candidate of candidates(searched, reads, known)) {
      hits.push(new Found(layout, candidate));
      if (hits.length === limits.mostHits) break;
    }
  const nodes: Listed[] = hits
    .sort(byRank)
    .slice(0, first)
    .map(({ id }) => readListed(layout, id))
    .filter((listed) => listed !== null);
  return { nodes, totalCount: hits.length };
}
