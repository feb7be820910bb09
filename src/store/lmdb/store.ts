import type { Random } from '../../journal/mark.ts';
import type { Store } from '../port.ts';
import { openAccessLog } from './access-log.ts';
import { Appending } from './appending.ts';
import { openForWriting } from './opening.ts';
import { stageKept } from './recording.ts';
import { itemReads, journalReads } from './reading.ts';
import { Rebuilding, type Making } from './rebuilding.ts';
import { receiptKey } from '../shared/preparing.ts';
import { systemRandom } from '../shared/random.ts';
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
  rebuild?: Making;
}

const ignore = (): void => undefined;

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
  const accessLog = openAccessLog(directory, journal);
  const rebuilding = new Rebuilding({ directory, journal, layout, signatures, appending }, rebuild);
  return {
    journalTag: journal,
    head: () => appending.head(),
    append: (append) => appending.append(append),
    keep: (receipt, position) => {
      const key = receiptKey(receipt.actor, receipt.key);
      return appending.write((staging) => {
        stageKept({ layout, staging }, { key, input: receipt.input }, position);
        rebuilding.noteKept(key);
      });
    },
    ...itemReads(layout, signatures, limits ?? searchLimits),
    ...journalReads(layout, signatures, () => appending.head().position),
    saveCheckpoint: (checkpoint) => {
      rebuilding.note(checkpoint);
      return appending.write((staging) =>
        staging.put(layout.checkpoints, [checkpoint.position, checkpoint.at], checkpoint),
      );
    },
    onAppend: (listener) => appending.onAppend(listener),
    accessLog,
    isReachable: () => true,
    reachable: () => Promise.resolve(),
    close: async () => {
      await rebuilding.close();
      await appending.close();
      await accessLog.close();
      await layout.root.close();
      release();
    },
  };
}
