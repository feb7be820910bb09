import type { Filter } from '../port.ts';
import type { Card } from './layout.ts';

const overlaps = (asked: readonly string[] | undefined, has: readonly string[]): boolean =>
  asked === undefined || asked.length === 0 || asked.some((one) => has.includes(one));

/** Whether what is known of an item, or of one side of a change, passes the filter. */
export function matches(filter: Filter | undefined, [kind, articles, memberStates, tags]: Card): boolean {
  if (filter === undefined) return true;
  return (
    overlaps(filter.kinds, [kind]) &&
    overlaps(filter.articles, articles) &&
    (memberStates.length === 0 || overlaps(filter.memberStates, memberStates)) &&
    (filter.tags ?? []).every((group) => overlaps(group, tags))
  );
}

/** All items; every other facet is one fact that an item bears. */
export const ALL = '*';

export const facetsOf = ([kind, articles, , tags]: Card): readonly string[] => [
  ALL,
  `k:${kind}`,
  ...articles.map((article) => `a:${article}`),
  ...tags.map((tag) => `t:${tag}`),
];

/** The facets whose lists together hold everything that can pass the filter, the most telling kind first. */
export function facetsFor({ kinds = [], articles = [], tags = [] }: Filter): readonly string[] {
  const group = tags.find((one) => one.length > 0);
  if (group !== undefined) return group.map((tag) => `t:${tag}`);
  if (articles.length > 0) return articles.map((article) => `a:${article}`);
  return kinds.length > 0 ? kinds.map((kind) => `k:${kind}`) : [ALL];
}

/** The one facet that says the same as the whole filter, whose items are counted already; null where none does. */
export function countedFacet({
  kinds = [],
  articles = [],
  memberStates = [],
  tags = [],
}: Filter): string | null {
  if (memberStates.length > 0 || tags.some((group) => group.length > 0)) return null;
  if (kinds.length + articles.length === 0) return ALL;
  if (kinds.length + articles.length > 1) return null;
  return kinds[0] === undefined ? `a:${articles[0] ?? ''}` : `k:${kinds[0]}`;
}
