import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import {
  chainBehind,
  changesAfter,
  forTheBoard,
  inEnglish,
  lastSeen,
  publishGuidance,
  recall,
  type Message,
} from './messages.ts';
import { RawSocket } from './raw-socket.ts';

let running: RunningApp;
let office: Client;
const sockets: RawSocket[] = [];
/** Errors in the log. */
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  running = await RunningApp.start({
    onLog: (line) => {
      if (Number(line.level) >= 50) lines.push(line);
    },
  });
  office = await running.client('ai-office');
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => running.stop());

async function open(): Promise<RawSocket> {
  const socket = await new RawSocket(running.url).opened();
  sockets.push(socket);
  return socket;
}

/** A token as it should be, but for its signature. */
const unsigned = [{ alg: 'ES256' }, { sub: 'a', organisation: 'ecat', roles: ['ecat-analyst'] }, 'signature']
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

const subscription = (after: string | null) => ({
  id: 'feed',
  type: 'subscribe',
  payload: { query: operation('Exchange'), variables: { after } },
});

const messagesOf = (frames: readonly string[]): Message[] =>
  frames.flatMap((frame) => {
    const { id, type, payload } = JSON.parse(frame) as {
      id?: string;
      type: string;
      payload?: { data: { exchange: Message } };
    };
    return id === 'feed' && type === 'next' && payload !== undefined ? [payload.data.exchange] : [];
  });

