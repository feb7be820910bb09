/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- mongoose types the plain objects of a schema as instances of a class */
import { Mongoose, Schema, type Connection } from 'mongoose';
import type { Visibility } from '../../journal/commit.ts';
import type { ItemKind, MemberStateCode } from '../../reference/vocabulary.ts';

/** Raised with every change of what follows that an older server could not read. */
export const FORMAT = 3;

/** Who could read an item at one revision, and what it then concerned. */
export interface Side extends Visibility {
  kind: ItemKind;
  isErased: boolean;
}

/** The hashed idempotency key of a command and the hash of its input: a repeat finds the first answer. */
export interface StoredReceipt {
  key: string;
  input: string;
}

/** One journal entry; the truth from which all else can be made again. */
export interface CommitDocument {
  /** Position, from 1 without a gap: the unique `_id` is what lets one of two writers through. */
  _id: number;
  mark: string;
  itemId: string;
  revision: number;
  /** Canonical text, byte for byte what the chain hashes. */
  header: string;
  /** Canonical text; null once erased. */
  content: string | null;
  /** Null for the first change of an item. */
  before: Side | null;
  after: Side;
  /** Reader keys before or after the change: to whose feeds it belongs. */
  audience: string[];
  /**
   * Written with the commit, so that no crash can part a command from its answer; further ones by commands that
   * changed nothing, because of this one. In the order of their keys; absent where there is none.
   */
  receipts?: StoredReceipt[];
}

/** The state of an item after its last change, and what the queries need; made from the commits. */
export interface ItemDocument {
  _id: string;
  /** Position of the item's first commit. */
  number: number;
  revision: number;
  /** Mark of the latest change. */
  mark: string;
  kind: ItemKind;
  isErased: boolean;
  articles: string[];
  memberStates: MemberStateCode[];
  tags: string[];
  readers: string[];
  /** Name of the set of readers; see `SignatureDocument`. */
  signature: string;
  publishedAt: string;
  /** Sort key of lists: newest first, then by id. */
  place: string;
  /** Each facet with each reader key, such as `kind:ALERT group:AI_BOARD/limited`. */
  lists: string[];
  /** Folded search terms, and their weights in the same order. */
  words: string[];
  weights: number[];
  /** Milliseconds since 1970, and the same instant as it was given; absent where nothing is due. */
  dueTime?: number;
  dueAt?: string;
  /** Canonical text of the state. */
  state: string;
}

/** One of the distinct sets of readers that items have, with how many items of it bear each facet. */
export interface SignatureDocument {
  /** Name of the set of readers, and of the rebuild where there is one: no two rebuilds write the same document. */
  _id: string;
  readers: string[];
  counts: { facet: string; count: number }[];
  /** The counts are those after this position. */
  through: number;
  /** The rebuild from which these counts go on; absent where there was none. */
  rebuild?: string;
}

/** The one document that says what the database is. */
export interface MetaDocument {
  _id: 'store';
  format: number;
  /** The journal's tag. */
  journal: string;
  /** Up to here every commit is projected and counted: where a server that starts begins to follow. */
  through: number;
  /** The last rebuild that has ended: only counts that go on from it are true. Absent where there was none. */
  rebuild?: string;
}

/** A signed head. */
export interface CheckpointDocument {
  position: number;
  hash: string;
  at: string;
  jws: string;
}

/** One entry of the access log. */
export interface AccessDocument {
  /** Chain and number. */
  _id: string;
  itemId: string;
  at: string;
  /** Canonical. */
  text: string;
}

/** The last change of an item that an organisation was sent. */
export interface DeliveryDocument {
  /** Item and organisation. */
  _id: string;
  revision: number;
  at: string;
}

/** A word that some item holds; a prefix is looked up here. */
export interface TermDocument {
  _id: string;
}

/** A server that follows the journal; its last write also makes durable what it is about to show. */
export interface ServerDocument {
  _id: string;
  position: number;
  at: Date;
}

/** Capped: wakes the other servers. Losing one only delays. */
export interface SignalDocument {
  position: number;
}

/** Bytes of the capped collection: some thousand signals, of which a server needs the last. */
export const SIGNAL_BYTES = 256 * 1024;

const options = {
  strict: 'throw',
  strictQuery: 'throw',
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  minimize: false,
  id: false,
} as const;

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const texts = { type: [String], required: true } as const;
const flag = { type: Boolean, required: true } as const;

