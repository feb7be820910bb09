import { setImmediate } from 'node:timers/promises';
import type { Checkpoint } from '../../journal/commit.ts';
import type { JournalPart } from '../../journal/raw.ts';
import type { Receipt } from '../port.ts';
import { moveIn, type Moved, type MovingOptions } from '../moving.ts';
import { StoreUnusable } from '../shared/unusable.ts';
import type { Appending } from './appending.ts';
import { Control } from './control.ts';
import { turnTo, type Layout } from './layout.ts';
import { rawCommitNow } from './raw.ts';
import type { Signatures } from './signatures.ts';
import { putInPlace, Successor, syncDirectory } from './successor.ts';

/** The store that goes on serving. */
export interface Served {
  directory: string;
  /** The journal's tag. */
  journal: string;
  layout: Layout;
  signatures: Signatures;
  appending: Appending;
}

/** So many commits are staged in one piece, in which the process does nothing else. */
const TOGETHER = 16;
/** After so long the process turns to whatever else waits. */
const SLICE_MS = 5;
/** So few commits may be left for the end, while appends wait. */
const FEW = 32;

/** One rebuild of a store that serves meanwhile. */
class Rebuild {
  readonly #served: Served;
  readonly #successor: Successor;
  /** Signed or kept since this began: their place in the sequence may have gone by. */
  readonly signed: Checkpoint[] = [];
  readonly kept = new Set<string>();
  #release: () => void = () => undefined;
  #turned = performance.now();

  constructor(served: Served) {
    this.#served = served;
    this.#successor = new Successor(served.directory, {
      receiptsOf: served.layout,
      late: () => ({ checkpoints: this.signed, receipts: this.#keptReceipts() }),
      place: () => this.#place(),
    });
  }

  async run(options: MovingOptions): Promise<Moved> {
    const { journal } = this.#served;
    try {
      const source = { journal, parts: this.#parts(options.signal) };
      return await moveIn(source, this.#successor, { ...options, mostTogether: TOGETHER });
    } finally {
      this.#release();
    }
  }

  /** As they are now: what they say of an erased commit has gone with it. */
  #keptReceipts(): Map<string, Receipt> {
    const { receipts } = this.#served.layout;
    const found = [...this.kept].map((key) => [key, receipts.get(key)] as const);
    return new Map(found.flatMap(([key, receipt]) => (receipt === undefined ? [] : [[key, receipt]])));
  }

  /** The journal while it grows; from where this has caught up with it to the end, appends wait. */
  async *#parts(signal: AbortSignal | undefined): AsyncGenerator<JournalPart> {
    const { appending } = this.#served;
    let position = 0;
    let behind = Infinity;
    let isPrepared = false;
    for (;;) {
      const end = appending.head().position;
      yield* this.#between(position, { end, withReceipts: isPrepared });
      position = end;
      const left = appending.head().position - end;
      // Where as much comes as is done meanwhile, it would go on for ever.
      const isNear = left <= FEW || left >= behind;
      behind = left;
      if (!isNear) continue;
      if (isPrepared) break;
      await this.#successor.prepare(signal);
      isPrepared = true;
      behind = Infinity;
    }
    this.#release = await appending.hold();
    const head = appending.head();
    yield* this.#between(position, { end: head.position, withReceipts: isPrepared });
    // One that signs more than there is shows that the journal was cut.
    yield* this.#signedFrom(head.position + 1, Infinity);
    yield { part: 'head', head };
  }

  async *#between(
    from: number,
    { end, withReceipts }: { end: number; withReceipts: boolean },
  ): AsyncGenerator<JournalPart> {
    for (let position = from + 1; position <= end; position += 1) {
      const commit = rawCommitNow(this.#served.layout, position, { withReceipts });
      if (commit !== null) yield { part: 'commit', commit };
      yield* this.#signedFrom(position, position);
      await this.#giveWay();
    }
  }

  *#signedFrom(first: number, last: number): Generator<JournalPart> {
    const range = { start: [first, ''], end: [last, '\uffff'] };
    const found = [...this.#served.layout.checkpoints.getRange(range)];
    for (const { value: checkpoint } of found) yield { part: 'checkpoint', checkpoint };
  }

  async #giveWay(): Promise<void> {
    if (performance.now() - this.#turned < SLICE_MS) return;
    await setImmediate();
    this.#turned = performance.now();
  }

  /** In one turn, so that no read ever finds the one file's sets of readers with the other's indexes. */
  async #place(): Promise<void> {
    const { directory, layout, signatures, appending } = this.#served;
    try {
      putInPlace(directory);
      const former = turnTo(layout, directory);
      signatures.reload();
      void former.root.close();
      await syncDirectory(directory);
    } catch (error) {
      appending.fail(error);
      throw error;
    }
  }
}

/** With what items and indexes are made. */
export type Making = Pick<MovingOptions, 'publicKey' | 'project'>;

/** Rebuilds of a store that serves, as its owner asks for them: one at a time, and none that outlives it. */
export class Rebuilding {
  readonly #served: Served;
  readonly #control: Control | null;
  readonly #closing = new AbortController();
  #current: Rebuild | null = null;
  #running: Promise<unknown> = Promise.resolve();

  /** Without a making nobody can ask. */
  constructor(served: Served, making: Making | undefined) {
    this.#served = served;
    this.#control =
      making === undefined
        ? null
        : Control.open(served.directory, (asked) => this.#run({ ...making, ...asked }));
  }

  /** Throws `StoreUnusable` while one runs, and where the store closes before it has ended. */
  async #run(options: MovingOptions): Promise<Moved> {
    if (this.#current !== null) throw new StoreUnusable('A rebuild is running already.');
    const signal = AbortSignal.any([this.#closing.signal, ...(options.signal ? [options.signal] : [])]);
    signal.throwIfAborted();
    this.#current = new Rebuild(this.#served);
    const moved = this.#current.run({ ...options, signal });
    this.#running = moved.catch(() => undefined);
    try {
      return await moved;
    } finally {
      this.#current = null;
    }
  }

  /** What is signed while one runs comes into the new file too. */
  note(checkpoint: Checkpoint): void {
    this.#current?.signed.push(checkpoint);
  }

  /** As `note`, for the receipt of a key that is bound to an earlier commit. */
  noteKept(key: string): void {
    this.#current?.kept.add(key);
  }

  async close(): Promise<void> {
    this.#closing.abort(new StoreUnusable('The server stops; its store is as it was.'));
    await this.#running;
    await this.#control?.close();
  }
}
