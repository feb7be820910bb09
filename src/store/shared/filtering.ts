import type { RecordedKind } from '../../domain/item.ts';
import { itemKinds, type ItemKind } from '../../reference/vocabulary.ts';
import type { Filter } from '../port.ts';

/** What a filter looks at. */
export interface Filtered {
  kind: RecordedKind;
  articles: readonly string[];
  memberStates: readonly string[];
  tags: readonly string[];
}

const holdsOne = (wanted: readonly string[] | undefined, found: readonly string[]): boolean =>
  wanted === undefined || wanted.length === 0 || wanted.some((one) => found.includes(one));

/** An item that names no State concerns all of them. */
export const passes = (filter: Filter, { kind, articles, memberStates, tags }: Filtered): boolean =>
  holdsOne(filter.kinds, [kind]) &&
  holdsOne(filter.articles, articles) &&
  (memberStates.length === 0 || holdsOne(filter.memberStates, memberStates)) &&
  (filter.tags ?? []).every((group) => holdsOne(group, tags));

export const ALL = 'all';
export const kindFacet = (kind: string): string => `kind:${kind}`;
export const articleFacet = (article: string): string => `article:${article}`;

/** Sorts after every facet of another sort, so that those can be read without these. */
export const PAIRS = 'pair:';
export const pairFacet = (kind: string, article: string): string => `${PAIRS}${kind}/${article}`;

/** Where erased items are, and nothing else. */
const ERASED = 'erased';

/** What the facets of an item depend on. */
export interface Faceted {
  kind: RecordedKind;
  articles: readonly string[];
  isErased: boolean;
}

/** The facets under which one item is counted. */
export const facetsOf = (item: Faceted): readonly string[] => [
  ...listedFacets(item),
  ...(item.isErased ? [] : new Set(item.articles.map(articleFacet))),
];

/** The facets under which one item is listed: an article stands in the lists with the kind alone. */
export const listedFacets = ({ kind, articles, isErased }: Faceted): readonly string[] =>
  isErased
    ? [ERASED]
    : [ALL, kindFacet(kind), ...new Set(articles.map((article) => pairFacet(kind, article)))];

const pairsOf = (kinds: readonly ItemKind[], articles: readonly string[]): readonly string[] => [
  ...new Set(kinds.flatMap((kind) => articles.map((article) => pairFacet(kind, article)))),
];

/** Facets that are merged rather than scanning everything; beyond this the ranges cost more than they save. */
const MOST_MERGED = 25;

/** The facets of which one is on every item that passes: where a scan has to look. */
export function facetsFor({ articles = [], kinds = [], erased = false }: Filter): readonly string[] {
  if (erased) return [ERASED];
  const pairs = pairsOf(kinds.length > 0 ? kinds : itemKinds, articles);
  if (pairs.length > 0 && pairs.length <= MOST_MERGED) return pairs;
  return kinds.length > 0 ? [...new Set(kinds.map(kindFacet))] : [ALL];
}

/** Whether counters know the filter at all: they do not tell States and tags apart, nor erased items by kind. */
export const isCounted = ({ memberStates = [], tags = [], erased = false }: Filter): boolean =>
  !erased && memberStates.length + tags.flat().length === 0;

/**
 * The facets whose counters add up to the number of items that pass; null where counters cannot tell. An item
 * has one kind, so kinds add up; it may have several articles, so only one may be asked.
 */
export function countedFacets(filter: Filter): readonly string[] | null {
  const { kinds = [], articles = [], erased = false } = filter;
  if (erased)
    return kinds.length + articles.length === 0 && isCounted({ ...filter, erased: false }) ? [ERASED] : null;
  const [article, ...others] = new Set(articles);
  if (!isCounted(filter) || others.length > 0) return null;
  if (article === undefined) return facetsFor({ kinds });
  return kinds.length === 0 ? [articleFacet(article)] : pairsOf(kinds, [article]);
}
