import { trusted } from 'mongoose';
import { erasesBefore } from '../../journal/commit.ts';
import { ERASED_INPUT } from '../shared/erasing.ts';
import { DURABLE } from './connecting.ts';
import type { CommitDocument, Models } from './models.ts';
import { headerOf } from './stored.ts';

/**
 * Takes away what earlier commits of the items held that these commits erase, and by what their repeats could be
 * guessed. Idempotent, so that every server that follows such a commit may do it again; durable when it resolves.
 */
export async function eraseBefore(
  { Commit }: Pick<Models, 'Commit'>,
  commits: readonly Pick<CommitDocument, 'itemId' | 'revision' | 'header'>[],
): Promise<void> {
  for (const { itemId, revision } of commits.filter((commit) => erasesBefore(headerOf(commit)))) {
    const earlier = { itemId, revision: trusted({ $lt: revision }) };
    await Commit.updateMany(earlier, { $set: { content: null } }, { writeConcern: DURABLE });
    await Commit.updateMany(
      { ...earlier, receipts: trusted({ $exists: true }) },
      { $set: { 'receipts.$[].input': ERASED_INPUT } },
      { writeConcern: DURABLE },
    );
  }
}
