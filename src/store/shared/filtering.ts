import type { ItemKind } from '../../reference/vocabulary.ts';
import type { Filter } from '../port.ts';

/** What a filter looks at. */
export interface Filtered {
  kind: ItemKind;
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

const isEmpty = (list: readonly unknown[] | undefined): boolean => list === undefined || list.length === 0;

export const ALL = 'all';
export const kindFacet = (kind: string): string => `kind:${kind}`;
export const articleFacet = (article: string): string => `article:${article}`;

/** The facets that one item bears. */
export const facetsOf = (kind: ItemKind, articles: readonly string[]): readonly string[] => [
  ALL,
  kindFacet(kind),
  ...new Set(articles.map(articleFacet)),
];

/** Facets that are merged rather than scanning everything; beyond this the ranges cost more than they save. */
const MOST_MERGED = 5;

/** The facets of which one is on every item that passes: where a scan has to look. */
export function facetsFor({ articles, kinds }: Filter): readonly string[] {
  if (articles !== undefined && articles.length > 0 && articles.length <= MOST_MERGED)
    return [...new Set(articles.map(articleFacet))];
  return kinds !== undefined && kinds.length > 0 ? [...new Set(kinds.map(kindFacet))] : [ALL];
}

/**
 * The facets whose counters add up to the number of items that pass; null where counters cannot tell. An item
 * has one kind, so kinds add up; it may have several articles, so only one may be asked.
 */
export function countedFacets(filter: Filter): readonly string[] | null {
  const { kinds, articles } = filter;
  if (!isEmpty(filter.memberStates) || (filter.tags ?? []).some((group) => group.length > 0)) return null;
  if (isEmpty(articles)) return facetsFor({ ...(kinds === undefined ? {} : { kinds }) });
  const one = new Set(articles);
  return isEmpty(kinds) && one.size === 1 ? [...one].map(articleFacet) : null;
}
