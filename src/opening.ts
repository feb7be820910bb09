import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { isCheckpointGenuine } from './journal/checkpoint.ts';
import { projectionOf } from './services/projection.ts';
import { openLmdbStore } from './store/lmdb/store.ts';
import { openMongodbStore } from './store/mongodb/store.ts';
import type { Store } from './store/port.ts';
import { StoreUnusable } from './store/shared/unusable.ts';
import type { LocalKeys } from './identity/keys.ts';

export interface OpeningOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** The store can no longer promise what it answers; the process must stop. */
  onFailure: (error: Error) => void;
  /** The store cannot be reached for now. */
  onTrouble: (error: unknown) => void;
}

/** Tag of the journal that this data directory has served from a shared database; null for none. */
async function servedJournal(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const { journal } = JSON.parse(text) as { journal?: string };
  return journal ?? null;
}

async function openShared(uri: string, dataDir: string, options: OpeningOptions): Promise<Store> {
  const path = join(dataDir, 'journal.json');
  const expectedJournal = await servedJournal(path);
  const store = await openMongodbStore({ uri, project: projectionOf, expectedJournal, ...options });
  if (expectedJournal === null) {
    await writeFile(`${path}.new`, `${JSON.stringify({ journal: store.journalTag })}\n`);
    await rename(`${path}.new`, path);
  }
  return store;
}

/** Throws `StoreUnusable` where the journal is signed by another key than this server would sign it with. */
async function assertOwnKey(store: Store, { publicKey }: LocalKeys['checkpoint']): Promise<void> {
  const last = await store.lastCheckpoint();
  if (last === null || (await isCheckpointGenuine(last, { journal: store.journalTag, publicKey }))) return;
  throw new StoreUnusable(
    'The journal is signed with another key than the one in KEYS_DIR; every server of a journal needs the same keys.',
  );
}

/** Opens the store that the configuration names. Throws `StoreUnusable`, with one sentence. */
export async function openStore(
  { mongodbUri, dataDir }: Config,
  key: LocalKeys['checkpoint'],
  options: OpeningOptions,
): Promise<Store> {
  const store =
    mongodbUri === null
      ? await openLmdbStore({
          directory: join(dataDir, 'store'),
          rebuild: { publicKey: key.publicKey, project: projectionOf },
          ...options,
        })
      : await openShared(mongodbUri, dataDir, options);
  try {
    await assertOwnKey(store, key);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
