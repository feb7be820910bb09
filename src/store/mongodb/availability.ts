import { Error as MongooseErrors, mongo } from 'mongoose';
import { tooLong, unavailable } from '../shared/refusing.ts';
import { isOutOfTime } from './asking.ts';

/** Whether the database failed, and not the question that it was asked. */
const isTrouble = (error: unknown): boolean =>
  error instanceof mongo.MongoError || error instanceof MongooseErrors.MongooseServerSelectionError;

/**
 * Whether the database can be reached. Once it could not, everything is refused at once with UNAVAILABLE, so that
 * nobody waits in vain, until whoever follows the journal has reached it again.
 */
export class Availability {
  readonly #onTrouble: (error: unknown) => void;
  #isReachable = true;
  #isClosed = false;
  #waiting: (() => void)[] = [];

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  get isReachable(): boolean {
    return this.#isReachable && !this.#isClosed;
  }

  /** Resolves as soon as asking makes sense (again); also when the store closes. */
  reachable(): Promise<void> {
    if (this.#isReachable || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Does the work; refuses with UNAVAILABLE while the database cannot be reached, and what takes too long. */
  async whileReachable<T>(work: () => Promise<T>): Promise<T> {
    if (!this.isReachable) throw unavailable();
    return this.attempt(work);
  }

  /** As `whileReachable`, also for those that find out whether it can be reached again. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isOutOfTime(error)) throw tooLong();
      if (!isTrouble(error)) throw error;
      this.lost(error);
      throw unavailable();
    }
  }

  lost(error: unknown): void {
    if (this.#isReachable && !this.#isClosed) this.#onTrouble(error);
    this.#isReachable = false;
  }

  restored(): void {
    this.#isReachable = true;
    this.#release();
  }

  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
