import type { Item } from '../../domain/items.ts';
import { newTag, type Random } from '../../journal/mark.ts';
import type { Projection, Store } from '../port.ts';
import { searchLimits, type SearchLimits } from '../shared/ranking.ts';
import { systemRandom } from '../shared/random.ts';
import { openAccessLog } from './access-log.ts';
import { Appending, type Step } from './appending.ts';
import { Availability } from './availability.ts';
import { Census } from './census.ts';
import { openDatabase } from './connecting.ts';
import { Following } from './following.ts';
import { Projecting } from './projecting.ts';
import { readsOf } from './reading.ts';
import { Waking } from './waking.ts';

export interface MongodbStoreOptions {
  /** A MongoDB connection string. */
  uri: string;
  /** Where the string names no database, or not the wanted one. */
  dbName?: string;
  /** What the indexes hold of an item. */
  project: (item: Item) => Projection;
  /** The journal that this server has served before: a database with another one is refused. */
  expectedJournal?: string | null;
  /** Milliseconds since 1970. */
  now?: () => number;
  random?: Random;
  /** Told once each time that the database cannot be reached or refuses. */
  onTrouble?: (error: unknown) => void;
  /** Called once when the database turns out to hold another journal; from then on everything is refused. */
  onFailure?: (error: Error) => void;
  onStep?: (step: Step) => void;
  /** Told each time that the counts were taken anew after a rebuild. */
  onRecount?: () => void;
  limits?: SearchLimits;
  /** Told of every question to the database; for explaining them. */
  onCommand?: (command: object) => void;
}

const ignore = (): void => undefined;

/**
 * The store that several servers share: a MongoDB database. Throws `StoreUnusable` when the database cannot be
 * used; afterwards it refuses with UNAVAILABLE while the database cannot be reached, and goes on when it can.
 */
export async function openMongodbStore(options: MongodbStoreOptions): Promise<Store> {
  const { now = Date.now, random = systemRandom, onStep = ignore } = options;
  const { uri, dbName, expectedJournal = null, limits = searchLimits } = options;
  const { onTrouble = ignore, onFailure = ignore, onRecount = ignore } = options;
  const { connection, models, journal, renew } = await openDatabase({
    uri,
    dbName,
    expectedJournal,
    random,
    onCommand: options.onCommand,
  });
  const availability = new Availability({ onTrouble, onFailure });
  const projecting = new Projecting(models, options.project);
  const followed = { journal, models, renew, census: new Census(), projecting, availability, onRecount };
  const following = new Following(followed);
  const appending = new Appending(followed, following, { now, random, onStep });
  const waking = new Waking(models, (position) => {
    if (position > following.tip.head.position) following.look();
  });
  try {
    await following.start();
  } catch (error) {
    await connection.close();
    throw error;
  }
  waking.start(following.tip.head.position);
  return {
    journalTag: journal,
    head: () => following.tip.head,
    append: (append) => appending.append(append),
    ...readsOf(followed, following, limits),
    accessLog: openAccessLog(models, { chain: newTag(random) + newTag(random), availability }),
    onAppend: (listener) => following.onAppend(listener),
    isReachable: () => availability.isReachable,
    reachable: () => availability.reachable(),
    close: async () => {
      await appending.close();
      await waking.close();
      await following.close();
      availability.close();
      await connection.close();
    },
  };
}
