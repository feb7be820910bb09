import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { Workplace } from '../cli/command-line.ts';
import { Client, type Feed, type Refused } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { storeEnvironment } from '../support/mongodb.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';

/** `KILL_ROUNDS=500` makes the long run by hand. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? (process.env.CI === undefined ? 10 : 20));
const PUBLISHERS = 8;
/** Acknowledged changes over all rounds, at the least. */
const LEAST = 250 * ROUNDS;
const seed = seedOf('KILL_SEED');

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  cursor: string;
  previous: string | null;
  item: { id: string };
}
interface Sent {
  publisher: number;
  variables: Record<string, unknown>;
}

/** Publishes in turn as several clients do, and keeps what each of them was told. */
class Publishers {
  readonly acknowledged: { publisher: number; cursor: string; id: string }[] = [];
  readonly refused: Refused[] = [];
  unanswered: Sent[] = [];
  repeated = 0;

  async #publish(office: Client, { publisher, variables }: Sent): Promise<boolean> {
    const answered = await office
      .ask<Published>(operation('PublishGuidance'), variables)
      .catch((error: unknown) => {
        // The connection broke, or the answer broke off: `fetch` throws errors of another realm than the test's.
        const { name } = error as Error;
        if (name === 'TypeError' || name === 'SyntaxError') return null;
        throw error;
      });
    if (answered === null) this.unanswered.push({ publisher, variables });
    else if (!answered.data?.publishGuidance) this.refused.push(...(answered.errors ?? []));
    else {
      const { cursor, item } = answered.data.publishGuidance;
      this.acknowledged.push({ publisher, cursor, id: item.id });
    }
    return answered !== null;
  }

  /** Until the connection breaks; `onAnswer` may see to that. */
  async publishOn(office: Client, onAnswer: () => void): Promise<void> {
    const one = async (publisher: number): Promise<void> => {
      while (await this.#publish(office, { publisher, variables: variablesOf('PublishGuidance') }))
        onAnswer();
    };
    await Promise.all(Array.from({ length: PUBLISHERS }, (_, publisher) => one(publisher)));
  }

  /** What had no answer, again and once more with its key: one item, the same answer. */
  async repeat(office: Client): Promise<void> {
    for (const { publisher, variables } of this.unanswered.splice(0)) {
      const first = await office.get<Published>(operation('PublishGuidance'), variables);
      const second = await office.get<Published>(operation('PublishGuidance'), variables);
      expect(second).toEqual(first);
      const { cursor, item } = first.publishGuidance;
      this.acknowledged.push({ publisher, cursor, id: item.id });
      this.repeated += 1;
    }
  }
}

let data: string;
beforeAll(async () => {
  await ensureBuilt();
  data = await emptyDirectory();
}, 120_000);
afterAll(() => rm(data, { recursive: true, force: true }));

async function start(): Promise<{ server: ServerProcess; office: Client }> {
  const server = new ServerProcess({
    DATA_DIR: data,
    LOG_LEVEL: 'warn',
    ...storeEnvironment(basename(data)),
  });
  const url = await server.url();
  const { token } = await loadKeys(join(data, 'keys'));
  return {
    server,
    office: new Client(url, await mintLocalToken(token, { organisation: 'ai-office' }, Date.now())),
  };
}

/** The delegate's live subscription, behind what was received before. */
const resume = (office: Client, after: string): Promise<Feed<{ exchange: Message }>> =>
  new Client(office.url, null).subscribe(operation('Exchange'), { after });

describe('a server that is killed while eight publish without pause', () => {
  test(
    `loses nothing answered and doubles nothing in ${ROUNDS} rounds (seed ${seed})`,
    async () => {
      const next = randomFrom(seed);
      const publishers = new Publishers();
      const { acknowledged } = publishers;
      const followed: Message[] = [];
      let before: string | null = null;

      for (let round = 0; round < ROUNDS; round += 1) {
        const { server, office } = await start();
        before ??= (await office.get<Published>(operation('PublishGuidance'), variablesOf('PublishGuidance')))
          .publishGuidance.cursor;
        await publishers.repeat(office);
        const feed = await resume(office, followed.at(-1)?.cursor ?? before);
        const target = acknowledged.length + Math.ceil((LEAST / ROUNDS) * (0.75 + next() * 0.75));
        await publishers.publishOn(office, () => {
          if (acknowledged.length >= target) server.child.kill('SIGKILL');
        });
        await server.kill();
        await feed.hasEnded();
        followed.push(...feed.received.map(({ exchange }) => exchange));
      }

      const { server, office } = await start();
      const last = publishers.unanswered.length;
      await publishers.repeat(office);
      const feed = await resume(office, followed.at(-1)?.cursor ?? '');
      const rest = await feed.take(acknowledged.length - followed.length);
      followed.push(...rest.map(({ exchange }) => exchange));
      await server.kill('SIGTERM');
      await feed.hasEnded();
      expect(feed.received.length).toBe(rest.length);

      process.stderr.write(
        `kill test: seed ${seed}, ${acknowledged.length} acknowledged (${publishers.repeated} of them at the repetition, ${last} after the last kill), ${publishers.refused.length} refused, ${followed.length} followed\n`,
      );
      const cursors = followed.map(({ cursor }) => cursor);
      expect(publishers.refused).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(LEAST);
      // Each acknowledged change once, and none that nobody published.
      expect(new Map(followed.map(({ cursor, item }) => [cursor, item.id]))).toEqual(
        new Map(acknowledged.map(({ cursor, id }) => [cursor, id])),
      );
      expect(followed.length).toBe(acknowledged.length);
      expect([...cursors].sort()).toEqual(cursors);
      expect(followed.map(({ previous }) => previous)).toEqual([before, ...cursors.slice(0, -1)]);
      for (let publisher = 0; publisher < PUBLISHERS; publisher += 1) {
        const own = acknowledged.filter((one) => one.publisher === publisher).map(({ cursor }) => cursor);
        expect([...own].sort()).toEqual(own);
      }

      const place = new Workplace();
      const verified = await place.run(['verify'], { DATA_DIR: data, ...storeEnvironment(basename(data)) });
      place.remove();
      expect(verified).toEqual({
        code: 0,
        err: '',
        out: expect.stringMatching(/position +\d+\n +hash +[\da-f]{64}/),
      });
    },
    20_000 + ROUNDS * 13_000,
  );
});
