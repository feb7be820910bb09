import { trusted, type QueryFilter } from 'mongoose';
import type { Listed, Reads, Word } from '../port.ts';
import { countedFacets } from '../shared/filtering.ts';
import { byRank, exactTermsOf, prefixOf, scoreOf, type SearchLimits } from '../shared/ranking.ts';
import { inside, LONGEST_MS } from './asking.ts';
import type { Census } from './census.ts';
import { itemOf, listed, LISTS, narrowed } from './listing.ts';
import type { ItemDocument, Models } from './models.ts';

type Holder = Pick<ItemDocument, '_id' | 'number' | 'words' | 'weights' | 'publishedAt'>;

/** The terms that stand for one word. */
type Terms = readonly string[];

/** Ranges of an index that the database merges in order rather than sort; it takes up to 200. */
const MOST_MERGED = 150;

const SEARCH = { words: 1, number: -1, signature: 1 } as const;
const HOLDER = { number: 1, words: 1, weights: 1, publishedAt: 1 } as const;
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
      : await Term.find({ _id: trusted({ $gte: prefix, $lt: prefix + LAST_CHARACTER }) })
          .sort({ _id: 1 })
          .limit(limits.mostExpanded)
          .lean();
  return [...new Set([...exactTermsOf(word), ...longer.map(({ _id }) => _id)])];
}

const chunks = (terms: Terms): readonly Terms[] =>
  Array.from({ length: Math.ceil(terms.length / MOST_MERGED) }, (_, index) =>
    terms.slice(index * MOST_MERGED, (index + 1) * MOST_MERGED),
  );

/** Beside the index: holds one of the terms. Said so that the database does not take it for the index's bounds. */
const holdsOne = (terms: Terms): QueryFilter<ItemDocument> => ({
  $expr: trusted({ $gt: [{ $size: { $setIntersection: ['$words', { $literal: [...terms] }] } }, 0] }),
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
  chunks(asked.driver).map((terms) =>
    Item.find(
      {
        words: inside(terms),
        signature: inside(asked.signatures),
        ...both([...asked.others.map(holdsOne), ...narrowed(asked.reads.filter ?? {})]),
      },
      HOLDER,
    )
      .sort({ number: -1 })
      .limit(limits.mostHits)
      .maxTimeMS(LONGEST_MS)
      .hint(SEARCH),
  );

interface Counted {
  terms: Terms;
  /** How many visible items hold the word, counted no further than it matters. */
  holders: number;
}

/** The word that the fewest items hold comes first. */
async function rarestFirst(
  { models: { Item }, limits }: Searched,
  words: readonly Terms[],
  signatures: readonly string[],
): Promise<readonly Counted[]> {
  const counted = await Promise.all(
    words.map(async (terms) => ({
      terms,
      holders: await Item.countDocuments({ words: inside(terms), signature: inside(signatures) })
        .limit(limits.mostHits + 1)
        .maxTimeMS(LONGEST_MS)
        .hint(SEARCH),
    })),
  );
  return counted.sort((one, other) => one.holders - other.holders);
}

/** How many keys of the index are read in the time in which one item of a list is. */
const LIST_COST = 8;

/**
 * Whether all that the reader sees under the filter is less than the holders of the word that are walked over
 * until there are hits enough: for a reader of few items, or a filter that few items pass.
 */
function isListShorter({ census, limits }: Searched, reads: Reads, { holders }: Counted): boolean {
  const facets = countedFacets(reads.filter ?? {});
  if (holders <= limits.mostHits || facets === null) return false;
  const seen = census.total(reads.readers, facets);
  return seen * LIST_COST < (limits.mostHits * census.everything()) / Math.max(seen, 1);
}

async function holders(
  searched: Searched,
  words: readonly Terms[],
  reads: Reads,
): Promise<readonly Holder[]> {
  const { models, census, limits } = searched;
  const signatures = [...census.visibleTo(reads.readers)];
  const [rarest, ...others] = await rarestFirst(searched, words, signatures);
  if (rarest === undefined || rarest.holders === 0) return [];
  const found = isListShorter(searched, reads, rarest)
    ? await models.Item.find({ $and: [listed(reads), ...words.map(holdsOne)] }, HOLDER)
        .maxTimeMS(LONGEST_MS)
        .hint(LISTS)
        .lean()
    : (
        await Promise.all(
          searchQueries(searched, {
            driver: rarest.terms,
            others: others.map(({ terms }) => terms),
            signatures,
            reads,
          }).map((query) => query.lean()),
        )
      ).flat();
  return [...new Map(found.map((holder: Holder) => [holder._id, holder])).values()]
    .sort((one, other) => other.number - one.number)
    .slice(0, limits.mostHits);
}

/** The contract of `Store.search`. No words, no hits. */
export async function searchItems(
  searched: Searched,
  { words, reads, first }: { words: readonly Word[]; reads: Reads; first: number },
): Promise<{ nodes: readonly Listed[]; totalCount: number }> {
  const terms = await Promise.all(words.map((word) => termsOf(searched, word)));
  if (terms.length === 0 || terms.some(({ length }) => length === 0)) return { nodes: [], totalCount: 0 };
  const sets = terms.map((one) => new Set(one));
  const hits = (await holders(searched, terms, reads)).map((holder) => ({
    id: holder._id,
    score: scoreOf(
      holder.words.map((word, at) => [word, holder.weights[at] ?? 0] as const),
      sets,
    ),
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
