import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadKeys } from '../../../src/identity/keys.ts';
import { mintLocalToken } from '../../../src/identity/local.ts';
import { follow, transports } from '../../hub/transports.ts';
import { newDatabase } from '../../mongodb/databases.ts';
import { Client, type Feed } from '../../support/client.ts';
import { operation, variablesOf } from '../../support/contract.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../../support/server-process.ts';
import { Nginx, freePort } from './proxy.ts';

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  cursor: string;
  previous: string | null;
  item: { id: string };
}

const MONGODB_URI = newDatabase();
const DELEGATES = 6;
const PUBLISHERS = 3;
/** Of each publisher, before and after a server goes. */
const CHANGES = 25;

/** A server that is started again on the same port, as after an upgrade. */
class Member {
  readonly #environment: Record<string, string>;
  #process: ServerProcess;

  constructor(environment: Record<string, string>) {
    this.#environment = environment;
    this.#process = new ServerProcess(environment);
  }

  get address(): string {
    return `127.0.0.1:${this.#environment.PORT ?? ''}`;
  }

  get url(): string {
    return `http://${this.address}`;
  }

  ready(): Promise<string> {
    return this.#process.url();
  }

  says(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#process.says(pattern);
  }

  kill(signal: NodeJS.Signals): Promise<void> {
    return this.#process.kill(signal);
  }

  async restart(): Promise<void> {
    this.#process = new ServerProcess(this.#environment);
    await this.ready();
  }

  async sockets(): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Number(/^concord_sockets (\d+)/m.exec(text)?.[1]);
  }
}

let keys: string;
let token: string;
let one: Member;
let other: Member;
let nginx: Nginx;
const directories: string[] = [];

async function member(): Promise<Member> {
  const DATA_DIR = await emptyDirectory();
  directories.push(DATA_DIR);
  const PORT = String(await freePort());
  const TRUSTED_PROXIES = '127.0.0.1';
  return new Member({ PORT, DATA_DIR, KEYS_DIR: join(keys, 'keys'), MONGODB_URI, TRUSTED_PROXIES });
}

beforeAll(async () => {
  await ensureBuilt();
  keys = await emptyDirectory();
  directories.push(keys);
  token = await mintLocalToken(
    (await loadKeys(join(keys, 'keys'))).token,
    { organisation: 'ai-office' },
    Date.now(),
  );
  one = await member();
  await one.ready();
  other = await member();
  await other.ready();
  nginx = await Nginx.start([Number(new URL(one.url).port), Number(new URL(other.url).port)]);
}, 180_000);
afterAll(async () => {
  await nginx.stop();
  await Promise.all([one.kill('SIGKILL'), other.kill('SIGKILL')]);
  await Promise.all(directories.map((path) => rm(path, { recursive: true, force: true })));
});

const connected: Client[] = [];

/** Somebody without a token, who may read what is public. */
function delegate(): Client {
  const client = new Client(nginx.url, null);
  connected.push(client);
  return client;
}

/** Streams go with their answer, sockets when they are closed; the servers hear of both a little later. */
async function everybodyLeft(): Promise<void> {
  for (const client of connected.splice(0)) client.close();
  while ((await one.sockets()) + (await other.sockets()) > 0);
}

const office = (url: string): Client => new Client(url, token);

async function publish(
  url: string,
  headers: Record<string, string> = {},
): Promise<Published['publishGuidance']> {
  const variables = variablesOf('PublishGuidance');
  return (await office(url).get<Published>(operation('PublishGuidance'), variables, headers)).publishGuidance;
}

/** Publishes through nginx, and repeats with the same key what was not answered. */
async function publishAll(count: number): Promise<string[]> {
  const acknowledged: string[] = [];
  while (acknowledged.length < count) {
    const variables = variablesOf('PublishGuidance');
    for (let id: string | undefined; id === undefined;) {
      const result = await office(nginx.url).ask<Published>(operation('PublishGuidance'), variables);
      if (result.errors !== undefined)
        expect(result.errors).toEqual([expect.objectContaining({ extensions: { code: 'UNAVAILABLE' } })]);
      id = result.data?.publishGuidance.item.id;
      if (id !== undefined) acknowledged.push(id);
    }
  }
  return acknowledged;
}

/** A delegate who comes back behind the last change received whenever the connection ends. */
class Delegate {
  readonly received: Message[] = [];
  readonly ends: unknown[] = [];
  readonly #after: string;

  constructor(after: string) {
    this.#after = after;
  }

  async connect(): Promise<Feed<{ exchange: Message }>> {
    const after = this.received.at(-1)?.cursor ?? this.#after;
    return delegate().subscribe<{ exchange: Message }>(operation('Exchange'), { after });
  }

