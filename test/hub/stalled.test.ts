import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { Client } from '../support/client.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import {
  chainBehind,
  changesAfter,
  forTheBoard,
  lastSeen,
  publishGuidance,
  type Message,
} from './messages.ts';
import { RawSocket } from './raw-socket.ts';

const READERS = 10;
/** To each reader, in bytes: more than everything that the kernel keeps for them. */
const PUBLISHED = 128 * 1024 * 1024;
const MOST_MORE = 64 * 1024 * 1024;

/** 15 KB on the wire, several times a message, and one word to index. */
const summary = [{ language: 'en', text: `1${'€'.repeat(4_999)}` }];
const COPIES = 30;
const MESSAGES = Math.ceil(PUBLISHED / (COPIES * 15_000));
const copies = Array.from({ length: COPIES }, (_, index) => `a${index}: summary`).join(' ');
const query = `subscription($after: Cursor) { exchange(after: $after) { __typename cursor previous at
  ... on ItemChanged { item { id ${copies} } } ... on ItemWithdrawn { itemId } } }`;

let server: ServerProcess;
let url: string;
let office: Client;
let delegate: Client;
beforeAll(async () => {
  await ensureBuilt();
  const directory = await emptyDirectory();
  server = new ServerProcess({
    DATA_DIR: directory,
    LOG_LEVEL: 'warn',
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
  });
  url = await server.url();
  const keys = await loadKeys(join(directory, 'keys'));
  const client = async (organisation: string, role: string) => {
    const request = {
      organisation,
      roles: [role],
      clearance: 'limited',
      person: `a@${organisation}`,
      life: 600,
    };
    return new Client(url, await mintLocalToken(keys.token, request, Date.now()));
  };
  office = await client('ai-office', 'office-officer');
  delegate = await client('board-fr', 'representative');
});
afterAll(() => server.kill('SIGTERM'));

/** By the debugger: what is garbage already is nobody's, and the engine takes its time with it. */
async function collectGarbage(): Promise<void> {
  const [, address = ''] = await server.says(/Debugger listening on (ws:\S+)/);
  const debug = new WebSocket(address);
  await once(debug, 'open');
  debug.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  await once(debug, 'message');
  debug.close();
}

/** Memory of the process that is no file, where the system tells it: the store is mapped, and read from there. */
async function memory(): Promise<number> {
  await collectGarbage();
  if (process.platform === 'linux') {
    const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
}

async function stalled(): Promise<RawSocket> {
  const socket = await new RawSocket(url).opened();
  await socket.greet(delegate.token);
  socket.send({ id: 'feed', type: 'subscribe', payload: { query } });
  socket.send({ type: 'ping' });
  await socket.has(2);
  socket.pause();
  return socket;
}

/** Tells the most memory that was held on the way. */
async function publish(count: number): Promise<number> {
  let most = 0;
  for (let done = 0; done < count; done += 20) {
    const some = Math.min(20, count - done);
    await Promise.all(
      Array.from({ length: some }, () => publishGuidance(office, { summary, handling: forTheBoard })),
    );
    if (done % 60 === 0) most = Math.max(most, await memory());
  }
  return Math.max(most, await memory());
}

const messagesOf = (frames: readonly string[]): Message[] =>
  frames.flatMap((frame) => {
    const { type, payload } = JSON.parse(frame) as {
      type: string;
      payload?: { data: { exchange: Message } };
    };
    return type === 'next' && payload !== undefined ? [payload.data.exchange] : [];
  });

test(`${READERS} readers that stop reading cost bounded memory, and who reads again gets everything`, async () => {
  // What any server takes once it has published and delivered as much to one who reads.
  const quick = await stalled();
  quick.resume();
  await publish(MESSAGES);
  quick.close();
  const start = await lastSeen(delegate);
  const before = await memory();
  const readers = await Promise.all(Array.from({ length: READERS }, stalled));
  const more = (await publish(MESSAGES)) - before;
  process.stdout.write(`memory for ${READERS} readers that stopped: ${Math.round(more / 1024 / 1024)} MiB\n`);
  expect(more).toBeLessThan(MOST_MORE);

  const [reader, ...others] = readers;
  for (const other of others) other.close();
  reader!.resume();
  const messages = messagesOf(await reader!.has(2 + MESSAGES));
  expect(messages.map(({ previous }) => previous)).toEqual(chainBehind(start, messages));
  const cursors = (list: readonly Message[]) => list.map(({ cursor }) => cursor);
  expect(cursors(messages)).toEqual(cursors(await changesAfter(delegate, start)));
  reader!.close();
});
