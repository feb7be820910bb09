import type { Checkpoint } from '../../journal/commit.ts';
import { isMark } from '../../journal/mark.ts';
import type { Store } from '../port.ts';
import type { SearchLimits } from '../shared/ranking.ts';
import { isKeyText, receiptKey } from '../shared/preparing.ts';
import { atMost, inside } from './asking.ts';
import type { Availability } from './availability.ts';
import { lastSeenMark, readFeed, readHistory } from './feeding.ts';
import type { Followed, Following } from './following.ts';
import { countFacets, countItems, itemOf, listItems } from './listing.ts';
import type { CheckpointDocument } from './models.ts';
import { searchItems } from './searching.ts';
import { keepReceipt } from './keeping.ts';
import { headerOf, keptCommitOf } from './stored.ts';

const checkpointOf = ({ position, hash, at, jws }: CheckpointDocument): Checkpoint => ({
  position,
  hash,
  at,
  jws,
});

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

function itemReads({ models, census }: Followed, limits: SearchLimits): ItemReads {
  const { Commit, Item } = models;
  const state = { state: 1 } as const;
  return {
    load: async (id) => {
      const found = isKeyText(id) ? await Item.findById(id, state).lean() : null;
      return found === null ? null : itemOf(found);
    },
    item: async (id, { readers }) => {
      const asked = { _id: id, readers: inside(readers) };
      const found = isKeyText(id) ? await Item.findOne(asked, state).lean() : null;
      return found === null ? null : itemOf(found);
    },
    everReaders: async (id) => {
      const kept = isKeyText(id) ? await Commit.find({ itemId: id }, { after: 1 }).lean() : [];
      return [...new Set(kept.flatMap(({ after }) => after.readers))].sort();
    },
    readersOf: async (id) => (await Item.findById(id, { readers: 1 }).lean())?.readers ?? null,
    list: (reads, page) => listItems(models, reads, page),
    count: (reads) => countItems(models, census, reads),
    facets: (reads) => countFacets(models, census, reads),
    search: (words, reads, first) => searchItems({ models, census, limits }, { words, reads, first }),
    history: async (id, reads) => (isKeyText(id) ? readHistory(models, id, reads) : []),
    due: async (instant) => {
      const found = await Item.find({ dueTime: atMost(Date.parse(instant)) }, { _id: 1 })
        .sort({ dueTime: 1 })
        .lean();
      return found.map(({ _id }) => _id);
    },
    nextDue: async () => {
      const next = await Item.findOne({ dueTime: atMost(Infinity) }, { dueAt: 1 })
        .sort({ dueTime: 1 })
        .lean();
      return next?.dueAt ?? null;
    },
  };
}

type JournalReads = Pick<
  Store,
  | 'keep'
  | 'receipt'
  | 'positionOf'
  | 'feed'
  | 'lastSeen'
  | 'commit'
  | 'header'
  | 'checkpoints'
  | 'lastCheckpoint'
  | 'saveCheckpoint'
>;

/** Nothing after the position up to which this server has followed is shown, whatever others have appended. */
function journalReads({ models }: Followed, following: Following): JournalReads {
  const { Commit, Checkpoint } = models;
  const followed = (): number => following.tip.head.position;
  return {
    keep: (receipt, position) => keepReceipt(models, receipt, position),
    receipt: async (actor, key) => {
      const hashed = receiptKey(actor, key);
      const found = await Commit.findOne({ 'receipts.key': hashed }, { receipts: 1 }).lean();
      const receipt = found?.receipts?.find((one) => one.key === hashed);
      if (!found || receipt === undefined) return null;
      // In the journal, but its item may not be made yet: the first command is still on its way.
      if (found._id > followed()) await following.inTurn(() => following.catchUp());
      return { input: receipt.input, position: found._id };
    },
    positionOf: async (mark) => {
      const found = isMark(mark) ? await Commit.findOne({ mark }, { _id: 1 }).lean() : null;
      if (found === null) return null;
      // A client that comes from another server may be ahead of this one.
      if (found._id > followed()) await following.inTurn(() => following.catchUp());
      return found._id <= followed() ? found._id : null;
    },
    feed: (reads, from) => readFeed(models, reads, { ...from, through: followed() }),
    lastSeen: (reads, position) => lastSeenMark(models, reads, Math.min(position, followed())),
    commit: async (position) => {
      const found = await Commit.findById(position).lean();
      return found === null ? null : keptCommitOf(found);
    },
    header: async (position) => {
      const found = await Commit.findById(position, { header: 1 }).lean();
      return found === null ? null : headerOf(found);
    },
    checkpoints: async () => (await Checkpoint.find().sort({ position: 1, at: 1 }).lean()).map(checkpointOf),
    lastCheckpoint: async () => {
      const last = await Checkpoint.findOne().sort({ position: -1, at: -1 }).lean();
      return last === null ? null : checkpointOf(last);
    },
    saveCheckpoint: async (checkpoint) => {
      await Checkpoint.create({ ...checkpoint });
    },
  };
}

function guarded<T extends ItemReads & JournalReads>(reads: T, availability: Availability): T {
  const guard =
    <A extends readonly unknown[], R>(read: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      availability.whileReachable(() => read(...args));
  return Object.fromEntries(
    Object.entries(reads).map(([name, read]) => [
      name,
      guard(read as (...args: readonly unknown[]) => Promise<unknown>),
    ]),
  ) as T;
}

/** Every read; each refuses with UNAVAILABLE while the database cannot be reached. */
export const readsOf = (
  followed: Followed,
  following: Following,
  limits: SearchLimits,
): ItemReads & JournalReads =>
  guarded({ ...itemReads(followed, limits), ...journalReads(followed, following) }, followed.availability);
