import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-sse';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { documents } from '../../src/reference/documents.ts';
import { chainBehind, lastSeen, publishGuidance, type Message } from '../hub/messages.ts';
import { gate } from '../server/toy-server.ts';
import { Client, Feed } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { expectStoppedByDisk } from '../support/disk-stop.ts';

const running: ServerProcess[] = [];
const directories: string[] = [];

async function directory(): Promise<string> {
  const path = await emptyDirectory();
  directories.push(path);
  return path;
}

function start(env: Record<string, string>, options?: { shell?: string; uid?: number }): ServerProcess {
  const server = new ServerProcess(env, options);
  running.push(server);
  return server;
}

async function officer(url: string, data: string): Promise<Client> {
  const { token } = await loadKeys(join(data, 'keys'));
  return new Client(url, await mintLocalToken(token, { organisation: 'ai-office' }, Date.now()));
}

/** The standard client for event streams, which goes on behind its last message once it is told that it can. */
function resuming(url: string, after: string) {
  const feed = new Feed<{ exchange: Message }>();
  const [back, lost] = [gate(), gate()];
  const client = createClient({
    url: `${url}/graphql/stream`,
    retryAttempts: 5,
    retry: () => {
      lost.open();
      return back.passed;
    },
  });
  // The client sends its request as it stands at each attempt.
  const variables = { after };
  feed.stop = client.subscribe<{ exchange: Message }>(
    { query: operation('Exchange'), variables },
    {
      next: ({ data }) => {
        if (!data) return;
        variables.after = data.exchange.cursor;
        feed.add(data);
      },
      error: (error) => feed.end({ code: 0, reason: String(error) }),
      complete: () => feed.end('complete'),
    },
  );
  void feed.hasEnded().then(lost.open);
  return { feed, restarted: back.open, retried: lost.passed };
}

beforeAll(ensureBuilt, 120_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await Promise.all(directories.splice(0).map((path) => rm(path, { recursive: true, force: true })));
});

/** Where others want the processor as well, everything takes as many times as long as there are takers for a core. */
const crowd = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
/** Until it is ready to serve: with the register to load, and with a journal that is there. */
const FIRST_START_MS = 30_000 * crowd;
const NEXT_START_MS = 3_000 * crowd;

const NOBODY = 65_534;

