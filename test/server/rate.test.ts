import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryLimits } from '../../src/server/limits.ts';
import { createRate, type Caller, type Rate } from '../../src/server/rate.ts';
import { anna } from './toy.ts';

const at = (address: string): Caller => ({ actor: null, address });
const ANNA: Caller = { actor: anna, address: '192.0.2.1' };

function isTaken(rate: Rate, caller: Caller): boolean {
  try {
    rate.take(caller);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'RATE_LIMITED' });
    return false;
  }
}

const takenAtOnce = (rate: Rate, caller: Caller, tries: number): number =>
  Array.from({ length: tries }, () => isTaken(rate, caller)).filter(Boolean).length;

function movable(perSecond: number) {
  let ms = 0;
  const rate = createRate({ perSecond, now: () => ms });
  return { rate, pass: (by: number) => (ms += by) };
}

describe('the rate of a caller', () => {
  test('allows ten times the rate at once and refuses one more', () => {
    expect(takenAtOnce(movable(3).rate, ANNA, 31)).toBe(30);
  });

  test('comes back with time, and never above the burst', () => {
    const { rate, pass } = movable(3);
    takenAtOnce(rate, ANNA, 30);
    pass(1_000);
    expect(takenAtOnce(rate, ANNA, 10)).toBe(3);
    pass(3_600_000);
    expect(takenAtOnce(rate, ANNA, 100)).toBe(30);
  });

  test('is not there at all with a rate of 0', () => {
    expect(takenAtOnce(movable(0).rate, ANNA, 10_000)).toBe(10_000);
  });

  test('is counted for each person, for each organisation of a person, and for each address', () => {
    const { rate } = movable(1);
    const elsewhere = { ...anna, organisation: { ...anna.organisation, id: 'board-fr' } };
    const callers = [ANNA, { ...ANNA, actor: elsewhere }, at('192.0.2.1'), at('192.0.2.2')];
    expect(callers.map((caller) => takenAtOnce(rate, caller, 11))).toEqual([10, 10, 10, 10]);
    expect(isTaken(rate, { ...ANNA, address: '192.0.2.9' })).toBe(false);
  });

  test.each([
    ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', true],
    ['2001:db8::1', '2001:db8:0:0:5::', true],
    ['::1', '::2', true],
    ['2001:db8:0:1::1', '2001:db8:0:2::1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
  ])('takes %s and %s for one address: %s', (one, other, isSame) => {
    const { rate } = movable(1);
    takenAtOnce(rate, at(one), 10);
    expect(isTaken(rate, at(other))).toBe(!isSame);
  });

  test('tells after how many seconds to try again', () => {
    expect([100, 1, 0.1, 0].map((perSecond) => createRate({ perSecond }).retryAfter)).toEqual([1, 1, 10, 1]);
  });

  test('is forgotten once it says nothing any more', () => {
    const { rate, pass } = movable(5);
    for (let index = 0; index < 100; index += 1) rate.take(at(`192.0.2.${index}`));
    pass(10_000);
    rate.take(ANNA);
    expect(rate.remembered()).toBe(1);
  });

  test('takes bounded memory however many callers come at once', () => {
    const { rate } = movable(5);
    for (let index = 0; index < memoryLimits.rateBuckets.most + 500; index += 1) rate.take(at(`a${index}`));
    expect(rate.remembered()).toBe(memoryLimits.rateBuckets.most);
  });

  test('is kept in any stretch of time, whatever the pauses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }),
        (perSecond, pauses) => {
          const { rate, pass } = movable(perSecond);
          const taken = pauses.filter((pause) => {
            pass(pause);
            return isTaken(rate, ANNA);
          }).length;
          const seconds = pauses.reduce((total, pause) => total + pause, 0) / 1000;
          expect(taken).toBeLessThanOrEqual(perSecond * 10 + seconds * perSecond + 1e-6);
        },
      ),
    );
  });
});
