import type { FeedChange, Reads, Store } from '../store/port.ts';
import { meets } from '../access/readers.ts';
import type { Narrowings } from './narrowings.ts';
import type { Subscriber } from './subscriber.ts';

/** Executes and serialises one change for a class: the JSON text of a GraphQL result. */
export type Render = (change: FeedChange) => Promise<string>;

/** One change, made once and shared by every subscriber of the class; one that could not be made is made again. */
export class Entry {
  readonly change: FeedChange;
  readonly #render: Render;
  #text: Promise<string> | null = null;
  #length = 0;

  constructor(change: FeedChange, render: Render) {
    this.change = change;
    this.#render = render;
  }

  /** Characters that it holds in memory; 0 until it is made. */
  get length(): number {
    return this.#length;
  }

  text(): Promise<string> {
    this.#text ??= this.#make();
    return this.#text;
  }

  async #make(): Promise<string> {
    try {
      const text = await this.#render(this.change);
      this.#length = text.length;
      return text;
    } catch (error) {
      this.#text = null;
      throw error;
    }
  }
}

/** What is sent of a change, and what it shows. */
export interface Served {
  text: string;
  change: FeedChange;
}

const served = async (entry: Entry): Promise<Served> => ({ text: await entry.text(), change: entry.change });

/** How many rendered changes a class keeps for subscribers that resume at the same time. */
const KEPT = 32;

/** Subscriptions with the same document, variables, reader keys and languages. */
export class AudienceClass {
  readonly reads: Reads;
  readonly #render: Render;
  readonly #store: Store;
  readonly #narrowings: Narrowings;
  readonly #live = new Set<Subscriber>();
  readonly #kept = new Map<number, Entry>();
  members = 0;
  /** Mark of the last change pushed; undefined until the first push has looked it up. */
  #lastMark: string | null | undefined;

  constructor(options: { reads: Reads; render: Render; store: Store; narrowings: Narrowings }) {
    this.reads = options.reads;
    this.#render = options.render;
    this.#store = options.store;
    this.#narrowings = options.narrowings;
  }

  get lastMark(): string | null {
    return this.#lastMark ?? null;
  }

  get isPrepared(): boolean {
    return this.#lastMark !== undefined;
  }

  async prepareToPush(position: number): Promise<void> {
    this.#lastMark ??= await this.#store.lastSeen(this.reads, position - 1);
  }

  push(change: FeedChange): void {
    this.#lastMark = change.mark;
    const entry = this.entryOf(change);
    // Whoever takes the entry meets the failure; one that nobody takes must not end the process.
    entry.text().catch(() => undefined);
    for (const subscriber of this.#live) subscriber.push(entry);
  }

  join(subscriber: Subscriber): void {
    this.#live.add(subscriber);
  }

  leave(subscriber: Subscriber): void {
    this.#live.delete(subscriber);
  }

  end(): void {
    for (const subscriber of this.#live) void subscriber.return();
  }

  entryOf(change: FeedChange): Entry {
    const kept = this.#kept.get(change.position);
    // A change that has lost its item since must not be served from what was made before.
    if (kept !== undefined && (kept.change.item === null) === (change.item === null)) return kept;
    const entry = new Entry(change, this.#render);
    this.#kept.set(change.position, entry);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return entry;
  }

  /** The text as it may be sent now: looked at again when the item has lost readers or its content since. */
  async servedOf(entry: Entry): Promise<Served> {
    const { change } = entry;
    if (change.item === null || !this.#narrowings.since(change.itemId, change.position)) return served(entry);
    const now = await this.#store.readersOf(change.itemId);
    const isKept = (await this.#store.commit(change.position))?.content != null;
    if (isKept && now !== null && meets(this.reads.readers, now)) return served(entry);
    return served(this.entryOf({ ...change, item: null }));
  }
}
