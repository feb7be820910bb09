import type { Models } from './models.ts';

/** Before the tail is taken up again where it broke off. */
const AGAIN_MS = 250;
/** How long the database holds a question back that has no answer yet. */
const WAIT_MS = 1_000;

/**
 * Calls `wake` for each position that a server announces, its own included, by tailing the capped collection.
 * Whatever breaks the tail delays: it is taken up again, and followers look by themselves besides.
 */
export class Waking {
  readonly #signals: Models['Signal'];
  readonly #wake: (position: number) => void;
  #isClosed = false;
  #stop: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor({ Signal }: Pick<Models, 'Signal'>, wake: (position: number) => void) {
    this.#signals = Signal;
    this.#wake = wake;
  }

  start(after: number): void {
    this.#running = this.#run(after);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop();
    await this.#running;
  }

  async #run(after: number): Promise<void> {
    let last = after;
    while (!this.#isClosed) {
      const cursor = this.#signals.collection.find(
        { position: { $gt: last } },
        { tailable: true, awaitData: true, maxAwaitTimeMS: WAIT_MS },
      );
      this.#stop = () => void cursor.close().catch(() => undefined);
      try {
        for await (const { position } of cursor) {
          last = Math.max(last, Number(position));
          this.#wake(last);
        }
      } catch {
        // The follower finds out by itself what is wrong with the database.
      }
      if (!this.#isClosed) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, AGAIN_MS);
      this.#stop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
