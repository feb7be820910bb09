import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import type { Role } from '../../src/reference/vocabulary.ts';
import { GONE_MS, LEASE_MS } from '../../src/store/mongodb/lease.ts';
import type { Store } from '../../src/store/port.ts';
import { follow, transports } from '../hub/transports.ts';
import { publishGuidance } from '../hub/messages.ts';
import { Client } from '../support/client.ts';
import { publish } from '../support/items.ts';
import { restore, revoke } from '../support/revoking.ts';
import { RunningApp } from '../support/running-app.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { Proxy, newDatabase, openShared } from './databases.ts';

const ROUNDS = 5;

const newPerson = () => `p-${crypto.randomUUID()}`;
const viewer = '{ viewer { id } }';
const codeOf = async (client: Client) => (await client.ask(viewer)).errors?.[0]?.extensions.code ?? 'OK';

const directories: string[] = [];
async function newDirectory(): Promise<string> {
  const directory = await emptyDirectory();
  directories.push(directory);
  return directory;
}
afterAll(() => Promise.all(directories.map((path) => rm(path, { recursive: true, force: true }))));

describe('the servers of one database', () => {
  let uri: string;
  let one: Store;
  let proxy: Proxy;
  let other: Store;
  beforeEach(async () => {
    uri = newDatabase();
    one = await openShared(uri);
    const behind = await Proxy.before(uri);
    proxy = behind.proxy;
    other = await openShared(behind.uri);
  });
  afterEach(async () => {
    proxy.mend();
    await Promise.all([one.close(), other.close()]);
    await proxy.close();
  });

  test('have all been told of a change once it counts as heard, in less time than they would find it by themselves', async () => {
    let told = 0;
    other.onAppend(({ header }) => (told = header.position));
    const began = performance.now();
    for (let count = 0; count < 20; count++) {
      const { header } = await publish(one);
      await one.heard(header.position);
      expect(told).toBeGreaterThanOrEqual(header.position);
    }
    expect((performance.now() - began) / 20).toBeLessThan(700);
  });

  test('wait for one that hangs no longer than its lease, and it refuses by itself by then', async () => {
    proxy.stall();
    const { header } = await publish(one);
    const began = performance.now();
    await one.heard(header.position);
    const took = performance.now() - began;
    expect(other.isReachable()).toBe(false);
    expect(took).toBeGreaterThan(LEASE_MS);
    expect(took).toBeLessThan(GONE_MS + 3_000);

    let told = 0;
    other.onAppend((commit) => (told = commit.header.position));
    proxy.mend();
    await other.reachable();
    expect(other.isReachable()).toBe(true);
    expect(told).toBe(header.position);
  }, 45_000);

  test('wait once for one that is gone for ever, and then know it no more', async () => {
    proxy.cut();
    const first = await publish(one);
    await one.heard(first.header.position);
    const began = performance.now();
    const second = await publish(one);
    await one.heard(second.header.position);
    expect(performance.now() - began).toBeLessThan(LEASE_MS);
  }, 45_000);
});

describe('a revocation on one of two servers', () => {
  let one: RunningApp;
  let other: RunningApp;
  let administrator: Client;
  beforeAll(async () => {
    const env = { MONGODB_URI: newDatabase(), KEYS_DIR: join(await newDirectory(), 'keys') };
    one = await RunningApp.start({ env });
    other = await RunningApp.start({ env });
    administrator = await one.client({ organisation: 'edps', roles: ['administrator'] });
  });
  afterAll(() => Promise.all([one.stop(), other.stop()]));

  test('is known to the other before it is answered, and so is its end', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const person = newPerson();
      const there = await other.client({ organisation: 'board-fr', person });
      expect(await codeOf(there)).toBe('OK');
      const { revocation } = await revoke(administrator, { person });
      expect(await codeOf(there)).toBe('UNAUTHENTICATED');
      await restore(administrator, revocation.id);
      expect(await codeOf(there)).toBe('OK');
    }
  });

  test.each(transports)(
    'ends %s on the other, with nothing of what is published after it',
    async (transport) => {
      const office = await Promise.all([one, other].map((app) => app.client('ai-office')));
      const stopping = new AbortController();
      const publishing = office.map(async (client) => {
        while (!stopping.signal.aborted) await publishGuidance(client);
      });
      for (let round = 0; round < ROUNDS; round++) {
        const person = newPerson();
        const open = await follow(transport, await other.client({ organisation: 'board-fr', person }));
        await open.take(2);
        const { cursor } = await revoke(administrator, { person });
        expect(await open.feed.hasEnded()).toMatchObject({ code: transport === 'a socket' ? 4403 : 0 });
        expect(open.feed.received.filter(({ exchange }) => exchange.cursor > cursor)).toEqual([]);
      }
      stopping.abort();
      await Promise.all(publishing);
    },
    60_000,
  );

  test('stops a change that the other server has begun', async () => {
    const person = newPerson();
    const there = await other.client({ organisation: 'ai-office', person });
    const attempts = Promise.allSettled(
      Array.from({ length: 30 }, async () => (await publishGuidance(there)).cursor),
    );
    const { cursor } = await revoke(administrator, { person });
    const answered = (await attempts).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(answered.filter((one) => one > cursor)).toEqual([]);
    const { store } = one.app;
    const header = await store.header(store.head().position);
    expect(header?.actor.person === person && header.mark > cursor.slice(store.journalTag.length)).toBe(
      false,
    );
  });
});

