import { isUnavailable } from '../errors.ts';
import { meets } from '../access/readers.ts';
import type { KeptCommit } from '../journal/commit.ts';
import type { FeedChange, Reads, Store } from '../store/port.ts';
import { AudienceClass, type Render } from './audience-class.ts';
import { belongs } from './belongs.ts';
import { Narrowings } from './narrowings.ts';
import { Subscriber, type SubscriberOptions } from './subscriber.ts';

export interface HubMetrics {
  subscribed(delta: 1 | -1): void;
  delivered(at: string): void;
}

export interface Subscribe {
  /** Subscriptions with the same key get the same bytes, so that they are made once. */
  classKey: string;
  reads: Reads;
  render: Render;
  /** Resume behind this position; null starts live. */
  after: number | null;
  /** Asked at each delivery; false ends the subscription. */
  isAllowed: () => boolean;
  /** Told of each change before it is delivered; where it throws, nothing is. */
  onDelivery: (change: FeedChange) => void;
}

/** How many announced commits are kept in memory until they are pushed. */
const MOST_AHEAD = 1_000;

/** Delivers durable commits to live subscriptions, each audience class once, in the order of positions. */
export class Hub {
  readonly #store: Store;
  readonly #metrics: HubMetrics;
  readonly #onError: (error: unknown) => void;
  readonly #classes = new Map<string, AudienceClass>();
  readonly #narrowings = new Narrowings();
  readonly #stop: () => void;
  /** Every commit up to here has been pushed to all live subscribers. */
  #position: number;
  #announced: number;
  /** Commits that wait for their turn; what does not fit is read from the journal again. */
  readonly #ahead = new Map<number, KeptCommit>();
  #pushing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: { store: Store; metrics: HubMetrics; onError: (error: unknown) => void }) {
    this.#store = options.store;
    this.#metrics = options.metrics;
    this.#onError = options.onError;
    this.#position = this.#announced = options.store.head().position;
    this.#stop = options.store.onAppend((commit) => this.announce(commit));
  }

  /** Position up to which live subscribers have been served. */
  get position(): number {
    return this.#position;
  }

  /**
   * Never fails and never waits: a lost announcement only delays, for the next one covers it. Lost readers and
   * erased content are noted at once, so that nothing of an item is sent after its recall is answered.
   */
  announce(commit: KeptCommit): void {
    const { position } = commit.header;
    if (position <= this.#announced || this.#closed) return;
    this.#announced = position;
    this.#narrowings.note(commit.header);
    if (this.#ahead.size < MOST_AHEAD) this.#ahead.set(position, commit);
    this.#pushing = this.#pushing.then(() => this.#pushTo(position)).catch(this.#onError);
  }

  subscribe({ classKey, reads, render, after, isAllowed, onDelivery }: Subscribe): Subscriber {
    let audience = this.#classes.get(classKey);
    if (audience === undefined) {
      audience = new AudienceClass({ reads, render, store: this.#store, narrowings: this.#narrowings });
      this.#classes.set(classKey, audience);
    }
    const joined = audience;
    joined.members += 1;
    this.#metrics.subscribed(1);
    const options: SubscriberOptions = {
      audience: joined,
      store: this.#store,
      after: after ?? this.#position,
      hubPosition: () => this.#position,
      isAllowed,
      onDelivery: (change) => {
        onDelivery(change);
        this.#metrics.delivered(change.at);
      },
      onEnd: () => {
        joined.members -= 1;
        this.#metrics.subscribed(-1);
        if (joined.members === 0 && this.#classes.get(classKey) === joined) this.#classes.delete(classKey);
      },
    };
    return new Subscriber(options);
  }

  /** Ends every subscription; what was not delivered can be resumed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    await this.#pushing;
    for (const audience of this.#classes.values()) audience.end();
  }

  async #pushTo(target: number): Promise<void> {
    while (this.#position < target && !this.#closed) {
      try {
        await this.#pushNext();
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        await this.#store.reachable();
        if (!this.#store.isReachable()) return;
      }
    }
  }

  async #pushNext(): Promise<void> {
    const next = this.#position + 1;
    const commit = this.#ahead.get(next) ?? (await this.#store.commit(next));
    if (commit === null) throw new Error('The journal does not hold a commit that was announced.');
    await this.#push(commit);
    this.#ahead.delete(next);
  }

  async #push({ header, content }: KeptCommit): Promise<void> {
    const now = this.#classes.size === 0 ? null : await this.#store.readersOf(header.itemId);
    for (;;) {
      const touched = [...this.#classes.values()].filter(({ reads }) => belongs(reads, header));
      const unprepared = touched.filter(({ isPrepared }) => !isPrepared);
      if (unprepared.length === 0) {
        for (const audience of touched) audience.push(changeFor(audience, { header, content }, now));
        // In the same turn as the push: a subscriber that joined in between would miss this commit.
        this.#position = header.position;
        return;
      }
      await Promise.all(unprepared.map((audience) => audience.prepareToPush(header.position)));
    }
  }
}

function changeFor(
  audience: AudienceClass,
  { header, content }: KeptCommit,
  now: readonly string[] | null,
): FeedChange {
  const { readers } = audience.reads;
  const isReadable = meets(readers, header.after.readers) && (now === null || meets(readers, now));
  return {
    position: header.position,
    mark: header.mark,
    previous: audience.lastMark,
    at: header.at,
    change: header.change,
    itemId: header.itemId,
    item: isReadable ? (content?.state ?? null) : null,
  };
}