describe('starting', () => {
  test('loads the register once, says where everything is, and loads nothing the second time', async () => {
    const DATA_DIR = await directory();
    let began = performance.now();
    const first = start({ DATA_DIR });
    const url = await first.url();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(FIRST_START_MS);
    await first.says(/Stop with Ctrl-C/);
    expect(first.output).toMatch(/27 Member States, 24 languages, 119 articles, 89 organisations/);
    expect(first.output).toMatch(/89 of 89 documents/);
    expect(first.output).toContain(`${url}/graphiql`);
    expect(first.output).toContain('concord -- token --organisation board-de');
    expect(first.output).toContain(DATA_DIR);
    expect(first.output).toMatch(/Local mode/);
    const address = JSON.parse(await readFile(join(DATA_DIR, 'server.json'), 'utf8')) as { port: number };
    expect(url).toBe(`http://127.0.0.1:${address.port}`);
    await first.kill('SIGTERM');
    expect(first.exitCode).toBe(0);

    began = performance.now();
    const second = start({ DATA_DIR });
    expect((await fetch(`${await second.url()}/health/ready`)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(NEXT_START_MS);
    expect(second.output).not.toMatch(/Loading/);
  });

  test('goes on where a kill in the middle of loading stopped it', async () => {
    const DATA_DIR = await directory();
    const first = start({ DATA_DIR });
    await first.says(/Loading the register: 32/);
    await first.kill();
    const second = start({ DATA_DIR });
    const anybody = new Client(await second.url(), null);
    const { items } = await anybody.get<{
      items: { totalCount: number; edges: { node: { title: string } }[] };
    }>('{ items(first: 100) { totalCount edges { node { title } } } }');
    expect(items.totalCount).toBe(89);
    // Each document of the register, none twice.
    expect(items.edges.map(({ node }) => node.title).sort()).toEqual(
      documents.map(({ title }) => title).sort(),
    );
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['local mode in production', { NODE_ENV: 'production' }, /OIDC_ISSUER/],
    ['local mode on an address that others reach', { HOST: '0.0.0.0' }, /HOST/],
    ['a port that is none', { PORT: 'seven' }, /PORT must be a whole number/],
  ])('refuses %s with a sentence', async (_name, env, sentence) => {
    const server = start({ DATA_DIR: await directory(), ...env });
    await server.exited;
    expect(server.exitCode).toBe(1);
    expect(server.output).toMatch(sentence);
    expect(server.output).not.toMatch(/^\s+at /m);
  });

  test('refuses a data directory that another server uses', async () => {
    const DATA_DIR = await directory();
    await start({ DATA_DIR }).url();
    const second = start({ DATA_DIR });
    await second.exited;
    expect(second.output).toMatch(/^Concord cannot start: The data directory is in use by another server/m);
    expect(second.exitCode).toBe(1);
  });

  test('refuses a journal that is none, and a data directory that is a file', async () => {
    const broken = await directory();
    await mkdir(join(broken, 'store'), { recursive: true });
    await writeFile(join(broken, 'store/journal.mdb'), 'no journal, but a text of some length\n'.repeat(400));
    const file = join(await directory(), 'file');
    await writeFile(file, '');
    for (const DATA_DIR of [broken, file]) {
      const server = start({ DATA_DIR });
      await server.exited;
      expect(server.exitCode).toBe(1);
      expect(server.output).toMatch(/^Concord cannot start: .+$/m);
      expect(server.output).not.toMatch(/^\s+at /m);
    }
  });
});

describe('a data directory that the server may not use', () => {
  test('is refused with a sentence that names it', async () => {
    const path = await directory();
    await chmod(path, 0o500);
    // For root no directory is closed, so the server is somebody else then.
    const isRoot = process.getuid?.() === 0;
    const server = start({ DATA_DIR: join(path, 'data') }, isRoot ? { uid: NOBODY } : {});
    await server.exited;
    expect(server.exitCode).toBe(1);
    expect(server.output).toMatch(/^Concord cannot start: .*$/m);
    expect(server.output).toContain(path);
    expect(server.output).toMatch(/EACCES/);
    expect(server.output).not.toMatch(/^\s+at /m);
  });

  test('is refused where what lies in it cannot be read', async () => {
    const path = await directory();
    await chmod(path, 0o755);
    await mkdir(join(path, 'store'), { mode: 0o700 });
    await mkdir(join(path, 'keys'), { mode: 0o700 });
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) await chmod(join(path, 'keys'), 0o000);
    const server = start({ DATA_DIR: path }, isRoot ? { uid: NOBODY } : {});
    await server.exited;
    expect(server.exitCode).toBe(1);
    expect(server.output).toMatch(/^Concord cannot start: .*EACCES.*$/m);
    expect(server.output).not.toMatch(/^\s+at /m);
  });
});

describe('a full disk', () => {
  test('stops the server with one sentence and loses nothing that was answered', async () => {
    const DATA_DIR = await directory();
    // A limit on the size of files acts as a full disk would, without being root: the write fails.
    const server = start({ DATA_DIR, LOG_LEVEL: 'warn' }, { shell: "trap '' XFSZ; ulimit -f 6000;" });
    const office = await officer(await server.url(), DATA_DIR);
    const answered: string[] = [];
    const summary = [{ language: 'en', text: 'A long text that fills the disk. '.repeat(150) }];
    for (;;) {
      const published = office.ask<{ publishGuidance: { item: { id: string } } }>(
        operation('PublishGuidance'),
        variablesOf('PublishGuidance', { summary }),
      );
      const result = await published.catch(() => null);
      if (result?.data?.publishGuidance === undefined) break;
      answered.push(result.data.publishGuidance.item.id);
    }
    await server.exited;
    expectStoppedByDisk(server);
    expect(server.output).not.toMatch(/^\s+at /m);

    const again = start({ DATA_DIR });
    const anybody = new Client(await again.url(), null);
    const { items } = await anybody.get<{ items: { totalCount: number } }>(operation('Items'), { first: 1 });
    expect(answered.length).toBeGreaterThan(10);
    // One more may be there: written, and the answer lost with the process.
    expect([89 + answered.length, 90 + answered.length]).toContain(items.totalCount);
    for (const id of answered)
      expect(await anybody.get('query($id: ID!) { item(id: $id) { id } }', { id })).toEqual({ item: { id } });
  }, 120_000);
});

describe('a stop', () => {
  test('closes sockets with 1001 and is done within five seconds', async () => {
    const DATA_DIR = await directory();
    const server = start({ DATA_DIR });
    const client = new Client(await server.url(), null);
    const feed = await client.subscribe(operation('Exchange'));
    const began = performance.now();
    server.child.kill('SIGTERM');
    expect(await feed.hasEnded()).toEqual({ code: 1001, reason: 'Going away' });
    await server.exited;
    expect(server.exitCode).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('cuts event streams without `complete`, so that a standard client comes back and resumes', async () => {
    const DATA_DIR = await directory();
    const first = start({ DATA_DIR });
    const url = await first.url();
    const office = await officer(url, DATA_DIR);
    const place = await lastSeen(office);
    const { feed, restarted, retried } = resuming(url, place);
    const before = await publishGuidance(office);
    await feed.take(1);
    const began = performance.now();
    first.child.kill('SIGTERM');
    await first.exited;
    expect(first.exitCode).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    await retried;

    const second = start({ DATA_DIR, PORT: new URL(url).port });
    await second.url();
    const missed = await publishGuidance(office);
    restarted();
    const messages = (await feed.take(2)).map(({ exchange }) => exchange);
    expect(messages.map(({ cursor }) => cursor)).toEqual([before.cursor, missed.cursor]);
    expect(messages.map(({ previous }) => previous)).toEqual(chainBehind(place, messages));
    expect(feed.ended).toBeNull();
    feed.stop();
  });
});
