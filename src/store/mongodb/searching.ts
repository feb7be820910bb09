import { trusted, type QueryFilter } from 'mongoose';
import type { Listed, Reads, Word } from '../port.ts';
import { ALL, countedFacets } from '../shared/filtering.ts';
import { byRank, exactTermsOf, prefixOf, scoreOf, type SearchLimits } from '../shared/ranking.ts';
import { inMerged, inside, LONGEST_MS } from './asking.ts';
import type { Census } from './census.ts';
import { itemOf, listed, LISTS, narrowed } from './listing.ts';
import type { ItemDocument, Models } from './models.ts';

/** With its score where the database has told it, otherwise with what it is made of. */
type Holder = Pick<ItemDocument, '_id' | 'number' | 'publishedAt'> &
  ({ score: number } | Pick<ItemDocument, 'words' | 'weights'>);

/** The terms that stand for one word. */
type Terms = readonly string[];

const SEARCH = { words: 1, number: -1, signature: 1 } as const;
const LAST_CHARACTER = '\u{10ffff}';

export interface Searched {
  models: Models;
  census: Census;
  limits: SearchLimits;
}

async function termsOf({ models: { Term }, limits }: Searched, word: Word): Promise<Terms> {
  const prefix = prefixOf(word);
  const longer =
    prefix === null
      ? []
      : await Term.find({ _id: trusted({ $gte: prefix, $lt: prefix + LAST_CHARACTER }) }, { _id: 1 })
          .sort({ _id: 1 })
          .limit(limits.mostExpanded)
          .lean();
  return [...new Set([...exactTermsOf(word), ...longer.map(({ _id }) => _id)])];
}

/** Beside the index: holds one of the terms. Said so that the database does not take it for the index's bounds. */
const holdsOne = (terms: Terms): QueryFilter<ItemDocument> => ({
  $expr: trusted({ $gt: [{ $size: { $setIntersection: ['$words', { $literal: [...terms] }] } }, 0] }),
});

/** The weight that a term has in the item; null where it is not there. */
const weightIn = (term: string) => ({
  $let: {
    vars: { at: { $indexOfArray: ['$words', { $literal: term }] } },
    in: { $cond: [{ $lt: ['$$at', 0] }, null, { $arrayElemAt: ['$weights', '$$at'] }] },
  },
});

/** Up to so many terms the database adds up the score: a thousand hits with all their words would be long to read. */
const MOST_SCORED = 20;

/** What is asked of each holder: the sum over the words of the best weight, or what this server can add up. */
const fieldsFor = (words: readonly Terms[]) => ({
  number: 1,
  publishedAt: 1,
  ...(words.flat().length > MOST_SCORED
    ? { words: 1, weights: 1 }
    : { score: { $sum: words.map((terms) => ({ $max: terms.map(weightIn) })) } }),
});

interface Asked {
  /** The word whose holders are read. */
  driver: Terms;
  others: readonly Terms[];
  signatures: readonly string[];
  reads: Reads;
}

const both = (rest: QueryFilter<ItemDocument>[]): QueryFilter<ItemDocument> =>
  rest.length === 0 ? {} : { $and: rest };

/** The newest items that hold every word, as one question for so many terms of the driver. */
export const searchQueries = ({ models: { Item }, limits }: Searched, asked: Asked) =>
  inMerged(asked.driver).map((terms) =>
    Item.find(
      {
        words: inside(terms),
        signature: inside(asked.signatures),
        ...both([...asked.others.map(holdsOne), ...narrowed(asked.reads.filter ?? {})]),
      },
      fieldsFor([asked.driver, ...asked.others]),
    )
      .sort({ number: -1 })
      .limit(limits.mostHits)
      // In one answer: the time limit does not hold for what is fetched after the first.
      .batchSize(limits.mostHits)
      .maxTimeMS(LONGEST_MS)
      .hint(SEARCH),
  );

/** The word that the fewest visible items hold comes first; empty where no item holds one of them. */
async function rarestFirst(
  { models: { Item }, limits }: Searched,
  words: readonly Terms[],
  signatures: readonly string[],
): Promise<readonly Terms[]> {
  // Nothing to choose from.
  if (words.length === 1) return words;
  const counted = await Promise.all(
    words.map(async (terms) => ({
      terms,
      // No further than it matters.
      holders: await Item.countDocuments({ words: inside(terms), signature: inside(signatures) })
        .limit(limits.mostHits + 1)
        .maxTimeMS(LONGEST_MS)
        .hint(SEARCH),
    })),
  );
  if (counted.some(({ holders }) => holders === 0)) return [];
  return counted.sort((one, other) => one.holders - other.holders).map(({ terms }) => terms);
}

