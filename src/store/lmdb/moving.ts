import { existsSync } from 'node:fs';
import { emptyHead } from '../../journal/chain.ts';
import { partsOf } from '../../journal/raw.ts';
import { moveIn, type ImportTarget, type Moved, type MovableStore, type MovingOptions } from '../moving.ts';
import { askForRebuild } from './control.ts';
import { databaseFile } from './layout.ts';
import { DirectoryInUse } from './lock.ts';
import { assertEmpty, claimDirectory, noJournal, openForRebuild } from './opening.ts';
import { openRawJournal, rawJournal } from './raw.ts';
import { Successor } from './successor.ts';

async function openForImport(directory: string): Promise<ImportTarget> {
  const release = claimDirectory(directory);
  try {
    await assertEmpty(directory);
    return new Successor(directory, { onEnd: release });
  } catch (error) {
    release();
    throw error;
  }
}

/** What gives it free again, or who has it. */
function claimed(directory: string): (() => void) | DirectoryInUse {
  try {
    return claimDirectory(directory);
  } catch (error) {
    if (error instanceof DirectoryInUse) return error;
    throw error;
  }
}

/** The file in use stays what it is until the new one is whole and takes its place. */
async function rebuild(directory: string, options: MovingOptions): Promise<Moved> {
  if (!existsSync(databaseFile(directory))) throw noJournal();
  const release = claimed(directory);
  if (release instanceof DirectoryInUse) return askForRebuild(directory, release, options);
  try {
    const old = openForRebuild(directory);
    const { journal: raw, done } = rawJournal(old, { withReceipts: false });
    try {
      const parts = partsOf(raw, (await raw.head()) ?? emptyHead);
      const successor = new Successor(directory, { receiptsOf: old });
      return await moveIn({ journal: raw.journal, parts }, successor, options);
    } finally {
      done();
      await old.root.close();
    }
  } finally {
    release();
  }
}

/** The embedded store's side of moving; the directory belongs to one process while it is written. */
export const movableLmdbStore = (directory: string): MovableStore => ({
  // `async`, so that what the opening throws is a rejection, as it is for a store behind a network.
  // eslint-disable-next-line @typescript-eslint/require-await
  openJournal: async () => openRawJournal(directory),
  openForImport: () => openForImport(directory),
  rebuild: (options) => rebuild(directory, options),
});
