import { meets } from '../../src/access/readers.ts';
import type { Item } from '../../src/domain/items.ts';
import type { Commit } from '../../src/journal/commit.ts';
import type { Projection, Reads, Word } from '../../src/store/port.ts';
import type { SearchLimits } from '../../src/store/shared/ranking.ts';

export type Weighted = Projection['terms'];

interface Known {
  number: number;
  commit: Commit<Item>;
  terms: Weighted;
}

/** What a search must answer, worked out by looking at every item in the plainest way. */
export class SearchModel {
  readonly #limits: SearchLimits;
  readonly #known = new Map<string, Known>();

  constructor(limits: SearchLimits) {
    this.#limits = limits;
  }

  add(commit: Commit<Item>, terms: Weighted): void {
    const { itemId, position } = commit.header;
    this.#known.set(itemId, { number: this.#known.get(itemId)?.number ?? position, commit, terms });
  }

  item(id: string): Item | null {
    return this.#known.get(id)?.commit.content.state ?? null;
  }

  search(words: readonly Word[], { readers, filter = {} }: Reads): { ids: string[]; totalCount: number } {
    const { kinds = [], articles = [] } = filter;
    const holdsOne = (asked: readonly string[], has: readonly string[]) =>
      asked.length === 0 || asked.some((one) => has.includes(one));
    const resolved = words.map((word) => this.#termsOf(word));
    const hits = [...this.#known.values()]
      .filter(({ commit: { header } }) => {
        const { after } = header;
        return (
          meets(after.readers, readers) &&
          holdsOne(kinds, [header.kind]) &&
          holdsOne(articles, after.articles)
        );
      })
      .map((known) => ({ ...known, score: scoreOf(known.terms, resolved) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.number - one.number)
      .slice(0, this.#limits.mostHits)
      .map(({ score, commit }) => ({ score, item: commit.content.state }))
      .sort(
        (one, other) =>
          other.score - one.score ||
          Date.parse(other.item.publishedAt) - Date.parse(one.item.publishedAt) ||
          (one.item.id < other.item.id ? -1 : 1),
      );
    return { ids: hits.map(({ item }) => item.id), totalCount: hits.length };
  }

  #termsOf({ exact, prefix }: Word): readonly string[] {
    const all = [...this.#known.values()].flatMap(({ terms }) => terms.map(([term]) => term));
    const begun = prefix === null ? [] : all.filter((term) => term.startsWith(prefix));
    return [...exact, ...[...new Set(begun)].sort().slice(0, this.#limits.mostExpanded)];
  }
}

/** 0 where a word is missing: no weight of the tests is that low. */
function scoreOf(terms: Weighted, words: readonly (readonly string[])[]): number {
  const best = words.map((word) =>
    Math.max(0, ...terms.filter(([term]) => word.includes(term)).map(([, weight]) => weight)),
  );
  return best.includes(0) ? 0 : best.reduce((sum, weight) => sum + weight, 0);
}
