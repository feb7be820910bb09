import { decodeHeader } from '../../journal/chain.ts';
import { isMark, type Random } from '../../journal/mark.ts';
import type { MovingOptions } from '../moving.ts';
import type { Store } from '../port.ts';
import { Appending, readCommit } from './appending.ts';
import { Control } from './control.ts';
import { countFacets, countItems } from './counting.ts';
import { lastSeenMark, readFeed, readHistory } from './feeding.ts';
import type { Layout, Place } from './layout.ts';
import { listItems, readItem } from './listing.ts';
import { openForWriting } from './opening.ts';
import { Rebuilding } from './rebuilding.ts';
import { systemRandom } from '../shared/random.ts';
import { searchItems } from './searching.ts';
import { isKeyText, receiptKey } from '../shared/preparing.ts';
import { searchLimits, type SearchLimits } from '../shared/ranking.ts';
import { Signatures } from './signatures.ts';

export interface LmdbStoreOptions {
  directory: string;
  /** Milliseconds since 1970. */
  now?: () => number;
  random?: Random;
  /** Called once when a write or a sync fails; from then on every append is refused with UNAVAILABLE. */
  onFailure?: (error: Error) => void;
  /** How far a search goes; by default as the contract of the store says. */
  limits?: SearchLimits;
  /** With what the store rebuilds when its owner asks it, over a socket in the directory; without it, nobody can. */
  rebuild?: Pick<MovingOptions, 'publicKey' | 'project'>;
}

const ignore = (): void => undefined;

/** Reads are synchronous underneath: the promise only carries the answer, or the refusal. */
const answer =
  <A extends readonly unknown[], T>(read: (...args: A) => T) =>
  // `async` without `await`: what a read throws must reject, as it does for a store behind a network.
  // eslint-disable-next-line @typescript-eslint/require-await
  async (...args: A): Promise<T> =>
    read(...args);

function first<T>(range: Iterable<{ value: T }>): T | null {
  for (const { value } of range) return value;
  return null;
}

type ItemReads = Pick<
  Store,
  'load' | 'item' | 'readersOf' | 'list' | 'count' | 'facets' | 'search' | 'history' | 'due' | 'nextDue'
>;

function itemReads(layout: Layout, signatures: Signatures, limits: SearchLimits): ItemReads {
  const placeOf = (id: string): Place | undefined => (isKeyText(id) ? layout.places.get(id) : undefined);
  return {
    load: answer((id) => (isKeyText(id) ? readItem(layout, id) : null)),
    item: answer((id, { readers }) => {
      const place = placeOf(id);
      const isVisible = place !== undefined && signatures.visibleTo(readers).has(place.signature);
      return isVisible ? readItem(layout, id) : null;
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
function journalReads(layout: Layout, signatures: Signatures, durable: () => number): JournalReads {
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

/**
 * The embedded store: one directory, one process. Throws `StoreUnusable` when the directory cannot be used or
 * another server uses it.
 */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<Store> {
  const { directory, now = Date.now, random = systemRandom, onFailure = ignore, limits, rebuild } = options;
  const opened = await openForWriting(directory, random);
  const { layout, meta, release } = opened;
  const signatures = new Signatures(layout);
  const appending = new Appending(opened, signatures, { now, random, onFailure });
  const { journal } = meta;
  const rebuilding = new Rebuilding({ directory, journal, layout, signatures, appending });
  const control =
    rebuild === undefined ? null : Control.open(directory, (more) => rebuilding.run({ ...rebuild, ...more }));
  return {
    journalTag: journal,
    head: () => appending.head(),
    append: (append) => appending.append(append),
    ...itemReads(layout, signatures, limits ?? searchLimits),
    ...journalReads(layout, signatures, () => appending.head().position),
    saveCheckpoint: (checkpoint) => {
      rebuilding.note(checkpoint);
      return appending.write((staging) =>
        staging.put(layout.checkpoints, [checkpoint.position, checkpoint.at], checkpoint),
      );
    },
    onAppend: (listener) => appending.onAppend(listener),
    isReachable: () => true,
    reachable: () => Promise.resolve(),
    close: async () => {
      await rebuilding.close();
      await control?.close();
      await appending.close();
      await layout.root.close();
      release();
    },
  };
}
