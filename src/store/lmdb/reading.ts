import { decodeHeader } from '../../journal/chain.ts';
import { isMark } from '../../journal/mark.ts';
import type { Store } from '../port.ts';
import { unavailable } from '../shared/refusing.ts';
import { isKeyText, receiptKey } from '../shared/preparing.ts';
import type { SearchLimits } from '../shared/ranking.ts';
import { readCommit } from './appending.ts';
import { countFacets, countItems } from './counting.ts';
import { lastSeenMark, readFeed, readHistory } from './feeding.ts';
import type { Layout, Place } from './layout.ts';
import { listItems, readItem } from './listing.ts';
import { searchItems } from './searching.ts';
import type { Signatures } from './signatures.ts';

/** What the library says of a file after a write of its head has failed. The writer sees to the end of the process. */
const hasPanicked = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('MDB_PANIC');

/** Reads are synchronous underneath: the promise only carries the answer, or the refusal. */
const answer =
  <A extends readonly unknown[], T>(read: (...args: A) => T) =>
  // `async` without `await`: what a read throws must reject, as it does for a store behind a network.
  // eslint-disable-next-line @typescript-eslint/require-await
  async (...args: A): Promise<T> => {
    try {
      return read(...args);
    } catch (error) {
      throw hasPanicked(error) ? unavailable() : error;
    }
  };

function first<T>(range: Iterable<{ value: T }>): T | null {
  for (const { value } of range) return value;
  return null;
}

type ItemReads = Pick<
  Store,
  | 'load'
  | 'item'
  | 'everReaders'
  | 'readersOf'
  | 'list'
  | 'count'
  | 'facets'
  | 'search'
  | 'history'
  | 'due'
  | 'nextDue'
>;

/** Every read of items, by the rights of who asks. */
export function itemReads(layout: Layout, signatures: Signatures, limits: SearchLimits): ItemReads {
  const placeOf = (id: string): Place | undefined => (isKeyText(id) ? layout.places.get(id) : undefined);
  return {
    load: answer((id) => (isKeyText(id) ? readItem(layout, id) : null)),
    item: answer((id, { readers }) => {
      const place = placeOf(id);
      const isVisible = place !== undefined && signatures.visibleTo(readers).has(place.signature);
      return isVisible ? readItem(layout, id) : null;
    }),
    everReaders: answer((id) => {
      if (!isKeyText(id)) return [];
      const kept = [...layout.histories.getRange({ start: [id, 0], end: [id, Infinity] })];
      const sets = new Set(kept.map(({ value: [, signature] }) => signature));
      return [...new Set([...sets].flatMap((signature) => signatures.readersOf(signature)))].sort();
    }),
    readersOf: answer((id) => {
      const place = placeOf(id);
      return place === undefined ? null : signatures.readersOf(place.signature);
    }),
    list: answer((reads, page) => listItems(layout, reads, page)),
    count: answer((reads) => countItems(layout, signatures, reads)),
    facets: answer((reads) => countFacets(layout, signatures, reads)),
    search: answer((words, reads, most) =>
      searchItems({ layout, signatures, limits }, { words, reads, first: most }),
    ),
    history: answer((id, { readers }) =>
      isKeyText(id) ? readHistory(layout, signatures, { id, readers }) : [],
    ),
    due: answer((instant) =>
      [...layout.due.getKeys({ end: [Date.parse(instant) + 0.5, ''] })].map(([, id]) => id),
    ),
    nextDue: answer(() => first(layout.due.getRange({ limit: 1 }))),
  };
}

type JournalReads = Pick<
  Store,
  'receipt' | 'positionOf' | 'feed' | 'lastSeen' | 'commit' | 'header' | 'checkpoints' | 'lastCheckpoint'
>;

/** Nothing after the durable head is shown, whatever is visible already. */
export function journalReads(layout: Layout, signatures: Signatures, durable: () => number): JournalReads {
  return {
    receipt: answer((actor, key) => layout.receipts.get(receiptKey(actor, key)) ?? null),
    positionOf: answer((mark) => {
      const position = isMark(mark) ? layout.marks.get(mark) : undefined;
      return position !== undefined && position <= durable() ? position : null;
    }),
    feed: answer((reads, from) => readFeed({ layout, signatures, through: durable() }, reads, from)),
    lastSeen: answer((reads, position) => lastSeenMark(layout, reads, Math.min(position, durable()))),
    commit: answer((position) => readCommit(layout, position)),
    header: answer((position) => {
      const bytes = layout.headers.get(position);
      return bytes === undefined ? null : decodeHeader(bytes);
    }),
    checkpoints: answer(() => [...layout.checkpoints.getRange()].map(({ value }) => value)),
    lastCheckpoint: answer(() => first(layout.checkpoints.getRange({ reverse: true, limit: 1 }))),
  };
}
