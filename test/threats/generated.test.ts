import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { Client } from '../support/client.ts';
import { seedOf } from '../support/random.ts';
import { storeEnvironment } from '../support/mongodb.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { Generator, type Generated } from './generator.ts';
import { endOf, faultsOf, refusalOf } from './judging.ts';
import { Sender, type Outcome } from './sending.ts';
import { expectHealthy } from './threat.ts';

const COUNT = Number(process.env.GENERATED_REQUESTS ?? (process.env.CI === undefined ? 4_000 : 100_000));
const SEED = seedOf('GENERATED_SEED');
const WORKERS = 12;
/** One whole refusal of so many is asked for again. */
const REPEATED = 20;
const TIMEOUT = 600_000;

let data: string;
let server: ServerProcess;
let url: string;
let sender: Sender;
beforeAll(async () => {
  await ensureBuilt();
  data = await emptyDirectory();
  server = new ServerProcess({
    DATA_DIR: data,
    LOG_LEVEL: 'error',
    ...storeEnvironment(`generated-${process.pid}`),
  });
  url = await server.url();
  const { token } = await loadKeys(join(data, 'keys'));
  const mint = (organisation: string) =>
    mintLocalToken(token, { organisation, clearance: 'sensitive' }, Date.now());
  sender = new Sender(url, [null, await mint('ai-office'), await mint('board-fr')]);
}, 120_000);
afterAll(async () => {
  sender.close();
  await server.kill();
  await rm(data, { recursive: true, force: true });
});

const say = (text: string): boolean => process.stderr.write(`generated requests: ${text}\n`);

const shown = (generated: Generated): string =>
  JSON.stringify(generated, (_name, value: unknown) =>
    value instanceof Object && 'type' in value && value.type === 'Buffer'
      ? Buffer.from((value as unknown as { data: number[] }).data).toString('latin1')
      : value,
  ).slice(0, 1_500);

/** One of the register, to have something to ask about. */
async function anItem(): Promise<string> {
  const client = new Client(url, null);
  const { items } = await client.get<{ items: { edges: { node: { id: string } }[] } }>(
    '{ items(first: 1) { edges { node { id } } } }',
  );
  return items.edges[0]?.node.id ?? '';
}

/** After many refused tokens the answer is that they were too many: the same refusal, for this purpose. */
const settled = (code: string | null): string | null => (code === 'RATE_LIMITED' ? 'UNAUTHENTICATED' : code);

interface Tally {
  sent: number;
  refused: number;
  repeated: number;
  outcomes: Map<string, number>;
  faults: string[];
}

/** Longer than the server waits for what does not come. */
const LONGEST_MS = 40_000;

/** Null where nothing has come of it in time. */
function sendInTime(generated: Generated): Promise<readonly Outcome[] | null> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => resolve(null), LONGEST_MS);
    sender
      .send(generated)
      .then(resolve, reject)
      .finally(() => clearTimeout(late));
  });
}

async function sendOne(generated: Generated, tally: Tally): Promise<void> {
  const outcomes = await sendInTime(generated);
  if (outcomes === null) {
    tally.faults.push(`nothing in ${LONGEST_MS} ms: ${shown(generated)}`);
    return;
  }
  tally.sent += generated.kind === 'frames' ? generated.frames.length : outcomes.length;
  const isWhole = generated.kind === 'post' || generated.kind === 'operations';
  for (const outcome of outcomes) {
    const faults = faultsOf(outcome, isWhole);
    if (faults.length > 0 && tally.faults.length < 10)
      tally.faults.push(
        `${faults.join(', ')}: ${shown(generated)} => ${JSON.stringify(outcome).slice(0, 600)}`,
      );
    const code = settled(refusalOf(outcome));
    const name =
      code ?? (outcome.closed === undefined ? `executed ${endOf(outcome)}` : `closed ${outcome.closed}`);
    tally.outcomes.set(name, (tally.outcomes.get(name) ?? 0) + 1);
    if (code === null) continue;
    tally.refused += 1;
    if (generated.kind !== 'post' || tally.refused % REPEATED !== 0) continue;
    tally.repeated += 1;
    const [again] = await sender.send(generated);
    if (again === undefined || settled(refusalOf(again)) !== code)
      tally.faults.push(`another code: ${shown(generated)} => ${code}, ${JSON.stringify(again)}`);
  }
}

