import type { Connection } from 'mongoose';
import { newTag, type Random } from '../../journal/mark.ts';
import { StoreUnusable } from '../shared/unusable.ts';
import { isOnlyDuplicates } from './asking.ts';
import { collectionNames, FORMAT, modelsOn, newMongoose, SIGNAL_BYTES, type Models } from './models.ts';

/** What a server waits for the database at the most before it says that it is not there. */
const LIMITS = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 5_000,
  heartbeatFrequencyMS: 1_000,
} as const;

/** Acknowledged once a majority has it in its journal: an answer outlives any one machine. */
export const DURABLE = { w: 'majority', j: true } as const;

const DEFAULT_DATABASE = 'concord';

/** Where the address names no database, `concord`. */
export const databaseOf = (uri: string): string =>
  /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? DEFAULT_DATABASE;

export interface Connected {
  connection: Connection;
  models: Models;
  journal: string;
  /** Position up to which everything is projected and counted. */
  through: number;
}

export interface Renewable {
  /**
   * Lets the driver begin anew, on which the models go on. A check of the database that it writes to a socket in the
   * moment in which that is destroyed never ends, and without it the driver does not find the database again.
   */
  renew: () => Promise<void>;
}

type OnCommand = ((command: object) => void) | undefined;

const settingsFor = (dbName: string, onCommand: OnCommand) => ({
  ...LIMITS,
  dbName,
  autoIndex: false,
  autoCreate: false,
  readPreference: 'primary' as const,
  readConcernLevel: 'majority' as const,
  writeConcern: DURABLE,
  maxPoolSize: 50,
  monitorCommands: onCommand !== undefined,
});

function listen(connection: Connection, onCommand: OnCommand): void {
  if (onCommand !== undefined)
    connection.getClient().on('commandStarted', ({ command }) => {
      onCommand(command);
    });
}

export async function connect(uri: string, dbName: string, onCommand: OnCommand): Promise<Connection> {
  try {
    const connection = await newMongoose().createConnection(uri, settingsFor(dbName, onCommand)).asPromise();
    listen(connection, onCommand);
    return connection;
  } catch (error) {
    throw new StoreUnusable('The database of MONGODB_URI cannot be reached or refuses this server.', {
      cause: error,
    });
  }
}

/** In the place of a format while an import fills the database: no server can use it. */
export const IMPORTING = 0;

/** Throws `StoreUnusable` for a database that holds what is not Concord's. */
export async function assertOwn({
  connection,
  models,
}: Pick<Connected, 'connection' | 'models'>): Promise<void> {
  const own = collectionNames(models);
  const there = (await connection.listCollections()).map(({ name }) => name);
  const foreign = there.filter((name) => !own.includes(name) && !name.startsWith('system.')).sort();
  if (foreign.length > 0)
    throw new StoreUnusable(
      `The database holds collections that are not Concord's (${foreign.slice(0, 5).join(', ')}): give Concord a database of its own.`,
    );
}

/** Throws `StoreUnusable` for a format that this server does not know. */
export function assertFormat(format: number): void {
  if (format === IMPORTING)
    throw new StoreUnusable('An import into the database is under way, or did not end: run it again.');
  if (format !== FORMAT)
    throw new StoreUnusable(
      `The database is of another version of Concord (schema ${format}; this server has ${FORMAT}).`,
    );
}

/** Throws `StoreUnusable` for a database that is another's, or another version's. */
async function claim({ connection, models }: Pick<Connected, 'connection' | 'models'>, random: Random) {
  await assertOwn({ connection, models });
  const meta = await models.Meta.findById('store').lean();
  if (meta === null && (await models.Commit.exists({})) !== null)
    throw new StoreUnusable('The database holds commits, but does not say of which journal.');
  if (meta === null)
    await models.Meta.create({ _id: 'store', format: FORMAT, journal: newTag(random), through: 0 }).catch(
      // Two servers may begin at the same time: the first names the journal.
      (error: unknown) => {
        if (!isOnlyDuplicates(error)) throw error;
      },
    );
  return (await models.Meta.findById('store').lean()) ?? { format: 0, journal: '', through: 0 };
}

export async function makeIndexes({
  connection,
  models,
}: Pick<Connected, 'connection' | 'models'>): Promise<void> {
  const there = (await connection.listCollections()).map(({ name }) => name);
  const { Signal } = models;
  if (!there.includes(Signal.collection.name))
    await connection
      .createCollection(Signal.collection.name, { capped: true, size: SIGNAL_BYTES })
      .catch(() => undefined);
  // Nothing can be tailed in a collection without a document.
  if ((await Signal.exists({})) === null) await Signal.collection.insertOne({ position: 0 });
  for (const model of Object.values(models)) await model.createIndexes();
}

/**
 * Connects, looks whether the database is this journal's, and builds the indexes that the models declare.
 * Throws `StoreUnusable`, with one sentence, where it cannot be used.
 */
export async function openDatabase(options: {
  uri: string;
  dbName: string | undefined;
  /** The journal that this server served before; null where it has served none. */
  expectedJournal: string | null;
  random: Random;
  onCommand: OnCommand;
}): Promise<Connected & Renewable> {
  const { uri, expectedJournal, random, onCommand } = options;
  const dbName = options.dbName ?? databaseOf(uri);
  const connection = await connect(uri, dbName, onCommand);
  const renew = async (): Promise<void> => {
    await connection.close();
    await connection.openUri(uri, settingsFor(dbName, onCommand));
    listen(connection, onCommand);
  };
  try {
    const models = modelsOn(connection);
    const { format, journal, through } = await claim({ connection, models }, random);
    assertFormat(format);
    if (expectedJournal !== null && expectedJournal !== journal)
      throw new StoreUnusable(
        `The database holds another journal (${journal}) than this server has served before (${expectedJournal}).`,
      );
    await makeIndexes({ connection, models });
    return { connection, models, journal, through, renew };
  } catch (error) {
    await connection.close();
    if (error instanceof StoreUnusable) throw error;
    throw new StoreUnusable('The database of MONGODB_URI cannot be used by this server.', { cause: error });
  }
}
