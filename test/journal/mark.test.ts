import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { isMark, nextMark } from '../../src/journal/mark.ts';

const filled = (byte: number) => (bytes: number) => new Uint8Array(bytes).fill(byte);

describe('a mark', () => {
  test('is greater than the one before, whatever the clock and the randomness do', () => {
    const times = fc.array(fc.tuple(fc.nat(2 ** 31 - 1), fc.constantFrom(0, 1, 127, 255)), { minLength: 1 });
    fc.assert(
      fc.property(times, (steps) => {
        let previous: string | null = null;
        for (const [time, byte] of steps) {
          const mark = nextMark(previous, time * 1_000, filled(byte));
          expect(isMark(mark)).toBe(true);
          if (previous !== null) expect(mark > previous).toBe(true);
          previous = mark;
        }
      }),
    );
  });

  test('is a ULID: the time comes first', () => {
    // The time part of the ULID specification's own example, 1469918176385.
    expect(nextMark(null, 1_469_918_176_385, randomBytes)).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
  });

  test('keeps the time of the one before and grows by a random step while the clock does not go on', () => {
    const first = nextMark(null, 2_000, filled(0));
    expect(nextMark(first, 1_000, filled(0))).toBe('00000001YG0000000000000001');
    expect(nextMark(first, 2_000, filled(255))).toBe('00000001YG0000000004000000');
  });

  test('is told from other texts', () => {
    expect(
      ['', '0'.repeat(25), '8'.padEnd(26, '0'), 'I'.padStart(26, '0'), '0'.repeat(27)].filter(isMark),
    ).toEqual([]);
  });
});
