import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { newDatabase, Proxy } from './databases.ts';

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  exchange: { cursor: string; previous: string | null; item: { id: string } };
}

let proxy: Proxy;
let running: RunningApp;
let office: Client;
beforeEach(async () => {
  const before = await Proxy.before(newDatabase());
  proxy = before.proxy;
  running = await RunningApp.start({ env: { MONGODB_URI: before.uri } });
  office = await running.client('ai-office');
}, 60_000);
afterEach(async () => {
  proxy.mend();
  await running.stop();
  await proxy.close();
});

const publish = () => office.ask<Published>(operation('PublishGuidance'), variablesOf('PublishGuidance'));
const isReady = async (): Promise<boolean> => (await fetch(`${running.url}/health/ready`)).status === 200;

/** Waits for the event, as seen from outside. */
async function until(condition: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await condition())) if (performance.now() - began > 20_000) throw new Error('waited in vain');
  return performance.now() - began;
}

test('a server that is stopped while the database is away ends all the same', async () => {
  proxy.cut();
  await office.refusal(operation('Items'), { first: 1 });
  const began = performance.now();
  await running.stop({ keep: true });
  expect(performance.now() - began).toBeLessThan(15_000);
  running = await RunningApp.start();
});

describe.each([
  ['cut off from the database', () => proxy.cut()],
  ['before a database that hangs', () => proxy.stall()],
])('a server %s', (_name, part) => {
  test('refuses with UNAVAILABLE, keeps its sockets, and goes on where it stood', async () => {
    const feed = await (await running.client(null)).subscribe<Message>(operation('Exchange'));
    const first = (await publish()).data?.publishGuidance;
    await feed.take(1);

    part();
    const unanswered = variablesOf('PublishGuidance');
    const refused = await office.refusal(operation('PublishGuidance'), unanswered);
    expect(refused.extensions.code).toBe('UNAVAILABLE');
    expect(await isReady()).toBe(false);
    for (const [name, variables] of [
      ['Items', { first: 1 }],
      ['Item', { id: first?.item.id }],
      ['Changes', { after: null, first: 1 }],
    ] as const)
      expect((await office.refusal(operation(name), variables)).extensions.code).toBe('UNAVAILABLE');
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
    expect(feed.ended).toBeNull();

    proxy.mend();
    expect(await until(isReady)).toBeLessThan(5_000);
    // The repetition with its key: the first answer, or the change itself, once.
    const again = (await office.get<Published>(operation('PublishGuidance'), unanswered)).publishGuidance;
    const last = (await publish()).data?.publishGuidance;
    const received = (await feed.take(3)).map(({ exchange }) => exchange);
    expect(received.map(({ cursor }) => cursor)).toEqual([first?.cursor, again.cursor, last?.cursor]);
    expect(received.slice(1).map(({ previous }) => previous)).toEqual([first?.cursor, again.cursor]);
  });
});