/** How many keys of the index are read in the time in which one item of a list is. */
const LIST_COST = 8;

/**
 * Whether all that the reader sees under the filter is less than the holders of any of the words that are walked
 * over until there are hits enough: for a reader of few items, or a filter that few items pass.
 */
async function isListShorter(
  { models: { Item }, census, limits }: Searched,
  words: readonly Terms[],
  reads: Reads,
): Promise<boolean> {
  const { readers, filter = {} } = reads;
  const facets = countedFacets(filter);
  if (facets === null) return false;
  const seen = census.total(readers, facets);
  // The rights are looked at in the index; for a filter an item is read, from the list or with the word.
  const [cost, walked] =
    narrowed(filter).length === 0 ? [LIST_COST, census.everything()] : [1, census.total(readers, [ALL])];
  const enough = seen * cost + 1;
  if (enough > (limits.mostHits * walked) / Math.max(seen, 1)) return false;
  // Whoever may read them: to find those that such a reader sees is the walk that is to be saved.
  const holders = await Promise.all(
    words.map((terms) =>
      Item.countDocuments({ words: inside(terms) })
        .limit(enough)
        .maxTimeMS(LONGEST_MS)
        .hint(SEARCH),
    ),
  );
  return Math.min(...holders) >= enough;
}

/** In any order, and an item more than once. */
async function newestHolders(
  searched: Searched,
  words: readonly Terms[],
  reads: Reads,
): Promise<readonly Holder[]> {
  const signatures = [...searched.census.visibleTo(reads.readers)];
  const [driver, ...others] = await rarestFirst(searched, words, signatures);
  if (driver === undefined) return [];
  const asked = { driver, others, signatures, reads };
  const found = await Promise.all(searchQueries(searched, asked).map((query) => query.lean<Holder[]>()));
  return found.flat();
}

/** More than are ever read from a list, so that they come in one answer. */
const AT_ONCE = 100_000;

/** All that the reader sees under the filter and that hold the words. */
const listedHolders = ({ models: { Item } }: Searched, words: readonly Terms[], reads: Reads) =>
  Item.find({ $and: [listed(reads), ...words.map(holdsOne)] }, fieldsFor(words))
    .batchSize(AT_ONCE)
    .maxTimeMS(LONGEST_MS)
    .hint(LISTS)
    .lean<Holder[]>();

async function holders(
  searched: Searched,
  words: readonly Terms[],
  reads: Reads,
): Promise<readonly Holder[]> {
  const found: readonly Holder[] = (await isListShorter(searched, words, reads))
    ? await listedHolders(searched, words, reads)
    : await newestHolders(searched, words, reads);
  return [...new Map(found.map((holder) => [holder._id, holder])).values()]
    .sort((one, other) => other.number - one.number)
    .slice(0, searched.limits.mostHits);
}

const weighed = ({ words, weights }: Pick<ItemDocument, 'words' | 'weights'>) =>
  words.map((word, at) => [word, weights[at] ?? 0] as const);

/** The contract of `Store.search`. No words, no hits; erased items hold none. */
export async function searchItems(
  searched: Searched,
  { words, reads, first }: { words: readonly Word[]; reads: Reads; first: number },
): Promise<{ nodes: readonly Listed[]; totalCount: number }> {
  if (reads.filter?.erased === true) return { nodes: [], totalCount: 0 };
  const terms = await Promise.all(words.map((word) => termsOf(searched, word)));
  if (terms.length === 0 || terms.some(({ length }) => length === 0)) return { nodes: [], totalCount: 0 };
  const sets = terms.map((one) => new Set(one));
  const hits = (await holders(searched, terms, reads)).map((holder) => ({
    id: holder._id,
    score: 'score' in holder ? holder.score : scoreOf(weighed(holder), sets),
    publishedAt: Date.parse(holder.publishedAt),
  }));
  const ranked = hits.map(({ score, ...hit }) => ({ ...hit, score: score ?? 0 })).sort(byRank);
  const shown = ranked.slice(0, first).map(({ id }) => id);
  return { nodes: await readListed(searched.models, shown, reads), totalCount: hits.length };
}

/** In the order of the ids; without those that the reader has lost in between. */
async function readListed(
  { Item }: Models,
  ids: readonly string[],
  { readers }: Reads,
): Promise<readonly Listed[]> {
  const found = await Item.find({ _id: inside(ids), readers: inside(readers) }, { state: 1, mark: 1 }).lean();
  const known = new Map(found.map((item) => [item._id, item]));
  return ids.flatMap((id) => {
    const item = known.get(id);
    return item === undefined ? [] : [{ item: itemOf(item), mark: item.mark }];
  });
}
