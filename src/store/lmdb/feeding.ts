import { decodeContent, decodeHeader } from '../../journal/chain.ts';
import { isItem, type Item } from '../../domain/items.ts';
import type { FeedChange, FeedPage, Filter, HistoryEntry, Reads } from '../port.ts';
import { passes } from '../shared/filtering.ts';
import { AFTER, BEFORE } from './indexing.ts';
import type { FeedEntry, Layout } from './layout.ts';
import { mergeSorted } from './merge.ts';
import type { Signatures } from './signatures.ts';

interface Row {
  key: [readerKey: string, position: number];
  value: FeedEntry;
}

/** A change that belongs to a reader's feed. */
interface Seen {
  position: number;
  /** Whether the reader could read the item after the change. */
  isReader: boolean;
}

const passesSide = (filter: Filter, [sides, kind, ...lists]: FeedEntry): boolean => {
  const [articlesBefore, statesBefore, articlesAfter, statesAfter] = lists;
  const { kinds = [], articles = [], memberStates = [] } = filter;
  const feedFilter = { kinds, articles, memberStates };
  return (
    ((sides & AFTER) !== 0 &&
      passes(feedFilter, { kind, articles: articlesAfter, memberStates: statesAfter, tags: [] })) ||
    ((sides & BEFORE) !== 0 &&
      passes(feedFilter, { kind, articles: articlesBefore, memberStates: statesBefore, tags: [] }))
  );
};

function* seen(
  ranges: readonly Iterable<Row>[],
  filter: Filter,
  direction: 1 | -1,
): Generator<Seen, void, undefined> {
  for (const rows of mergeSorted(ranges, (one, other) => direction * (one.key[1] - other.key[1]))) {
    const [row] = rows;
    if (row !== undefined && rows.some(({ value }) => passesSide(filter, value)))
      yield { position: row.key[1], isReader: rows.some(({ value: [sides] }) => (sides & AFTER) !== 0) };
  }
}

function headerAt(layout: Layout, position: number) {
  const bytes = layout.headers.get(position);
  if (bytes === undefined) throw new Error('The feed names a commit that the journal does not hold.');
  return decodeHeader(bytes);
}

/** Mark of the last change at or before the position that belongs to the feed. */
export function lastSeenMark(
  layout: Layout,
  { readers, filter = {} }: Reads,
  position: number,
): string | null {
  const ranges = readers.map((reader) =>
    layout.feed.getRange({ start: [reader, position + 0.5], end: [reader, 0], reverse: true }),
  );
  for (const change of seen(ranges, filter, -1)) return headerAt(layout, change.position).mark;
  return null;
}

export interface FeedSource {
  layout: Layout;
  signatures: Signatures;
  /** Position of the last durable commit: nothing after it is shown. */
  through: number;
}

/** The state that the change made; null where the reader has lost the item, or the content was erased. */
function itemAt(
  { layout, signatures }: FeedSource,
  readers: readonly string[],
  { id, position }: { id: string; position: number },
): Item | null {
  const place = layout.places.get(id);
  if (place === undefined || !signatures.visibleTo(readers).has(place.signature)) return null;
  const content = layout.contents.get(position);
  const state = content === undefined ? null : decodeContent(content).state;
  return state !== null && isItem(state) ? state : null;
}

export function readFeed(
  source: FeedSource,
  reads: Reads,
  { after, limit }: { after: number; limit: number },
): FeedPage {
  const { layout, through } = source;
  const changes: FeedChange[] = [];
  let previous = lastSeenMark(layout, reads, Math.min(after, through));
  const ranges = reads.readers.map((reader) =>
    layout.feed.getRange({ start: [reader, after + 0.5], end: [reader, through + 0.5] }),
  );
  for (const { position, isReader } of seen(ranges, reads.filter ?? {}, 1)) {
    const { mark, at, change, itemId } = headerAt(layout, position);
    const item = isReader ? itemAt(source, reads.readers, { id: itemId, position }) : null;
    changes.push({ position, mark, previous, at, change, itemId, item });
    if (changes.length >= limit) return { changes, through: position };
    previous = mark;
  }
  return { changes, through: Math.max(after, through) };
}

/** Oldest first; the item must be readable now, and each entry must have been. */
export function readHistory(
  layout: Layout,
  signatures: Signatures,
  { id, readers }: { id: string; readers: readonly string[] },
): readonly HistoryEntry[] {
  const visible = signatures.visibleTo(readers);
  const place = layout.places.get(id);
  if (place === undefined || !visible.has(place.signature)) return [];
  return [...layout.histories.getRange({ start: [id, 0], end: [id, Infinity] })]
    .filter(({ value: [, signature] }) => visible.has(signature))
    .map(({ value: [position] }) => {
      const { mark, revision, at, change, actor } = headerAt(layout, position);
      return { mark, revision, at, change, actor };
    });
}
