import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { Workplace } from '../cli/command-line.ts';
import { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { expectStoppedByDisk } from '../support/disk-stop.ts';
import { root } from '../support/root.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';

const PUBLISHERS = 4;

interface Published {
  publishGuidance: { item: { id: string } };
}

const canFail = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

let tools: string;
let data = '';
const running: ServerProcess[] = [];
beforeAll(async () => {
  if (!canFail) return;
  await ensureBuilt();
  tools = await emptyDirectory();
  const source = join(root, 'test/e2e/disk-fault.c');
  const made = spawnSync('cc', ['-shared', '-fPIC', '-o', join(tools, 'fault.so'), source, '-ldl'], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stderr);
}, 120_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  if (data !== '') await rm(data, { recursive: true, force: true });
});
afterAll(() => (canFail ? rm(tools, { recursive: true, force: true }) : undefined));

async function start(env: Record<string, string> = {}): Promise<{ server: ServerProcess; office: Client }> {
  const server = new ServerProcess({ DATA_DIR: data, LOG_LEVEL: 'warn', ...env });
  running.push(server);
  const url = await server.url();
  const { token } = await loadKeys(join(data, 'keys'));
  const bearer = await mintLocalToken(token, { organisation: 'ai-office' }, Date.now());
  return { server, office: new Client(url, bearer) };
}

/** Reads until the server is gone; with the codes of what was refused. */
async function readOn(office: Client): Promise<string[]> {
  const codes: string[] = [];
  for (;;) {
    const result = await office.ask('{ items(first: 1) { totalCount } }').catch(() => null);
    if (result === null) return codes;
    codes.push(...(result.errors ?? []).map(({ extensions }) => extensions.code));
  }
}

/** Until the server is gone; `onAnswer` may see to that. */
async function publishOn(office: Client, onAnswer: (acknowledged: number) => void) {
  const acknowledged: string[] = [];
  const unanswered: Record<string, unknown>[] = [];
  const codes: string[] = [];
  const one = async (): Promise<void> => {
    for (;;) {
      const variables = variablesOf('PublishGuidance');
      const result = await office.ask<Published>(operation('PublishGuidance'), variables).catch(() => null);
      const id = result?.data?.publishGuidance.item.id;
      if (id === undefined) {
        unanswered.push(variables);
        codes.push(...(result?.errors ?? []).map(({ extensions }) => extensions.code));
        return;
      }
      acknowledged.push(id);
      onAnswer(acknowledged.length);
    }
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, one));
  return { acknowledged, unanswered, codes };
}

describe('a disk that fails once, and then goes on as if nothing were', () => {
  if (!canFail) {
    test('is not shown on this machine', () => {
      process.stderr.write('disk faults: not shown, which needs Linux and a C compiler (cc)\n');
      expect(canFail).toBe(false);
    });
    return;
  }

  test.each([
    ['is full', 'write', constants.errno.ENOSPC],
    ['fails to write', 'write', constants.errno.EIO],
    ['fails to write where its head stands', 'meta', constants.errno.EIO],
    ['fails to sync', 'sync', constants.errno.EIO],
    ['is full when it syncs', 'sync', constants.errno.ENOSPC],
  ])('and %s stops the server, which loses nothing that was answered', async (_name, call, errno) => {
    data = await emptyDirectory();
    const when = join(data, 'now');
    const { server, office } = await start({
      LD_PRELOAD: join(tools, 'fault.so'),
      DISK_FAULT_ON: call,
      DISK_FAULT_WITH: String(errno),
      DISK_FAULT_WHEN: when,
    });
    const [{ acknowledged, unanswered, codes }, refusedReads] = await Promise.all([
      publishOn(office, (count) => {
        if (count === 60) writeFileSync(when, '');
      }),
      readOn(office),
    ]);
    await server.exited;
    expectStoppedByDisk(server);
    if (call === 'sync') expect(server.signal).toBeNull();
    expect(server.output).not.toMatch(/^\s+at /m);
    expect(new Set([...codes, ...refusedReads, 'UNAVAILABLE'])).toEqual(new Set(['UNAVAILABLE']));
    // Of those that were on their way when it failed, and none after.
    expect(acknowledged.length).toBeLessThan(60 + 2 * PUBLISHERS);

    await rm(when);
    const again = await start();
    const { items } = await again.office.get<{ items: { totalCount: number } }>(operation('Items'), {
      first: 1,
    });
    expect(items.totalCount).toBeGreaterThanOrEqual(89 + acknowledged.length);
    expect(items.totalCount).toBeLessThanOrEqual(89 + acknowledged.length + unanswered.length);
    const found = 'query($id: ID!) { item(id: $id) { id } }';
    for (const id of acknowledged) expect(await again.office.get(found, { id })).toEqual({ item: { id } });
    // What had no answer is made once, whether or not it was on the disk.
    for (const variables of unanswered) {
      const { publishGuidance } = await again.office.get<Published>(operation('PublishGuidance'), variables);
      const repeated = await again.office.get<Published>(operation('PublishGuidance'), variables);
      expect(repeated.publishGuidance.item.id).toBe(publishGuidance.item.id);
    }
    await again.server.kill('SIGTERM');
    const place = new Workplace();
    const verified = await place.run(['verify'], { DATA_DIR: data });
    place.remove();
    const entries = 89 + acknowledged.length + unanswered.length;
    expect(verified).toMatchObject({ code: 0, err: '', out: expect.stringContaining(` ${entries}\n`) });
  });
});
