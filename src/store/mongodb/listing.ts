import { trusted, type QueryFilter } from 'mongoose';
import { badInput } from '../../errors.ts';
import type { Item } from '../../domain/items.ts';
import { isMark } from '../../journal/mark.ts';
import type { ItemKind } from '../../reference/vocabulary.ts';
import type { Facets, Filter, Listed, Page, Reads } from '../port.ts';
import { articleFacet, countedFacets, facetsFor, isCounted, kindFacet } from '../shared/filtering.ts';
import { tooLong } from '../shared/refusing.ts';
import { greaterThan, inMerged, inside, LONGEST_MS } from './asking.ts';
import type { Census } from './census.ts';
import type { ItemDocument, Models } from './models.ts';
import { listKey } from './projecting.ts';

type Asked = QueryFilter<ItemDocument>;

export const LISTS = { lists: 1, place: 1 } as const;

const isAsked = (list: readonly unknown[] | undefined): list is readonly unknown[] =>
  list !== undefined && list.length > 0;

/** What the filter asks of an item beside its rights. */
export function narrowed({ kinds, articles, memberStates, tags = [] }: Filter): Asked[] {
  return [
    ...(isAsked(kinds) ? [{ kind: inside(kinds) }] : []),
    ...(isAsked(articles) ? [{ articles: inside(articles) }] : []),
    // An item that names no State concerns all of them.
    ...(isAsked(memberStates)
      ? [{ $or: [{ memberStates: inside(memberStates) }, { memberStates: trusted({ $size: 0 }) }] }]
      : []),
    ...tags.filter(isAsked).map((group) => ({ tags: inside(group) })),
  ];
}

const keysOf = ({ readers, filter = {} }: Reads): readonly string[] =>
  facetsFor(filter).flatMap((facet) => readers.map((reader) => listKey(facet, reader)));

/** Items that the reader sees and the filter lets pass: the rights are the bounds of the index. */
export function listed(reads: Reads, after: string | null = null, keys = keysOf(reads)): Asked {
  const { filter = {} } = reads;
  const rest = narrowed(filter);
  return {
    lists: inside(keys),
    ...(after === null ? {} : { place: greaterThan(after) }),
    ...(rest.length === 0 ? {} : { $and: rest }),
  };
}

export const itemOf = ({ state }: Pick<ItemDocument, 'state'>): Item => JSON.parse(state) as Item;

/** Where the item stands now to which a mark belongs. Throws BAD_USER_INPUT for an unknown mark. */
async function placeAfter({ Commit, Item }: Models, mark: string): Promise<string> {
  const commit = isMark(mark) ? await Commit.findOne({ mark }, { itemId: 1 }).lean() : null;
  const item = commit === null ? null : await Item.findById(commit.itemId, { place: 1 }).lean();
  if (item === null) throw badInput('after', 'There is no such place to go on from.');
  return item.place;
}

/** The first items of each part of the lists behind a place; an item may be in several. */
async function firstOf(
  { Item }: Models,
  reads: Reads,
  { first, after }: { first: number; after: string | null },
) {
  const parts = inMerged(keysOf(reads)).map((keys) =>
    Item.find(listed(reads, after, keys), { state: 1, mark: 1, place: 1 })
      .sort({ place: 1 })
      .limit(first)
      .maxTimeMS(LONGEST_MS)
      .hint(LISTS)
      .lean(),
  );
  return (await Promise.all(parts)).flat();
}

const byPlace = ({ place: one }: { place: string }, { place: other }: { place: string }): number =>
  one < other ? -1 : 1;

export async function listItems(
  models: Models,
  reads: Reads,
  page: { first: number; after: string | null },
): Promise<Page<Listed>> {
  const after = page.after === null ? null : await placeAfter(models, page.after);
  const firsts = await firstOf(models, reads, { first: page.first + 1, after });
  const found = [...new Map(firsts.map((item) => [item._id, item])).values()].sort(byPlace);
  const nodes = found.slice(0, page.first).map((item) => ({ item: itemOf(item), mark: item.mark }));
  return { nodes, hasNextPage: found.length > page.first };
}

/** Adds up counters where they can tell, and counts in the index and the items where they cannot. */
export async function countItems({ Item }: Models, census: Census, reads: Reads): Promise<number> {
  const facets = countedFacets(reads.filter ?? {});
  if (facets !== null) return census.total(reads.readers, facets);
  return Item.countDocuments(listed(reads)).maxTimeMS(LONGEST_MS).hint(LISTS);
}

/** Few enough that no single answer takes long, of the many that the time limit is over. */
const COUNTED_TOGETHER = 1_000;

export async function countFacets({ Item }: Models, census: Census, reads: Reads): Promise<Facets> {
  let counts: ReadonlyMap<string, number>;
  const { filter = {} } = reads;
  const { kinds = [], articles = [] } = filter;
  if (articles.length === 0 && isCounted(filter)) counts = census.totals(reads.readers, kinds);
  else {
    const found = new Map<string, number>();
    const add = (facet: string): void => void found.set(facet, (found.get(facet) ?? 0) + 1);
    const items = Item.find(listed(reads), { kind: 1, articles: 1 })
      .batchSize(COUNTED_TOGETHER)
      .maxTimeMS(LONGEST_MS)
      .hint(LISTS)
      .lean()
      .cursor();
    const began = performance.now();
    for await (const { kind, articles } of items) {
      if (performance.now() - began > LONGEST_MS) throw tooLong();
      add(kindFacet(kind));
      for (const article of new Set(articles)) add(articleFacet(article));
    }
    counts = found;
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
