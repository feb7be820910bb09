import type { Actor } from '../access/actor.ts';
import { LimitExceeded, SECONDS_OF_BURST, memoryLimits } from './limits.ts';

/** Who is counted: the person acting for the organisation, or without a token the address. */
export interface Caller {
  actor: Actor | null;
  address: string;
}

export interface Rate {
  /** Counts one operation; throws RATE_LIMITED, and then counts nothing, when the caller has none left. */
  take: (caller: Caller) => void;
  /** Whole seconds after which a refused caller may try again. */
  readonly retryAfter: number;
  /** Callers that are remembered. */
  readonly remembered: () => number;
}

/** One network of IPv6 is one caller: each has 2^64 addresses to choose from. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.replace(/%.*$/, '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

/** Whom something is counted for. */
export const callerKey = ({ actor, address }: Caller): string =>
  actor === null ? `address ${networkOf(address)}` : `person ${actor.person}@${actor.organisation.id}`;

/**
 * Token buckets: `perSecond` operations in the long run, ten times that at once; 0 is no limit. `now` is in
 * milliseconds and never goes back.
 */
export function createRate({
  perSecond,
  now = () => performance.now(),
}: {
  perSecond: number;
  now?: () => number;
}): Rate {
  const burst = Math.max(1, perSecond * SECONDS_OF_BURST);
  const msToFill = (burst / perSecond) * 1000;
  /** Longest unused first. */
  const buckets = new Map<string, { left: number; at: number }>();

  /** A bucket that has had time to fill says nothing any more. */
  function forget(at: number): void {
    for (const [key, bucket] of buckets) {
      if (at - bucket.at < msToFill && buckets.size <= memoryLimits.rateBuckets.most) break;
      buckets.delete(key);
    }
  }

  return {
    take(caller) {
      if (perSecond === 0) return;
      const at = now();
      const key = callerKey(caller);
      const before = buckets.get(key) ?? { left: burst, at };
      const left = Math.min(burst, before.left + ((at - before.at) / 1000) * perSecond);
      buckets.delete(key);
      buckets.set(key, { left: left < 1 ? left : left - 1, at });
      forget(at);
      if (left < 1) throw new LimitExceeded('ratePerActor');
    },
    retryAfter: perSecond === 0 ? 1 : Math.max(1, Math.ceil(1 / perSecond)),
    remembered: () => buckets.size,
  };
}
