import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';

const ROUNDS = 20;
const PUBLISHERS = 8;
/** Acknowledged changes over all rounds, at the least. */
const LEAST = 5_000;
/** Differs from run to run; printed, so that a failure can be looked at again. */
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

/** Small and good enough for choosing moments: a linear congruential generator. */
function random(from: number): () => number {
  let state = from;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  cursor: string;
  previous: string | null;
  item: { id: string };
}

let data: string;
beforeAll(async () => {
  await ensureBuilt();
  data = await emptyDirectory();
}, 120_000);
afterAll(() => rm(data, { recursive: true, force: true }));

describe('a server that is killed while eight publish without pause', () => {
  test(`loses nothing answered and doubles nothing in ${ROUNDS} rounds (seed ${seed})`, async () => {
    const next = random(seed);
    const acknowledged: { cursor: string; id: string }[] = [];
    const repeated: { before: number; after: number } = { before: 0, after: 0 };
    let unanswered: { input: Record<string, unknown> }[] = [];
    const followed: Message[] = [];

    for (let round = 0; round < ROUNDS; round += 1) {
      const server = new ServerProcess({ DATA_DIR: data, LOG_LEVEL: 'warn' });
      const url = await server.url();
      const { token } = await loadKeys(join(data, 'keys'));
      const office = new Client(url, await mintLocalToken(token, { organisation: 'ai-office' }, Date.now()));

      for (const variables of unanswered) {
        const { publishGuidance } = await office.get<Published>(operation('PublishGuidance'), variables);
        const again = await office.get<Published>(operation('PublishGuidance'), variables);
        expect(again.publishGuidance).toEqual(publishGuidance);
        acknowledged.push({ cursor: publishGuidance.cursor, id: publishGuidance.item.id });
        repeated.after += 1;
      }
      unanswered = [];

      // A subscriber resumes behind what it saw last, and reads to the end.
      for (;;) {
        const after = followed.at(-1)?.cursor ?? null;
        const { changes } = await office.get<{ changes: Message[] }>(operation('Changes'), {
          after,
          first: 100,
        });
        if (changes.length === 0) break;
        followed.push(...changes);
      }

      let isKilled = false;
      const target = acknowledged.length + Math.ceil((LEAST / ROUNDS) * (0.75 + next() * 0.75));
      const publisher = async (): Promise<void> => {
        while (!isKilled) {
          const variables = variablesOf('PublishGuidance');
          try {
            const { publishGuidance } = await office.get<Published>(operation('PublishGuidance'), variables);
            acknowledged.push({ cursor: publishGuidance.cursor, id: publishGuidance.item.id });
          } catch {
            unanswered.push(variables);
            return;
          }
          if (acknowledged.length >= target) {
            isKilled = true;
            server.child.kill('SIGKILL');
          }
        }
      };
      await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
      await server.kill();
      repeated.before += unanswered.length;
    }

    const server = new ServerProcess({ DATA_DIR: data, LOG_LEVEL: 'warn' });
    const anybody = new Client(await server.url(), null);
    for (;;) {
      const after = followed.at(-1)?.cursor ?? null;
      const { changes } = await anybody.get<{ changes: Message[] }>(operation('Changes'), {
        after,
        first: 100,
      });
      if (changes.length === 0) break;
      followed.push(...changes);
    }
    await server.kill();

    const cursors = followed.map(({ cursor }) => cursor);
    const ids = followed.map(({ item }) => item.id);
    process.stderr.write(
      `kill test: seed ${seed}, ${acknowledged.length} acknowledged, ${repeated.before} unanswered, ${repeated.after} of them repeated, ${followed.length} followed\n`,
    );
    expect(acknowledged.length).toBeGreaterThanOrEqual(LEAST);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...cursors].sort()).toEqual(cursors);
    expect(followed.slice(1).map(({ previous }) => previous)).toEqual(cursors.slice(0, -1));
    const place = new Map(cursors.map((cursor, index) => [cursor, ids[index]]));
    expect(acknowledged.filter(({ cursor, id }) => place.get(cursor) !== id)).toEqual([]);
  }, 280_000);
});
