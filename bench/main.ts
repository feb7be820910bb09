// Side-by-side measurements, each a ratio to a named peer in the same run.
//   npm run bench                      a quick look, printed only
//   npm run bench -- --full            the figures of the README; also writes bench/results.json
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadKeys } from '../src/identity/keys.ts';
import { mintLocalToken } from '../src/identity/local.ts';
import { load } from './loading.ts';
import { heading, line } from './measure.ts';
import { start } from './processes.ts';
import { measureFeed, measureItems, measurePublishes, type Setting } from './workloads.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    subscribers: { type: 'string' },
    items: { type: 'string' },
    rounds: { type: 'string' },
  },
});

function whole(name: 'subscribers' | 'items' | 'rounds', usual: number): number {
  const value = Number(values[name] ?? usual);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1.`);
  return value;
}

const subscribers = whole('subscribers', values.full ? 1_000 : 200);
const items = whole('items', values.full ? 100_000 : 5_000);
const rounds = whole('rounds', values.full ? 60 : 20);
const requests = values.full ? 2_000 : 500;
const publications = values.full ? 3_000 : 1_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** Starts once to load the register, then again: the second start is the one that is timed. */
async function startTwice(directory: string) {
  const env = { DATA_DIR: directory, RATE_PER_ACTOR: '0', LOG_LEVEL: 'warn' };
  await (await start('../src/main.js', env)).stop();
  const began = performance.now();
  const concord = await start('../src/main.js', env);
  return { concord, restart: performance.now() - began };
}

async function measure(directory: string) {
  say(`Loading ${items} items ...`);
  const loading = await load(directory, items);
  const { concord, restart } = await startTwice(directory);
  const peer = await start('raw-peer.js', {});
  try {
    const { token } = await loadKeys(join(directory, 'keys'));
    const tokenFor = (organisation: string) => mintLocalToken(token, { organisation }, Date.now());
    const setting: Setting = { concord, peer, tokenFor };
    say('Measuring ...');
    return {
      at: new Date().toISOString(),
      node: process.version,
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      /** What else the machine had to do. */
      loadBefore: loadavg()[0] ?? 0,
      subscribers,
      items,
      rounds,
      loading,
      restart,
      page: await measureItems(setting, requests),
      feedOneClass: await measureFeed(setting, { subscribers, rounds, classes: 1 }),
      feed27Classes: await measureFeed(setting, { subscribers, rounds, classes: 27 }),
      publishes: await measurePublishes(setting, publications),
    };
  } finally {
    await Promise.all([concord.stop(), peer.stop()]);
  }
}

function print(results: Awaited<ReturnType<typeof measure>>): void {
  const { page, feedOneClass, feed27Classes, publishes, loading, restart, loadBefore } = results;
  const feedName = `publish to received, ${subscribers} subscribers`;
  say('');
  say(heading);
  say(line(`${feedName}, 1 class / ws`, feedOneClass));
  say(line(`${feedName}, 27 classes / ws`, feed27Classes));
  say(line(`items(first: 20) over ${items} / node:http`, page));
  say('');
  const rate = `${publishes.perSecond.toFixed(0)} a second`;
  const { p50, p99 } = publishes.times;
  say(`durable publishes, 32 at once: ${rate}, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  say(`loading ${items} items: ${seconds(loading)}; restart to serving: ${seconds(restart)}`);
  say(`load average before measuring: ${loadBefore.toFixed(2)} on ${results.cores} cores`);
}

const directory = mkdtempSync(join(tmpdir(), 'concord-bench-'));
try {
  const results = await measure(directory);
  print(results);
  // A quick look leaves the committed figures alone.
  if (values.full)
    writeFileSync(
      new URL('../../bench/results.json', import.meta.url),
      `${JSON.stringify(results, null, 2)}\n`,
    );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
