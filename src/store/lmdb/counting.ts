import type { ItemKind } from '../../reference/vocabulary.ts';
import type { Facets, Reads } from '../port.ts';
import { articleFacet, countedFacets, kindFacet } from '../shared/filtering.ts';
import type { Layout } from './layout.ts';
import { scanItems } from './listing.ts';
import type { Signatures } from './signatures.ts';

/** Adds up counters where they can tell, and looks at the items one by one where they cannot. */
export function countItems(layout: Layout, signatures: Signatures, reads: Reads): number {
  let count = 0;
  const facets = countedFacets(reads.filter ?? {});
  if (facets === null) count = Array.from(scanItems(layout, reads), ({ id }) => id).length;
  else
    for (const signature of signatures.visibleTo(reads.readers))
      for (const facet of facets) count += layout.counters.get([signature, facet]) ?? 0;
  return count;
}

const isWide = ({
  kinds = [],
  articles = [],
  memberStates = [],
  tags = [],
}: NonNullable<Reads['filter']>): boolean =>
  kinds.length + articles.length + memberStates.length + tags.flat().length === 0;

export function countFacets(layout: Layout, signatures: Signatures, reads: Reads): Facets {
  const counts = new Map<string, number>();
  const add = (facet: string, amount: number): void => {
    counts.set(facet, (counts.get(facet) ?? 0) + amount);
  };
  if (isWide(reads.filter ?? {})) {
    for (const signature of signatures.visibleTo(reads.readers))
      for (const { key, value } of layout.counters.getRange({
        start: [signature, ''],
        end: [signature + 1, ''],
      }))
        add(key[1], value);
  } else
    for (const { card } of scanItems(layout, reads)) {
      const [kind, articles] = card;
      add(kindFacet(kind), 1);
      for (const article of new Set(articles)) add(articleFacet(article), 1);
    }
  return {
    kinds: valuesOf(counts, kindFacet('')) as ReadonlyMap<ItemKind, number>,
    articles: valuesOf(counts, articleFacet('')),
  };
}

/** The facets of one sort by their value; sorted, so that the answer does not show in which order things came. */
const valuesOf = (counts: ReadonlyMap<string, number>, prefix: string): ReadonlyMap<string, number> =>
  new Map(
    [...counts]
      .filter(([facet, count]) => facet.startsWith(prefix) && count > 0)
      .map(([facet, count]) => [facet.slice(prefix.length), count] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
