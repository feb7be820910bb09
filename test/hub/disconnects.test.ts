import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { operation } from '../support/contract.ts';
import { Client } from '../support/client.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';

/** As many at a time as a test may have open beside everything else. */
const BATCH = 250;
const COUNT = 1_000;
/** More than the subscriptions that one caller may have: a place that is not given back shows. */
const ROUNDS = 3;

let server: ServerProcess;
let url: string;
beforeAll(async () => {
  await ensureBuilt();
  server = new ServerProcess({ DATA_DIR: await emptyDirectory(), LOG_LEVEL: 'warn' });
  url = await server.url();
});
afterAll(() => server.kill('SIGTERM'));

/** What of the server is taken by those who are connected. */
interface Taken {
  descriptors: number;
  timers: number;
  connections: number;
  sockets: number;
  subscriptions: number;
}

async function taken(): Promise<Taken> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const valueOf = (series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  return {
    descriptors: valueOf('process_open_fds'),
    timers: valueOf('nodejs_active_resources{type="Timeout"}'),
    connections: valueOf('nodejs_active_resources{type="TCPSocketWrap"}'),
    sockets: valueOf('concord_sockets'),
    subscriptions: valueOf('concord_subscriptions'),
  };
}

/** Resolves once it holds; the time limit of the test is the end of patience. */
async function until(holds: (now: Taken) => boolean): Promise<Taken> {
  for (;;) {
    const now = await taken();
    if (holds(now)) return now;
  }
}

const query = operation('Exchange');

/** How far a client has come when its connection breaks. */
const stages = ['connected', 'greeting', 'subscribing', 'subscribed'] as const;
type Stage = (typeof stages)[number];

async function connect(stage: Stage): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  if (stage === 'connected') return socket;
  socket.send('{"type":"connection_init"}');
  if (stage === 'greeting') return socket;
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  if (stage === 'subscribing') return socket;
  socket.send('{"type":"ping"}');
  await once(socket, 'message');
  return socket;
}

async function cut(socket: WebSocket): Promise<void> {
  const closed = once(socket, 'close');
  socket.terminate();
  await closed;
}

async function stream(): Promise<ClientRequest> {
  const asked = request(`${url}/graphql/stream`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json' },
  });
  asked.end(JSON.stringify({ query }));
  await once(asked, 'response');
  asked.on('error', () => undefined);
  return asked;
}

async function inBatches<Opened>(
  open: (index: number) => Promise<Opened>,
  close: (opened: Opened) => unknown,
  most: (now: Taken) => void,
): Promise<void> {
  for (let done = 0; done < COUNT; done += BATCH) {
    const opened = await Promise.all(Array.from({ length: BATCH }, (_, index) => open(index)));
    most(await taken());
    await Promise.all(opened.map(close));
  }
}

/** Every number is at most five above what it was; what only falls has nothing left behind. */
const isBackAt = (before: Taken) => (now: Taken) =>
  (Object.keys(before) as (keyof Taken)[]).every((name) => now[name] <= before[name] + 5) &&
  now.sockets === 0 &&
  now.subscriptions === 0;

describe(`${COUNT} clients that break their connections, ${ROUNDS} times`, () => {
  test.each(stages)('leave nothing behind on sockets that are %s', async (stage) => {
    await new Client(url, null).get('{ __typename }');
    const before = await taken();
    expect(before).toMatchObject({ sockets: 0, subscriptions: 0 });
    let peak = 0;
    for (let round = 0; round < ROUNDS; round += 1)
      await inBatches(
        () => connect(stage),
        cut,
        (now) => (peak = Math.max(peak, stage === 'subscribed' ? now.subscriptions : now.sockets)),
      );
    // Those of one batch were open at a time, so there was something to leave behind.
    expect(peak).toBeGreaterThanOrEqual(BATCH);
    await until(isBackAt(before));
  });

  test('leave nothing behind on event streams', async () => {
    await new Client(url, null).get('{ __typename }');
    const before = await taken();
    let peak = 0;
    for (let round = 0; round < ROUNDS; round += 1)
      await inBatches(
        stream,
        (asked) => asked.destroy(),
        (now) => (peak = Math.max(peak, now.subscriptions)),
      );
    expect(peak).toBeGreaterThanOrEqual(BATCH);
    await until(isBackAt(before));
  });
});

test('the server is well after all of it', async () => {
  const client = new Client(url, null);
  expect(await client.get('{ __typename }')).toEqual({ __typename: 'Query' });
  const feed = await client.subscribe(query);
  expect(feed.ended).toBeNull();
  client.close();
  expect(server.output).not.toMatch(/internal error|warn|MaxListeners/i);
});
