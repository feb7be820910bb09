import { describe, expect, test } from '@jest/globals';
import { GONE_MS, LEASE_MS, Lease } from '../../src/store/mongodb/lease.ts';

const clocks = { steady: 1_000, wall: 5_000_000 };
const leaseOf = () => new Lease({ steady: () => clocks.steady, wall: () => clocks.wall });

describe('a lease', () => {
  test('is none before it was given', () => {
    expect(leaseOf().isValid).toBe(false);
  });

  test.each<[string, { steady: number; wall: number }, boolean]>([
    ['holds to its last millisecond', { steady: LEASE_MS - 1, wall: LEASE_MS - 1 }, true],
    ['ends with the steady clock, though the other was set back', { steady: LEASE_MS, wall: -60_000 }, false],
    ['ends with the wall clock, though the machine slept', { steady: 1, wall: LEASE_MS }, false],
    ['holds where the wall clock was set back', { steady: 10, wall: -3_600_000 }, true],
  ])('%s', (_name, later, holds) => {
    const lease = leaseOf();
    lease.renewed(lease.now());
    const begun = { ...clocks };
    clocks.steady += later.steady;
    clocks.wall += later.wall;
    expect(lease.isValid).toBe(holds);
    Object.assign(clocks, begun);
  });

  test('counts from before the word was sent, however long its answer took', () => {
    const lease = leaseOf();
    const asked = lease.now();
    clocks.steady += LEASE_MS;
    lease.renewed(asked);
    expect(lease.isValid).toBe(false);
  });

  test('has ended for its holder before others take it for ended', () => {
    expect(GONE_MS).toBeGreaterThan(LEASE_MS);
  });
});
