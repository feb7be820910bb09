import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { limits, type LimitName } from '../../src/server/limits.ts';
import { RawSocket } from '../hub/raw-socket.ts';
import { raw } from './toy-server.ts';
import { Client } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { greeted, overHttp, overOneConnection, overSocket, overStream, postOf, type Told } from './asking.ts';
import { documents, type Asked } from './limit-documents.ts';
import { startToySockets } from './toy-sockets.ts';

let running: RunningApp;
let anybody: Client;
beforeAll(async () => {
  running = await RunningApp.start({ env: { MAX_SOCKETS: '60' } });
  anybody = await running.client(null);
});
afterAll(() => running.stop());

const ways = { HTTP: overHttp, 'a socket': overSocket, 'an event stream': overStream };
type Way = keyof typeof ways;

/** Asks for so much of a limit, and tells which one was gone over. */
type Trial = (count: number) => Promise<Told | string | null>;

const asking =
  (name: keyof typeof documents, way: Way): Trial =>
  async (count) => {
    const { organisation, ...asked }: Asked = documents[name](count);
    const client = organisation === undefined ? anybody : await running.client(organisation);
    return ways[way](client, asked);
  };

const bodyOf = (bytes: number): string => {
  const [begin, end] = ['{"query":"{ __typename }","padding":"', '"}'];
  return `${begin}${'x'.repeat(bytes - begin.length - end.length)}${end}`;
};

const batchOf = (count: number): unknown => {
  const one = { query: '{ __typename }' };
  return count === 1 ? one : Array<typeof one>(count).fill(one);
};

/** Address, names and values of headers have so many bytes together. */
async function ofHeaders(bytes: number): Promise<string | null> {
  const body = '{"query":"{ __typename }"}';
  const counted = postOf(body, { last: true })
    .slice(0, -body.length)
    .replace(/^POST | HTTP.1.1|: |\r\n/g, '').length;
  const headers = `x: ${'x'.repeat(bytes - counted - 1)}\r\n`;
  const [told = null] = await overOneConnection(running.url, [postOf(body, { last: true, headers })]);
  return told === '200' ? null : told;
}

async function pipelined(count: number): Promise<string | null> {
  const toy = await startToySockets(running.app.store);
  const one = (_: unknown, at: number) => postOf('{"query":"{ held }"}', { last: at === count - 1 });
  const answered = overOneConnection(toy.url, Array.from({ length: count }, one));
  await toy.hasBegun(limits.inFlightPerConnection.most);
  // All of them came in one piece, which is parsed to its end before anything else happens.
  await new Promise((resolve) => setImmediate(resolve));
  toy.release();
  const told = await answered;
  await toy.stop();
  expect(told).toHaveLength(count);
  return told.find((status) => status !== '200') ?? null;
}

/** A server with a rate of one a second, which refills meanwhile: so much of a burst, and one more. */
async function atOnce(count: number, way: Way): Promise<string | null> {
  const slow = await RunningApp.start({ env: { RATE_PER_ACTOR: '1' } });
  try {
    const client = await slow.client('ecat');
    const burst = (10 * count) / limits.ratePerActor.most;
    for (let asked = 0; asked < Math.floor(burst); asked += 1)
      expect(await ways[way](client, { query: '{ __typename }' })).toMatchObject({ limit: null });
    if (count <= limits.ratePerActor.most) return null;
    const began = performance.now();
    for (let refilled = 0; refilled <= (performance.now() - began) / 1_000 + 2; refilled += 1) {
      const { limit } = await ways[way](client, { query: '{ __typename }' });
      if (limit !== null) return limit;
    }
    return null;
  } finally {
    await slow.stop();
  }
}

const pongsOf = ({ frames }: RawSocket): number =>
  frames.filter((frame) => frame.includes('"type":"pong"')).length;

/** The limit that any operation of the socket was refused for, once all that was sent before is answered. */
async function limitOn(socket: RawSocket): Promise<string | null> {
  for (const pongs of [1, 2]) {
    socket.send({ type: 'ping' });
    while (pongsOf(socket) < pongs) await socket.has(socket.frames.length + 1);
  }
  const refused = socket.frames.find((frame) => frame.includes('"type":"error"'));
  return /"limit":"(\w+)"/.exec(refused ?? '')?.[1] ?? null;
}

