import type { Projection, Word } from '../port.ts';
import { indexedTerm, isTerm } from './preparing.ts';

/** How far a search goes. */
export interface SearchLimits {
  /** The newest items that are ranked and counted. */
  mostHits: number;
  /** The terms that a prefix stands for. */
  mostExpanded: number;
}

export const searchLimits: SearchLimits = { mostHits: 1_000, mostExpanded: 300 };

/** The exact terms of a word, as the index would hold them. */
export const exactTermsOf = ({ exact }: Word): readonly string[] => [
  ...new Set(exact.map(indexedTerm).filter(isTerm)),
];

/** The prefix of a word, as terms of the index would begin; null where the word has none. */
export function prefixOf({ prefix }: Word): string | null {
  const begin = indexedTerm(prefix ?? '');
  return isTerm(begin) ? begin : null;
}

/** The terms that stand for one word. */
export type WordTerms = ReadonlySet<string>;

/** The sum over the words of the best weight that one of its terms has in the item; null where a word is missing. */
export function scoreOf(terms: Projection['terms'], words: readonly WordTerms[]): number | null {
  const best: (number | undefined)[] = words.map(() => undefined);
  for (const [term, weight] of terms)
    for (const [index, word] of words.entries())
      if (word.has(term)) best[index] = Math.max(weight, best[index] ?? weight);
  let score = 0;
  for (const weight of best) {
    if (weight === undefined) return null;
    score += weight;
  }
  return score;
}

/** A hit, as far as its rank depends on it. */
export interface Hit {
  id: string;
  score: number;
  /** Milliseconds since 1970. */
  publishedAt: number;
}

/** Best score first, then the newest, then by id. */
export const byRank = (one: Hit, other: Hit): number =>
  other.score - one.score || other.publishedAt - one.publishedAt || (one.id < other.id ? -1 : 1);
