import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Author } from '../../domain/item.ts';
import { DomainError } from '../../errors.ts';
import { decodeHeader, emptyHead } from '../../journal/chain.ts';
import type { Checkpoint, Commit, Head } from '../../journal/commit.ts';
import type { Append, Reads, Store, Word } from '../port.ts';
import { Following } from './following.ts';
import { FORMAT, openLayout, type Layout, type Meta } from './layout.ts';
import { lockDirectory } from '../lmdb/lock.ts';
import { Reading } from './reading.ts';
import { Signatures } from './signatures.ts';
import { StoreUnusable } from '../lmdb/unusable.ts';
import { Writing, readCommit, receiptKey } from './writing.ts';

export interface LmdbStoreOptions {
  directory: string;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Called once when a write has failed; from then on nothing is written, and the process should stop. */
  onFailure?: (error: Error) => void;
}

interface Waiting {
  append: Append;
  resolve: (commit: Commit) => void;
  reject: (error: unknown) => void;
}

type Outcome = { commit: Commit; isNew: boolean } | { refusal: DomainError };

/** How many appends share one transaction and its sync. */
const BATCH = 256;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** The embedded store: one directory, one process that writes. */
class LmdbStore implements Store {
  readonly #layout: Layout;
  readonly #writing: Writing;
  readonly #reading: Reading;
  readonly #following: Following;
  readonly #unlock: () => void;
  readonly #onFailure: (error: Error) => void;
  readonly #listeners = new Set<(commit: Commit) => void>();
  #waiting: Waiting[] = [];
  #draining: Promise<void> | null = null;
  /** What is on disk; the writing's own head may be ahead of it while a transaction is open. */
  #head: Head;
  #failure: Error | null = null;

  constructor(
    layout: Layout,
    meta: Meta,
    { now, onFailure, unlock }: { now: () => number; onFailure: (error: Error) => void; unlock: () => void },
  ) {
    const signatures = new Signatures(layout.signatures);
    this.#layout = layout;
    this.#writing = new Writing({ layout, signatures, meta, now });
    this.#reading = new Reading(layout, signatures);
    this.#following = new Following(layout, signatures);
    this.#head = meta.head;
    this.#onFailure = onFailure;
    this.#unlock = unlock;
  }

  get journalTag(): string {
    return this.#writing.meta.journal;
  }

  head(): Head {
    return this.#head;
  }

