import { createHash } from 'node:crypto';
import { DomainError, notFound } from '../../errors.ts';
import { canonicalText } from '../../journal/canonical.ts';
import { decodeContent, decodeHeader, emptyHead, link, type Linked } from '../../journal/chain.ts';
import type { Commit, Head, Visibility } from '../../journal/commit.ts';
import { nextMark, type Random } from '../../journal/mark.ts';
import type { Author } from '../../domain/item.ts';
import type { Append, Projection } from '../port.ts';
import { normalProjection, stageIndexes } from './indexing.ts';
import { isKeyText, type Layout } from './layout.ts';
import type { Signatures } from './signatures.ts';
import { Staging } from './staging.ts';

/** How many waiting appends share one transaction and one sync. */
const MOST_TOGETHER = 256;

/** An append with everything done that needs no look at the journal. */
interface Prepared {
  append: Append;
  projection: Projection;
  eventText: string;
  stateText: string;
  receipt: string | null;
}

interface Waiting extends Prepared {
  resolve: (commit: Commit) => void;
  reject: (error: unknown) => void;
}

/** The head with the mark of its commit. */
interface Tip extends Head {
  mark: string | null;
}

type Outcome = { commit: Commit } | { refusal: DomainError };

/** Key of a receipt: hashed, since a client chooses part of it. */
export const receiptKey = ({ person, organisation }: Author, key: string): string =>
  createHash('sha256').update(JSON.stringify([person, organisation, key])).digest('hex');

const unavailable = (): DomainError => new DomainError('UNAVAILABLE', 'The exchange takes no changes at the moment.');

export const visibilityOf = ({ readers, articles, memberStates }: Visibility): Visibility => ({
  readers,
  articles,
  memberStates,
});

export function readCommit(layout: Layout, position: number): Commit | null {
  const header = layout.headers.get(position);
  const content = layout.contents.get(position);
  return header === undefined || content === undefined
    ? null
    : { header: decodeHeader(header), content: decodeContent(content) };
}

/** Throws for what no store could hold, before anything is written. */
function prepare(append: Append): Prepared {
  const { item, actor, event, idempotency } = append;
  const projection = normalProjection(append.projection);
  const keys = [item.id, ...projection.readers, ...projection.articles];
  const instants = [projection.publishedAt, ...(projection.dueAt === null ? [] : [projection.dueAt])];
  if (!keys.every((key) => isKeyText(key)) || instants.some((instant) => Number.isNaN(Date.parse(instant))))
    throw new TypeError('The projection of the item cannot be indexed.');
  return {
    append,
    projection,
    eventText: canonicalText(event),
    stateText: canonicalText(item),
    receipt: idempotency === null ? null : receiptKey(actor, idempotency.key),
  };
}

/**
 * The one writer of the journal. Appends wait in a queue; one loop takes all that wait, decides each against the
 * state that the ones before it made, writes the good ones in one transaction and answers once it is on disk.
 * After a failed write nothing is known of the disk any more, so nothing is ever acknowledged again.
 */
export class Appending {
  readonly #layout: Layout;
  readonly #signatures: Signatures;
  readonly #environment: { now: () => number; random: Random; onFailure: (error: Error) => void };
  readonly #listeners = new Set<(position: number) => void>();
  readonly #waiting: Waiting[] = [];
  #tip: Tip;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  #isOpen = true;

  constructor(
    layout: Layout,
    signatures: Signatures,
    environment: { now: () => number; random: Random; onFailure: (error: Error) => void },
  ) {
    this.#layout = layout;
    this.#signatures = signatures;
    this.#environment = environment;
    const head = (layout.meta.get('head') as Head | undefined) ?? emptyHead;
    const last = layout.headers.get(head.position);
    this.#tip = { ...head, mark: last === undefined ? null : decodeHeader(last).mark };
  }

  /** The last durable head. */
  head(): Head {
    const { position, hash } = this.#tip;
    return { position, hash };
  }

