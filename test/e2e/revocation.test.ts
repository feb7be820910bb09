import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Running } from '../cli/command-line.ts';
import { publishGuidance } from '../hub/messages.ts';
import type { Client } from '../support/client.ts';
import { storeEnvironment } from '../support/mongodb.ts';
import { restore, revocationsOf, revoke } from '../support/revoking.ts';
import { RunningApp } from '../support/running-app.ts';

const viewer = '{ viewer { id } }';
const codeOf = async (client: Client) => (await client.ask(viewer)).errors?.[0]?.extensions.code ?? 'OK';
const newPerson = () => `p-${crypto.randomUUID()}`;
const asAdministrator = { organisation: 'edps', roles: ['administrator' as const] };

const database = `concord-${crypto.randomUUID().slice(0, 8)}`;
let directory: string;
let environment: Record<string, string>;
let running: RunningApp;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-revoked-'));
  environment = { DATA_DIR: directory, ...storeEnvironment(database) };
  running = await start();
});
afterAll(async () => {
  await running.stop({ keep: true });
  await rm(directory, { recursive: true, force: true });
});

const start = (env: Record<string, string> = {}) =>
  RunningApp.start({ directory, env: { ...storeEnvironment(database), ...env } });

async function command(args: readonly string[], env = environment): Promise<string> {
  const one = new Running(args, env);
  expect([await one.exit, one.err]).toEqual([0, expect.any(String)]);
  return one.out;
}

async function personOf(app: RunningApp, person: string): Promise<string> {
  return codeOf(await app.client({ organisation: 'board-fr', person }));
}

describe('a revocation', () => {
  const [revoked, restored, twice] = [newPerson(), newPerson(), newPerson()];

  async function holds(app: RunningApp): Promise<void> {
    expect([await personOf(app, revoked), await personOf(app, restored), await personOf(app, twice)]).toEqual(
      ['UNAUTHENTICATED', 'OK', 'UNAUTHENTICATED'],
    );
  }

  test('holds after a restart, and so does its end', async () => {
    const administrator = await running.client(asAdministrator);
    await revoke(administrator, { person: revoked });
    const { revocation } = await revoke(administrator, { person: restored });
    await restore(administrator, revocation.id);
    const { revocation: first } = await revoke(administrator, { person: twice });
    await revoke(administrator, { person: twice });
    await restore(administrator, first.id);
    await holds(running);
    const before = await revocationsOf(administrator);
    await running.stop({ keep: true });
    running = await start();
    await holds(running);
    expect(await revocationsOf(await running.client(asAdministrator))).toEqual(before);
  });

  test('is verified with the rest of the journal', async () => {
    const { position } = running.app.store.head();
    expect(await command(['verify'])).toMatch(new RegExp(`position +${position}\n`));
  });

  test('stays through a rebuild beside the server, which goes on counting nothing of it', async () => {
    const anybody = await running.client(null);
    const counts = '{ items(first: 1) { totalCount } facets { kinds { kind count } } }';
    const before = await anybody.get(counts);
    await command(['rebuild']);
    await holds(running);
    expect(await anybody.get(counts)).toEqual(before);
    const person = newPerson();
    await revoke(await running.client(asAdministrator), { person });
    expect(await personOf(running, person)).toBe('UNAUTHENTICATED');
  });

  test('goes with an export into another store, where one that was taken out of it is missed', async () => {
    const file = join(directory, 'journal.jsonl');
    await publishGuidance(await running.client('ai-office'));
    await command(['export', '--out', file]);
    const lines = (await readFile(file, 'utf8')).split('\n');
    const gone = lines.findIndex((line) => line.includes(revoked));
    expect(gone).toBeGreaterThan(0);

    const KEYS_DIR = join(directory, 'keys');
    const elsewhere = {
      DATA_DIR: join(directory, 'elsewhere'),
      KEYS_DIR,
      ...storeEnvironment(`${database}-moved`),
    };
    await writeFile(`${file}.cut`, lines.filter((_, index) => index !== gone).join('\n'));
    const cut = new Running(['import', `${file}.cut`], elsewhere);
    expect(await cut.exit).toBe(1);

    await command(['import', file], elsewhere);
    const moved = await RunningApp.start({ directory: elsewhere.DATA_DIR, env: elsewhere });
    try {
      await holds(moved);
    } finally {
      await moved.stop();
    }
  });
});
