import { createHash } from 'node:crypto';

interface FailureLimit {
  /** Refused tokens at once. */
  most: number;
  /** Milliseconds after which one more is allowed. */
  msEach: number;
  /** Who is remembered; whoever failed least lately is forgotten first. */
  remembered: number;
  reason: string;
}

/** How many tokens may be refused before the answer is that it was too often. */
export const failureLimits = {
  address: {
    most: 20,
    msEach: 3_000,
    remembered: 20_000,
    reason:
      'A whole Member State may sit behind one address, and a few of its desks may be set up wrongly at a time.',
  },
  subject: {
    most: 10,
    msEach: 30_000,
    remembered: 20_000,
    reason: 'A person has a few desks; guesses at one person may come from many addresses.',
  },
} as const satisfies Record<string, FailureLimit>;

/** Whose token was refused, as far as anybody says. */
export interface Failure {
  /** Network of the caller. */
  address: string;
  /** Person that the refused token claims to be for; null where it claims none. */
  subject: string | null;
}

export interface Throttle {
  /** Counts a refused token at a time in milliseconds; false, and then nothing is counted, where there were too many. */
  admits: (failure: Failure, now: number) => boolean;
  /** Addresses and subjects that are remembered. */
  readonly remembered: () => number;
}

/** A count for each key that goes down with time; keys whose count is down to nothing are forgotten. */
function counter({ most, msEach, remembered }: FailureLimit) {
  /** Whoever failed least lately first. */
  const counts = new Map<string, { count: number; at: number }>();
  const countAt = ({ count, at }: { count: number; at: number }, now: number): number =>
    Math.max(0, count - Math.max(0, now - at) / msEach);

  function forget(now: number): void {
    for (const [key, entry] of counts) {
      if (counts.size <= remembered && countAt(entry, now) > 0) break;
      counts.delete(key);
    }
  }

  return {
    size: () => counts.size,
    isFull(key: string, now: number): boolean {
      const entry = counts.get(key);
      return entry !== undefined && countAt(entry, now) > most - 1;
    },
    add(key: string, now: number): void {
      const entry = counts.get(key);
      counts.delete(key);
      counts.set(key, { count: (entry === undefined ? 0 : countAt(entry, now)) + 1, at: now });
      forget(now);
    },
  };
}

/** Of one length, however long a claim may be, and nothing that could be read out of a dump of the memory. */
const digestOf = (subject: string): string => createHash('sha256').update(subject).digest('base64url');

/**
 * Counts tokens that are refused, and nothing else: whoever holds a good one is never kept out, whatever others do at
 * the same address or in the same name.
 */
export function createThrottle(): Throttle {
  const addresses = counter(failureLimits.address);
  const subjects = counter(failureLimits.subject);
  return {
    admits({ address, subject }, now) {
      const claimed = subject === null ? null : digestOf(subject);
      // An address that has had its share cannot push the subjects of others out of the memory.
      if (addresses.isFull(address, now)) return false;
      if (claimed !== null && subjects.isFull(claimed, now)) return false;
      addresses.add(address, now);
      if (claimed !== null) subjects.add(claimed, now);
      return true;
    },
    remembered: () => addresses.size() + subjects.size(),
  };
}
