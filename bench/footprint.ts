// What an item takes on the disk and what a socket takes in memory; for the sizing in docs/operations.md.
//   node dist/bench/footprint.js [--items 20000] [--sockets 1000]
//   with-mongodb node dist/bench/footprint.js --mongodb [--items 20000] [--sockets 1000]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { loadKeys } from '../src/identity/keys.ts';
import { mintLocalToken } from '../src/identity/local.ts';
import { projectionOf } from '../src/services/projection.ts';
import { openLmdbStore } from '../src/store/lmdb/store.ts';
import { openMongodbStore } from '../src/store/mongodb/store.ts';
import type { Store } from '../src/store/port.ts';
import { subscriber } from './listeners.ts';
import { start } from './processes.ts';
import { scaledAppend } from './scaled-items.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '20000' },
    sockets: { type: 'string', default: '1000' },
    mongodb: { type: 'boolean', default: false },
  },
});

const BATCH = 256;
const MIB = 1024 * 1024;
const items = Number(values.items);
const sockets = Number(values.sockets);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;

const directory = mkdtempSync(join(tmpdir(), 'concord-footprint-'));
const uri = values.mongodb
  ? process.env.MONGODB_URI?.replace(/^(mongodb:\/\/[^/]+)\/?/, '$1/footprint')
  : undefined;
if (values.mongodb && uri === undefined) throw new Error('--mongodb needs MONGODB_URI');

const open = (): Promise<Store> =>
  uri === undefined
    ? openLmdbStore({ directory: join(directory, 'store') })
    : openMongodbStore({ uri, project: projectionOf });

async function fill(): Promise<void> {
  const store = await open();
  for (let from = 0; from < items; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, items - from) }, (_, index) => from + index);
    await Promise.all(numbers.map((number) => store.append(scaledAppend(number, items))));
  }
  await store.close();
}

/** Bytes on the disk, by what they are. */
async function onDisk(): Promise<Record<string, number>> {
  if (uri === undefined) return { file: statSync(join(directory, 'store/journal.mdb')).size };
  const connection = await mongoose.createConnection(uri).asPromise();
  // What is not yet in a checkpoint of the engine is not yet in its sizes.
  await connection.db?.admin().command({ fsync: 1 });
  const stats = await connection.db?.command({ dbStats: 1 });
  await connection.close();
  return { documents: Number(stats?.storageSize), indexes: Number(stats?.indexSize) };
}

async function residentAt(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
}

async function inMemory(): Promise<void> {
  const environment = { DATA_DIR: directory, RATE_PER_ACTOR: '0', LOG_LEVEL: 'warn' };
  const server = await start('../src/main.js', { ...environment, ...(uri ? { MONGODB_URI: uri } : {}) });
  const { token } = await loadKeys(join(directory, 'keys'));
  const jwt = await mintLocalToken(token, { organisation: 'board-fr' }, Date.now());
  const without = await residentAt(server.url);
  const listeners = [];
  for (let count = 0; count < sockets; count += 1) listeners.push(await subscriber(server.url, jwt));
  const withSockets = await residentAt(server.url);
  say(`a server without sockets: ${mib(without)} resident`);
  say(
    `with ${sockets} sockets: ${mib(withSockets)}, ${((withSockets - without) / sockets / 1024).toFixed(1)} KiB each`,
  );
  for (const { socket } of listeners) socket.removeAllListeners('close').terminate();
  await server.stop();
}

try {
  await fill();
  for (const [what, bytes] of Object.entries(await onDisk()))
    say(`${what} of ${items} items: ${mib(bytes)}, ${(bytes / items / 1024).toFixed(2)} KiB each`);
  await inMemory();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
