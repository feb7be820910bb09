import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { Client, type Feed } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { newDatabase } from './databases.ts';

/** Over both servers. */
const CHANGES = 2_000;
const PUBLISHERS = 4;
const SUBSCRIBERS = 50;

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  cursor: string;
  previous: string | null;
  item: { id: string };
}

const uri = newDatabase();
let keys: string;
const directories: string[] = [];
beforeAll(async () => {
  await ensureBuilt();
  keys = await emptyDirectory();
  directories.push(keys);
}, 120_000);
afterAll(() => Promise.all(directories.map((path) => rm(path, { recursive: true, force: true }))));

async function start(): Promise<ServerProcess> {
  const DATA_DIR = await emptyDirectory();
  directories.push(DATA_DIR);
  return new ServerProcess({ DATA_DIR, KEYS_DIR: join(keys, 'keys'), MONGODB_URI: uri, LOG_LEVEL: 'warn' });
}

async function officeAt(url: string): Promise<Client> {
  const { token } = await loadKeys(join(keys, 'keys'));
  return new Client(url, await mintLocalToken(token, { organisation: 'ai-office' }, Date.now()));
}

/** A delegate who comes back, to any of the servers, behind the last change received. */
class Delegate {
  readonly received: Message[] = [];
  #feed: Feed<{ exchange: Message }> | null = null;
  #after: string;

  constructor(after: string) {
    this.#after = after;
  }

  async follow(url: string): Promise<void> {
    this.#feed = await new Client(url, null).subscribe(operation('Exchange'), { after: this.#after });
  }

  /** Keeps what came over the connection that has ended. */
  async disconnected(): Promise<void> {
    await this.#feed?.hasEnded();
    this.#keep();
  }

  async complete(count: number): Promise<void> {
    await this.#feed?.take(count - this.received.length);
    this.#keep();
    this.#feed?.stop();
  }

  #keep(): void {
    this.received.push(...(this.#feed?.received ?? []).map(({ exchange }) => exchange));
    this.#after = this.received.at(-1)?.cursor ?? this.#after;
    this.#feed = null;
  }
}

/** Publishes with keys, and repeats with the same key what a server did not answer. */
class Publisher {
  readonly acknowledged: { cursor: string; id: string }[] = [];
  office: Client;
  #waiting: Promise<void> | null = null;

  constructor(office: Client) {
    this.office = office;
  }

  /** While its server is away. */
  pausedUntil(back: Promise<void>): void {
    this.#waiting = back;
  }

  async publish(count: number, onAnswer: () => void): Promise<void> {
    while (this.acknowledged.length < count) {
      const variables = variablesOf('PublishGuidance');
      for (let isAnswered = false; !isAnswered;) {
        const result = await this.office
          .ask<Published>(operation('PublishGuidance'), variables)
          .catch(() => null);
        const published = result?.data?.publishGuidance;
        if (result !== null && published === undefined) throw new Error(JSON.stringify(result.errors));
        if (published !== undefined) {
          this.acknowledged.push({ cursor: published.cursor, id: published.item.id });
          isAnswered = true;
          onAnswer();
        } else await this.#waiting;
      }
    }
  }
}

describe('two server processes on one database', () => {
  test(`lose, double and reorder nothing of ${CHANGES} changes while one is killed and restarted`, async () => {
    const first = await start();
    const url = await first.url();
    let second = await start();
    let secondUrl = await second.url();
    const office = await officeAt(url);
    const begun = await office.get<Published>(operation('PublishGuidance'), variablesOf('PublishGuidance'));
    const { cursor: before } = begun.publishGuidance;

    const here = Array.from({ length: SUBSCRIBERS }, () => new Delegate(before));
    const there = Array.from({ length: SUBSCRIBERS }, () => new Delegate(before));
    await Promise.all(here.map((delegate) => delegate.follow(url)));
    await Promise.all(there.map((delegate) => delegate.follow(secondUrl)));

    const publishers = await Promise.all(
      Array.from(
        { length: PUBLISHERS },
        async (_, index) => new Publisher(await officeAt(index % 2 ? url : secondUrl)),
      ),
    );
    const share = CHANGES / PUBLISHERS;
    let answered = 0;
    let restarted: Promise<void> | null = null;
    const restart = async (): Promise<void> => {
      await second.kill('SIGKILL');
      await Promise.all(there.map((delegate) => delegate.disconnected()));
      second = await start();
      secondUrl = await second.url();
      for (const publisher of publishers)
        if (publisher.office.url !== url) publisher.office = await officeAt(secondUrl);
      await Promise.all(there.map((delegate) => delegate.follow(secondUrl)));
    };
    await Promise.all(
      publishers.map((publisher) =>
        publisher.publish(share, () => {
          answered += 1;
          if (answered !== CHANGES / 2) return;
          restarted = restart();
          for (const one of publishers) one.pausedUntil(restarted);
        }),
      ),
    );
    await restarted;
    await Promise.all([...here, ...there].map((delegate) => delegate.complete(CHANGES)));

    const [reference] = here;
    const expected = reference?.received ?? [];
    const cursors = expected.map(({ cursor }) => cursor);
    expect(expected.length).toBe(CHANGES);
    expect([...cursors].sort()).toEqual(cursors);
    expect(expected.map(({ previous }) => previous)).toEqual([before, ...cursors.slice(0, -1)]);
    const acknowledged = publishers.flatMap((publisher) => publisher.acknowledged);
    expect(new Map(expected.map(({ cursor, item }) => [cursor, item.id]))).toEqual(
      new Map(acknowledged.map(({ cursor, id }) => [cursor, id])),
    );
    for (const publisher of publishers) {
      const own = publisher.acknowledged.map(({ cursor }) => cursor);
      expect([...own].sort()).toEqual(own);
    }
    for (const { received } of [...here, ...there]) expect(received).toEqual(expected);
    await Promise.all([first.kill('SIGTERM'), second.kill('SIGTERM')]);
  }, 240_000);
});