/** The longest that the event loop of the server stood still since this was last asked, in milliseconds. */
async function longestStall(): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return 1_000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]);
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

describe('whatever a generator makes of the operations of the contract', () => {
  test(
    'gets an answer or a refusal with a code, and nothing from inside',
    async () => {
      say(`seed ${SEED} (GENERATED_SEED), ${COUNT} requests (GENERATED_REQUESTS)`);
      const generator = new Generator(SEED, await anItem());
      const tally: Tally = { sent: 0, refused: 0, repeated: 0, outcomes: new Map(), faults: [] };
      const began = performance.now();
      const work = async (): Promise<void> => {
        while (tally.sent < COUNT && tally.faults.length < 10) await sendOne(generator.next(), tally);
      };
      await Promise.all(Array.from({ length: WORKERS }, work));
      const seconds = (performance.now() - began) / 1_000;
      const outcomes = [...tally.outcomes].map(([name, count]) => `${name} ${count}`).join(', ');
      say(
        `${tally.sent} in ${seconds.toFixed(1)} s, ${tally.refused} refused, ${tally.repeated} of them twice: ${outcomes}`,
      );
      expect(tally.faults).toEqual([]);
      expect(tally.sent).toBeGreaterThanOrEqual(COUNT);
      expect(tally.refused).toBeGreaterThan(COUNT / 3);
      // The process that began is the one that answers, and nothing broke inside.
      expect(server.exitCode).toBeNull();
      const errors = server.output.split('\n').filter((line) => /"level":[56]0|Concord stops/.test(line));
      expect(errors.slice(0, 3)).toEqual([]);
      await expectHealthy(url);
    },
    TIMEOUT,
  );
});

interface Round {
  p99: number;
  stall: number;
}

/** Refusals one after the other on one connection: what a client waits for, and what others wait meanwhile. */
async function round(requests: readonly Extract<Generated, { kind: 'post' }>[]): Promise<Round> {
  const waited: number[] = [];
  await longestStall();
  for (const generated of requests) {
    const began = performance.now();
    await sender.send(generated);
    waited.push(performance.now() - began);
  }
  waited.sort((one, other) => one - other);
  return { p99: percentile(waited, 0.99), stall: await longestStall() };
}

describe('a refusal', () => {
  test(
    'takes at most 20 ms in 99 of 100 cases, and never holds the server for 100 ms',
    async () => {
      const generator = new Generator(SEED + 1, await anItem());
      const refused: Extract<Generated, { kind: 'post' }>[] = [];
      const isRefusal = (outcome: Outcome | undefined) =>
        outcome !== undefined && refusalOf(outcome) !== null;
      while (refused.length < 1_000) {
        const generated = generator.next();
        if (generated.kind === 'post' && isRefusal((await sender.send(generated))[0]))
          refused.push(generated);
      }
      const rounds: Round[] = [];
      // What else the machine does can only add: the best of a few rounds is what the server needs.
      while (rounds.length < 10 && !rounds.some(({ p99, stall }) => p99 <= 20 && stall <= 100))
        rounds.push(await round(refused));
      const best = rounds.at(-1);
      say(
        `1,000 refusals, round ${rounds.length}: p99 ${best?.p99.toFixed(1)} ms, longest stall ${best?.stall.toFixed(1)} ms`,
      );
      expect(best?.p99).toBeLessThanOrEqual(20);
      expect(best?.stall).toBeLessThanOrEqual(100);
    },
    TIMEOUT,
  );
});
