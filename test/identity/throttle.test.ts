import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createThrottle, failureLimits, type Throttle } from '../../src/identity/throttle.ts';

const { address, subject } = failureLimits;

let throttle: Throttle;
beforeEach(() => {
  throttle = createThrottle();
});

/** How many of so many refused tokens are answered as such. */
function admitted(count: number, failure: { address: string; subject: string | null }, now = 0): number {
  const tries = Array.from({ length: count }, () => throttle.admits(failure, now));
  return tries.filter(Boolean).length;
}

describe('the throttle of refused tokens', () => {
  test('admits so many from one address, whomever they name, and not one more', () => {
    const tries = Array.from({ length: address.most + 5 }, (_, index) =>
      throttle.admits({ address: '192.0.2.1', subject: `person-${index}` }, 0),
    );
    expect(tries.filter(Boolean)).toHaveLength(address.most);
    expect(tries.slice(address.most)).not.toContain(true);
  });

  test('admits so many for one person, wherever they come from, and not one more', () => {
    const tries = Array.from({ length: subject.most + 5 }, (_, index) =>
      throttle.admits({ address: `192.0.2.${index}`, subject: 'anna' }, 0),
    );
    expect(tries.filter(Boolean)).toHaveLength(subject.most);
  });

  test('says nothing of other addresses and other persons', () => {
    admitted(100, { address: '192.0.2.1', subject: 'anna' });
    expect(admitted(1, { address: '192.0.2.2', subject: 'boris' })).toBe(1);
    expect(admitted(1, { address: '192.0.2.2', subject: null })).toBe(1);
  });

  test('admits again with time, one by one', () => {
    const anonymous = { address: '192.0.2.1', subject: null };
    admitted(100, anonymous);
    expect(admitted(5, anonymous, address.msEach)).toBe(1);
    expect(admitted(100, anonymous, address.msEach * 1_000)).toBe(address.most);
  });

  test('neither forgets nor lasts for ever where the clock is put back', () => {
    const anonymous = { address: '192.0.2.1', subject: null };
    const NOON = 12 * 3_600_000;
    expect(admitted(100, anonymous, NOON)).toBe(address.most);
    expect(admitted(100, anonymous, 0)).toBe(0);
    expect(admitted(100, anonymous, NOON + address.msEach)).toBe(1);
  });

  test('forgets who has not failed of late', () => {
    for (let index = 0; index < 500; index += 1)
      throttle.admits({ address: `192.0.2.${index}`, subject: `person-${index}` }, 0);
    expect(throttle.remembered()).toBe(1_000);
    throttle.admits({ address: '198.51.100.1', subject: null }, subject.msEach);
    throttle.admits({ address: '198.51.100.2', subject: 'anna' }, subject.msEach);
    expect(throttle.remembered()).toBe(3);
  });

  test('takes bounded memory, and an address that is full adds nothing to it', () => {
    for (let index = 0; index < address.remembered + 1_000; index += 1)
      throttle.admits({ address: `a${index}`, subject: `person-${index}` }, 0);
    expect(throttle.remembered()).toBe(address.remembered + subject.remembered);
    throttle = createThrottle();
    for (let index = 0; index < 1_000; index += 1)
      throttle.admits({ address: '192.0.2.1', subject: `person-${index}` }, 0);
    expect(throttle.remembered()).toBe(1 + address.most);
  });

  test('is kept in any stretch of time, whatever the pauses', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (pauses) => {
        throttle = createThrottle();
        let now = 0;
        const taken = pauses.filter((pause) => {
          now += pause;
          return throttle.admits({ address: '192.0.2.1', subject: null }, now);
        }).length;
        expect(taken).toBeLessThanOrEqual(address.most + now / address.msEach + 1e-6);
      }),
    );
  });
});
