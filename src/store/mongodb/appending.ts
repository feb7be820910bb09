import type { Linked } from '../../journal/chain.ts';
import type { Commit } from '../../journal/commit.ts';
import { decodeContent } from '../../journal/chain.ts';
import type { Random } from '../../journal/mark.ts';
import { DomainError, notFound } from '../../errors.ts';
import type { Append } from '../port.ts';
import { linkTo, prepare, visibilityOf, type Prepared, type Tip } from '../shared/preparing.ts';
import { keyConflict, refusalOf, revisionConflict, unavailable } from '../shared/refusing.ts';
import { inside, isOnlyDuplicates } from './asking.ts';
import { DURABLE } from './connecting.ts';
import { eraseBefore } from './erasing.ts';
import type { Followed, Following } from './following.ts';
import type { CommitDocument, ItemDocument, Side } from './models.ts';
import type { Projected } from './projecting.ts';
import { headerOf } from './stored.ts';

/** How many waiting appends share one look at the database and one write. */
const MOST_TOGETHER = 256;
/** How often an append tries again when another server was first; each time somebody has got on. */
const MOST_ATTEMPTS = 100;

interface Waiting extends Prepared {
  resolve: (commit: Commit) => void;
  reject: (error: unknown) => void;
}

/** Points on the way of an append; a test stops the process at each. */
export type Step = 'decided' | 'committed' | 'erased' | 'projected' | 'followed';

export interface AppendingOptions {
  /** Milliseconds since 1970; gives the marks their time. */
  now: () => number;
  random: Random;
  onStep: (step: Step) => void;
}

type Former = Pick<
  ItemDocument,
  '_id' | 'number' | 'revision' | 'kind' | 'isErased' | 'articles' | 'memberStates' | 'readers'
>;

interface Decided {
  one: Waiting;
  linked: Linked;
  document: CommitDocument;
  projected: Projected;
}

interface Decisions {
  decided: Decided[];
  /** Answered at once: a refusal, or the first answer to a repeated key. */
  answers: (() => void)[];
  /** Repeats of a key within the batch, answered by the next look. */
  again: Waiting[];
  /** Whether an answer stands further on in the journal than this server has followed. */
  isBehind: boolean;
}

const sideOf = ({ kind, isErased, ...visibility }: Side): Side => ({
  kind,
  isErased,
  ...visibilityOf(visibility),
});

export function documentOf(
  { commit, header, content }: Linked,
  before: Side | null,
  one: Prepared,
): CommitDocument {
  const { position, mark, itemId, revision, kind } = commit.header;
  const { isErased } = one.projection;
  const after = sideOf({ kind, isErased, ...visibilityOf(one.projection) });
  const { idempotency } = one.append;
  return {
    _id: position,
    mark,
    itemId,
    revision,
    header: header.toString('utf8'),
    content: content.toString('utf8'),
    before,
    after,
    audience: [...new Set([...(before?.readers ?? []), ...after.readers])],
    ...(one.receipt !== null && idempotency !== null
      ? { receipts: [{ key: one.receipt, input: idempotency.input }] }
      : {}),
  };
}

/**
 * Appends of this server. All that wait share one look and one write. Each commit is one document whose `_id` is
 * its position: where another server was first the rest is decided again on what that server wrote.
 */
export class Appending {
  readonly #followed: Followed;
  readonly #following: Following;
  readonly #options: AppendingOptions;
  readonly #waiting: Waiting[] = [];
  #isOpen = true;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();

  constructor(followed: Followed, following: Following, options: AppendingOptions) {
    this.#followed = followed;
    this.#following = following;
    this.#options = options;
  }

