import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import {
  changeHandling,
  chainBehind,
  forTheBoard,
  inEnglish,
  lastSeen,
  publishFinding,
  publishGuidance,
  recall,
  type Message,
} from '../hub/messages.ts';
import { RawSocket } from '../hub/raw-socket.ts';
import { follow, type Followed } from '../hub/transports.ts';
import type { Client } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import { Clock, RunningApp } from '../support/running-app.ts';
import { threatsTo } from './threat.ts';

let clock: Clock;
let running: RunningApp;
let office: Client;
const sockets: RawSocket[] = [];
const followed: Followed[] = [];
beforeAll(async () => {
  clock = new Clock('2030-05-01T12:00:00.000Z');
  running = await RunningApp.start({ now: clock.now });
  office = await running.client('ai-office');
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const { feed } of followed.splice(0)) feed.stop();
  while ((await metric('concord_subscriptions')) > 0);
});
afterAll(() => running.stop());

const threat = threatsTo(() => running.url);

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${running.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

async function follows(client: Client): Promise<Followed> {
  const opened = await follow('a socket', client);
  followed.push(opened);
  return opened;
}

async function greeted(token: string | null): Promise<RawSocket> {
  const socket = await new RawSocket(running.url).opened();
  sockets.push(socket);
  await socket.greet(token);
  return socket;
}

const subscribe = (id: string, query = operation('Exchange'), variables: object = {}) => ({
  id,
  type: 'subscribe',
  payload: { query, variables },
});

describe('delivery', () => {
  threat(14, 'rights are those of the moment and of the reader, whatever was open before', async () => {
    const french = await running.client('board-fr');
    const german = await running.client('board-de');
    const [lost, kept] = await Promise.all([follows(french), follows(german)]);
    const title = `zebra ${crypto.randomUUID()}`;
    const { item } = await publishGuidance(office, {
      title: inEnglish(title),
      handling: { marking: 'LIMITED', audience: { memberStates: ['FR', 'DE'] } },
    });
    await Promise.all([lost.take(1), kept.take(1)]);
    const narrowed = await changeHandling(office, {
      itemId: item.id,
      revision: item.revision,
      handling: { marking: 'LIMITED', audience: { memberStates: ['DE'] } },
    });
    const [, withdrawn] = await lost.take(2);
    expect(withdrawn).toMatchObject({ __typename: 'ItemWithdrawn', itemId: item.id });
    expect(Object.keys(withdrawn ?? {}).sort()).toEqual(['__typename', 'at', 'cursor', 'itemId', 'previous']);
    await changeHandling(office, {
      itemId: item.id,
      revision: narrowed.item.revision,
      handling: { marking: 'LIMITED', audience: { memberStates: ['DE'], groups: ['AI_OFFICE'] } },
    });
    const { item: last } = await publishGuidance(office, { handling: forTheBoard });
    // What is for both comes last, so that all before it has been looked at.
    expect((await lost.take(3))[2]).toMatchObject({ item: { id: last.id } });
    expect((await kept.take(4)).slice(0, 3).map(({ item: shown }) => shown?.id)).toEqual([
      item.id,
      item.id,
      item.id,
    ]);
    expect(lost.raw().split('"ItemWithdrawn"')[1]).not.toContain(title);
  });

  threat(14, 'two readers of one document get each their own', async () => {
    const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
    const cleared = await running.client({ organisation: 'board-de', clearance: 'SENSITIVE' });
    const limited = await running.client({ organisation: 'board-de', clearance: 'LIMITED' });
    const [sees, blind, stranger] = await Promise.all([
      follows(cleared),
      follows(limited),
      follows(await running.client(null)),
    ]);
    await publishFinding(ecat, { title: inEnglish('zebra for Germany, sensitive') });
    await publishGuidance(office, { title: inEnglish('for all') });
    await Promise.all([sees.take(2), blind.take(1), stranger.take(1)]);
    expect(sees.raw()).toContain('zebra');
    for (const other of [blind, stranger]) {
      expect(other.raw()).not.toContain('zebra');
      expect(other.feed.received).toHaveLength(1);
    }
  });

  threat(15, 'the end of the token is the end of the socket, at a delivery and by itself', async () => {
    const token = await running.token({ organisation: 'board-fr', expiresIn: 60 });
    const [atDelivery, byItself] = [
      await greeted(token),
      await greeted(await running.token({ organisation: 'board-it', expiresIn: 61 })),
    ];
    atDelivery.send(subscribe('feed'));
    atDelivery.send({ type: 'ping' });
    await atDelivery.has(2);
    clock.advance(59_000);
    await publishGuidance(office);
    await atDelivery.has(3);
    clock.advance(1_000);
    await publishGuidance(office);
    expect(await atDelivery.closed).toMatchObject({ code: 4403 });
    expect(atDelivery.frames).toHaveLength(3);
    // One more second of the clock that it was given passes on the machine's.
    clock.advance(1_000);
    byItself.send(subscribe('feed'));
    await publishGuidance(office);
    expect(await byItself.closed).toMatchObject({ code: 4403 });
    expect(byItself.frames).toHaveLength(1);
    const late = await new RawSocket(running.url).opened();
    sockets.push(late);
    late.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect(await late.closed).toMatchObject({ code: 4403 });
    office = await running.client('ai-office');
  });

  threat(
    17,
    'a reader that takes nothing is given no more than may wait, and loses nothing',
    async () => {
      const COUNT = 300;
      const summary = [{ language: 'en', text: `1${'€'.repeat(4_999)}` }];
      const heavy = `subscription { exchange { __typename cursor previous at ... on ItemChanged { item { id a: summary b: summary c: summary d: summary e: summary f: summary } } ... on ItemWithdrawn { itemId } } }`;
      const delegate = await running.client('board-fr');
      const start = await lastSeen(delegate);
      const slow = await greeted(delegate.token);
      slow.send(subscribe('feed', heavy));
      slow.send({ type: 'ping' });
      await slow.has(2);
      slow.pause();
      const before = await metric('concord_deliveries_total');
      for (let done = 0; done < COUNT; done += 20)
        await Promise.all(
          Array.from({ length: 20 }, () => publishGuidance(office, { summary, handling: forTheBoard })),
        );
      // 90 KB each: what was not given is not kept as bytes.
      expect((await metric('concord_deliveries_total')) - before).toBeLessThan(COUNT - 100);
      slow.resume();
      const frames = (await slow.has(2 + COUNT)).slice(2);
      const messages = frames.map(
        (text) => (JSON.parse(text) as { payload: { data: { exchange: Message } } }).payload.data.exchange,
      );
      expect(messages.map(({ previous }) => previous)).toEqual(chainBehind(start, messages));
    },
    120_000,
  );

  threat(18, 'after complete comes nothing, and nothing of it stays', async () => {
    const before = await metric('concord_subscriptions');
    const socket = await greeted((await running.client('board-fr')).token);
    for (let index = 0; index < 500; index += 1) {
      socket.send(subscribe(`s${index}`));
      socket.send({ id: `s${index}`, type: 'complete' });
    }
    socket.send({ type: 'ping' });
    await socket.has(2);
    await publishGuidance(office, { handling: forTheBoard });
    socket.send({ type: 'ping' });
    await socket.has(3);
    expect(socket.frames.slice(1)).toEqual(['{"type":"pong"}', '{"type":"pong"}']);
    expect(await metric('concord_subscriptions')).toBe(before);
  });

  threat(18, 'what is on its way when a feed ends does not arrive', async () => {
    const socket = await greeted((await running.client('board-fr')).token);
    socket.send(subscribe('feed'));
    socket.send({ type: 'ping' });
    await socket.has(2);
    const publications = Array.from({ length: 20 }, () => publishGuidance(office, { handling: forTheBoard }));
    socket.send({ id: 'feed', type: 'complete' });
    socket.send({ type: 'ping' });
    while (socket.frames.filter((text) => text.includes('"pong"')).length < 2)
      await socket.has(socket.frames.length + 1);
    const behind = socket.frames.length;
    const items = await Promise.all(publications);
    await Promise.all(items.map(({ item }) => recall(office, item.id)));
    socket.send({ type: 'ping' });
    await socket.has(behind + 1);
    expect(socket.frames.slice(behind)).toEqual(['{"type":"pong"}']);
  });
});