describe('a server process that is stopped while somebody is revoked on another', () => {
  let keys: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    await ensureBuilt();
    keys = join(await newDirectory(), 'keys');
    env = { KEYS_DIR: keys, MONGODB_URI: newDatabase(), LOG_LEVEL: 'warn' };
  }, 120_000);

  const start = async () => new ServerProcess({ ...env, DATA_DIR: await newDirectory() });

  async function clientAt(
    url: string,
    organisation: string,
    { person = newPerson(), roles = [] }: { person?: string; roles?: readonly Role[] } = {},
  ): Promise<Client> {
    const { token } = await loadKeys(keys);
    return new Client(url, await mintLocalToken(token, { organisation, person, roles }, Date.now()));
  }

  test('serves them nothing when it wakes, and goes on for everybody else', async () => {
    const [awake, asleep] = [await start(), await start()];
    const [here, there] = [await awake.url(), await asleep.url()];
    const administrator = await clientAt(here, 'edps', { roles: ['administrator'] });
    const office = await clientAt(here, 'ai-office');
    const person = newPerson();
    const revoked = await clientAt(there, 'board-fr', { person });
    const writer = await clientAt(there, 'ai-office', { person });
    const colleague = await clientAt(there, 'board-fr');
    const feeds = await Promise.all(transports.map((transport) => follow(transport, revoked)));
    const kept = await follow('a socket', colleague);
    const before = await publishGuidance(office);
    await Promise.all([...feeds, kept].map(({ take }) => take(1)));

    asleep.child.kill('SIGSTOP');
    const asked = Array.from({ length: 5 }, () => revoked.ask(viewer));
    const writing = writer.ask(
      'mutation($input: PublishGuidanceInput!) { publishGuidance(input: $input) { cursor } }',
      {
        input: {
          title: [{ language: 'en', text: 'Guidelines (fictional)' }],
          references: ['C(2030) 1 (fictional)'],
          handling: { marking: 'PUBLIC', audience: { everyone: true } },
        },
      },
    );
    const published = await publishGuidance(office);
    const { revocation, cursor } = await revoke(administrator, { person });
    const after = await publishGuidance(office);
    asleep.child.kill('SIGCONT');

    expect(await feeds[0]?.feed.hasEnded()).toMatchObject({ code: 4403 });
    expect(await feeds[1]?.feed.hasEnded()).toMatchObject({ code: 0 });
    for (const { feed } of feeds)
      expect(feed.received.map(({ exchange }) => exchange.cursor)).toEqual([before.cursor]);
    for (const { data, errors } of await Promise.all([...asked, writing])) {
      expect(['UNAUTHENTICATED', 'UNAVAILABLE']).toContain(errors?.[0]?.extensions.code);
      expect(data ?? null).toBeNull();
    }
    const delivered = await kept.take(3);
    expect(delivered.map((message) => message.cursor)).toEqual(
      [before, published, after].map((one) => one.cursor),
    );
    expect(await codeOf(revoked)).toBe('UNAUTHENTICATED');
    const { changes } = await office.get<{ changes: object[] }>(
      'query($after: Cursor) { changes(after: $after) { __typename } }',
      { after: cursor },
    );
    expect(changes).toHaveLength(1);

    await asleep.kill('SIGKILL');
    const again = await start();
    const revokedThere = await clientAt(await again.url(), 'board-fr', { person });
    expect(await codeOf(revokedThere)).toBe('UNAUTHENTICATED');
    await restore(administrator, revocation.id);
    expect(await codeOf(revokedThere)).toBe('OK');
    await Promise.all([awake.kill('SIGTERM'), again.kill('SIGTERM')]);
  }, 90_000);
});