  async append(append: Append): Promise<Commit> {
    if (!this.#isOpen || !this.#followed.availability.isReachable) throw unavailable();
    const prepared = prepare(append);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...prepared, resolve, reject });
      if (this.#isRunning) return;
      this.#isRunning = true;
      this.#running = this.#run();
    });
  }

  /** Resolves when everything that was accepted is answered; later appends are refused. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Lets every append of this turn come in before the first batch is cut.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_TOGETHER);
      try {
        await this.#following.inTurn(() =>
          this.#followed.availability.whileReachable(() => this.#commitTogether(batch)),
        );
      } catch (error) {
        // What became of it is not known: whoever repeats it with its key is told.
        this.#following.look();
        const refusal = error instanceof DomainError ? error : unavailable();
        if (!(error instanceof DomainError)) this.#followed.availability.lost(error);
        for (const { reject } of batch) reject(refusal);
      }
    }
    this.#isRunning = false;
  }

  async #commitTogether(batch: readonly Waiting[]): Promise<void> {
    let pending = batch;
    for (let attempt = 1; pending.length > 0; attempt++) {
      if (attempt > MOST_ATTEMPTS) throw unavailable();
      const [{ decided, answers, again, isBehind }] = await Promise.all([
        this.#decideAll(pending),
        this.#following.assertStands(),
      ]);
      if (isBehind) {
        // An answer of another server, which this one is to have followed before it gives it again.
        await this.#following.catchUp();
        continue;
      }
      for (const answer of answers) answer();
      this.#options.onStep('decided');
      const written = await this.#write(decided.map(({ document }) => document));
      await this.#follow(decided.slice(0, written));
      pending = [...decided.slice(written).map(({ one }) => one), ...again];
      if (written < decided.length) await this.#following.catchUp();
    }
  }

  /** How many of the commits, from the first, are in the journal now; the rest lost its place to another server. */
  async #write(documents: readonly CommitDocument[]): Promise<number> {
    if (documents.length === 0) return 0;
    const { Commit } = this.#followed.models;
    try {
      await Commit.bulkWrite(
        documents.map((document) => ({ insertOne: { document } })),
        { ordered: true, writeConcern: DURABLE },
      );
      return documents.length;
    } catch (error) {
      if (!isOnlyDuplicates(error)) throw error;
      return (error as { insertedCount?: number }).insertedCount ?? 0;
    }
  }

  async #follow(decided: readonly Decided[]): Promise<void> {
    if (decided.length === 0) return;
    this.#options.onStep('committed');
    await eraseBefore(
      this.#followed.models,
      decided.map(({ document }) => document),
    );
    this.#options.onStep('erased');
    await this.#followed.projecting.write(decided.map(({ projected }) => projected));
    this.#options.onStep('projected');
    await this.#following.appended(decided.map(({ document }) => document));
    this.#options.onStep('followed');
    const position = decided.at(-1)?.document._id ?? 0;
    // Only a wake-up: those that miss it look by themselves.
    this.#followed.models.Signal.collection.insertOne({ position }, { writeConcern: { w: 1 } }).catch(ignore);
    for (const { one, linked } of decided) one.resolve(linked.commit);
  }

  async #decideAll(pending: readonly Waiting[]): Promise<Decisions> {
    const [formers, earlier] = await Promise.all([this.#formersOf(pending), this.#earlierOf(pending)]);
    const decisions: Decisions = { decided: [], answers: [], again: [], isBehind: false };
    const keys = new Set<string>();
    let tip = this.#following.tip;
    decisions.isBehind = [...earlier.values()].some(({ _id }) => _id > tip.head.position);
    for (const one of pending) {
      const { append, receipt } = one;
      const answered = receipt === null ? undefined : earlier.get(receipt);
      const refusal = refusalOf(append);
      if (refusal !== null) decisions.answers.push(() => one.reject(refusal));
      else if (answered !== undefined) decisions.answers.push(() => answerAgain(one, answered));
      else if (receipt !== null && keys.has(receipt)) decisions.again.push(one);
      else if ((formers.get(append.item.id)?.revision ?? 0) !== append.item.revision - 1)
        decisions.answers.push(() => one.reject(revisionConflict()));
      else {
        const next = this.#link(one, tip, formers);
        decisions.decided.push(next);
        if (receipt !== null) keys.add(receipt);
        tip = { head: next.linked.head, mark: next.document.mark };
      }
    }
    return decisions;
  }

  #link(one: Waiting, tip: Tip, formers: Map<string, Former>): Decided {
    const { id, revision } = one.append.item;
    const former = formers.get(id);
    const before = former === undefined ? null : sideOf(former);
    const { now, random } = this.#options;
    const linked = linkTo(tip, one, { before: before === null ? null : visibilityOf(before), now, random });
    const document = documentOf(linked, before, one);
    const number = former?.number ?? document._id;
    const { projection, stateText } = one;
    formers.set(id, { _id: id, number, revision, ...asFormer(document) });
    return {
      one,
      linked,
      document,
      projected: { id, revision, mark: document.mark, number, projection, stateText },
    };
  }

  async #formersOf(pending: readonly Waiting[]): Promise<Map<string, Former>> {
    const ids = [...new Set(pending.map(({ append }) => append.item.id))];
    const found = await this.#followed.models.Item.find(
      { _id: inside(ids) },
      { number: 1, revision: 1, kind: 1, isErased: 1, articles: 1, memberStates: 1, readers: 1 },
    ).lean();
    return new Map(found.map((former) => [former._id, former]));
  }

  async #earlierOf(pending: readonly Waiting[]): Promise<Map<string, CommitDocument>> {
    const keys = pending.flatMap(({ receipt }) => (receipt === null ? [] : [receipt]));
    if (keys.length === 0) return new Map();
    const found = await this.#followed.models.Commit.find({ 'receipts.key': inside(keys) }).lean();
    return new Map(found.flatMap((commit) => (commit.receipts ?? []).map(({ key }) => [key, commit])));
  }
}

const ignore = (): void => undefined;

function asFormer({ after }: CommitDocument): Omit<Former, '_id' | 'number' | 'revision'> {
  return {
    kind: after.kind,
    isErased: after.isErased,
    readers: [...after.readers],
    articles: [...after.articles],
    memberStates: [...after.memberStates],
  };
}

function answerAgain({ append, receipt, resolve, reject }: Waiting, earlier: CommitDocument): void {
  const first = earlier.receipts?.find(({ key }) => key === receipt);
  if (earlier.content === null) reject(notFound());
  else if (first?.input !== append.idempotency?.input) reject(keyConflict());
  else resolve({ header: headerOf(earlier), content: decodeContent(Buffer.from(earlier.content, 'utf8')) });
}