describe('a socket', () => {
  afterEach(async () => {
    expect(await office.get('{ __typename }')).toEqual({ __typename: 'Query' });
  });

  test.each<[string, string | Buffer]>([
    ['is no JSON', '{"type":'],
    ['is no object', '[]'],
    ['has a type that there is not', '{"type":"start","id":"1"}'],
    ['has an operation without its document', '{"type":"subscribe","id":"1","payload":{}}'],
    ['has an operation without an id', '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ['only a server sends', '{"type":"next","id":"1","payload":{}}'],
    ['is binary', Buffer.from('{"type":"ping"}')],
    ['nests too deep to be answered', `{"type":"ping","payload":{"a":${'['.repeat(60)}${']'.repeat(60)}}}`],
  ])('is closed with 4400 for a message that %s', async (_name, message) => {
    const socket = await open();
    await socket.greet(null);
    socket.sendRaw(message);
    expect(await socket.closed).toMatchObject({ code: 4400 });
    expect(socket.frames).toHaveLength(1);
  });

  test.each([
    ['is none', 'Bearer marker'],
    ['is of another scheme', 'Basic marker'],
    ['somebody else signed', `Bearer ${unsigned}`],
  ])('is closed with 4403 for a token that %s', async (_name, authorization) => {
    const socket = await open();
    socket.send({ type: 'connection_init', payload: { authorization } });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(socket.frames).toEqual([]);
  });

  test('that does not introduce itself is closed with 4408', async () => {
    const socket = await open();
    expect(await socket.closed).toMatchObject({ code: 4408 });
    expect(socket.frames).toEqual([]);
  });

  test('that subscribes before it is acknowledged is closed with 4401', async () => {
    const socket = await open();
    socket.send(subscription(null));
    expect(await socket.closed).toMatchObject({ code: 4401 });
    expect(socket.frames).toEqual([]);
  });

  test('that subscribes while its token is looked at is closed with 4401', async () => {
    const socket = await open();
    const token = await running.token({ organisation: 'board-fr' });
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    socket.send(subscription(null));
    expect(await socket.closed).toMatchObject({ code: 4401 });
    expect(messagesOf(socket.frames)).toEqual([]);
  });

  test('that introduces itself twice is closed with 4429', async () => {
    const socket = await open();
    await socket.greet(null);
    socket.send({ type: 'connection_init' });
    expect(await socket.closed).toMatchObject({ code: 4429 });
  });

  test.each(['connection_ack', 'next', 'error'])(
    'that says what a server alone says is closed with 4400, and nothing is logged as an error: %s',
    async (type) => {
      lines.splice(0);
      const socket = await open();
      await socket.greet(null);
      const payload = type === 'error' ? [{ message: 'x' }] : {};
      socket.send(type === 'connection_ack' ? { type } : { id: 'one', type, payload });
      expect(await socket.closed).toMatchObject({ code: 4400 });
      expect(lines).toEqual([]);
    },
  );

  test('that uses an id for two feeds at a time is closed with 4409', async () => {
    const socket = await open();
    await socket.greet(null);
    socket.send(subscription(null));
    socket.send(subscription(null));
    expect(await socket.closed).toMatchObject({ code: 4409 });
  });

  test('that ends its feed gets nothing more of it, and can open it anew', async () => {
    const delegate = await running.client('board-fr');
    const start = await lastSeen(delegate);
    const socket = await open();
    await socket.greet(delegate.token);
    socket.send(subscription(start));
    await publishGuidance(office);
    const [, first = ''] = await socket.has(2);
    socket.send({ id: 'feed', type: 'complete' });
    socket.send({ type: 'ping' });
    await socket.has(3);
    await publishGuidance(office);
    socket.send({ type: 'ping' });
    expect((await socket.has(4)).slice(2).map((frame) => JSON.parse(frame) as object)).toEqual([
      { type: 'pong' },
      { type: 'pong' },
    ]);
    socket.send(subscription(start));
    expect((await socket.has(6))[4]).toBe(first);
    expect(messagesOf(socket.frames).slice(1)).toEqual(await changesAfter(delegate, start));
  });
});

/** How many messages the subscriptions of this server have been given so far. */
async function delivered(): Promise<number> {
  const text = await (await fetch(`${running.url}/metrics`)).text();
  return Number(/^concord_deliveries_total (\d+)$/m.exec(text)?.[1]);
}

describe('a slow reader', () => {
  /** Together more than the kernel keeps for the two ends of a connection, whatever it is set to. */
  const COUNT = 400;
  /** 15 KB on the wire, four times a message, and one word to index. */
  const summary = [{ language: 'en', text: `1${'€'.repeat(4_999)}` }];
  const heavy = `subscription($after: Cursor) { exchange(after: $after) { __typename cursor previous at
    ... on ItemChanged { item { id title a: summary b: summary c: summary d: summary } }
    ... on ItemWithdrawn { itemId } } }`;

  async function publishMany(count: number): Promise<void> {
    const one = () => publishGuidance(office, { summary, handling: forTheBoard });
    for (let done = 0; done < count; done += 20) await Promise.all(Array.from({ length: 20 }, one));
  }

  /** A reader that has opened its feed and takes nothing of it. */
  async function paused({ token }: Client): Promise<RawSocket> {
    const slow = await open();
    await slow.greet(token);
    slow.send({ id: 'feed', type: 'subscribe', payload: { query: heavy } });
    slow.send({ type: 'ping' });
    await slow.has(2);
    slow.pause();
    return slow;
  }

  test('gets everything once it reads again, and nothing that was recalled meanwhile', async () => {
    const delegate = await running.client('board-fr');
    const start = await lastSeen(delegate);
    const slow = await paused(delegate);
    const before = await delivered();
    const quick = await delegate.subscribe(operation('Exchange'), { after: start });

    await publishMany(COUNT);
    const title = `Recalled meanwhile ${crypto.randomUUID()}`;
    const { item } = await publishGuidance(office, { title: inEnglish(title), handling: forTheBoard });
    await quick.take(COUNT + 1);
    quick.stop();
    expect(slow.frames).toHaveLength(2);
    // The quick reader has been given all of it, the slow one so little that the rest is more than may wait.
    expect((await delivered()) - before).toBeLessThan(2 * COUNT - 256);
    await recall(office, item.id);

    slow.resume();
    const messages = messagesOf(await slow.has(2 + COUNT + 2));
    expect(messages.map(({ previous }) => previous)).toEqual(chainBehind(start, messages));
    expect(messages.slice(-2)).toMatchObject([
      { __typename: 'ItemWithdrawn', itemId: item.id },
      { __typename: 'ItemWithdrawn', itemId: item.id },
    ]);
    expect(slow.frames.filter((frame) => frame.includes(title))).toEqual([]);
    const cursors = (list: readonly Message[]) => list.map(({ cursor }) => cursor);
    expect(cursors(messages)).toEqual(cursors(await changesAfter(delegate, start)));
  });

  test('gets nothing of what is recalled while it waits its turn to be sent', async () => {
    const WAITING = 200;
    const delegate = await running.client('board-fr');
    const start = await lastSeen(delegate);
    const slow = await paused(delegate);
    const before = await delivered();
    await publishMany(WAITING);
    const title = `Recalled in the queue ${crypto.randomUUID()}`;
    const { item } = await publishGuidance(office, { title: inEnglish(title), handling: forTheBoard });
    // Fewer than may wait, so they wait as they were made; and some are not given away yet.
    expect((await delivered()) - before).toBeLessThan(WAITING);
    await recall(office, item.id);

    slow.resume();
    const messages = messagesOf(await slow.has(2 + WAITING + 2));
    expect(messages.map(({ previous }) => previous)).toEqual(chainBehind(start, messages));
    expect(messages.slice(-2)).toMatchObject([
      { __typename: 'ItemWithdrawn', itemId: item.id },
      { __typename: 'ItemWithdrawn', itemId: item.id },
    ]);
    expect(slow.frames.filter((frame) => frame.includes(title))).toEqual([]);
  });
});
