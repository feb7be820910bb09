import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Client, Feed } from '../support/client.ts';
import { memberStateCodes } from '../../src/reference/vocabulary.ts';
import { RunningApp } from '../support/running-app.ts';
import { chainBehind, changesAfter, forTheBoard, publishFinding, publishGuidance } from './messages.ts';
import type { Message } from './messages.ts';

const SUBSCRIBERS = 50;
const PUBLISHERS = 4;
const LEAST_PUBLISHED = 400;

const fields = `__typename cursor previous at ... on ItemChanged { change item { id revision } }`;
const live = `subscription($after: Cursor) { exchange(after: $after) { ${fields} } }`;
const pages = `query($after: Cursor, $first: Int) { changes(after: $after, first: $first) { ${fields} } }`;

interface Joined {
  client: Client;
  start: string;
  feed: Feed<{ exchange: Message }>;
}

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

/** Cursors of changes that every delegate sees. */
const places: string[] = [];

/** Publishes without pause, for all, for the Board or for three States, until it is stopped. */
async function publishOn(kinds: readonly number[], count: () => number): Promise<void> {
  const office = await running.client('ai-office');
  const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
  const forSome = { marking: 'SENSITIVE', audience: { memberStates: ['DE', 'EL', 'FR'] } };
  const publish = [
    async () => places.push((await publishGuidance(office)).cursor),
    async () => places.push((await publishGuidance(office, { handling: forTheBoard })).cursor),
    () => publishFinding(ecat, { handling: forSome }),
  ];
  for (let index = count(); index < Infinity; index = count())
    await publish[kinds[index % kinds.length] ?? 0]?.();
}

/** Delegates of all States, one in three with the clearance for what some of them share. */
async function join(place: number, index: number): Promise<Joined> {
  const state = memberStateCodes[index % memberStateCodes.length] ?? 'BE';
  const client = await running.client({
    organisation: `board-${state.toLowerCase()}`,
    clearance: index % 3 === 0 ? 'SENSITIVE' : 'LIMITED',
  });
  const start = places[place % places.length] ?? '';
  return { client, start, feed: await client.subscribe(live, { after: start }) };
}

describe('subscribers that join while others publish', () => {
  test('get history, then live, without gap or double', async () => {
    const [kinds = []] = fc.sample(fc.array(fc.nat(2), { minLength: 100, maxLength: 100 }), 1);
    const from = fc.sample(fc.nat(10_000), SUBSCRIBERS);
    const register = await changesAfter(await running.client(null), null, { query: pages });
    places.push(...register.map(({ cursor }) => cursor));
    let published = 0;
    let isEnough = false;
    const count = () => (isEnough && published >= LEAST_PUBLISHED ? Infinity : published++);
    const publishing = Promise.all(Array.from({ length: PUBLISHERS }, () => publishOn(kinds, count)));
    const joined: Joined[] = [];
    for (const [index, place] of from.entries()) joined.push(await join(place, index));
    isEnough = true;
    await publishing;
    const last = await publishGuidance(await running.client('ai-office'));

    for (const { client, start, feed } of joined) {
      const expected = await changesAfter(client, start, { query: pages });
      const received = (await feed.take(expected.length)).map(({ exchange }) => exchange);
      expect(received).toEqual(expected);
      expect(received.map(({ previous }) => previous)).toEqual(chainBehind(start, received));
      expect(received.at(-1)?.cursor).toBe(last.cursor);
    }
    await publishGuidance(await running.client('ai-office'));
    for (const { feed } of joined) {
      const before = feed.received.filter(({ exchange }) => exchange.cursor === last.cursor);
      expect(before).toHaveLength(1);
      const at = feed.received.findIndex(({ exchange }) => exchange.cursor === last.cursor);
      const [next] = (await feed.take(at + 2)).slice(at + 1);
      expect(next?.exchange.previous).toBe(last.cursor);
    }
  }, 120_000);
});