const feed = (id: number) => ({
  id: String(id),
  type: 'subscribe',
  payload: { query: operation('Exchange') },
});

/** Sockets with a hundred feeds each, and the last with what is left; what the last feed was told. */
async function feeds(client: Client, count: number): Promise<{ sockets: RawSocket[]; told: string | null }> {
  const sockets: RawSocket[] = [];
  const most = limits.operationsPerSocket.most;
  let told: string | null = null;
  for (let left = count; left > 0; left -= most) {
    const socket = await greeted(client);
    sockets.push(socket);
    for (let id = 0; id < Math.min(left, most); id += 1) socket.send(feed(id));
    told = await limitOn(socket);
  }
  return { sockets, told };
}

async function subscriptionsOf(organisation: string, count: number): Promise<string | null> {
  const client = await running.client(organisation);
  const { sockets, told } = await feeds(client, count);
  try {
    if (told === null) return null;
    const stream = await overStream(client, { query: operation('Exchange') });
    expect(stream).toMatchObject({ code: 'RATE_LIMITED', limit: told });
    const other = await feeds(await running.client('board-it'), 1);
    expect(other.told).toBeNull();
    for (const socket of other.sockets) socket.close();
    return told;
  } finally {
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map(({ closed }) => closed));
  }
}

async function onOneSocket(count: number): Promise<string | null> {
  const socket = await greeted(anybody);
  for (let id = 0; id < count; id += 1) socket.send(feed(id));
  const told = await limitOn(socket);
  socket.close();
  return told;
}

async function held(count: number, way: 'HTTP' | 'a socket'): Promise<string | null> {
  const toy = await startToySockets(running.app.store);
  const client = new Client(toy.url, 'anna');
  const slow = '{ held }';
  const answers = Array.from({ length: count - 1 }, () => overHttp(client, { query: slow }));
  await toy.hasBegun(count - 1);
  const last = ways[way](client, { query: slow });
  const told = await Promise.race([last, toy.hasBegun(count).then(() => ({ limit: null }))]);
  toy.release();
  expect((await Promise.all(answers)).filter(({ hasData }) => !hasData)).toEqual([]);
  await last;
  // All places are free again.
  expect(await ways[way](client, { query: slow })).toMatchObject({ hasData: true });
  await toy.stop();
  return told.limit;
}

/** So many of the places that a server has; the number of places is a setting. */
async function sockets(count: number): Promise<string | null> {
  const few = await RunningApp.start({ env: { MAX_SOCKETS: '3' } });
  const places = count - limits.sockets.most + 3;
  const opened = await Promise.allSettled(
    Array.from({ length: places }, () => new RawSocket(few.url).opened()),
  );
  const { port } = new URL(few.url);
  const handshake =
    'GET /graphql HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n';
  const isRefused = opened.some(({ status }) => status === 'rejected');
  const answer = isRefused ? await raw(Number(port), handshake) : '';
  for (const one of opened) if (one.status === 'fulfilled') one.value.close();
  await few.stop();
  return isRefused ? (/^HTTP\/1.1 503 [^]*"limit":"(\w+)"/.exec(answer)?.[1] ?? 'none') : null;
}

const overEach = (name: keyof typeof documents): Record<string, Trial> =>
  Object.fromEntries(Object.keys(ways).map((way) => [way, asking(name, way as Way)]));

