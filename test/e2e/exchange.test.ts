import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memberStateCodes } from '../../src/reference/vocabulary.ts';
import type { Feed } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';

interface Message {
  exchange: {
    __typename: string;
    cursor: string;
    previous: string | null;
    item: { id: string; title: string };
  };
}
interface Delegate {
  state: string;
  feed: Feed<Message>;
  frames: string[];
}

describe('27 delegates on open sockets', () => {
  let running: RunningApp;
  const delegates: Delegate[] = [];

  beforeAll(async () => {
    running = await RunningApp.start();
    for (const state of memberStateCodes) {
      const frames: string[] = [];
      const client = await running.client({
        organisation: `board-${state.toLowerCase()}`,
        clearance: 'SENSITIVE',
      });
      const feed = await client.subscribe<Message>(
        operation('Exchange'),
        {},
        { onFrame: (frame) => frames.push(frame) },
      );
      delegates.push({ state, feed, frames });
    }
  });
  afterAll(() => running.stop());

  test('all receive what is for all, two receive what is for two, and no byte of that reaches anyone else', async () => {
    const office = await running.client('ai-office');
    const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
    const publish = async (title: string) => {
      const input = variablesOf('PublishGuidance', { title: [{ language: 'en', text: title }] });
      const { publishGuidance } = await office.get<{ publishGuidance: { cursor: string } }>(
        operation('PublishGuidance'),
        input,
      );
      return publishGuidance.cursor;
    };
    const first = await publish('For all, first (fictional)');
    const { publishFinding } = await ecat.get<{
      publishFinding: {
        cursor: string;
        item: { id: string; reference: string; title: string; summary: string };
      };
    }>(operation('PublishFinding'), variablesOf('PublishFinding'));
    const last = await publish('For all, last (fictional)');

    const { cursor, item } = publishFinding;
    const secrets = [item.id, item.reference, item.title, item.summary, cursor, 'Example Provider'];
    let others = 0;
    for (const { state, feed, frames } of delegates) {
      const isAddressee = state === 'DE' || state === 'EL';
      const received = await feed.take(isAddressee ? 3 : 2);
      const expected = isAddressee ? [first, cursor, last] : [first, last];
      expect(received.map(({ exchange }) => exchange.cursor)).toEqual(expected);
      // Each message names the one sent before it, so what was not for the reader leaves no gap to see.
      expect(received.slice(1).map(({ exchange }) => exchange.previous)).toEqual(expected.slice(0, -1));
      if (isAddressee) continue;
      others += 1;
      for (const secret of secrets) expect(frames.join('\n')).not.toContain(secret);
    }
    expect(others).toBe(25);
    expect(delegates.map(({ feed }) => feed.received.length)).toEqual(
      delegates.map(({ state }) => (state === 'DE' || state === 'EL' ? 3 : 2)),
    );
  });
});
