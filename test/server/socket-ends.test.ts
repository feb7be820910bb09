import { createClient } from 'graphql-ws';
import { WebSocket, type CloseEvent } from 'ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { closings, memoryLimits, timeLimits, type ClosingName } from '../../src/server/limits.ts';
import { RawSocket } from '../hub/raw-socket.ts';
import { changesAfter, chainBehind, forTheBoard, lastSeen, publishGuidance } from '../hub/messages.ts';
import type { Message } from '../hub/messages.ts';
import type { Client } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { greeted } from './asking.ts';

let running: RunningApp;
let anybody: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  anybody = await running.client(null);
});
beforeEach(() => {
  // The timers of the server alone: everything else of a real socket goes on by itself.
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
    ],
  });
});
/** Lets the store see what was written: it reads one state until a timer of no time lets go of it. */
const look = (): void => jest.advanceTimersByTime(0);

const sockets: RawSocket[] = [];
afterEach(async () => {
  look();
  jest.useRealTimers();
  for (const socket of sockets.splice(0)) {
    socket.close();
    await socket.closed;
  }
});
afterAll(() => running.stop());

const kept = (socket: RawSocket): RawSocket => {
  sockets.push(socket);
  return socket;
};

/** Resolves once the server has taken up all that the socket has sent; fails where it was closed. */
async function answers(socket: RawSocket): Promise<void> {
  const before = socket.frames.length;
  socket.send({ type: 'ping' });
  await socket.has(before + 1);
}

const feed = { id: 'feed', type: 'subscribe', payload: { query: operation('Exchange') } };

/** Time passes while the peer is there and answers the pings of the server. */
async function pass(socket: RawSocket, time: number): Promise<void> {
  for (let left = time; left > 0; left -= timeLimits.ping.most) {
    jest.advanceTimersByTime(Math.min(left, timeLimits.ping.most));
    // The first answer comes behind the ping of the server; what is sent after it is behind the pong.
    await answers(socket);
    await answers(socket);
  }
}

async function waiting(most: number): Promise<RawSocket> {
  const socket = kept(await new RawSocket(running.url).opened());
  await pass(socket, most - 1);
  jest.advanceTimersByTime(1);
  return socket;
}

async function idling(most: number): Promise<RawSocket> {
  const socket = kept(await greeted(anybody));
  socket.send(feed);
  await pass(socket, 2 * most);
  socket.send({ id: 'feed', type: 'complete' });
  await answers(socket);
  await pass(socket, most - 1);
  jest.advanceTimersByTime(1);
  return socket;
}

async function living(most: number): Promise<RawSocket> {
  const socket = kept(await greeted(anybody));
  socket.send(feed);
  await pass(socket, most - 1);
  jest.advanceTimersByTime(1);
  return socket;
}

async function padded(most: number): Promise<RawSocket> {
  const socket = kept(await greeted(anybody));
  const plain = JSON.stringify({ type: 'ping', payload: { padding: '' } }).length;
  const ping = (bytes: number) => ({ type: 'ping', payload: { padding: 'x'.repeat(bytes - plain) } });
  socket.send(ping(most));
  expect((await socket.has(2))[1]).toHaveLength(most);
  socket.send(ping(most + 1));
  return socket;
}

/** A reader that took up its feed, and then nothing until more waits for it than is sent at once. */
async function stalled(client: Client): Promise<RawSocket> {
  const office = await running.client('ai-office');
  const socket = kept(await greeted(client));
  const summary = [{ language: 'en', text: `1${'€'.repeat(4_999)}` }];
  const query = `subscription { exchange { ... on ItemChanged { cursor previous item { id a: summary b: summary c: summary
    d: summary e: summary f: summary g: summary h: summary i: summary j: summary } } } }`;
  socket.send({ id: 'feed', type: 'subscribe', payload: { query } });
  await answers(socket);
  socket.pause();
  const publish = async () => {
    await publishGuidance(office, { summary, handling: forTheBoard });
    look();
    return jest.getTimerCount();
  };
  const before = await publish();
  while ((await publish()) === before);
  return socket;
}

async function unread(most: number): Promise<RawSocket> {
  const delegate = await running.client('board-fr');
  const within = await stalled(delegate);
  jest.advanceTimersByTime(most - 1);
  within.resume();
  await answers(within);
  const over = await stalled(delegate);
  jest.advanceTimersByTime(most);
  over.resume();
  return over;
}

/** Goes up to the most of a limit, where the socket still answers, and then over it. */
const trials: Record<ClosingName, (most: number) => Promise<RawSocket>> = {
  messageBytes: padded,
  initMs: waiting,
  idleMs: idling,
  lifeMs: living,
  unreadMs: unread,
};

