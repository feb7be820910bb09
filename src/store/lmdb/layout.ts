import { open, type Database, type RootDatabase } from 'lmdb';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint, Head } from '../../journal/commit.ts';
import type { RecordedKind } from '../../domain/item.ts';
import type { MemberStateCode } from '../../reference/vocabulary.ts';
import type { Receipt } from '../port.ts';
import { StoreUnusable } from '../shared/unusable.ts';

/** Raised with every change of what follows that an older server could not read. */
export const FORMAT = 5;

/** What is known of an item without reading it. */
export interface Place {
  /** Position of the item's first commit: its short name in the postings. */
  number: number;
  revision: number;
  /** Mark of the latest change. */
  mark: string;
  /** Who can read it, as a number of `signatures`. */
  signature: number;
  kind: RecordedKind;
  isErased: boolean;
  articles: readonly string[];
  memberStates: readonly MemberStateCode[];
  tags: readonly string[];
  publishedAt: string;
  dueAt: string | null;
}

/** What a list needs to decide on an item without reading it. */
export type Card = readonly [
  kind: RecordedKind,
  articles: readonly string[],
  memberStates: readonly MemberStateCode[],
  tags: readonly string[],
];

/** Newest first, then by id: time is milliseconds since 1970, negated. */
export type ListKey = [facet: string, readerKey: string, negatedTime: number, id: string];

/** Whether the reader key is among the readers before (1), after (2) or both (3), and what either side concerns. */
export type FeedEntry = readonly [
  sides: number,
  kind: RecordedKind,
  articlesBefore: readonly string[],
  memberStatesBefore: readonly MemberStateCode[],
  articlesAfter: readonly string[],
  memberStatesAfter: readonly MemberStateCode[],
];

export type Term = readonly [term: string, weight: number];

/** With all that a search needs of a hit, so that it reads nothing else and nothing that its reader cannot see. */
export type Posting = readonly [signature: number, weight: number, publishedAt: number];

/** Written with every batch of commits. */
export interface Meta {
  format: number;
  /** The journal's tag. */
  journal: string;
  head: Head;
  /** Mark of the commit at the head. */
  mark: string | null;
}

export interface Layout {
  root: RootDatabase;
  meta: Database<Meta, 'store'>;
  /** Canonical headers and contents, byte for byte, by position. */
  headers: Database<Buffer, number>;
  contents: Database<Buffer, number>;
  /** Position by mark. */
  marks: Database<number, string>;
  /** Canonical state by item id. */
  items: Database<Buffer, string>;
  places: Database<Place, string>;
  /** Item by number, with what a search needs to decide on it. */
  numbers: Database<readonly [id: string, ...card: Card], number>;
  receipts: Database<Receipt, string>;
  /** Keys of the receipts by position, in their order, where a commit has any. */
  receiptKeys: Database<readonly string[], number>;
  lists: Database<Card, ListKey>;
  /** How many items of a signature bear a facet. */
  counters: Database<number, [signature: number, facet: string]>;
  /** Distinct sets of readers, sorted, by number from 1. */
  signatures: Database<readonly string[], number>;
  feed: Database<FeedEntry, [readerKey: string, position: number]>;
  /** Position of each revision, and the signature of who could read the item after it. */
  histories: Database<readonly [position: number, signature: number], [id: string, revision: number]>;
  /** Search terms by item number. */
  terms: Database<readonly Term[], number>;
  /** The items that hold a term, newest first: the number is negated. */
  postings: Database<Posting, [term: string, negatedNumber: number]>;
  /** How many items hold a term; a term that none holds is not there. */
  dictionary: Database<number, string>;
  /** The instant as it was given, by its milliseconds. */
  due: Database<string, [time: number, id: string]>;
  checkpoints: Database<Checkpoint, [position: number, at: string]>;
}

/** LMDB's mark in the first page of every file; the engine itself would end the process over a file without it. */
const MAGIC = Buffer.from([0xde, 0xc0, 0xef, 0xbe]);
const MAGIC_AT = 24;

function assertLmdb(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(MAGIC_AT + MAGIC.length);
    const length = readSync(file, head);
    if (length > 0 && !head.subarray(MAGIC_AT, length).equals(MAGIC))
      throw new StoreUnusable('The journal file in the data directory is not a journal.');
  } finally {
    closeSync(file);
  }
}

export const databaseFile = (directory: string): string => join(directory, 'journal.mdb');

/** A file that is being made, which takes the place of the other when it is whole. */
export const successorFile = (directory: string): string => `${databaseFile(directory)}.new`;

/** LMDB's own lock beside a file. */
export const engineLock = (file: string): string => `${file}-lock`;

/**
 * Opens the file, and makes it unless `readOnly`. Every transaction is on disk before it is visible
 * (`overlappingSync: false`), so what can be read is durable, and a failed sync fails the transaction. A
 * successor is synced once, by who puts it in place.
 */
export function openLayout(
  directory: string,
  { readOnly, isSuccessor = false }: { readOnly: boolean; isSuccessor?: boolean },
): Layout {
  const path = isSuccessor ? successorFile(directory) : databaseFile(directory);
  assertLmdb(path);
  const root: RootDatabase = open({
    path,
    noSubdir: true,
    overlappingSync: false,
    noSync: isSuccessor,
    maxDbs: 32,
    readOnly,
  });
  const bytes = 'binary';
  return {
    root,
    meta: root.openDB({ name: 'meta' }),
    headers: root.openDB({ name: 'headers', encoding: bytes }),
    contents: root.openDB({ name: 'contents', encoding: bytes }),
    marks: root.openDB({ name: 'marks' }),
    items: root.openDB({ name: 'items', encoding: bytes }),
    places: root.openDB({ name: 'places' }),
    numbers: root.openDB({ name: 'numbers' }),
    receipts: root.openDB({ name: 'receipts' }),
    receiptKeys: root.openDB({ name: 'receiptKeys' }),
    lists: root.openDB({ name: 'lists' }),
    counters: root.openDB({ name: 'counters' }),
    signatures: root.openDB({ name: 'signatures' }),
    feed: root.openDB({ name: 'feed' }),
    histories: root.openDB({ name: 'histories' }),
    terms: root.openDB({ name: 'terms' }),
    postings: root.openDB({ name: 'postings' }),
    dictionary: root.openDB({ name: 'dictionary' }),
    due: root.openDB({ name: 'due' }),
    checkpoints: root.openDB({ name: 'checkpoints' }),
  };
}

/**
 * Gives everyone who holds the layout the file that lies in the place now, and gives back what it was. What was
 * open is not touched: the engine tells files apart by the lock beside them, which went with the file before.
 */
export function turnTo(layout: Layout, directory: string): Layout {
  const former = { ...layout };
  Object.assign(layout, openLayout(directory, { readOnly: false }));
  return former;
}
