// Side-by-side measurements, each a ratio to a named peer in the same run.
//   npm run bench                      a quick look
//   npm run bench -- --full            the figures of the README: 1,000 subscribers, 100,000 items
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { changeOfEvent, evolve } from '../src/domain/events.ts';
import { publishGuidance } from '../src/domain/guidance.ts';
import { loadKeys } from '../src/identity/keys.ts';
import { mintLocalToken } from '../src/identity/local.ts';
import { memberStateCodes } from '../src/reference/vocabulary.ts';
import { projectionOf } from '../src/services/projection.ts';
import { openLmdbStore } from '../src/store/lmdb/store.ts';
import { heading, line, quantilesOf, type Quantiles } from './measure.ts';
import { post, start, type Running } from './processes.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    subscribers: { type: 'string' },
    items: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const SUBSCRIBERS = Number(values.subscribers ?? (values.full ? 1_000 : 200));
const ITEMS = Number(values.items ?? (values.full ? 100_000 : 5_000));
const ROUNDS = Number(values.rounds ?? (values.full ? 60 : 20));
const REQUESTS = 1_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const author = { person: 'bench@ai-office', organisation: 'ai-office' };

/** Fills a store through its only door, so that the journal and all indexes are what they would be. */
async function load(directory: string, count: number): Promise<number> {
  const store = await openLmdbStore({ directory: join(directory, 'store') });
  const began = performance.now();
  for (let from = 0; from < count; from += 256) {
    const batch = Array.from({ length: Math.min(256, count - from) }, (_, index) => {
      const number = from + index;
      const now = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
      const making = { id: `bench-${number}`, houseReference: '', issuer: 'ai-office', author, now };
      const event = publishGuidance(
        {
          title: [{ language: 'en', text: `Measured document ${number} (fictional)` }],
          summary: [
            { language: 'en', text: 'A text as long as the summaries of the register are in the middle.' },
          ],
          references: [`B/${number}`],
          articles: [String(1 + (number % 113)), '50'],
          handling: {
            marking: 'LIMITED',
            audience: { groups: ['AI_BOARD', 'NATIONAL_AUTHORITIES', 'AI_OFFICE'] },
          },
        },
        making,
      );
      const item = evolve(null, event);
      const change = changeOfEvent(event);
      return store.append({
        at: now,
        actor: author,
        event,
        change,
        item,
        projection: projectionOf(item),
        idempotency: null,
      });
    });
    await Promise.all(batch);
  }
  await store.close();
  return performance.now() - began;
}

async function requests(url: string, body: string, headers: Record<string, string>): Promise<Quantiles> {
  for (let warm = 0; warm < 200; warm += 1) await post(url, body, headers);
  const times: number[] = [];
  for (let round = 0; round < REQUESTS; round += 1) {
    const began = performance.now();
    await post(url, body, headers);
    times.push(performance.now() - began);
  }
  return quantilesOf(times);
}

interface Listener {
  onMessage: (text: string) => void;
  socket: WebSocket;
}

/** A subscriber of Concord that is ready once its subscription has been taken up. */
function subscriber(url: string, token: string): Promise<Listener> {
  const query =
    'subscription { exchange { cursor previous at ... on ItemChanged { change item { id reference title revision issuer { id } } } } }';
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const listener: Listener = { socket, onMessage: () => undefined };
    socket.on('error', reject);
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    );
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: 's', type: 'subscribe', payload: { query } }));
        socket.send(JSON.stringify({ id: 'q', type: 'subscribe', payload: { query: '{ __typename }' } }));
      } else if (text.includes('"id":"q","type":"complete"')) resolve(listener);
      else if (text.includes('"id":"s"')) listener.onMessage(text);
    });
  });
}

function rawListener(url: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    const listener: Listener = { socket, onMessage: () => undefined };
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => listener.onMessage(data.toString('utf8')));
    socket.on('open', () => resolve(listener));
  });
}

/** From before the publication is sent until each listener has the message. */
async function broadcast(
  listeners: readonly Listener[],
  publish: () => Promise<unknown>,
): Promise<{ times: number[]; text: string }> {
  const times: number[] = [];
  let last = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const received = listeners.map(
      (listener) =>
        new Promise<void>((resolve) => {
          listener.onMessage = (text) => {
            times.push(performance.now() - began);
            last = text;
            resolve();
          };
        }),
    );
    await Promise.all([publish(), ...received]);
  }
  return { times: times.slice(listeners.length * 5), text: last };
}

