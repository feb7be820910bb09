import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect } from '@jest/globals';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import type { Published } from '../hub/messages.ts';
import { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { root } from '../support/root.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { threatsTo } from './threat.ts';

const canFail = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

let data = '';
/** Of the server that came after the fault. */
let url = '';
const running: ServerProcess[] = [];
const clients: Client[] = [];
beforeAll(() => ensureBuilt(), 120_000);
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await rm(data, { recursive: true, force: true });
});

const threat = threatsTo(() => url);

async function start(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = new ServerProcess({ DATA_DIR: data, LOG_LEVEL: 'warn', ...env });
  running.push(server);
  url = await server.url();
  return server;
}

async function client(organisation: string): Promise<Client> {
  const { token } = await loadKeys(join(data, 'keys'));
  const made = new Client(url, await mintLocalToken(token, { organisation }, Date.now()));
  clients.push(made);
  return made;
}

type Answer = { publishGuidance: Published };
const publish = operation('PublishGuidance');

/** Publishes with several at a time until the server is gone; what was answered, and what was not. */
async function publishOn(office: Client, onAnswer: (count: number) => void) {
  const answered: { variables: Record<string, unknown>; id: string }[] = [];
  const unanswered: Record<string, unknown>[] = [];
  const one = async (): Promise<void> => {
    for (;;) {
      const variables = variablesOf('PublishGuidance');
      const result = await office.ask<Answer>(publish, variables).catch(() => null);
      const id = result?.data?.publishGuidance.item.id;
      if (id === undefined) {
        unanswered.push(variables);
        return;
      }
      answered.push({ variables, id });
      onAnswer(answered.length);
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
  return { answered, unanswered };
}

describe('the store', () => {
  threat(34, 'what was answered or shown survives a kill, and a repeat makes nothing new', async () => {
    data = await emptyDirectory();
    const first = await start();
    const [office, delegate] = [await client('ai-office'), await client('board-fr')];
    const feed = await delegate.subscribe<{ exchange: { item?: { id: string } } }>(operation('Exchange'));
    const { answered, unanswered } = await publishOn(office, (count) => {
      if (count === 100) first.child.kill('SIGKILL');
    });
    await feed.hasEnded();
    await first.exited;
    const shown = feed.received.flatMap(({ exchange }) => exchange.item?.id ?? []);
    expect(shown.length).toBeGreaterThan(0);

    await start();
    const again = await client('ai-office');
    const found = 'query($id: ID!) { item(id: $id) { id } }';
    for (const id of new Set([...shown, ...answered.map((one) => one.id)]))
      expect(await again.get(found, { id })).toEqual({ item: { id } });
    for (const { variables, id } of answered.slice(-20))
      expect((await again.get<Answer>(publish, variables)).publishGuidance.item.id).toBe(id);
    for (const variables of unanswered) {
      const once = await again.get<Answer>(publish, variables);
      const twice = await again.get<Answer>(publish, variables);
      expect(twice.publishGuidance.item.id).toBe(once.publishGuidance.item.id);
    }
    const { items } = await again.get<{ items: { totalCount: number } }>(
      '{ items(first: 1) { totalCount } }',
    );
    expect(items.totalCount).toBe(89 + answered.length + unanswered.length);
  });

  if (canFail)
    threat(35, 'after one sync that failed nothing is acknowledged, and the process ends', async () => {
      data = await emptyDirectory();
      const library = join(data, 'fault.so');
      const source = join(root, 'test/e2e/disk-fault.c');
      expect(spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl']).status).toBe(0);
      const when = join(data, 'now');
      const failing = await start({
        LD_PRELOAD: library,
        DISK_FAULT_ON: 'sync',
        DISK_FAULT_WITH: String(constants.errno.EIO),
        DISK_FAULT_WHEN: when,
      });
      const { answered } = await publishOn(await client('ai-office'), (count) => {
        if (count === 40) writeFileSync(when, '');
      });
      await failing.exited;
      expect(failing.exitCode).toBe(1);
      expect(failing.output).toMatch(/^Concord stops: The disk refused a write/m);
      // Of those that were on their way, and none after.
      expect(answered.length).toBeLessThan(40 + 8);
      await rm(when);
      await start();
      const again = await client('ai-office');
      for (const { id } of answered)
        expect(await again.get('query($id: ID!) { item(id: $id) { id } }', { id })).toEqual({ item: { id } });
    });
});
