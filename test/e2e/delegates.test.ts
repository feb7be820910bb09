import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memberStateCodes } from '../../src/reference/vocabulary.ts';
import { inEnglish, lastSeen, publishFinding, publishGuidance } from '../hub/messages.ts';
import { follow, type Followed } from '../hub/transports.ts';
import type { Client } from '../support/client.ts';
import { RunningApp } from '../support/running-app.ts';

interface Delegate {
  state: string;
  client: Client;
  followed: Followed;
}

let running: RunningApp;
let office: Client;
let ecat: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  office = await running.client('ai-office');
  ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
});
afterAll(() => running.stop());

const delegates = (): Promise<Delegate[]> =>
  Promise.all(
    memberStateCodes.map(async (state) => {
      const organisation = `board-${state.toLowerCase()}`;
      const client = await running.client({ organisation, clearance: 'SENSITIVE' });
      return { state, client, followed: await follow('a socket', client) };
    }),
  );

describe('27 delegates on open subscriptions', () => {
  test('all get the guidance, and exactly the two addressees get the finding', async () => {
    const all = await delegates();
    const addressed = all.filter(({ state }) => ['DE', 'EL'].includes(state));
    const others = all.filter((delegate) => !addressed.includes(delegate));
    expect([addressed.length, others.length]).toEqual([2, 25]);
    const start = await lastSeen(await running.client(null));

    const first = await publishGuidance(office);
    const finding = await publishFinding(ecat, {
      title: inEnglish(`Finding ${crypto.randomUUID()}`),
      summary: inEnglish(`Summary ${crypto.randomUUID()}`),
    });
    // What comes next shows what did not come before it.
    const third = await publishGuidance(office);

    const guidance = [
      { cursor: first.cursor, previous: start, change: 'PUBLISHED', item: { id: first.item.id } },
      { cursor: third.cursor, previous: first.cursor, change: 'PUBLISHED', item: { id: third.item.id } },
    ];
    for (const { followed } of others) expect(await followed.take(2)).toMatchObject(guidance);
    const { id, title, reference } = finding.item;
    const item = { id, title, reference };
    for (const { followed } of addressed)
      expect(await followed.take(3)).toMatchObject([
        guidance[0],
        { cursor: finding.cursor, previous: first.cursor, change: 'PUBLISHED', item },
        { ...guidance[1], previous: finding.cursor },
      ]);

    const secrets = [id, title, reference, finding.cursor, 'Summary '];
    for (const { followed } of others) {
      expect(followed.payloads()).toHaveLength(2);
      for (const secret of secrets) expect(followed.raw()).not.toContain(secret);
    }
    for (const secret of secrets) expect(addressed[0]?.followed.raw()).toContain(secret);
    const same = (group: readonly Delegate[]) =>
      new Set(group.map(({ followed }) => followed.payloads().join('\n')));
    expect([same(others).size, same(addressed).size]).toEqual([1, 1]);
  });

  test('are told of the recall of a finding only where it was theirs', async () => {
    const all = await delegates();
    const finding = await publishFinding(ecat);
    await ecat.get('mutation($input: RecallItemInput!) { recallItem(input: $input) { cursor } }', {
      input: { itemId: finding.item.id },
    });
    const next = await publishGuidance(office);
    for (const { state, followed } of all) {
      const isAddressed = ['DE', 'EL'].includes(state);
      const messages = await followed.take(isAddressed ? 3 : 1);
      expect(messages.map(({ __typename }) => __typename)).toEqual(
        isAddressed ? ['ItemChanged', 'ItemWithdrawn', 'ItemChanged'] : ['ItemChanged'],
      );
      expect(messages.at(-1)?.cursor).toBe(next.cursor);
      expect(followed.raw().includes(finding.item.id)).toBe(isAddressed);
    }
  });
});