  append(append: Append): Promise<Commit> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    // Whoever appends in the same turn shares the first sync.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      try {
        if (this.#failure !== null) throw this.#failure;
        this.#settle(batch, await this.#commit(batch));
      } catch (error) {
        this.#fail(error);
        const refusal = new DomainError('UNAVAILABLE', 'The journal cannot be written at the moment.');
        for (const { reject } of batch) reject(refusal);
      }
    }
    // In the same turn as the last look: an append that comes in between would wait for nobody.
    this.#draining = null;
  }

  async #commit(batch: readonly Waiting[]): Promise<readonly Outcome[]> {
    let outcomes: Outcome[] = [];
    let broken: unknown = null;
    await this.#layout.root.transaction(() => {
      try {
        outcomes = batch.map(({ append }) => this.#attempt(append));
      } catch (error) {
        // The library would commit what was written so far and go on; the failure is kept and thrown below.
        broken = error;
      }
    });
    if (broken !== null) throw broken as Error;
    return outcomes;
  }

  #attempt(append: Append): Outcome {
    try {
      return this.#writing.write(append);
    } catch (error) {
      if (error instanceof DomainError) return { refusal: error };
      throw error;
    }
  }

  #settle(batch: readonly Waiting[], outcomes: readonly Outcome[]): void {
    this.#head = this.#writing.meta.head;
    for (const outcome of outcomes)
      if ('commit' in outcome && outcome.isNew)
        for (const listener of this.#listeners) listener(outcome.commit);
    batch.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) reject(new Error('an append without an outcome'));
      else if ('commit' in outcome) resolve(outcome.commit);
      else reject(outcome.refusal);
    });
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = new StoreUnusable('The disk refused a write; it is full or failing.', { cause: error });
    this.#onFailure(this.#failure);
  }

  receipt(actor: Author, key: string) {
    return Promise.resolve(this.#layout.receipts.get(receiptKey(actor, key)) ?? null);
  }

  load(id: string) {
    return Promise.resolve(this.#reading.load(id));
  }

  item(id: string, reads: Reads) {
    return Promise.resolve(this.#reading.item(id, reads));
  }

  readersOf(id: string) {
    return Promise.resolve(this.#reading.readersOf(id));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a refusal must reject, not throw
  async list(reads: Reads, page: { first: number; after: string | null }) {
    return this.#reading.list(reads, page);
  }

  count(reads: Reads) {
    return Promise.resolve(this.#reading.count(reads));
  }

  facets(reads: Reads) {
    return Promise.resolve(this.#reading.facets(reads));
  }

  search(words: readonly Word[], reads: Reads, first: number) {
    return Promise.resolve(this.#reading.search(words, reads, first));
  }

  history(id: string, reads: Reads) {
    return Promise.resolve(this.#following.history(id, reads));
  }

  positionOf(mark: string) {
    const position = this.#layout.marks.get(mark) ?? null;
    return Promise.resolve(position !== null && position <= this.#head.position ? position : null);
  }

  feed(reads: Reads, from: { after: number; limit: number }) {
    return Promise.resolve(this.#following.feed(reads, { ...from, head: this.#head.position }));
  }

  lastSeen(reads: Reads, position: number) {
    return Promise.resolve(this.#following.lastSeen(reads, Math.min(position, this.#head.position)));
  }

  commit(position: number) {
    return Promise.resolve(readCommit(this.#layout, position));
  }

  header(position: number) {
    const bytes = this.#layout.headers.get(position);
    return Promise.resolve(bytes === undefined ? null : decodeHeader(bytes));
  }

  due(instant: string) {
    const end: [number, string] = [Date.parse(instant) + 1, ''];
    return Promise.resolve(Array.from(this.#layout.due.getKeys({ start: [0, ''], end }), ([, id]) => id));
  }

  nextDue() {
    const [next] = this.#layout.due.getRange({ limit: 1 });
    return Promise.resolve(next?.value ?? null);
  }

  checkpoints() {
    return Promise.resolve(Array.from(this.#layout.checkpoints.getRange({}), ({ value }) => value));
  }

  lastCheckpoint() {
    const [last] = this.#layout.checkpoints.getRange({ reverse: true, limit: 1 });
    return Promise.resolve(last?.value ?? null);
  }

  async saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await this.#layout.checkpoints.put([checkpoint.position, checkpoint.at], checkpoint);
  }

  onAppend(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#draining;
    this.#failure ??= new StoreUnusable('The store is closed.');
    await this.#layout.root.close();
    this.#unlock();
  }
}

function firstMeta(layout: Layout): Meta {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const journal = Array.from(randomBytes(6), (byte) => alphabet[byte % 32]).join('');
  const meta: Meta = { format: FORMAT, journal, head: emptyHead, mark: null };
  layout.meta.putSync('store', meta);
  return meta;
}

/** Throws `StoreUnusable`, with one clear sentence, where the directory cannot be served from. */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<Store> {
  const { directory, now = Date.now, onFailure = () => undefined } = options;
  let unlock: (() => void) | null = null;
  let layout: Layout | null = null;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    unlock = lockDirectory(directory);
    layout = openLayout(directory, { readOnly: false });
    const meta = layout.meta.get('store') ?? firstMeta(layout);
    if (meta.format !== FORMAT)
      throw new StoreUnusable(`The data directory ${directory} is of another version of Concord.`);
    return new LmdbStore(layout, meta, { now, onFailure, unlock });
  } catch (error) {
    await layout?.root.close();
    unlock?.();
    if (error instanceof StoreUnusable) throw error;
    const reason = codeOf(error) || (error instanceof Error ? error.message : 'unknown');
    throw new StoreUnusable(`The data directory ${directory} cannot be used (${reason}).`, { cause: error });
  }
}