  async receive(count: number, first: Feed<{ exchange: Message }>): Promise<void> {
    for (let feed = first; ; feed = await this.connect()) {
      await feed.take(count - this.received.length).catch(() => this.ends.push(feed.ended));
      this.received.push(...feed.received.map(({ exchange }) => exchange));
      if (this.received.length >= count) return;
    }
  }
}

/** Asks until each server has answered: nginx leaves out one that was away for another two seconds. */
async function bothAnswer(query = '{ __typename }', variables: Record<string, unknown> = {}) {
  const answers = new Map<string, unknown>();
  while (answers.size < 2) {
    const id = randomUUID();
    const answer = await office(nginx.url).get(query, variables, { 'x-request-id': id });
    const { server } = await nginx.logged(id);
    // Where the first did not take it, both are named.
    if (!server.includes(',')) answers.set(server, answer);
  }
  return answers;
}

describe('two servers behind nginx', () => {
  afterEach(everybodyLeft);

  test('both answer, and what one of them wrote the other shows', async () => {
    const { item } = await publish(nginx.url);
    const answers = await bothAnswer('query($id: ID!) { item(id: $id) { id } }', { id: item.id });
    const answer = { item: { id: item.id } };
    expect(answers).toEqual(new Map([one, other].map(({ address }) => [address, answer])));
  });

  test.each(transports)('%s gets what is published through either server, and at once', async (transport) => {
    // A server that begins live may begin some milliseconds behind the other one.
    const { cursor: after } = await publish(nginx.url);
    const followed = await follow(transport, delegate(), { after });
    const published = [await publish(one.url), await publish(other.url)];
    const received = await followed.take(2);
    expect(received.map(({ cursor }) => cursor)).toEqual(published.map(({ cursor }) => cursor));
    followed.feed.stop();
  });

  test('a request has one id in the log of nginx and in that of the server', async () => {
    await publish(nginx.url, { 'x-request-id': 'publish-7' });
    const line = await nginx.logged('publish-7');
    const server = line.server === one.address ? one : other;
    const [logged = ''] = await server.says(/^.*"requestId":"publish-7".*$/m);
    expect(JSON.parse(logged)).toMatchObject({ path: '/graphql', status: 200, organisation: 'ai-office' });
  });

  test.each([
    ['is killed', 'SIGKILL', 1006],
    ['is stopped for an upgrade', 'SIGTERM', 1001],
  ] as const)(
    'nothing is lost or doubled while one of them %s and comes back',
    async (_name, signal, code) => {
      await bothAnswer();
      const { cursor } = await publish(nginx.url);
      const delegates = Array.from({ length: DELEGATES }, () => new Delegate(cursor));
      const feeds = await Promise.all(delegates.map((delegate) => delegate.connect()));
      const [here, there] = [await one.sockets(), await other.sockets()];
      expect([here > 0, there > 0, here + there]).toEqual([true, true, DELEGATES]);

      const total = 2 * PUBLISHERS * CHANGES;
      const received = Promise.all(
        delegates.map((delegate, index) => delegate.receive(total, feeds[index]!)),
      );
      const publishAtOnce = () => Promise.all(Array.from({ length: PUBLISHERS }, () => publishAll(CHANGES)));
      const first = publishAtOnce();
      await feeds[0]!.take(10);
      await other.kill(signal);
      const second = publishAtOnce();
      await other.restart();
      const acknowledged = [...(await first), ...(await second)].flat();
      await received;

      for (const delegate of delegates) {
        expect(delegate.received.map(({ item }) => item.id).sort()).toEqual([...acknowledged].sort());
        expect(delegate.received.map(({ previous }) => previous)).toEqual([
          cursor,
          ...delegate.received.slice(0, -1).map((message) => message.cursor),
        ]);
      }
      const ends = delegates.flatMap((delegate) => delegate.ends.slice(0, 1));
      expect(ends).toEqual(Array.from({ length: there }, () => expect.objectContaining({ code })));
    },
    120_000,
  );

  test('the access log holds neither a token nor anything of a document', async () => {
    await publish(nginx.url, { 'x-request-id': 'last' });
    await nginx.logged('last');
    expect(nginx.accessLog).not.toContain(token.slice(0, 20));
    expect(nginx.accessLog).not.toMatch(/publishGuidance|PublishGuidance|query|mutation|subscription/);
  });
});

describe('no server behind nginx', () => {
  test('is answered with UNAVAILABLE, and forgotten when one is back', async () => {
    await Promise.all([one.kill('SIGKILL'), other.kill('SIGKILL')]);
    expect(await office(nginx.url).refusal('{ viewer { id } }')).toMatchObject({
      extensions: { code: 'UNAVAILABLE' },
    });
    await one.restart();
    let answer;
    do answer = await office(nginx.url).ask('{ viewer { id } }');
    while (answer.errors !== undefined);
    expect(answer.data).toMatchObject({ viewer: {} });
  });
});
