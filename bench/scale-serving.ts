import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadKeys } from '../src/identity/keys.ts';
import { mintLocalToken } from '../src/identity/local.ts';
import { inTurns, type Quantiles } from './measure.ts';
import { post, start, type Running } from './processes.ts';

const shown =
  'edges { cursor node { id reference title articles issuer { id name } publishedAt revision } } pageInfo { hasNextPage endCursor }';
const both = 'filter: { kinds: [ALERT], articles: ["50"] }';

/** As a delegate's desk asks them; the count is asked for beside the page where it shows one. */
const queries = (middle: string): Record<string, string> => ({
  'items(first: 20)': `{ items(first: 20) { ${shown} } }`,
  'items(first: 20) with totalCount': `{ items(first: 20) { ${shown} totalCount } }`,
  'a page in the middle': `{ items(first: 20, after: "${middle}") { ${shown} } }`,
  'by kind and article, with totalCount': `{ items(first: 20, ${both}) { ${shown} totalCount } }`,
  'search for a word in 20 items': `{ search(text: "zebrafish", first: 20) { ${shown} totalCount } }`,
  'search for a word in 30 % of items': `{ search(text: "transparency", first: 20) { ${shown} totalCount } }`,
  facets: '{ facets { kinds { kind count } articles { article count } } }',
});

/** Megabytes of a process: its own, and pages of its files that the system holds for it and can take back. */
export interface Memory {
  own: number;
  files: number;
}

function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { own: of('RssAnon'), files: of('RssFile') };
}

export interface Server {
  /** Data directory; the embedded store is in it. */
  directory: string;
  /** Of the shared database; null for the embedded store. */
  uri: string | null;
  /** Cursor in the middle of the delegate's list. */
  middle: string;
}

export interface Serving {
  /** Milliseconds from the start of the process until it answers. */
  restart: number;
  /** And until it has answered the first page. */
  firstPage: number;
  memoryAtStart: Memory;
  memoryAfter: Memory;
  times: Record<string, Quantiles>;
}

interface Started {
  running: Running;
  asked: readonly (readonly [name: string, ask: () => Promise<unknown>])[];
  serving: Serving;
}

async function startTwice({ directory, uri, middle }: Server): Promise<Started> {
  const env = {
    DATA_DIR: directory,
    RATE_PER_ACTOR: '0',
    LOG_LEVEL: 'warn',
    ...(uri === null ? {} : { MONGODB_URI: uri }),
  };
  // The first start loads the register; the second is the one that is timed.
  await (await start('../src/main.js', env)).stop();
  const { token } = await loadKeys(join(directory, 'keys'));
  const reader = { organisation: 'board-fr', clearance: 'sensitive' } as const;
  const headers = { authorization: `Bearer ${await mintLocalToken(token, reader, Date.now())}` };
  const began = performance.now();
  const running = await start('../src/main.js', env);
  const restart = performance.now() - began;
  const asked = Object.entries(queries(middle)).map(([name, query]) => {
    const body = JSON.stringify({ query });
    return [name, () => post(`${running.url}/graphql`, body, headers)] as const;
  });
  await asked[0]?.[1]();
  const firstPage = performance.now() - began;
  const memory = memoryOf(running.pid);
  return {
    running,
    asked,
    serving: { restart, firstPage, memoryAtStart: memory, memoryAfter: memory, times: {} },
  };
}

/** Restarts a server on each, and asks both in turns what a delegate asks. */
export async function serveBoth(
  servers: readonly [small: Server, large: Server],
  rounds: number,
): Promise<readonly [small: Serving, large: Serving]> {
  const [small, large] = [await startTwice(servers[0]), await startTwice(servers[1])];
  try {
    for (const [index, [name]] of small.asked.entries()) {
      const times = await inTurns([small.asked[index]?.[1], large.asked[index]?.[1]], rounds);
      small.serving.times[name] = times[0];
      large.serving.times[name] = times[1];
    }
    for (const { serving, running } of [small, large]) serving.memoryAfter = memoryOf(running.pid);
    return [small.serving, large.serving];
  } finally {
    await Promise.all([small.running.stop(), large.running.stop()]);
  }
}
