import type { Listed, Reads, Word } from '../port.ts';
import { passes } from '../shared/filtering.ts';
import { indexedTerm, isTerm } from '../shared/preparing.ts';
import type { Layout } from './layout.ts';
import { readListed } from './listing.ts';
import type { Signatures } from './signatures.ts';

/** Score by item number. */
type Scores = Map<number, number>;

interface Hit {
  id: string;
  score: number;
  publishedAt: number;
}

/** Best weight of the word in each item of one signature. */
function collect(layout: Layout, signature: number, { exact, prefix }: Word): Scores {
  const best: Scores = new Map();
  const keep = (number: number, weight: number): void => {
    best.set(number, Math.max(weight, best.get(number) ?? weight));
  };
  for (const term of new Set(exact.map(indexedTerm))) {
    const range = { start: [signature, term, 0], end: [signature, term, Infinity] };
    for (const { key, value } of layout.postings.getRange(range)) keep(key[2], value);
  }
  const begin = indexedTerm(prefix ?? '');
  if (!isTerm(begin)) return best;
  for (const { key, value } of layout.postings.getRange({
    start: [signature, begin],
    end: [signature + 1],
  })) {
    if (!key[1].startsWith(begin)) break;
    keep(key[2], value);
  }
  return best;
}

/** Items of one signature that hold every word, with the sum of the words' best weights. */
function scoresIn(layout: Layout, signature: number, words: readonly Word[]): Scores {
  let scores: Scores | null = null;
  for (const word of words) {
    const found = collect(layout, signature, word);
    if (scores === null) scores = found;
    else
      for (const [number, score] of scores) {
        const weight = found.get(number);
        if (weight === undefined) scores.delete(number);
        else scores.set(number, score + weight);
      }
    if (scores.size === 0) break;
  }
  return scores ?? new Map<number, number>();
}

const byRank = (one: Hit, other: Hit): number =>
  other.score - one.score || other.publishedAt - one.publishedAt || (one.id < other.id ? -1 : 1);

/** Looks at the postings of the signatures that the reader sees and at no others. No words, no hits. */
export function searchItems(
  { layout, signatures }: { layout: Layout; signatures: Signatures },
  { words, reads, first }: { words: readonly Word[]; reads: Reads; first: number },
): { nodes: readonly Listed[]; totalCount: number } {
  const usable = words.map(({ exact, prefix }) => ({ exact: exact.filter(isTerm), prefix }));
  const hits: Hit[] = [];
  for (const signature of signatures.visibleTo(reads.readers))
    for (const [number, score] of scoresIn(layout, signature, usable)) {
      const id = layout.numbers.get(number);
      const place = id === undefined ? undefined : layout.places.get(id);
      if (id !== undefined && place !== undefined && passes(reads.filter ?? {}, place))
        hits.push({ id, score, publishedAt: Date.parse(place.publishedAt) });
    }
  const nodes = hits
    .sort(byRank)
    .slice(0, first)
    .map(({ id }) => readListed(layout, id))
    .filter((listed) => listed !== null);
  return { nodes, totalCount: hits.length };
}
