import { Error as MongooseErrors, mongo } from 'mongoose';
import { DomainError } from '../../errors.ts';
import { tooLong, unavailable } from '../shared/refusing.ts';
import { StoreUnusable } from '../shared/unusable.ts';
import { isOutOfTime } from './asking.ts';
import { Lease, type Moment } from './lease.ts';

/** More than the limits of the driver add up to; what has no answer by then will have none. */
const LONGEST_MS = 10_000;

class Unanswered extends Error {
  constructor() {
    super('The database has not answered.');
    this.name = 'Unanswered';
  }
}

/** Errors of the system and of Node's sockets, such as EPIPE or ERR_STREAM_DESTROYED. */
const socketCode = /^(?:E[A-Z\d]+|ERR_(?:STREAM|SOCKET|SSL|TLS)_\w+)$/;

/** The driver hands on as it is what a socket says that ends while it is written to. */
const isOfSocket = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  !(error instanceof DomainError) &&
  'code' in error &&
  socketCode.test(String(error.code));

/** Whether the database failed, and not the question that it was asked. */
const isTrouble = (error: unknown): boolean =>
  error instanceof mongo.MongoError ||
  error instanceof MongooseErrors.MongooseServerSelectionError ||
  error instanceof Unanswered ||
  isOfSocket(error);

/**
 * What the driver writes to a socket in the moment in which that is destroyed waits for its turn for ever. Where
 * no answer comes the work is given up: it may have been done, as after any connection that broke.
 */
export async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unanswered()), LONGEST_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Told {
  /** The database cannot be reached, or refuses; once for each time. */
  onTrouble: (error: unknown) => void;
  /** The store can no longer promise what it answers. */
  onFailure: (error: StoreUnusable) => void;
}

/**
 * Whether the database can be reached. Once it could not, everything is refused at once with UNAVAILABLE, so that
 * nobody waits in vain, until whoever follows the journal has reached it again. So it is while the lease has run out:
 * others may have gone on without this server, and what it has not heard of yet may be that somebody lost access. Where it turns out not to be the
 * database that it was, everything is refused for good.
 */
export class Availability {
  readonly #told: Told;
  readonly #lease = new Lease();
  #isReachable = true;
  #isClosed = false;
  #hasFailed = false;
  #waiting: (() => void)[] = [];

  constructor(told: Told) {
    this.#told = told;
  }

  get isReachable(): boolean {
    return this.#isReachable && !this.#isClosed && !this.#hasFailed && this.#lease.isValid;
  }

  /** Whether the database is not what this server has answered from, which nothing mends. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Resolves as soon as asking makes sense (again); also when the store closes. */
  reachable(): Promise<void> {
    if (this.isReachable || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Does the work in time; refuses with UNAVAILABLE while the database cannot be reached, and what takes too long. */
  async whileReachable<T>(work: () => Promise<T>): Promise<T> {
    if (!this.isReachable) throw unavailable();
    return this.attempt(() => inTime(work));
  }

  /** As `whileReachable`, for those that find out whether it can be reached again, however long that takes. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isOutOfTime(error)) throw tooLong();
      if (error instanceof StoreUnusable) this.#fail(error);
      else if (isTrouble(error)) this.lost(error);
      else throw error;
      throw unavailable();
    }
  }

  now(): Moment {
    return this.#lease.now();
  }

  /** The others wait for this server: it has said that it follows, after that moment, and has taken over all since. */
  renewed(since: Moment): void {
    this.#lease.renewed(since);
  }

  lost(error: unknown): void {
    if (this.#isReachable && !this.#isClosed && !this.#hasFailed) this.#told.onTrouble(error);
    this.#isReachable = false;
  }

  restored(): void {
    this.#isReachable = true;
    if (this.isReachable) this.#release();
  }

  #fail(error: StoreUnusable): void {
    if (this.#hasFailed || this.#isClosed) return;
    this.#hasFailed = true;
    this.#told.onFailure(error);
  }

  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
