import { randomUUID } from 'node:crypto';
import { emptyHead } from '../../journal/chain.ts';
import { sha256 } from '../../journal/canonical.ts';
import type { KeptCommit } from '../../journal/commit.ts';
import { DomainError } from '../../errors.ts';
import type { Tip } from '../shared/preparing.ts';
import { StoreUnusable } from '../shared/unusable.ts';
import { greaterThan, within } from './asking.ts';
import { inTime, type Availability } from './availability.ts';
import { Census } from './census.ts';
import { DURABLE, type Renewable } from './connecting.ts';
import { countedThrough, lastRebuild, readCounts } from './counts.ts';
import type { CommitDocument, Models } from './models.ts';
import type { Projecting } from './projecting.ts';
import { headerOf, keptCommitOf } from './stored.ts';

/** How many commits of others are taken over at a time. */
const CHUNK = 500;
/** Looks by itself this often, whether or not it was woken. */
const POLL_MS = 1_000;
/** As long as the database cannot be reached. */
const RETRY_MS = 250;
/** Changes after which the counts are written down, so that a start has few commits to follow. */
const SAVE_EVERY = 2_000;

/** A commit to be taken over; without its content where nobody listens. */
type Taken = Omit<CommitDocument, 'content'> & { content?: string | null };

const HEADERS = { mark: 1, itemId: 1, revision: 1, header: 1, before: 1, after: 1 } as const;
const FOLLOWED = { ...HEADERS, content: 1 } as const;

const isReplaced = (): StoreUnusable =>
  new StoreUnusable(
    'The database no longer holds the journal that this server has answered from: it was set back, or another was put in its place.',
  );

export interface Followed extends Renewable {
  /** Tag of the journal. */
  journal: string;
  models: Models;
  census: Census;
  projecting: Projecting;
  availability: Availability;
  /** Told each time that the counts were taken anew after a rebuild. */
  onRecount: () => void;
}

/**
 * Where this server stands in the journal that it shares with others. Commits are taken over in order, each once:
 * its own when it has appended them, those of others when it is woken or looks. Before one counts as followed its
 * item is projected and it is durable, whoever wrote it.
 */
