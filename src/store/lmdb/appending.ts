import { DomainError, notFound } from '../../errors.ts';
import { decodeContent, decodeHeader, type Linked } from '../../journal/chain.ts';
import type { Commit, Head, KeptCommit } from '../../journal/commit.ts';
import type { Random } from '../../journal/mark.ts';
import type { Append, Receipt } from '../port.ts';
import type { Layout, Meta } from './layout.ts';
import { stageCommit } from './recording.ts';
import type { Signatures } from './signatures.ts';
import { Staging } from './staging.ts';
import { linkTo, prepare, visibilityOf, type Prepared } from '../shared/preparing.ts';
import { keyConflict, refusalOf, revisionConflict, unavailable } from '../shared/refusing.ts';
import { StoreUnusable } from '../shared/unusable.ts';

/** How many waiting appends share one transaction and one sync. */
const MOST_TOGETHER = 256;

interface Waiting extends Prepared {
  resolve: (commit: Commit) => void;
  reject: (error: unknown) => void;
}

/** What is written beside the journal. */
interface Beside {
  stage: (staging: Staging) => void;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** What the writer takes from outside itself. */
export interface Environment {
  /** Milliseconds since 1970; gives the marks their time. */
  now: () => number;
  random: Random;
  /** Called once, when a write or a sync has failed: the process must stop, for nothing is acknowledged again. */
  onFailure: (error: Error) => void;
}

type Outcome = { commit: Commit } | { refusal: DomainError };

interface Decided {
  outcomes: readonly (readonly [Waiting, Outcome])[];
  commits: readonly Commit[];
  /** As it will be on disk once the staging is. */
  meta: Meta;
  staging: Staging;
}

/** Null where there is no such commit. */
export function readCommit(layout: Layout, position: number, staging = new Staging()): KeptCommit | null {
  const header = staging.get(layout.headers, position);
  const content = staging.get(layout.contents, position);
  if (header === undefined) return null;
  return { header: decodeHeader(header), content: content === undefined ? null : decodeContent(content) };
}

/**
 * The one writer of the journal. Appends wait in a queue; one loop takes all that wait, decides each against the
 * state that the ones before it made, writes the good ones in one transaction and answers once it is on disk.
 * After a failed write nothing is known of the disk any more, so nothing is ever acknowledged again.
 */
export class Appending {
  readonly #layout: Layout;
  readonly #signatures: Signatures;
  readonly #environment: Environment;
  readonly #listeners = new Set<(commit: KeptCommit) => void>();
  readonly #waiting: Waiting[] = [];
  readonly #beside: Beside[] = [];
  /** What is on disk. */
  #meta: Meta;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  #isHeld = false;
  #isOpen = true;
  #hasFailed = false;

  constructor(
    { layout, meta }: { layout: Layout; meta: Meta },
    signatures: Signatures,
    environment: Environment,
  ) {
    this.#layout = layout;
    this.#signatures = signatures;
    this.#environment = environment;
    this.#meta = meta;
  }

  /** The last durable head. */
  head(): Head {
    return this.#meta.head;
  }

  onAppend(listener: (commit: KeptCommit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async append(append: Append): Promise<Commit> {
    if (!this.#isOpen) throw unavailable();
    const prepared = prepare(append);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...prepared, resolve, reject });
      this.#start();
    });
  }