  onAppend(listener: (position: number) => void): () => void {
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

  /** Writes beside the journal, with the same answer to failure: UNAVAILABLE, and no more writing. */
  async write(stage: (staging: Staging) => void): Promise<void> {
    if (!this.#isOpen) throw unavailable();
    const staging = new Staging();
    stage(staging);
    try {
      await staging.write(this.#layout.root);
    } catch (error) {
      this.#fail(error);
      throw unavailable();
    }
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
    while (this.#waiting.length > 0) await this.#commitTogether(this.#waiting.splice(0, MOST_TOGETHER));
    this.#isRunning = false;
  }

  async #commitTogether(batch: readonly Waiting[]): Promise<void> {
    const first = this.#tip.position + 1;
    let outcomes: readonly (readonly [Waiting, Outcome])[];
    try {
      const staging = new Staging();
      let tip = this.#tip;
      const place = (one: Waiting): Outcome => {
        const refusalOrCommit = this.#decide(one, tip, staging);
        if ('head' in refusalOrCommit) {
          tip = { ...refusalOrCommit.head, mark: refusalOrCommit.commit.header.mark };
          return { commit: refusalOrCommit.commit };
        }
        return refusalOrCommit;
      };
      outcomes = batch.map((one) => [one, place(one)] as const);
      if (tip.position >= first) {
        staging.put(this.#layout.meta, 'head', { position: tip.position, hash: tip.hash });
        await staging.write(this.#layout.root);
      }
      this.#tip = tip;
    } catch (error) {
      this.#fail(error);
      for (const { reject } of batch) reject(unavailable());
      return;
    }
    for (const [{ resolve, reject }, outcome] of outcomes)
      if ('commit' in outcome) resolve(outcome.commit);
      else reject(outcome.refusal);
    for (let position = first; position <= this.#tip.position; position += 1) this.#announce(position);
  }

  #decide(one: Waiting, tip: Tip, staging: Staging): Linked | Outcome {
    const { append, receipt } = one;
    const layout = this.#layout;
    if (receipt !== null && append.idempotency !== null) {
      const earlier = staging.get(layout.receipts, receipt);
      if (earlier !== undefined && earlier.input !== append.idempotency.input)
        return {
          refusal: new DomainError('IDEMPOTENCY_CONFLICT', 'This key was used before for another input.', 'idempotencyKey'),
        };
      if (earlier !== undefined) {
        const commit = this.#stagedCommit(earlier.position, staging);
        return commit === null ? { refusal: notFound() } : { commit };
      }
    }
    const revision = staging.get(layout.places, append.item.id)?.revision ?? 0;
    if (revision !== append.item.revision - 1)
      return { refusal: new DomainError('REVISION_CONFLICT', 'The item has changed since; read it again.') };
    return this.#stage(one, tip, staging);
  }

  #stagedCommit(position: number, staging: Staging): Commit | null {
    const header = staging.get(this.#layout.headers, position);
    const content = staging.get(this.#layout.contents, position);
    if (header === undefined || content === undefined) return null;
    return { header: decodeHeader(header), content: decodeContent(content) };
  }

  #stage({ append, projection, eventText, stateText, receipt }: Waiting, tip: Tip, staging: Staging): Linked {
    const layout = this.#layout;
    const { item, event } = append;
    const { now, random } = this.#environment;
    const former = staging.get(layout.places, item.id);
    const before =
      former === undefined
        ? null
        : {
            place: former,
            visibility: visibilityOf({ ...former, readers: this.#signatures.readersOf(former.signature) }),
          };
    const after = visibilityOf(projection);
    const linked = link(tip, {
      mark: nextMark(tip.mark, now(), random),
      at: append.at,
      actor: append.actor,
      itemId: item.id,
      kind: projection.kind,
      revision: item.revision,
      change: append.change,
      salt: Buffer.from(random(16)).toString('hex'),
      event,
      state: item,
      eventText,
      stateText,
      before: before?.visibility ?? null,
      after,
    });
    const { header } = linked.commit;
    staging.put(layout.headers, header.position, linked.header);
    staging.put(layout.contents, header.position, linked.content);
    staging.put(layout.marks, header.mark, header.position);
    staging.put(layout.items, item.id, Buffer.from(stateText, 'utf8'));
    if (receipt !== null && append.idempotency !== null)
      staging.put(layout.receipts, receipt, { input: append.idempotency.input, position: header.position });
    stageIndexes({ layout, signatures: this.#signatures, staging }, { header, projection, before, after });
    return linked;
  }

  #fail(error: unknown): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const { reject } of this.#waiting.splice(0)) reject(unavailable());
    this.#environment.onFailure(error instanceof Error ? error : new Error('A write failed.', { cause: error }));
  }

  #announce(position: number): void {
    for (const listener of this.#listeners)
      try {
        listener(position);
      } catch (error) {
        // What is written is written: a listener's mistake must not turn it into a failed append.
        process.emitWarning(error instanceof Error ? error : new Error('A listener failed.'));
      }
  }
}
