import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { Proxy } from './databases.ts';

/** The command that runs this suite, so that a test has an engine of its own to kill. */
const withMongodb = process.env.WITH_MONGODB ?? '../shared/mongodb/with-mongodb';

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  exchange: { cursor: string; previous: string | null; item: { id: string } };
}

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) === pid ? [Number(name)] : [];
      } catch {
        return [];
      }
    });

/** MongoDB's engine in a process that can be stopped and killed. */
class Engine {
  readonly uri: string;
  readonly #script: ChildProcess;
  readonly #pid: number;

  private constructor(uri: string, script: ChildProcess) {
    this.uri = uri;
    this.#script = script;
    const [engine] = childrenOf(script.pid ?? 0).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('serve.mjs'),
    );
    if (engine === undefined) throw new Error('no engine');
    this.#pid = engine;
  }

  static start(data: string): Promise<Engine> {
    const script = spawn(withMongodb, ['bash', '-c', 'echo "$MONGODB_URI"; exec sleep 600'], {
      env: { ...process.env, MONGODB_DATA: data },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Promise((resolve, reject) => {
      script.once('exit', () => reject(new Error('the engine did not start')));
      script.stdout.once('data', (line: Buffer) => {
        resolve(new Engine(line.toString('utf8').trim().replace('/?', '/concord?'), script));
      });
    });
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal);
  }

  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.#script.once('exit', resolve));
    for (const pid of childrenOf(this.#script.pid ?? 0)) process.kill(pid, 'SIGKILL');
    await gone;
  }
}

let data: string;
let engine: Engine;
let proxy: Proxy;
let running: RunningApp;
let office: Client;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'concord-engine-'));
  engine = await Engine.start(data);
  const before = await Proxy.before(engine.uri);
  proxy = before.proxy;
  running = await RunningApp.start({ env: { MONGODB_URI: before.uri } });
  office = await running.client('ai-office');
}, 120_000);
afterEach(async () => {
  await running.stop();
  await proxy.close();
  await engine.end();
  await rm(data, { recursive: true, force: true });
});

const isReady = async (): Promise<boolean> => (await fetch(`${running.url}/health/ready`)).status === 200;

async function untilReady(): Promise<number> {
  const began = performance.now();
  while (!(await isReady())) if (performance.now() - began > 30_000) throw new Error('waited in vain');
  return performance.now() - began;
}

/** Publishers that go on through anything; what had no answer is repeated with its key at the end. */
class Publishing {
  readonly acknowledged: { cursor: string; id: string }[] = [];
  readonly codes = new Set<string>();
  #unanswered: Record<string, unknown>[] = [];
  #isOver = false;
  readonly #running: Promise<unknown>;

  constructor() {
    this.#running = Promise.all(Array.from({ length: 4 }, () => this.#publish()));
  }

  async #publish(): Promise<void> {
    while (!this.#isOver) await this.#one(variablesOf('PublishGuidance'));
  }

  async #one(variables: Record<string, unknown>): Promise<void> {
    const { data: answer, errors = [] } = await office.ask<Published>(
      operation('PublishGuidance'),
      variables,
    );
    if (answer?.publishGuidance)
      this.acknowledged.push({ cursor: answer.publishGuidance.cursor, id: answer.publishGuidance.item.id });
    else {
      this.#unanswered.push(variables);
      for (const { extensions } of errors) this.codes.add(extensions.code);
    }
  }

  async reached(count: number): Promise<void> {
    while (this.acknowledged.length < count) await isReady();
  }

  async refusedSome(): Promise<void> {
    while (this.codes.size === 0) await isReady();
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#running;
    // A refusal tells that it is not known whether the change is made: the key does.
    const keyed = this.#unanswered.slice(0, 50);
    this.#unanswered = [];
    for (const variables of keyed) await this.#one(variables);
    expect(this.#unanswered).toEqual([]);
  }
}

describe('a database', () => {
  test.each<[string, () => Promise<void>]>([
    [
      'that is killed and started again',
      async () => {
        engine.signal('SIGKILL');
        proxy.cut();
        await engine.end();
        engine = await Engine.start(data);
        proxy.mend(engine.uri);
      },
    ],
    [
      'that is stopped for a while',
      async () => {
        engine.signal('SIGSTOP');
        while (await isReady()) await Promise.resolve();
        engine.signal('SIGCONT');
      },
    ],
  ])(
    '%s loses nothing that was answered, and the server goes on by itself',
    async (_name, fault) => {
      const feed = await (await running.client(null)).subscribe<Message>(operation('Exchange'));
      const publishing = new Publishing();
      await publishing.reached(100);
      await fault();
      expect(await untilReady()).toBeLessThan(5_000);
      const before = publishing.acknowledged.length;
      await publishing.reached(before + 50);
      await publishing.end();
      expect([...publishing.codes].filter((code) => code !== 'UNAVAILABLE')).toEqual([]);

      // Also what was made and refused as unknown is in the feed: everything acknowledged, once, in order.
      const { acknowledged } = publishing;
      const last = [...acknowledged].sort((a, b) => (a.cursor < b.cursor ? -1 : 1)).at(-1);
      while (feed.received.at(-1)?.exchange.cursor !== last?.cursor)
        await feed.take(feed.received.length + 1);
      const received = feed.received.map(({ exchange }) => exchange);
      const cursors = received.map(({ cursor }) => cursor);
      expect([...new Set(cursors)].sort()).toEqual(cursors);
      expect(received.slice(1).map(({ previous }) => previous)).toEqual(cursors.slice(0, -1));
      const place = new Map(received.map(({ cursor, item }) => [cursor, item.id]));
      expect(acknowledged.filter(({ cursor, id }) => place.get(cursor) !== id)).toEqual([]);
      expect(feed.ended).toBeNull();
    },
    120_000,
  );
});