export class Following {
  readonly #followed: Followed;
  /** By which the others know this server. */
  readonly server = randomUUID();
  readonly #listeners = new Set<(commit: KeptCommit) => void>();
  #tip: Tip = { head: emptyHead, mark: null };
  #saved = 0;
  /** From which the counts go on. */
  #rebuild: string | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #isLooking = false;
  #isPolling = false;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(followed: Followed) {
    this.#followed = followed;
  }

  get tip(): Tip {
    return this.#tip;
  }

  onAppend(listener: (commit: KeptCommit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins where everything is projected and counted so far, and takes over what came after. */
  async start(): Promise<void> {
    const { models, census } = this.#followed;
    const { signatures, through, rebuild } = await readCounts(models);
    census.load(signatures, through);
    this.#rebuild = rebuild;
    if (through > 0) {
      const commit = await models.Commit.findById(through, { header: 1, mark: 1 }).lean();
      if (commit === null) throw new StoreUnusable('The database lacks a commit that it says it has.');
      this.#tip = { head: { position: through, hash: sha256(commit.header) }, mark: commit.mark };
    }
    this.#saved = through;
    await this.inTurn(() => this.#renew());
    this.#arm();
  }

  /** One at a time: what moves the tip must not be overtaken. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Looks soon whether others have appended; calls that come while it has not begun are one. */
  look(): void {
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    void this.inTurn(async () => {
      this.#isLooking = false;
      await this.#tryCatchUp();
    });
  }

  /** As `look`, and says then how far this server has come: somebody waits for that. */
  answer(): void {
    this.#isPolling = true;
    this.look();
  }

  /**
   * In a turn only. Throws `StoreUnusable` where the database does not hold the commit at which this server stands:
   * what is appended there would be a journal with a gap, or beside the one that was answered from.
   */
  async assertStands(): Promise<void> {
    const { journal, models } = this.#followed;
    const { position, hash } = this.#tip.head;
    // Not `majority`: a primary that was just elected has every durable commit, and may not know yet that it is.
    if (position === 0) {
      const meta = await models.Meta.findById('store', { journal: 1 }).readConcern('local').lean();
      if (meta?.journal !== journal) throw isReplaced();
    } else {
      const commit = await models.Commit.findById(position, { header: 1 }).readConcern('local').lean();
      if (commit === null || sha256(commit.header) !== hash) throw isReplaced();
    }
  }

  /** In a turn only. Takes over every commit of others, in order. */
  async catchUp(): Promise<void> {
    while (await inTime(() => this.#takeOver()));
  }

  /** Whether there may be more. */
  async #takeOver(): Promise<boolean> {
    const { Commit } = this.#followed.models;
    const isHeard = this.#listeners.size > 0;
    const found = await Commit.find(
      { _id: greaterThan(this.#tip.head.position) },
      // Whoever does not listen needs no content; that of items to be healed is fetched for them.
      isHeard ? FOLLOWED : HEADERS,
    )
      .sort({ _id: 1 })
      .limit(CHUNK)
      .lean<Taken[]>();
    const next = this.#inSequence(found);
    if (next.length === 0) return false;
    await this.#followed.projecting.heal(next);
    await this.#makeDurable(next.at(-1)?._id ?? 0);
    this.#advance(next);
    await this.#saveSometimes();
    return found.length === CHUNK;
  }

  /** In a turn only: commits of this server, which are durable and projected. */
  async appended(commits: readonly Taken[]): Promise<void> {
    this.#advance(commits);
    await this.#saveSometimes();
  }

  /** In a turn only: from here a server that starts can begin. Counts from before a rebuild are not saved. */
  async save(): Promise<void> {
    const { models, census } = this.#followed;
    const { position } = this.#tip.head;
    const rebuild = this.#rebuild;
    if (position === this.#saved || (await lastRebuild(models)) !== rebuild) return;
    await census.save(models, position, { rebuild });
    await countedThrough(models, position, rebuild);
    this.#saved = position;
  }

  /** Takes no more turns than those that wait. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.inTurn(async () => {
      if (this.#followed.availability.isReachable) await this.save();
      await this.#followed.models.Server.deleteOne({ _id: this.server });
    }).catch(() => undefined);
  }

  async #tryCatchUp(): Promise<void> {
    const { availability } = this.#followed;
    const isPolling = this.#isPolling;
    this.#isPolling = false;
    try {
      await availability.attempt(async () => {
        await inTime(() => this.assertStands());
        await this.catchUp();
        if (isPolling || !availability.isReachable) await this.#renew();
        if (isPolling) await inTime(() => this.#heedRebuild());
      });
      availability.restored();
    } catch (error) {
      if (!(error instanceof DomainError)) availability.lost(error);
      if (!this.#isClosed && !availability.hasFailed) await inTime(this.#followed.renew).catch(ignore);
    }
  }

  /**
   * In a turn only. Says that this server follows and how far, and then takes over what others have appended before
   * they could read that: whatever comes after, they wait for this server or for the end of its lease.
   */
  async #renew(): Promise<void> {
    const { availability, models } = this.#followed;
    const { position } = this.#tip.head;
    const since = availability.now();
    await inTime(() =>
      models.Server.updateOne(
        { _id: this.server },
        { $set: { position, told: position, at: new Date() }, $inc: { beats: 1 } },
        { upsert: true, writeConcern: DURABLE },
      ),
    );
    await this.catchUp();
    availability.renewed(since);
  }

  #arm(): void {
    const { availability } = this.#followed;
    if (this.#isClosed || availability.hasFailed) return;
    const wait = availability.isReachable ? POLL_MS : RETRY_MS;
    this.#timer = setTimeout(() => {
      this.#isPolling = true;
      this.look();
      void this.inTurn(() => Promise.resolve()).then(() => this.#arm());
    }, wait);
  }

  /** In a turn only. Where a rebuild has ended, its counts and what was committed since take the place of these. */
  async #heedRebuild(): Promise<void> {
    const { models, census, onRecount } = this.#followed;
    if ((await lastRebuild(models)) === this.#rebuild) return;
    const { signatures, through, rebuild } = await readCounts(models);
    const { position } = this.#tip.head;
    // What others have counted further than this server has followed is for the next look.
    if (Math.max(through, ...signatures.map((one) => one.through)) > position) return;
    const fresh = new Census();
    fresh.load(signatures, through);
    const since = models.Commit.find({ _id: within(through, position) }, { before: 1, after: 1 });
    for await (const commit of since.sort({ _id: 1 }).lean().cursor()) fresh.apply(commit);
    // A turn that was given up may come to its end after all, when this server stands elsewhere.
    if (this.#tip.head.position !== position) return;
    census.become(fresh);
    this.#rebuild = rebuild;
    this.#saved = through;
    onRecount();
  }

  /** Commits that follow the tip without a gap; anything else is for later, or no journal. */
  #inSequence(found: readonly Taken[]): readonly Taken[] {
    const { position, hash } = this.#tip.head;
    const next = found.filter(({ _id }, index) => _id === position + 1 + index);
    const [first] = next;
    if (first !== undefined && headerOf(first).previous !== hash) throw isReplaced();
    return next;
  }

  /** A write of its own, acknowledged by a majority with its journal: what was read before it is durable too. */
  async #makeDurable(position: number): Promise<void> {
    await this.#followed.models.Server.updateOne(
      { _id: this.server },
      { $set: { position, at: new Date() } },
      { upsert: true, writeConcern: DURABLE },
    );
  }

  #advance(commits: readonly Taken[]): void {
    // A turn that was given up may come to its end after all, behind the one after it.
    if (commits[0]?._id !== this.#tip.head.position + 1)
      throw new Error('This server stands elsewhere by now.');
    for (const commit of commits) {
      this.#followed.census.apply(commit);
      this.#tip = { head: { position: commit._id, hash: sha256(commit.header) }, mark: commit.mark };
      if (commit.content === undefined) continue;
      this.#announce(keptCommitOf({ header: commit.header, content: commit.content }));
    }
  }

  async #saveSometimes(): Promise<void> {
    if (this.#tip.head.position - this.#saved >= SAVE_EVERY) await this.save();
  }

  #announce(commit: KeptCommit): void {
    for (const listener of this.#listeners)
      try {
        listener(commit);
      } catch (error) {
        // What is written is written: a listener's mistake must not turn it into a failed append.
        process.emitWarning(error instanceof Error ? error : new Error('A listener failed.'));
      }
  }
}

const ignore = (): void => undefined;
