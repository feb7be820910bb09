import { dueAtOf } from '../domain/due.ts';
import { isItem } from '../domain/items.ts';
import type { Store } from '../store/port.ts';

/** A timer of Node waits 24 days at the most; looking again in between also heals a clock that was set. */
const LONGEST_WAIT = 60_000;
/** What could not be done is tried again, whatever the reason: what is due stays due. */
const AFTER_FAILURE = 1_000;

/**
 * Makes happen what is due, at its instant and after a restart: what fell due while the server was down is made
 * up for by `start`. Exactly once is the writer's doing: a second attempt finds the revision moved on.
 */
export class DueDates {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #happen: (itemId: string) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;
  #stopListening: () => void = () => undefined;

  constructor(options: {
    store: Store;
    now: () => number;
    happen: (itemId: string) => Promise<void>;
    onError: (error: unknown) => void;
  }) {
    this.#store = options.store;
    this.#now = options.now;
    this.#happen = options.happen;
    this.#onError = options.onError;
  }

  async start(): Promise<void> {
    this.#stopListening = this.#store.onAppend(({ content }) => {
      if (content !== null && isItem(content.state) && dueAtOf(content.state) !== null) this.look();
    });
    await this.#makeUp();
  }

  /** Looks what is due and when to look again; called by itself, and by tests that move the clock. */
  look(): void {
    this.#running = this.#running
      .then(() => this.#makeUp())
      .catch((error: unknown) => {
        this.#arm(AFTER_FAILURE);
        this.#onError(error);
      });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopListening();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Asked again after each wait: a stop may have come in between. */
  #hasStopped(): boolean {
    return this.#isStopped;
  }

  async #makeUp(): Promise<void> {
    if (this.#hasStopped()) return;
    const due = await this.#store.due(new Date(this.#now()).toISOString());
    for (const id of due) await this.#happen(id);
    const next = await this.#store.nextDue();
    if (next !== null) this.#arm(Math.max(0, Math.min(Date.parse(next) - this.#now(), LONGEST_WAIT)));
  }

  #arm(wait: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (!this.#hasStopped()) this.#timer = setTimeout(() => this.look(), wait);
  }
}
