import type { Models } from './models.ts';

/** Before the tail is taken up again where it broke off. */
const AGAIN_MS = 250;
/** How long the database holds a question back that has no answer yet. */
const WAIT_MS = 1_000;
/** For an engine that answers at once with nothing where it should have waited. */
const IDLE_MS = 20;

/** `isRollCall`: somebody waits for an answer. */
type OnSignal = (position: number, isRollCall: boolean) => void;

/**
 * Calls `wake` for each position that a server announces, its own included, by tailing the capped collection.
 * Whatever breaks the tail delays: it is taken up again, and followers look by themselves besides.
 */
export class Waking {
  readonly #signals: Models['Signal'];
  readonly #wake: OnSignal;
  #isClosed = false;
  #closeCursor: () => void = () => undefined;
  #endPause: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor({ Signal }: Pick<Models, 'Signal'>, wake: OnSignal) {
    this.#signals = Signal;
    this.#wake = wake;
  }

  start(after: number): void {
    this.#running = this.#run(after);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#closeCursor();
    this.#endPause();
    await this.#running;
  }

  async #run(after: number): Promise<void> {
    let last = after;
    while (!this.#isClosed) {
      const cursor = this.#signals.collection.find(
        { position: { $gt: last } },
        { tailable: true, awaitData: true, maxAwaitTimeMS: WAIT_MS },
      );
      this.#closeCursor = () => void cursor.close().catch(() => undefined);
      try {
        while (!cursor.closed) {
          const asked = performance.now();
          const signal = await cursor.tryNext();
          if (signal === null && performance.now() - asked < IDLE_MS) await this.#pause(IDLE_MS);
          if (signal === null) continue;
          last = Math.max(last, Number(signal.position));
          this.#wake(last, signal.isRollCall === true);
        }
      } catch {
        // The follower finds out by itself what is wrong with the database.
      }
      await this.#pause(AGAIN_MS);
    }
  }

  #pause(wait: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isClosed) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, wait);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
