import { meets } from '../access/readers.ts';
import type { CommitHeader, Visibility } from '../journal/commit.ts';
import type { Reads } from '../store/port.ts';

const overlaps = (asked: readonly string[] | undefined, has: readonly string[]): boolean =>
  asked === undefined || asked.length === 0 || asked.some((one) => has.includes(one));

const holdsFor = ({ readers, filter }: Reads, side: Visibility, kind: CommitHeader['kind']): boolean =>
  meets(readers, side.readers) &&
  (filter === undefined ||
    (overlaps(filter.kinds, [kind]) &&
      overlaps(filter.articles, side.articles) &&
      (side.memberStates.length === 0 || overlaps(filter.memberStates, side.memberStates))));

/** Whether a change belongs to the feed of a reader; the same rule as the store's, on a commit in hand. */
export const belongs = (
  reads: Reads,
  { kind, before, after }: Pick<CommitHeader, 'kind' | 'before' | 'after'>,
): boolean => holdsFor(reads, after, kind) || (before !== null && holdsFor(reads, before, kind));
