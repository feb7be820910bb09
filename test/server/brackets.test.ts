import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { limits } from '../../src/server/limits.ts';
import type { Client } from '../support/client.ts';
import { RunningApp } from '../support/running-app.ts';

describe('the brackets of a document', () => {
  let running: RunningApp;
  let client: Client;
  beforeAll(async () => {
    running = await RunningApp.start();
    client = await running.client('board-de');
  });
  afterAll(() => running.stop());

  const nested = (depth: number): string => `{ facets(filter: ${'['.repeat(depth)}${']'.repeat(depth)}) }`;
  /** Around the list stand a brace and a bracket. */
  const most = limits.nesting.most - 2;

  test.each([
    ['by one', most + 1],
    ['by so many that a parser would run out of stack', 30_000],
  ])('are counted before anything is parsed: over the limit %s', async (_name, depth) => {
    expect((await client.refusal(nested(depth))).extensions).toEqual({
      code: 'TOO_COMPLEX',
      limit: 'nesting',
    });
    expect(await client.get('{ viewer { id } }')).toEqual({ viewer: { id: 'representative@board-de' } });
  });

  test('may be nested up to the limit, and are then judged for what they say', async () => {
    expect((await client.refusal(nested(most))).extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