/** How each limit is gone up to and over, by every way on which it holds. */
const trials: Record<LimitName, Record<string, Trial>> = {
  headerBytes: { HTTP: ofHeaders },
  bodyBytes: {
    HTTP: (count) => overHttp(anybody, bodyOf(count)),
    'an event stream': (count) => overStream(anybody, bodyOf(count)),
  },
  batch: {
    HTTP: (count) => overHttp(anybody, batchOf(count)),
    'an event stream': (count) => overStream(anybody, batchOf(count)),
  },
  queryBytes: overEach('queryBytes'),
  nesting: overEach('nesting'),
  tokens: overEach('tokens'),
  depth: overEach('depth'),
  introspectionDepth: overEach('introspectionDepth'),
  fields: overEach('fields'),
  aliases: overEach('aliases'),
  directives: overEach('directives'),
  rootFieldsOfQuery: overEach('rootFieldsOfQuery'),
  rootFieldsOfMutation: overEach('rootFieldsOfMutation'),
  listEntries: overEach('listEntries'),
  pageSize: overEach('pageSize'),
  work: overEach('work'),
  inFlightPerConnection: { HTTP: pipelined },
  ratePerActor: {
    HTTP: (count) => atOnce(count, 'HTTP'),
    'a socket': (count) => atOnce(count, 'a socket'),
    'an event stream': (count) => atOnce(count, 'an event stream'),
  },
  operationsPerActor: {
    HTTP: (count) => held(count, 'HTTP'),
    'a socket': (count) => held(count, 'a socket'),
  },
  operationsPerSocket: { 'a socket': onOneSocket },
  subscriptionsPerActor: { 'a socket': (count) => subscriptionsOf('board-fr', count) },
  sockets: { 'a socket': sockets },
};

const each = Object.entries(trials).flatMap(([name, byWay]) =>
  Object.entries(byWay).map(([way, trial]) => [name as LimitName, way, trial] as const),
);

describe('a limit', () => {
  test('has a trial, whichever it is', () => {
    expect(Object.keys(trials)).toEqual(Object.keys(limits));
  });

  test.each(each)('%s, over %s, is met by its most and broken by one more', async (name, _way, trial) => {
    const { most, code } = limits[name];
    const within = await trial(most);
    if (within === null || typeof within === 'string') expect(within).toBeNull();
    // What nests so deep is refused for what it is, and not for its depth.
    else
      expect(within).toMatchObject({
        limit: null,
        hasData: name !== 'nesting',
      });

    const over = await trial(most + 1);
    // Services check the page, and say which argument it is.
    if (name === 'pageSize') expect(over).toMatchObject({ code, field: 'first' });
    else if (over === null || typeof over === 'string') expect(over).toBe(name);
    else expect(over).toMatchObject({ code, limit: name });
    expect(await overHttp(anybody, { query: '{ __typename }' })).toMatchObject({ hasData: true });
  });

  test('that is a setting is the default of the setting', () => {
    const { ratePerActor, mostSockets } = readConfig({});
    expect({ ratePerActor, mostSockets }).toEqual({
      ratePerActor: limits.ratePerActor.most,
      mostSockets: limits.sockets.most,
    });
  });
});

test('an operation that its client has completed keeps its place on the socket until it has ended', async () => {
  const toy = await startToySockets(running.app.store);
  const socket = await greeted(new Client(toy.url, 'anna'));
  const { most } = limits.operationsPerSocket;
  for (let id = 0; id < most; id += 1) {
    socket.send({ id: String(id), type: 'subscribe', payload: { query: '{ held }' } });
    socket.send({ id: String(id), type: 'complete' });
  }
  await toy.hasBegun(most);
  const plain = { type: 'subscribe', payload: { query: '{ plain }' } };
  socket.send({ ...plain, id: 'one more' });
  expect(await limitOn(socket)).toBe('operationsPerSocket');
  toy.release();
  const isAnswered = () => socket.frames.some((frame) => frame.includes('"data":{"plain":true}'));
  for (let asked = 0; !isAnswered(); asked += 1) {
    socket.send({ ...plain, id: `afterwards ${asked}` });
    await socket.has(socket.frames.length + 1);
  }
  socket.close();
  await toy.stop();
});

test('an operation over a socket whose variables nest too deep is refused, and the socket stays', async () => {
  const socket = await greeted(anybody);
  const deep = JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown;
  socket.send({ id: '1', type: 'subscribe', payload: { query: '{ __typename }', variables: { deep } } });
  expect(await limitOn(socket)).toBe('nesting');
  socket.close();
});
