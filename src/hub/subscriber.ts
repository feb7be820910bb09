import { isUnavailable } from '../errors.ts';
import type { FeedChange, Store } from '../store/port.ts';
import type { AudienceClass, Entry } from './audience-class.ts';

/** How many changes wait for a slow reader before it is served from the journal again. */
const MOST_WAITING = 256;
/** Characters of texts that wait for a slow reader before it is served from the journal again. */
const MOST_CHARACTERS = 8 * 1024 * 1024;
/** How many changes are read from the journal at a time while catching up. */
const PAGE = 100;

export interface SubscriberOptions {
  audience: AudienceClass;
  store: Store;
  after: number;
  hubPosition: () => number;
  isAllowed: () => boolean;
  /** What throws here keeps the change back and ends the subscription. */
  onDelivery: (change: FeedChange) => void;
  onEnd: () => void;
}

/**
 * One subscription, pulled by its transport. It reads the journal until it stands where the hub stands, then is
 * pushed to; one that falls behind goes back to reading. An iterator by hand: a generator would answer `return`
 * only after the `next` that waits (one event after the end).
 */
export class Subscriber implements AsyncIterableIterator<string> {
  readonly #options: SubscriberOptions;
  #waiting: Entry[] = [];
  /** Every change up to here is delivered, waiting, or not for this reader. */
  #position: number;
  #isLive = false;
  #isDone = false;
  #wake: (() => void) | null = null;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#position = options.after;
    this.#goLiveIfThere();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Rejects where a change cannot be made into a text, and has then ended: who iterates does not call `return`. */
  async next(): Promise<IteratorResult<string, undefined>> {
    try {
      return await this.#next();
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async #next(): Promise<IteratorResult<string, undefined>> {
    const { audience, store, isAllowed, onDelivery } = this.#options;
    while (!this.#isDone) {
      const [entry] = this.#waiting;
      if (entry === undefined) {
        await (this.#isLive ? this.#pushed() : this.#whenReachable(() => this.#catchUp()));
        continue;
      }
      const value = await this.#whenReachable(() => audience.servedOf(entry));
      if (this.#hasEnded()) break;
      if (value === null) continue;
      if (!store.isReachable()) {
        // What is ready in memory waits as well: whoever reads may have lost access where this server cannot hear it.
        await this.#untilReachable();
        continue;
      }
      this.#waiting.shift();
      if (!isAllowed()) return this.return();
      onDelivery(value.change);
      return { done: false, value: value.text };
    }
    return { done: true, value: undefined };
  }

  /** Null where the store could not be reached: to be tried again, for it can be now. */
  async #whenReachable<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await this.#untilReachable();
      return null;
    }
  }

  async #untilReachable(): Promise<void> {
    const { store } = this.#options;
    await store.reachable();
    if (!store.isReachable()) await this.return();
  }

  return(): Promise<IteratorResult<string, undefined>> {
    if (!this.#isDone) {
      this.#isDone = true;
      this.#waiting = [];
      this.#options.audience.leave(this);
      this.#options.onEnd();
      this.#wake?.();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  async throw(error: unknown): Promise<IteratorResult<string, undefined>> {
    await this.return();
    throw error;
  }

  push(entry: Entry): void {
    // Already read from the journal on the way to going live.
    if (entry.change.position <= this.#position) return;
    if (this.#waiting.length >= MOST_WAITING || this.#held() >= MOST_CHARACTERS) {
      this.#isLive = false;
      this.#options.audience.leave(this);
      return;
    }
    this.#position = entry.change.position;
    this.#waiting.push(entry);
    this.#wake?.();
  }

  #held(): number {
    return this.#waiting.reduce((total, { length }) => total + length, 0);
  }

  #hasEnded(): boolean {
    return this.#isDone;
  }

  #pushed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }

  async #catchUp(): Promise<void> {
    const { audience, store } = this.#options;
    const page = await store.feed(audience.reads, { after: this.#position, limit: PAGE });
    if (this.#isDone) return;
    this.#position = Math.max(this.#position, page.through);
    this.#waiting.push(...page.changes.map((change) => audience.entryOf(change)));
    this.#goLiveIfThere();
  }

  /** No wait between looking and joining, so that no commit falls between the two. */
  #goLiveIfThere(): void {
    if (this.#position < this.#options.hubPosition()) return;
    this.#isLive = true;
    this.#options.audience.join(this);
  }
}
