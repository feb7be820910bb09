import type { Checkpoint, Head } from '../../journal/commit.ts';
import { moveIn, type Arrival, type ImportTarget, type MovableStore, type OpenJournal } from '../moving.ts';
import { StoreUnusable } from '../shared/unusable.ts';
import { inside } from './asking.ts';
import {
  assertFormat,
  assertOwn,
  connect,
  databaseOf,
  IMPORTING,
  makeIndexes,
  type Connected,
} from './connecting.ts';
import { FORMAT, modelsOn } from './models.ts';
import { Incoming, type Recording } from './incoming.ts';
import { readAccessLog } from './access-log.ts';
import { DatabaseInspection } from './inspecting.ts';
import { growingParts, rawJournal } from './raw.ts';

type Opened = Pick<Connected, 'connection' | 'models'>;

async function open(uri: string): Promise<Opened> {
  const connection = await connect(uri, databaseOf(uri), undefined);
  return { connection, models: modelsOn(connection) };
}

async function withFailureClosed<T>(opened: Opened, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await opened.connection.close();
    throw error;
  }
}

/** The database as a journal of this format. Throws `StoreUnusable` where it is none. */
async function connected(uri: string): Promise<Connected> {
  const opened = await open(uri);
  return withFailureClosed(opened, async () => {
    await assertOwn(opened);
    const meta = await opened.models.Meta.findById('store').lean();
    if (meta === null) throw new StoreUnusable('The database does not hold a journal of Concord.');
    assertFormat(meta.format);
    return { ...opened, journal: meta.journal, through: meta.through };
  });
}

async function openJournal(uri: string): Promise<OpenJournal> {
  const opened = await connected(uri);
  const { moment, ...journal } = await withFailureClosed(opened, () => rawJournal(opened));
  const { models } = opened;
  return {
    ...journal,
    accesses: () => readAccessLog(models),
    inspect: (project) => new DatabaseInspection(models, moment, project),
    close: () => opened.connection.close(),
  };
}

async function wipe({ models }: Opened): Promise<void> {
  const { Commit, Item, Signature, Meta, Checkpoint, Term } = models;
  for (const model of [Commit, Item, Signature, Checkpoint, Term, Meta])
    await model.collection.deleteMany({});
}

/** A database that is being filled says so instead of its format: no server can open it. */
class DatabaseTarget implements ImportTarget {
  readonly #opened: Opened;
  readonly #incoming: Incoming;
  #journal = '';
  #isOver = false;

  constructor(opened: Opened) {
    this.#opened = opened;
    this.#incoming = new Incoming(opened.models, insertCommits(opened));
  }

  async begin(journal: string): Promise<void> {
    this.#journal = journal;
    const { Meta } = this.#opened.models;
    await wipe(this.#opened);
    await Meta.create({ _id: 'store', format: IMPORTING, journal, through: 0 });
  }

  append(arrivals: readonly Arrival[]): Promise<void> {
    return this.#incoming.take(arrivals);
  }

  async checkpoints(checkpoints: readonly Checkpoint[]): Promise<void> {
    await this.#opened.models.Checkpoint.insertMany(checkpoints.map((one) => ({ ...one })));
  }

  async contentAt(position: number): Promise<Buffer | null> {
    const found = await this.#opened.models.Commit.findById(position, { content: 1 }).lean();
    return typeof found?.content === 'string' ? Buffer.from(found.content, 'utf8') : null;
  }

  async finish(head: Head): Promise<void> {
    const { models, connection } = this.#opened;
    await this.#incoming.finish(head.position);
    await models.Meta.updateOne(
      { _id: 'store' },
      { $set: { format: FORMAT, journal: this.#journal, through: head.position } },
    );
    this.#isOver = true;
    await connection.close();
  }

  async abandon(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await wipe(this.#opened);
    await this.#opened.connection.close();
  }
}

const insertCommits =
  ({ models: { Commit } }: Opened): Recording['write'] =>
  async (documents) => {
    await Commit.bulkWrite(
      documents.map((document) => ({ insertOne: { document } })),
      { ordered: true },
    );
  };

async function openForImport(uri: string): Promise<ImportTarget> {
  const opened = await open(uri);
  return withFailureClosed(opened, async () => {
    await assertOwn(opened);
    const { Meta, Commit } = opened.models;
    const meta = await Meta.findById('store').lean();
    const isLeftOver = meta?.format === IMPORTING;
    if (!isLeftOver && (await Commit.exists({})) !== null)
      throw new StoreUnusable('The database holds a journal already; import into an empty one.');
    await makeIndexes(opened);
    return new DatabaseTarget(opened);
  });
}

/** Writes the same commits nowhere, and everything that is made from them anew, beside running servers. */
class RebuildTarget implements ImportTarget {
  readonly #opened: Connected;
  readonly #incoming: Incoming;
  readonly #ids = new Set<string>();

  constructor(opened: Connected) {
    this.#opened = opened;
    this.#incoming = new Incoming(opened.models, () => Promise.resolve(), { replaces: true });
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  async append(arrivals: readonly Arrival[]): Promise<void> {
    for (const { header, projection } of arrivals) if (projection !== null) this.#ids.add(header.itemId);
    await this.#incoming.take(arrivals);
  }

  checkpoints(): Promise<void> {
    return Promise.resolve();
  }

  async contentAt(position: number): Promise<Buffer | null> {
    const found = await this.#opened.models.Commit.findById(position, { content: 1 }).lean();
    return typeof found?.content === 'string' ? Buffer.from(found.content, 'utf8') : null;
  }

  async finish(head: Head): Promise<void> {
    await this.#incoming.finish(head.position);
    await this.#removeStrangers();
    await this.#opened.connection.close();
  }

  async abandon(): Promise<void> {
    await this.#opened.connection.close();
  }

  /** Items that no commit speaks of; one that came in meanwhile has a commit. */
  async #removeStrangers(): Promise<void> {
    const { Item, Commit } = this.#opened.models;
    const strangers: string[] = [];
    for await (const { _id } of Item.find({}, { _id: 1 }).lean().cursor())
      if (!this.#ids.has(_id) && (await Commit.exists({ itemId: _id })) === null) strangers.push(_id);
    if (strangers.length > 0) await Item.deleteMany({ _id: inside(strangers) });
  }
}

/** The shared store's side of moving. */
export const movableMongodbStore = (uri: string): MovableStore => ({
  openJournal: () => openJournal(uri),
  openForImport: () => openForImport(uri),
  rebuild: async (options) => {
    const opened = await connected(uri);
    const source = { journal: opened.journal, parts: growingParts(opened) };
    return moveIn(source, new RebuildTarget(opened), options);
  },
});