  /**
   * Writes beside the journal, with the same answer to failure: UNAVAILABLE, and no more writing. Where `stage` refuses,
   * nothing is written.
   */
  async write(stage: (staging: Staging) => void): Promise<void> {
    if (!this.#isOpen) throw unavailable();
    return new Promise((resolve, reject) => {
      this.#beside.push({ stage, resolve, reject });
      this.#start();
    });
  }

  /** Resolves when nothing is being written; what comes then waits, until the returned function is called. */
  async hold(): Promise<() => void> {
    this.#isHeld = true;
    await this.#running;
    return () => {
      this.#isHeld = false;
      this.#start();
    };
  }

  /** Nothing is known of the disk any more: nothing is written again, and whoever waits is refused. */
  fail(error: unknown): void {
    this.#isOpen = false;
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    for (const { reject } of [...this.#waiting.splice(0), ...this.#beside.splice(0)]) reject(unavailable());
    this.#environment.onFailure(
      new StoreUnusable(
        'The disk refused a write; it is full or failing. Nothing that was answered is lost.',
        { cause: error },
      ),
    );
  }

  /** Resolves when everything that was accepted is answered; later appends are refused. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#running;
  }

  #start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    // Lets every append of this turn come in before the first batch is cut.
    await Promise.resolve();
    while (!this.#isHeld && this.#waiting.length + this.#beside.length > 0) {
      for (const one of this.#beside.splice(0)) await this.#writeBeside(one);
      const batch = this.#waiting.splice(0, MOST_TOGETHER);
      if (batch.length > 0) await this.#commitTogether(batch);
    }
    this.#isRunning = false;
  }

  async #writeBeside({ stage, resolve, reject }: Beside): Promise<void> {
    try {
      const staging = new Staging();
      stage(staging);
      await staging.write(this.#layout.root);
      resolve();
    } catch (error) {
      if (error instanceof DomainError) {
        reject(error);
        return;
      }
      this.fail(error);
      reject(unavailable());
    }
  }

  async #commitTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const { outcomes, commits, meta, staging } = this.#decideAll(batch);
      if (commits.length > 0) await staging.write(this.#layout.root);
      this.#meta = meta;
      for (const commit of commits) this.#announce(commit);
      for (const [{ resolve, reject }, outcome] of outcomes)
        if ('commit' in outcome) resolve(outcome.commit);
        else reject(outcome.refusal);
    } catch (error) {
      this.fail(error);
      for (const { reject } of batch) reject(unavailable());
    }
  }

  /** Every decision of a batch, with all that it writes staged and nothing written. */
  #decideAll(batch: readonly Waiting[]): Decided {
    const staging = new Staging();
    const commits: Commit[] = [];
    let meta = this.#meta;
    const outcomes = batch.map((one) => {
      const outcome = this.#decide(one, meta, staging);
      if ('head' in outcome) {
        commits.push(outcome.commit);
        meta = { ...meta, head: outcome.head, mark: outcome.commit.header.mark };
      }
      return [one, outcome] as const;
    });
    staging.put(this.#layout.meta, 'store', meta);
    return { outcomes, commits, meta, staging };
  }

  #decide(one: Waiting, meta: Meta, staging: Staging): Linked | Outcome {
    const { append, receipt } = one;
    const layout = this.#layout;
    const refusal = refusalOf(append);
    if (refusal !== null) return { refusal };
    if (receipt !== null && append.idempotency !== null) {
      const earlier = staging.get(layout.receipts, receipt);
      if (earlier !== undefined) return this.#again(earlier, append.idempotency.input, staging);
    }
    const revision = staging.get(layout.places, append.item.id)?.revision ?? 0;
    if (revision !== append.item.revision - 1) return { refusal: revisionConflict() };
    return this.#stage(one, meta, staging);
  }

  #again(earlier: Receipt, input: string, staging: Staging): Outcome {
    const commit = readCommit(this.#layout, earlier.position, staging);
    if (commit?.content == null) return { refusal: notFound() };
    const { header, content } = commit;
    return earlier.input === input ? { commit: { header, content } } : { refusal: keyConflict() };
  }

  #stage(one: Waiting, meta: Meta, staging: Staging): Linked {
    const layout = this.#layout;
    const { append, projection, stateText, receipt } = one;
    const former = staging.get(layout.places, append.item.id);
    const before =
      former === undefined
        ? null
        : visibilityOf({ ...former, readers: this.#signatures.readersOf(former.signature) });
    const { now, random } = this.#environment;
    const linked = linkTo(meta, one, { before, now, random });
    const { header } = linked.commit;
    stageCommit(
      { layout, signatures: this.#signatures, staging },
      {
        header,
        bytes: { header: linked.header, content: linked.content },
        receipts:
          receipt === null || append.idempotency === null
            ? []
            : [{ key: receipt, input: append.idempotency.input }],
        shown: { state: Buffer.from(stateText, 'utf8'), projection },
      },
    );
    return linked;
  }

  #announce(commit: Commit): void {
    for (const listener of this.#listeners)
      try {
        listener(commit);
      } catch (error) {
        // What is written is written: a listener's mistake must not turn it into a failed append.
        process.emitWarning(error instanceof Error ? error : new Error('A listener failed.'));
      }
  }
}
