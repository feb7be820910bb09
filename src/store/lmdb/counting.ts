import type { ItemKind } from '../../reference/vocabulary.ts';
import type { Facets, Reads } from '../port.ts';
import { articleFacet, countedFacets, isCounted, kindFacet, pairFacet, PAIRS } from '../shared/filtering.ts';
import type { Layout } from './layout.ts';
import { scanItems } from './listing.ts';
import type { Signatures } from './signatures.ts';

/** Null where the counters cannot tell. */
export function countIfCounted(layout: Layout, signatures: Signatures, reads: Reads): number | null {
  const facets = countedFacets(reads.filter ?? {});
  if (facets === null) return null;
  let count = 0;
  for (const signature of signatures.visibleTo(reads.readers))
    for (const facet of facets) count += layout.counters.get([signature, facet]) ?? 0;
  return count;
}

/** Adds up counters where they can tell, and looks at the items one by one where they cannot. */
export function countItems(layout: Layout, signatures: Signatures, reads: Reads): number {
  const counted = countIfCounted(layout, signatures, reads);
  if (counted !== null) return counted;
  let count = 0;

  for (const _ of scanItems(layout, reads)) count += 1;
  return count;
}

type Add = (facet: string, amount: number) => void;

/** What the counters of one signature hold between two facets, the latter not included. */
const countersOf = (layout: Layout, signature: number, [from, to]: readonly [string, string]) =>
  layout.counters.getRange({ start: [signature, from], end: [signature, to] });

/** Kinds are told apart by the counters, and each kind's articles too. */
function addOfKinds(layout: Layout, signature: number, [kinds, add]: [ReadonlySet<ItemKind>, Add]): void {
  for (const kind of kinds) {
    add(kindFacet(kind), layout.counters.get([signature, kindFacet(kind)]) ?? 0);
    const pairs = pairFacet(kind, '');
    for (const { key, value } of countersOf(layout, signature, [pairs, `${pairs}\uffff`]))
      add(articleFacet(key[1].slice(pairs.length)), value);
  }
}

export function countFacets(layout: Layout, signatures: Signatures, reads: Reads): Facets {
  const counts = new Map<string, number>();
  const add: Add = (facet, amount) => {
    counts.set(facet, (counts.get(facet) ?? 0) + amount);
  };
  const { filter = {} } = reads;
  const kinds = new Set(filter.kinds);
  if (!isCounted(filter) || (filter.articles ?? []).length > 0)
    for (const { card } of scanItems(layout, reads)) {
      const [kind, articles] = card;
      add(kindFacet(kind), 1);
      for (const article of new Set(articles)) add(articleFacet(article), 1);
    }
  else
    for (const signature of signatures.visibleTo(reads.readers))
      if (kinds.size > 0) addOfKinds(layout, signature, [kinds, add]);
      else for (const { key, value } of countersOf(layout, signature, ['', PAIRS])) add(key[1], value);
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