function journalSchemas() {
  const side = new Schema<Side>(
    { kind: text, isErased: flag, readers: texts, articles: texts, memberStates: texts },
    { ...options, _id: false },
  );
  const receipt = new Schema<StoredReceipt>({ key: text, input: text }, { ...options, _id: false });
  const commit = new Schema<CommitDocument>(
    {
      _id: number,
      mark: text,
      itemId: text,
      revision: number,
      header: text,
      content: { type: String, default: null },
      before: { type: side, default: null },
      after: { type: side, required: true },
      audience: texts,
      receipts: { type: [receipt], default: undefined },
    },
    { ...options, collection: 'commits' },
  );
  // Resume: the position of a cursor.
  commit.index({ mark: 1 }, { unique: true });
  // One of two writers of the same revision gets through; the history of an item.
  commit.index({ itemId: 1, revision: 1 }, { unique: true });
  // The feed of a reader after a position; the last change that a reader sees before one.
  commit.index({ audience: 1, _id: 1 });
  // The first answer to a repeated idempotency key, and its uniqueness.
  commit.index(
    { 'receipts.key': 1 },
    { unique: true, partialFilterExpression: { 'receipts.key': { $exists: true } } },
  );
  const checkpoint = new Schema<CheckpointDocument>(
    { position: number, hash: text, at: text, jws: text },
    { ...options, collection: 'checkpoints' },
  );
  // The last signed head; all of them, oldest first.
  checkpoint.index({ position: 1, at: 1 });
  return { commit, checkpoint };
}

function itemSchemas() {
  const item = new Schema<ItemDocument>(
    {
      _id: text,
      number,
      revision: number,
      mark: text,
      kind: text,
      isErased: flag,
      articles: texts,
      memberStates: texts,
      tags: texts,
      readers: texts,
      signature: text,
      publishedAt: text,
      place: text,
      lists: texts,
      words: texts,
      weights: { type: [Number], required: true },
      dueTime: Number,
      dueAt: String,
      state: text,
    },
    { ...options, collection: 'items' },
  );
  // Lists of a reader by facet, any page of them; several reader keys are merged in order.
  item.index({ lists: 1, place: 1 });
  // Search: the newest items that hold a term, with the rights looked at in the index.
  item.index({ words: 1, number: -1, signature: 1 });
  // What falls due, and when the next does.
  item.index({ dueTime: 1 }, { sparse: true });
  const count = new Schema({ facet: text, count: number }, { ...options, _id: false });
  const signature = new Schema<SignatureDocument>(
    {
      _id: text,
      readers: texts,
      counts: { type: [count], required: true },
      through: number,
      rebuild: String,
    },
    { ...options, collection: 'signatures' },
  );
  const term = new Schema<TermDocument>({ _id: text }, { ...options, collection: 'terms' });
  return { item, signature, term };
}

function serverSchemas() {
  const meta = new Schema<MetaDocument>(
    { _id: text, format: number, journal: text, through: number, rebuild: String },
    { ...options, collection: 'meta' },
  );
  const server = new Schema<ServerDocument>(
    { _id: text, position: number, at: { type: Date, required: true } },
    { ...options, collection: 'servers' },
  );
  // Forgets servers that have not been seen for a day.
  server.index({ at: 1 }, { expireAfterSeconds: 86_400 });
  const signal = new Schema<SignalDocument>(
    { position: number },
    { ...options, collection: 'signals', capped: SIGNAL_BYTES },
  );
  const access = new Schema<AccessDocument>(
    { _id: text, itemId: text, at: text, text },
    { ...options, collection: 'accesses' },
  );
  // Who was shown an item, newest first.
  access.index({ itemId: 1, at: -1, _id: -1 });
  const delivery = new Schema<DeliveryDocument>(
    { _id: text, revision: number, at: text },
    { ...options, collection: 'deliveries' },
  );
  return { meta, server, signal, access, delivery };
}

/** A mongoose of our own, so that no setting leaks to or from another use of the library. */
export function newMongoose(): Mongoose {
  const mongoose = new Mongoose();
  mongoose.set('bufferCommands', false);
  mongoose.set('sanitizeFilter', true);
  mongoose.set('strictQuery', 'throw');
  return mongoose;
}

export function modelsOn(connection: Connection) {
  const { commit, checkpoint } = journalSchemas();
  const { item, signature, term } = itemSchemas();
  const { meta, server, signal, access, delivery } = serverSchemas();
  return {
    Commit: connection.model('Commit', commit),
    Item: connection.model('Item', item),
    Signature: connection.model('Signature', signature),
    Meta: connection.model('Meta', meta),
    Checkpoint: connection.model('Checkpoint', checkpoint),
    Term: connection.model('Term', term),
    Server: connection.model('Server', server),
    Signal: connection.model('Signal', signal),
    Access: connection.model('Access', access),
    Delivery: connection.model('Delivery', delivery),
  };
}

export type Models = ReturnType<typeof modelsOn>;

/** Every collection that is Concord's. */
export const collectionNames = (models: Models): readonly string[] =>
  Object.values(models).map((model) => model.collection.name);
