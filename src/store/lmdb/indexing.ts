import type { CommitHeader } from '../../journal/commit.ts';
import type { Projection } from '../port.ts';
import { facetsOf, listedFacets } from '../shared/filtering.ts';
import { normalReaders } from '../shared/preparing.ts';
import type { Card, FeedEntry, Layout, ListKey, Place, Term } from './layout.ts';
import type { Signatures } from './signatures.ts';
import type { Staging } from './staging.ts';

/** One change of an item, as the indexes see it. */
export interface Indexed {
  header: CommitHeader;
  projection: Projection;
  /** Null where the indexes hold nothing of the item so far. */
  former: Place | null;
}

export interface Target {
  layout: Layout;
  signatures: Signatures;
  staging: Staging;
}

/** Brings every index to the state after the change; the item itself and the journal are not written here. */
export function stageIndexes(target: Target, { header, projection, former }: Indexed): Place {
  const place: Place = {
    number: former?.number ?? firstPosition(target, header),
    revision: header.revision,
    mark: header.mark,
    signature: target.signatures.intern(projection.readers, target.staging),
    kind: projection.kind,
    isErased: projection.isErased,
    articles: projection.articles,
    memberStates: projection.memberStates,
    tags: projection.tags,
    publishedAt: projection.publishedAt,
    dueAt: projection.dueAt,
  };
  target.staging.put(target.layout.places, header.itemId, place);
  const step = { id: header.itemId, former, place };
  stageLists(target, step);
  stageCounters(target, step);
  stageTerms(target, step, projection.terms);
  stageDue(target, step);
  return place;
}

const firstPosition = ({ layout, staging }: Target, { itemId, position }: CommitHeader): number =>
  staging.get(layout.histories, [itemId, 1])?.[0] ?? position;

/** An item on its way from one place to the next. */
interface Step {
  id: string;
  /** Null for a new item. */
  former: Place | null;
  place: Place;
}

function* listKeys(target: Target, id: string, place: Place): Generator<ListKey> {
  const time = -Date.parse(place.publishedAt);
  for (const facet of listedFacets(place))
    for (const reader of target.signatures.readersOf(place.signature)) yield [facet, reader, time, id];
}

const cardOf = ({ kind, articles, memberStates, tags }: Place): Card => [kind, articles, memberStates, tags];

/** Whether it has other readers or another time, which lists and postings are made with. */
const isMoved = (former: Place, { signature, publishedAt, isErased }: Place): boolean =>
  former.signature !== signature || former.publishedAt !== publishedAt || former.isErased !== isErased;

function stageLists(target: Target, { id, former, place }: Step): void {
  const { layout, staging } = target;
  const card = cardOf(place);
  const isSameCard = former !== null && JSON.stringify(cardOf(former)) === JSON.stringify(card);
  if (!isSameCard) staging.put(layout.numbers, place.number, [id, ...card]);
  if (isSameCard && !isMoved(former, place)) return;
  if (former !== null) for (const key of listKeys(target, id, former)) staging.remove(layout.lists, key);
  for (const key of listKeys(target, id, place)) staging.put(layout.lists, key, card);
}

function stageCounters({ layout, staging }: Target, { former, place }: Step): void {
  const add = (signature: number, facet: string, amount: number): void => {
    const key: [number, string] = [signature, facet];
    const count = (staging.get(layout.counters, key) ?? 0) + amount;
    if (count === 0) staging.remove(layout.counters, key);
    else staging.put(layout.counters, key, count);
  };
  if (former !== null) for (const facet of facetsOf(former)) add(former.signature, facet, -1);
  for (const facet of facetsOf(place)) add(place.signature, facet, 1);
}

function stageTerms(target: Target, { former, place }: Step, terms: readonly Term[]): void {
  const { layout, staging } = target;
  const { number, signature } = place;
  const publishedAt = Date.parse(place.publishedAt);
  const mustRewrite = former !== null && isMoved(former, place);
  const old = new Map(former === null ? [] : staging.get(layout.terms, number));
  const now = new Map(terms);
  const count = (term: string, amount: number): void => {
    const held = (staging.get(layout.dictionary, term) ?? 0) + amount;
    if (held === 0) staging.remove(layout.dictionary, term);
    else staging.put(layout.dictionary, term, held);
  };
  for (const term of old.keys())
    if (!now.has(term)) {
      staging.remove(layout.postings, [term, -number]);
      count(term, -1);
    }
  for (const [term, weight] of now) {
    if (!old.has(term)) count(term, 1);
    if (mustRewrite || old.get(term) !== weight)
      staging.put(layout.postings, [term, -number], [signature, weight, publishedAt]);
  }
  staging.put(layout.terms, number, terms);
}

function stageDue({ layout, staging }: Target, { id, former, place: { dueAt } }: Step): void {
  const was = former?.dueAt ?? null;
  if (was === dueAt) return;
  if (was !== null) staging.remove(layout.due, [Date.parse(was), id]);
  if (dueAt !== null) staging.put(layout.due, [Date.parse(dueAt), id], dueAt);
}

export const BEFORE = 1;
export const AFTER = 2;

/** To whose feeds a commit belongs, and what a filter needs to know of it there. */
export function feedEntries({
  kind,
  before,
  after,
}: Pick<CommitHeader, 'kind' | 'before' | 'after'>): readonly (readonly [
  reader: string,
  entry: FeedEntry,
])[] {
  const former = before ?? { readers: [], articles: [], memberStates: [] };
  return [...new Set([...former.readers, ...after.readers])].map((reader) => {
    const sides =
      (former.readers.includes(reader) ? BEFORE : 0) + (after.readers.includes(reader) ? AFTER : 0);
    const concerns = [former.articles, former.memberStates, after.articles, after.memberStates] as const;
    return [reader, [sides, kind, ...concerns]];
  });
}

/** What feeds and the history tell of a commit, whether or not its content is there. */
export function stageTold({ layout, signatures, staging }: Target, header: CommitHeader): void {
  const { position, itemId, revision, after } = header;
  const signature = signatures.intern(normalReaders(after.readers), staging);
  staging.put(layout.histories, [itemId, revision], [position, signature]);
  for (const [reader, entry] of feedEntries(header)) staging.put(layout.feed, [reader, position], entry);
}

/** Takes an item out of every index; what was told of it in feeds and history stays as it is. */
export function unstageIndexes(target: Target, id: string, place: Place): void {
  const { layout, staging } = target;
  for (const key of listKeys(target, id, place)) staging.remove(layout.lists, key);
  for (const facet of facetsOf(place)) {
    const key: [number, string] = [place.signature, facet];
    const count = (staging.get(layout.counters, key) ?? 0) - 1;
    if (count === 0) staging.remove(layout.counters, key);
    else staging.put(layout.counters, key, count);
  }
  stageTerms(target, { id, former: place, place }, []);
  staging.remove(layout.terms, place.number);
  stageDue(target, { id, former: place, place: { ...place, dueAt: null } });
  staging.remove(layout.numbers, place.number);
  staging.remove(layout.places, id);
}