const publication = (number: number): string =>
  JSON.stringify({
    query: 'mutation($input: PublishGuidanceInput!) { publishGuidance(input: $input) { cursor } }',
    variables: {
      input: {
        title: [{ language: 'en', text: `Measured publication ${number} (fictional)` }],
        references: [`P/${number}`],
        articles: ['50'],
        handling: { marking: 'LIMITED', audience: { groups: ['AI_BOARD', 'AI_OFFICE'] } },
      },
    },
  });

async function measureFeed(
  concord: Running,
  peer: Running,
  tokenFor: (organisation: string) => Promise<string>,
) {
  const authorization = `Bearer ${await tokenFor('ai-office')}`;
  const listeners: Listener[] = [];
  for (let index = 0; index < SUBSCRIBERS; index += 1) {
    const state = memberStateCodes[index % 27] ?? 'BE';
    listeners.push(await subscriber(concord.url, await tokenFor(`board-${state.toLowerCase()}`)));
  }
  let number = 0;
  const ours = await broadcast(listeners, () =>
    post(`${concord.url}/graphql`, publication((number += 1)), { authorization }),
  );
  for (const { socket } of listeners) socket.close();
  await post(`${peer.url}/set`, ours.text);
  const raw: Listener[] = [];
  for (let index = 0; index < SUBSCRIBERS; index += 1) raw.push(await rawListener(peer.url));
  const theirs = await broadcast(raw, () => post(`${peer.url}/broadcast`, '{}'));
  for (const { socket } of raw) socket.close();
  return { ours: quantilesOf(ours.times), peer: quantilesOf(theirs.times) };
}

async function measureItems(concord: Running, peer: Running, token: string) {
  const query =
    '{ items(first: 20) { edges { cursor node { id reference title articles issuer { id name } publishedAt revision } } pageInfo { hasNextPage endCursor } totalCount } }';
  const body = JSON.stringify({ query });
  const headers = { authorization: `Bearer ${token}` };
  await post(`${peer.url}/set`, await post(`${concord.url}/graphql`, body, headers));
  const ours = await requests(`${concord.url}/graphql`, body, headers);
  return { ours, peer: await requests(`${peer.url}/answer`, body, headers) };
}

async function measurePublishes(
  concord: Running,
  token: string,
): Promise<{ perSecond: number; times: Quantiles }> {
  const headers = { authorization: `Bearer ${token}` };
  const times: number[] = [];
  const began = performance.now();
  let number = 0;
  const publisher = async (): Promise<void> => {
    while (number < 3_000) {
      const sent = performance.now();
      await post(`${concord.url}/graphql`, publication((number += 1)), headers);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: 32 }, publisher));
  return { perSecond: (times.length / (performance.now() - began)) * 1000, times: quantilesOf(times) };
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'concord-bench-'));
  try {
    say(`Loading ${ITEMS} items ...`);
    const loading = await load(directory, ITEMS);
    const began = performance.now();
    const concord = await start('../src/main.js', {
      DATA_DIR: directory,
      RATE_PER_ACTOR: '0',
      LOG_LEVEL: 'warn',
    });
    const starting = performance.now() - began;
    const peer = await start('raw-peer.js', {});
    const { token: key } = await loadKeys(join(directory, 'keys'));
    const tokenFor = (organisation: string) => mintLocalToken(key, { organisation }, Date.now());
    const items = await measureItems(concord, peer, await tokenFor('board-fr'));
    const feed = await measureFeed(concord, peer, tokenFor);
    const publishes = await measurePublishes(concord, await tokenFor('ai-office'));
    await Promise.all([concord.stop(), peer.stop()]);
    say('');
    say(heading);
    say(line(`publish to received, ${SUBSCRIBERS} subscribers / ws broadcast`, feed.ours, feed.peer));
    say(line(`items(first: 20) over ${ITEMS} items / node:http`, items.ours, items.peer));
    say('');
    say(
      `durable publishes, 32 at once: ${publishes.perSecond.toFixed(0)} per second, p99 ${publishes.times.p99.toFixed(1)} ms`,
    );
    say(
      `loading ${ITEMS} items: ${(loading / 1000).toFixed(1)} s; restart to serving, register included: ${(starting / 1000).toFixed(2)} s`,
    );
    const results = {
      at: new Date().toISOString(),
      node: process.version,
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      SUBSCRIBERS,
      ITEMS,
      feed,
      items,
      publishes,
      loading,
      starting,
    };
    writeFileSync('bench/results.json', `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

await main();
