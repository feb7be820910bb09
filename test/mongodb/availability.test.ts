import { describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { Availability } from '../../src/store/mongodb/availability.ts';

const OUT_OF_TIME = 50;

const fail = (error: Error): never => {
  throw error;
};

describe('what the database fails at', () => {
  test('makes everything refused when it cannot be reached', async () => {
    const told: unknown[] = [];
    const availability = new Availability({ onTrouble: (error) => told.push(error), onFailure: fail });
    availability.renewed(availability.now());
    const failure = new mongo.MongoNetworkError('gone');
    await expect(availability.whileReachable(() => Promise.reject(failure))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    expect([availability.isReachable, told]).toEqual([false, [failure]]);
  });

  test('is refused alone where a question took too long', async () => {
    const told: unknown[] = [];
    const availability = new Availability({ onTrouble: (error) => told.push(error), onFailure: fail });
    availability.renewed(availability.now());
    const failure = new mongo.MongoServerError({
      message: 'operation exceeded time limit',
      code: OUT_OF_TIME,
    });
    await expect(availability.whileReachable(() => Promise.reject(failure))).rejects.toMatchObject({
      code: 'TOO_COMPLEX',
    });
    expect([availability.isReachable, told]).toEqual([true, []]);
  });
});
