import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readClientConfig } from '../config.ts';
import { movableLmdbStore } from '../store/lmdb/moving.ts';
import type { MovableStore } from '../store/moving.ts';
import { Failure, type Terminal } from './terminal.ts';

/** What the options of `withPlace` give. */
export interface PlaceOptions {
  data?: string;
  keys?: string;
}

export const withPlace = (command: Command): Command =>
  command
    .option('--data <dir>', 'data directory of the server (default: DATA_DIR, else ./data)')
    .option(
      '--keys <dir>',
      'directory with checkpoint-public.jwk (default: KEYS_DIR, else keys below the data)',
    );

/** The store that a command works on, and the keys that belong to it. */
export interface Place {
  store: MovableStore;
  keysDir: string;
}

export function placeOf({ data, keys }: PlaceOptions, { environment }: Terminal): Place {
  const config = readClientConfig(environment);
  // The embedded store of DATA_DIR is not the one that such servers serve.
  if (data === undefined && config.usesMongodb)
    throw new Failure(
      'MONGODB_URI is set, and this command works on the embedded store: name its directory with --data.',
      2,
    );
  const dataDir = data === undefined ? config.dataDir : resolve(data);
  const keysDir = keys ?? (data === undefined ? config.keysDir : join(dataDir, 'keys'));
  return { store: movableLmdbStore(join(dataDir, 'store')), keysDir: resolve(keysDir) };
}
