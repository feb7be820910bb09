import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EVERYONE } from '../../src/access/readers.ts';
import { Hub } from '../../src/hub/hub.ts';
import type { Subscriber } from '../../src/hub/subscriber.ts';
import { RunningApp } from '../support/running-app.ts';
import { publishGuidance } from './messages.ts';

const COUNT = 24;
const reads = { readers: [EVERYONE] };

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

async function pull(subscriber: Subscriber, count: number): Promise<readonly string[]> {
  const marks: string[] = [];
  while (marks.length < count) {
    const { value = 'the end' } = await subscriber.next();
    marks.push(value);
  }
  return marks;
}

describe('a subscriber that reads a change before the hub has pushed it', () => {
  test('gets it once, and everything after it', async () => {
    const { store } = running.app;
    const start = store.head().position;
    const pulling: Promise<readonly string[]>[] = [];
    const opened: Subscriber[] = [];
    // Heard before the hub hears it: the store holds the change and the hub stands behind it.
    const stop = store.onAppend(() => {
      const subscriber = hub.subscribe({
        classKey: 'everyone',
        reads,
        render: ({ mark }) => Promise.resolve(mark),
        after: start,
        isAllowed: () => true,
      });
      opened.push(subscriber);
      pulling.push(pull(subscriber, COUNT));
    });
    const hub = new Hub({
      store,
      metrics: { subscribed: () => undefined, delivered: () => undefined },
      onError: (error) => {
        throw error;
      },
    });
    try {
      const office = await running.client('ai-office');
      for (let count = 0; count < COUNT; count++) await publishGuidance(office);
      const { changes } = await store.feed(reads, { after: start, limit: COUNT + 1 });
      const marks = changes.map(({ mark }) => mark);
      expect(marks).toHaveLength(COUNT);
      expect(await Promise.all(pulling)).toEqual(Array(COUNT).fill(marks));
    } finally {
      stop();
      await hub.close();
    }
    expect(await Promise.all(opened.map((subscriber) => subscriber.next()))).toEqual(
      Array(COUNT).fill({ done: true, value: undefined }),
    );
  });
});
