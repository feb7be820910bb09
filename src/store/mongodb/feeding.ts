import { trusted } from 'mongoose';
import { meets } from '../../access/readers.ts';
import { decodeContent } from '../../journal/chain.ts';
import { isItem, type Item } from '../../domain/items.ts';
import type { FeedChange, FeedPage, Filter, HistoryEntry, Reads } from '../port.ts';
import { passes } from '../shared/filtering.ts';
import { atMost, inside } from './asking.ts';
import type { CommitDocument, Models } from './models.ts';
import { headerOf } from './stored.ts';

type Change = Pick<CommitDocument, '_id' | 'mark' | 'header' | 'before' | 'after'>;

const CHANGE = { mark: 1, header: 1, before: 1, after: 1 } as const;
const FEED = { audience: 1, _id: 1 } as const;

/** Whether a change belongs to the feed: the reader and the filter meet the same side of it. */
function belongs({ before, after }: Change, { readers, filter = {} }: Reads): boolean {
  const { kinds = [], articles = [], memberStates = [] }: Filter = filter;
  const feedFilter = { kinds, articles, memberStates };
  return [before, after].some(
    (side) => side !== null && meets(readers, side.readers) && passes(feedFilter, { ...side, tags: [] }),
  );
}

/** Mark of the last change at or before the position that belongs to the feed. */
export async function lastSeenMark(
  { Commit }: Models,
  reads: Reads,
  position: number,
): Promise<string | null> {
  const changes = Commit.find({ audience: inside(reads.readers), _id: atMost(position) }, CHANGE)
    .sort({ _id: -1 })
    .hint(FEED)
    .batchSize(8)
    .lean()
    .cursor();
  for await (const change of changes) if (belongs(change, reads)) return change.mark;
  return null;
}

/** The states that changes made, by position, as far as the reader may see the items now. */
async function statesOf(
  { Commit, Item }: Models,
  changes: readonly Change[],
  { readers }: Reads,
): Promise<ReadonlyMap<number, Item>> {
  const own = changes.filter(({ after }) => meets(readers, after.readers));
  const ids = new Map(own.map((change) => [change._id, headerOf(change).itemId]));
  const visible = new Set(
    (
      await Item.find(
        { _id: inside([...new Set(ids.values())]), readers: inside(readers) },
        { _id: 1 },
      ).lean()
    ).map(({ _id }) => _id),
  );
  const readable = [...ids].flatMap(([position, id]) => (visible.has(id) ? [position] : []));
  const contents = await Commit.find({ _id: inside(readable) }, { content: 1 }).lean();
  return new Map(
    contents.flatMap(({ _id, content }) => {
      const state = content === null ? null : decodeContent(Buffer.from(content, 'utf8')).state;
      return state !== null && isItem(state) ? [[_id, state] as const] : [];
    }),
  );
}

export async function readFeed(
  models: Models,
  reads: Reads,
  { after, limit, through }: { after: number; limit: number; through: number },
): Promise<FeedPage> {
  const changes: Change[] = [];
  const found = models.Commit.find(
    { audience: inside(reads.readers), _id: trusted({ $gt: after, $lte: through }) },
    CHANGE,
  )
    .sort({ _id: 1 })
    .hint(FEED)
    .batchSize(limit)
    .lean()
    .cursor();
  for await (const change of found) {
    if (belongs(change, reads)) changes.push(change);
    if (changes.length >= limit) break;
  }
  const states = await statesOf(models, changes, reads);
  let previous = changes.length === 0 ? null : await lastSeenMark(models, reads, Math.min(after, through));
  const told = changes.map((one): FeedChange => {
    const { position, mark, at, change, itemId } = headerOf(one);
    const entry = { position, mark, previous, at, change, itemId, item: states.get(position) ?? null };
    previous = mark;
    return entry;
  });
  const last = told.at(-1);
  return {
    changes: told,
    through: told.length >= limit && last !== undefined ? last.position : Math.max(after, through),
  };
}

/** Oldest first; the item must be readable now, and each entry must have been. */
export async function readHistory(
  { Commit, Item }: Models,
  id: string,
  { readers }: Reads,
): Promise<readonly HistoryEntry[]> {
  if ((await Item.exists({ _id: id, readers: inside(readers) })) === null) return [];
  const changes = await Commit.find({ itemId: id }, { header: 1, after: 1 }).sort({ revision: 1 }).lean();
  return changes
    .filter(({ after }) => meets(readers, after.readers))
    .map((one) => {
      const { mark, revision, at, change, actor } = headerOf(one);
      return { mark, revision, at, change, actor };
    });
}
