import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EVERYONE } from '../../src/access/readers.ts';
import { Hub } from '../../src/hub/hub.ts';
import type { Subscriber } from '../../src/hub/subscriber.ts';
import type { Item } from '../../src/domain/items.ts';
import { command } from '../support/commands.ts';
import { erase, pairOf } from '../support/erasures.ts';
import { RunningApp } from '../support/running-app.ts';
import { publishGuidance } from './messages.ts';

const ignored = { subscribed: () => undefined, delivered: () => undefined };
const thrown = (error: unknown): void => {
  throw error;
};

const inEnglish = ({ title }: Item) => title.find(({ language }) => language === 'en')?.text;

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
        onDelivery: () => undefined,
      });
      opened.push(subscriber);
      pulling.push(pull(subscriber, COUNT));
    });
    const hub = new Hub({
      store,
      metrics: ignored,
      onError: thrown,
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

describe('a subscriber for whom a change waits', () => {
  test.each<[string, (itemId: string) => Promise<unknown>, readonly string[]]>([
    [
      'gets the id alone of what was erased meanwhile, and then the erasure',
      async (itemId) => erase(await pairOf(running, 'ai-office'), itemId),
      ['PUBLISHED null', 'ERASURE_REQUESTED null', 'ERASED Content erased'],
    ],
    [
      'gets the id alone of what was recalled meanwhile',
      async (itemId) => command(await running.client('ai-office'), 'recallItem', { itemId }),
      ['PUBLISHED null', 'RECALLED null'],
    ],
  ])('%s', async (_name, meanwhile, expected) => {
    const hub = new Hub({ store: running.app.store, metrics: ignored, onError: thrown });
    const subscriber = hub.subscribe({
      classKey: 'everyone',
      reads,
      render: ({ change, item }) =>
        Promise.resolve(`${change} ${item === null ? 'null' : (inEnglish(item) ?? '')}`),
      after: null,
      isAllowed: () => true,
      onDelivery: () => undefined,
    });
    const { item } = await publishGuidance(await running.client('ai-office'));
    await meanwhile(item.id);
    expect(await pull(subscriber, expected.length)).toEqual(expected);
    await hub.close();
  });
});

test('a subscriber whose change cannot be made into a text has ended, and leaves nothing behind', async () => {
  let open = 0;
  const hub = new Hub({
    store: running.app.store,
    metrics: { ...ignored, subscribed: (delta) => (open += delta) },
    onError: thrown,
  });
  const subscriber = hub.subscribe({
    classKey: 'everyone',
    reads,
    render: () => Promise.reject(new Error('a field broke')),
    after: null,
    isAllowed: () => true,
    onDelivery: () => undefined,
  });
  await publishGuidance(await running.client('ai-office'));
  await expect(subscriber.next()).rejects.toThrow('a field broke');
  expect(open).toBe(0);
  expect(await subscriber.next()).toEqual({ done: true, value: undefined });
  await hub.close();
});
