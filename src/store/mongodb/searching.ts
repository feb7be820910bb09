import { trusted, type QueryFilter } from 'mongoose';
import type { Listed, Reads, Word } from '../port.ts';
import { indexedTerm, isTerm } from '../shared/preparing.ts';
import { inside } from './asking.ts';
import type { Census } from './census.ts';
import { itemOf, narrowed } from './listing.ts';
import type { ItemDocument, Models } from './models.ts';

type Hit = Pick<ItemDocument, '_id' | 'number' | 'words' | 'weights' | 'publishedAt'>;

/** How many words a prefix stands for at the most. */
const MOST_EXPANDED = 300;
/** How many hits are looked at, newest first. */
const MOST_HITS = 1_000;
/** Ranges of an index that the database merges in order rather than sort; it takes up to 200. */
const MOST_MERGED = 150;

const SEARCH = { words: 1, number: -1, signature: 1 } as const;

/** The first text after all that begin with the prefix. */
const afterPrefix = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);

/** The terms that a word stands for. */
async function termsOf({ Term }: Models, { exact, prefix }: Word): Promise<readonly string[]> {
  const begin = indexedTerm(prefix ?? '');
  const longer = isTerm(begin)
    ? await Term.find({ _id: trusted({ $gte: begin, $lt: afterPrefix(begin) }) })
        .sort({ _id: 1 })
        .limit(MOST_EXPANDED)
        .lean()
    : [];
  return [...new Set([...exact.map(indexedTerm).filter(isTerm), ...longer.map(({ _id }) => _id)])];
}

const chunks = (terms: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(terms.length / MOST_MERGED) }, (_, index) =>
    terms.slice(index * MOST_MERGED, (index + 1) * MOST_MERGED),
  );

/** Beside the index: holds one of the terms. Said so that the database does not take it for the index's bounds. */
const holdsOne = (terms: readonly string[]) => ({
  $expr: trusted({ $gt: [{ $size: { $setIntersection: ['$words', { $literal: [...terms] }] } }, 0] }),
});

interface Asked {
  driver: readonly string[];
  others: readonly (readonly string[])[];
  signatures: readonly string[];
  reads: Reads;
}

/** The questions of a search, for the answer and for explaining it. */
export function searchQueries({ Item }: Models, { driver, others, signatures, reads }: Asked) {
  const rest: QueryFilter<ItemDocument>[] = [...others.map(holdsOne), ...narrowed(reads.filter ?? {})];
  return chunks(driver).map((terms) =>
    Item.find(
      {
        words: inside(terms),
        signature: inside(signatures),
        ...(rest.length === 0 ? {} : { $and: rest }),
      },
      { number: 1, words: 1, weights: 1, publishedAt: 1 },
    )
      .sort({ number: -1 })
      .limit(MOST_HITS)
      .hint(SEARCH),
  );
}

/** The word that the fewest items hold leads; how many is asked no further than it matters. */
async function rarestFirst(
  { Item }: Models,
  words: readonly (readonly string[])[],
  signatures: readonly string[],
): Promise<readonly (readonly string[])[]> {
  if (words.length < 2) return words;
  const counted = await Promise.all(
    words.map(async (terms) => ({
      terms,
      count: await Item.countDocuments({ words: inside(terms), signature: inside(signatures) })
        .limit(MOST_HITS + 1)
        .hint(SEARCH),
    })),
  );
  return counted.sort((one, other) => one.count - other.count).map(({ terms }) => terms);
}

function scoreOf({ words, weights }: Hit, asked: readonly ReadonlySet<string>[]): number {
  const best = asked.map(() => 0);
  words.forEach((word, at) => {
    asked.forEach((terms, index) => {
      if (terms.has(word)) best[index] = Math.max(best[index] ?? 0, weights[at] ?? 0);
    });
  });
  return best.reduce((sum, weight) => sum + weight, 0);
}

/** Looks at items whose readers meet the reader's keys and at no others. No words, no hits. */
export async function searchItems(
  models: Models,
  census: Census,
  { words, reads, first }: { words: readonly Word[]; reads: Reads; first: number },
): Promise<{ nodes: readonly Listed[]; totalCount: number }> {
  const signatures = [...census.visibleTo(reads.readers)];
  const resolved = await Promise.all(words.map((word) => termsOf(models, word)));
  if (resolved.length === 0 || resolved.some((terms) => terms.length === 0) || signatures.length === 0)
    return { nodes: [], totalCount: 0 };
  const [driver = [], ...others] = await rarestFirst(models, resolved, signatures);
  const found = await Promise.all(
    searchQueries(models, { driver, others, signatures, reads }).map((query) => query.lean()),
  );
  const hits = [...new Map(found.flat().map((hit: Hit) => [hit._id, hit])).values()]
    .sort((one, other) => other.number - one.number)
    .slice(0, MOST_HITS);
  const asked = resolved.map((terms) => new Set(terms));
  const ranked = hits
    .map((hit) => ({ hit, score: scoreOf(hit, asked), time: Date.parse(hit.publishedAt) }))
    .sort((a, b) => b.score - a.score || b.time - a.time || (a.hit._id < b.hit._id ? -1 : 1))
    .slice(0, first)
    .map(({ hit }) => hit._id);
  return { nodes: await readListed(models, ranked, reads), totalCount: hits.length };
}

/** In the order of the ids; without those that the reader has lost in between. */
async function readListed({ Item }: Models, ids: readonly string[], { readers }: Reads): Promise<Listed[]> {
  const found = await Item.find({ _id: inside(ids), readers: inside(readers) }, { state: 1, mark: 1 }).lean();
  const known = new Map(found.map((item) => [item._id, item]));
  return ids.flatMap((id) => {
    const item = known.get(id);
    return item === undefined ? [] : [{ item: itemOf(item), mark: item.mark }];
  });
}
