import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as lasting } from 'node:timers/promises';
import type { Client, Feed } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { Proxy } from './databases.ts';
import { Engine } from './engines.ts';

/** Outages of random kind and length, one after the other; `OUTAGES=200` makes the long run by hand. */
const OUTAGES = Number(process.env.OUTAGES ?? 2);
const PUBLISHERS = 4;

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  exchange: { cursor: string; previous: string | null; item: { id: string } };
}

let data: string;
let engine: Engine;
let proxy: Proxy;
let running: RunningApp;
let office: Client;
let publishing: Publishing;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'concord-engine-'));
  engine = await Engine.start(data);
  const before = await Proxy.before(engine.uri);
  proxy = before.proxy;
  running = await RunningApp.start({ env: { MONGODB_URI: before.uri } });
  office = await running.client('ai-office');
}, 120_000);
afterEach(async () => {
  publishing.stop();
  await running.stop();
  await proxy.close();
  await engine.end();
  await rm(data, { recursive: true, force: true });
}, 120_000);

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
  refusals = 0;
  #unanswered: Record<string, unknown>[] = [];
  #isOver = false;
  readonly #running: Promise<unknown>;

  constructor() {
    this.#running = Promise.all(Array.from({ length: PUBLISHERS }, () => this.#publish()));
  }

  stop(): void {
    this.#isOver = true;
  }

  async #publish(): Promise<void> {
    while (!this.#isOver) {
      await this.#one(variablesOf('PublishGuidance'));
      // While everything is refused once a second is often enough.
      await Promise.race([running.app.store.reachable(), lasting(1_000)]);
    }
  }

  async #one(variables: Record<string, unknown>): Promise<void> {
    const { data: answer, errors = [] } = await office.ask<Published>(
      operation('PublishGuidance'),
      variables,
    );
    if (answer?.publishGuidance)
      this.acknowledged.push({ cursor: answer.publishGuidance.cursor, id: answer.publishGuidance.item.id });
    else {
      this.refusals += 1;
      this.#unanswered.push(variables);
      for (const { extensions } of errors) this.codes.add(extensions.code);
    }
  }

  async reached(count: number): Promise<void> {
    while (this.acknowledged.length < count) await isReady();
  }

  async end(): Promise<void> {
    this.stop();
    await this.#running;
    // A refusal tells that it is not known whether the change is made: the key does.
    for (const variables of this.#unanswered.splice(0)) {
      await this.#one(variables);
      const { id } = this.acknowledged.at(-1) ?? {};
      await this.#one(variables);
      expect(this.acknowledged.pop()?.id).toBe(id);
    }
    expect(this.#unanswered).toEqual([]);
  }
}

const killed = async (milliseconds: number): Promise<void> => {
  engine.signal('SIGKILL');
  proxy.cut();
  await engine.end();
  await lasting(milliseconds);
  engine = await Engine.start(data);
  proxy.mend(engine.uri);
};

const stopped = async (milliseconds: number): Promise<void> => {
  engine.signal('SIGSTOP');
  await lasting(milliseconds);
  engine.signal('SIGCONT');
};

/** Everything acknowledged, once, in order; also what was made and refused as unknown. */
async function assertComplete(feed: Feed<Message>): Promise<void> {
  const { acknowledged } = publishing;
  const last = [...acknowledged].sort((a, b) => (a.cursor < b.cursor ? -1 : 1)).at(-1);
  while (feed.received.at(-1)?.exchange.cursor !== last?.cursor) await feed.take(feed.received.length + 1);
  const received = feed.received.map(({ exchange }) => exchange);
  const cursors = received.map(({ cursor }) => cursor);
  expect([...new Set(cursors)].sort()).toEqual(cursors);
  expect(received.slice(1).map(({ previous }) => previous)).toEqual(cursors.slice(0, -1));
  const place = new Map(received.map(({ cursor, item }) => [cursor, item.id]));
  expect(acknowledged.filter(({ cursor, id }) => place.get(cursor) !== id)).toEqual([]);
  expect(received.length).toBe(acknowledged.length);
  expect(feed.ended).toBeNull();
}

async function surviving(outages: Iterable<() => Promise<void>>): Promise<void> {
  const feed = await (await running.client(null)).subscribe<Message>(operation('Exchange'));
  publishing = new Publishing();
  await publishing.reached(100);
  let slowest = 0;
  for (const outage of outages) {
    await outage();
    slowest = Math.max(slowest, await untilReady());
    await publishing.reached(publishing.acknowledged.length + 50);
  }
  await publishing.end();
  process.stderr.write(
    `database outages: ${publishing.acknowledged.length} acknowledged, ${publishing.refusals} refused, back after ${Math.round(slowest)} ms at the most\n`,
  );
  expect([...publishing.codes].filter((code) => code !== 'UNAVAILABLE')).toEqual([]);
  expect(slowest).toBeLessThan(5_000);
  await assertComplete(feed);
}

function* random(count: number): Iterable<() => Promise<void>> {
  for (let outage = 0; outage < count; outage += 1) {
    const milliseconds = Math.random() * 4_000;
    yield () => (Math.random() < 0.6 ? killed(milliseconds) : stopped(milliseconds));
  }
}

describe('a database', () => {
  const described = 'loses nothing that was answered, and the server goes on by itself';

  test(`that is killed and away for 10 s ${described}`, () => surviving([() => killed(10_000)]), 120_000);

  test(`that hangs for 30 s ${described}`, () => surviving([() => stopped(30_000)]), 120_000);

  test(
    `with ${OUTAGES} outages, as they come, ${described}`,
    () => surviving(random(OUTAGES)),
    60_000 + OUTAGES * 30_000,
  );
});
