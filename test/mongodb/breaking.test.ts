import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { DomainError } from '../../src/errors.ts';
import type { Store } from '../../src/store/port.ts';
import { publish } from '../support/items.ts';
import { newDatabase, openShared, Proxy } from './databases.ts';

const anybody = { readers: ['everyone'] };
/** On one database; each is asked at a moment of its own. */
const SERVERS = 16;

/** The sockets of this process, the driver's among them, as they are made. */
const sockets: Socket[] = [];
const keep = (message: unknown): void => {
  sockets.push((message as { socket: Socket }).socket);
};

let uri: string;
let proxy: Proxy;
const opened: Store[] = [];
beforeEach(async () => {
  const before = await Proxy.before(newDatabase());
  ({ proxy, uri } = before);
  subscribe('net.client.socket', keep);
});
afterEach(async () => {
  unsubscribe('net.client.socket', keep);
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await proxy.close();
});

/** A server's store, and the connections of its driver. */
async function openWithSockets(): Promise<{ store: Store; connections: readonly Socket[] }> {
  sockets.length = 0;
  const store = await openShared(uri);
  opened.push(store);
  await Promise.all(Array.from({ length: 4 }, () => store.count(anybody)));
  await Promise.all(Array.from({ length: 4 }, () => store.item('one', anybody)));
  const port = Number(new URL(uri).port);
  return { store, connections: sockets.filter(({ remotePort }) => remotePort === port) };
}

/** Asked so many turns of the queue of promises later; what comes of it. */
async function outcomeOf(ask: () => Promise<unknown>, turns: number): Promise<string> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  return ask().then(
    () => 'answered',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
}

describe('a database that closes its connections', () => {
  const reading = (store: Store) => store.item('one', anybody);

  // A socket that has ended, or has been destroyed, is for the driver still a connection until it is closed.
  test.each([
    ['end', 'a read', reading],
    ['finish', 'a read', reading],
    ['end', 'a change', (store: Store) => publish(store)],
    ['finish', 'a change', (store: Store) => publish(store)],
  ] as const)(
    'refuses with UNAVAILABLE, in time, what is asked just behind their %s: %s',
    async (event, _what, ask) => {
      const servers = [];
      for (let count = 0; count < SERVERS; count += 1) servers.push(await openWithSockets());
      const asked: Promise<string>[] = [];
      for (const [turns, { store, connections }] of servers.entries())
        for (const socket of connections)
          socket.once(event, () => asked.push(outcomeOf(() => ask(store), turns)));
      const closed = servers
        .flatMap(({ connections }) => connections)
        .map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
      proxy.cut();
      await Promise.all(closed);
      expect(asked.length).toBeGreaterThanOrEqual(SERVERS);
      expect(new Set(await Promise.all(asked))).toEqual(new Set(['UNAVAILABLE']));

      proxy.mend();
      await Promise.all(servers.map(({ store }) => store.reachable()));
      for (const { store } of servers) {
        const { header } = await publish(store);
        expect(store.head().position).toBe(header.position);
      }
    },
  );

  test('is found again each time that it comes back', async () => {
    const { store } = await openWithSockets();
    for (let outage = 0; outage < 8; outage += 1) {
      // As long as it takes, so that the driver has looked for the database in between.
      for (let count = 0; count < 60; count += 1) await publish(store);
      const reads = Array.from({ length: 10 }, (_, turns) => outcomeOf(() => reading(store), turns));
      proxy.cut();
      await Promise.all(reads);
      // Whoever asks now is who finds out.
      while (store.isReachable()) await outcomeOf(() => reading(store), 0);
      proxy.mend();
      const began = performance.now();
      await store.reachable();
      expect(performance.now() - began).toBeLessThan(5_000);
    }
  }, 120_000);
});