describe('a socket', () => {
  test.each(Object.entries(closings))('is closed by %s at its most, and not before', async (name, limit) => {
    const socket = await trials[name as ClosingName](limit.most);
    expect(await socket.closed).toEqual({ code: limit.close, reason: limit.refusal });
    expect(await anybody.get('{ __typename }')).toEqual({ __typename: 'Query' });
  });

  test('whose peer answers no ping is cut at the next', async () => {
    const socket = kept(await greeted(anybody));
    await pass(socket, timeLimits.ping.most);
    socket.pause();
    jest.advanceTimersByTime(2 * timeLimits.ping.most);
    socket.resume();
    expect(await socket.closed).toMatchObject({ code: 1006 });
  });

  test('that is closed for its reading loses nothing: its feed goes on behind the last cursor', async () => {
    const delegate = await running.client('board-fr');
    const start = await lastSeen(delegate);
    const socket = await stalled(delegate);
    jest.advanceTimersByTime(closings.unreadMs.most);
    socket.resume();
    expect(await socket.closed).toMatchObject({ code: 4408 });
    const got = socket.frames.flatMap((frame) => {
      const { type, payload } = JSON.parse(frame) as {
        type: string;
        payload?: { data: { exchange: Message } };
      };
      return type === 'next' && payload !== undefined ? [payload.data.exchange] : [];
    });
    look();
    const rest = await changesAfter(delegate, got.at(-1)?.cursor ?? start);
    const all = [...got, ...rest];
    expect(all.map(({ previous }) => previous)).toEqual(chainBehind(start, all));
    expect(all.map(({ cursor }) => cursor)).toEqual(
      (await changesAfter(delegate, start)).map(({ cursor }) => cursor),
    );
  });

  test('that was idle is opened again by a client of graphql-ws', async () => {
    const opened: (() => void)[] = [];
    const connected = [0, 1].map(() => new Promise<void>((resolve) => opened.push(resolve)));
    const ends: unknown[] = [];
    const client = createClient({
      url: `${running.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 1,
      retryWait: () => Promise.resolve(),
      on: { connected: () => opened.shift()?.(), closed: (event) => ends.push((event as CloseEvent).code) },
      onNonLazyError: (error) => ends.push(error),
    });
    await connected[0];
    const other = kept(await greeted(anybody));
    other.send(feed);
    await pass(other, closings.idleMs.most);
    await connected[1];
    expect(ends).toEqual([4408]);
    await client.dispose();
  });
});

async function operationsAnswered(): Promise<number> {
  const text = await (await fetch(`${running.url}/metrics`)).text();
  return [...text.matchAll(/^concord_graphql_operations_total\{.*\} (\d+)$/gm)].reduce(
    (total, [, count]) => total + Number(count),
    0,
  );
}

/** The count once it stands still. */
async function atRest(): Promise<number> {
  for (let count = await operationsAnswered(), same = 0; ; same += 1) {
    const next = await operationsAnswered();
    if (next !== count) same = 0;
    count = next;
    if (same === 30) return count;
  }
}

describe('a client that asks without reading', () => {
  const COUNT = 3_000;
  const query = '{ organisations { id name kind memberState a: name b: name c: name d: name e: name } }';

  test('is not listened to while its answers wait, and gets all of them once it reads', async () => {
    const socket = kept(await greeted(anybody));
    socket.pause();
    const before = await operationsAnswered();
    for (let id = 0; id < COUNT; id += 1)
      socket.send({ id: String(id), type: 'subscribe', payload: { query } });
    const answered = (await atRest()) - before;
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThan(COUNT / 2);
    socket.resume();
    const isEnd = (frame: string) => /"type":"(complete|error)"/.test(frame);
    for (let ended = 0; ended < COUNT; ended = socket.frames.filter(isEnd).length)
      await socket.has(socket.frames.length + 1);
    await answers(socket);
  });

  test('has its pings answered once it reads, and not before', async () => {
    const socket = kept(await greeted(anybody));
    socket.pause();
    const ping = { type: 'ping', payload: { padding: 'x'.repeat(memoryLimits.unsentBytes.most / 2) } };
    for (let count = 0; count < 400; count += 1) socket.send(ping);
    expect(await anybody.get('{ __typename }')).toEqual({ __typename: 'Query' });
    socket.resume();
    await answers(socket);
    await answers(socket);
    const pongs = socket.frames.filter((frame) => frame.includes('"pong"'));
    expect(pongs.length).toBeLessThan(400);
  });
});
