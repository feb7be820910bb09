/**
 * How long a server goes on after it has last said that it follows. It says so each second, and a database under load
 * takes seconds for each of the questions that go with it.
 */
export const LEASE_MS = 10_000;

/** After this long without a word a server has stopped by itself: the lease, and what two clocks may run apart. */
export const GONE_MS = LEASE_MS + 2_000;

export interface Clocks {
  /** Milliseconds; does not go back, and may stand still while the machine sleeps. */
  steady: () => number;
  /** Milliseconds since 1970; goes on while the machine sleeps, and may be set. */
  wall: () => number;
}

export interface Moment {
  steady: number;
  wall: number;
}

const systemClocks: Clocks = { steady: () => performance.now(), wall: () => Date.now() };

/**
 * For how long this server may believe that the others wait for it. It counts from before the word was sent, by both
 * clocks: others count from when they have read it, so that they wait longer than this server goes on.
 */
export class Lease {
  readonly #clocks: Clocks;
  #since: Moment | null = null;

  constructor(clocks: Clocks = systemClocks) {
    this.#clocks = clocks;
  }

  now(): Moment {
    return { steady: this.#clocks.steady(), wall: this.#clocks.wall() };
  }

  renewed(since: Moment): void {
    this.#since = since;
  }

  get isValid(): boolean {
    if (this.#since === null) return false;
    const { steady, wall } = this.now();
    return steady - this.#since.steady < LEASE_MS && wall - this.#since.wall < LEASE_MS;
  }
}
