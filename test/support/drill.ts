import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { Running } from '../cli/command-line.ts';
import { Client } from './client.ts';
import { operation, variablesOf } from './contract.ts';
import { ServerProcess } from './server-process.ts';

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  __typename: string;
  cursor: string;
  previous: string | null;
  item?: { id: string };
}

/** Environments of a server before the loss and of the one that takes its place; they share KEYS_DIR. */
export interface Loss {
  before: Record<string, string> & { KEYS_DIR: string };
  after: Record<string, string> & { KEYS_DIR: string };
  /** Where the copy is kept. */
  elsewhere: string;
}

async function command(args: readonly string[], environment: Record<string, string>): Promise<string> {
  const running = new Running(args, environment);
  expect([await running.exit, running.err]).toEqual([0, expect.any(String)]);
  return running.out;
}

/** What `concord verify` prints, as it is kept elsewhere. */
async function headOf(environment: Record<string, string>): Promise<{ position: number; hash: string }> {
  const printed = await command(['verify'], environment);
  const [, position = ''] = /position +(\d+)/.exec(printed) ?? [];
  const [, hash = ''] = /hash +([\da-f]{64})/.exec(printed) ?? [];
  return { position: Number(position), hash };
}

async function officeAt(server: ServerProcess, keys: string): Promise<Client> {
  const { token } = await loadKeys(keys);
  return new Client(
    await server.url(),
    await mintLocalToken(token, { organisation: 'ai-office' }, Date.now()),
  );
}

const publish = async (office: Client, variables = variablesOf('PublishGuidance')) =>
  (await office.get<Published>(operation('PublishGuidance'), variables)).publishGuidance;

async function follow(office: Client, after: string, count: number): Promise<readonly Message[]> {
  const feed = await office.subscribe<{ exchange: Message }>(operation('Exchange'), { after });
  return (await feed.take(count)).map(({ exchange }) => exchange);
}

/** The drill of docs/operations.md: a copy beside a running server, the loss of the store, and the way back. */
export async function drill({ before, after, elsewhere }: Loss): Promise<void> {
  const copy = join(elsewhere, 'journal.jsonl');
  const server = new ServerProcess(before);
  const office = await officeAt(server, before.KEYS_DIR);
  const [first, second] = [await publish(office), await publish(office)];
  const known = await headOf(before);

  const writing = Promise.all(Array.from({ length: 20 }, () => publish(office)));
  await command(['export', '--out', copy], before);
  await writing;
  const late = variablesOf('PublishGuidance');
  const lost = await publish(office, late);
  const last = await headOf(before);
  await server.kill('SIGKILL');
  office.close();

  await command(['import', copy], after);
  const restored = await headOf(after);
  const text = readFileSync(copy, 'utf8');
  // What was known before the copy is in it; what was known last is not, so the copy is older than what was served.
  expect(restored.position).toBeGreaterThanOrEqual(known.position);
  expect(text).toContain(known.hash);
  expect(restored.position).toBeLessThan(last.position);
  expect(text).not.toContain(last.hash);

  const again = new ServerProcess(after);
  const restoredOffice = await officeAt(again, after.KEYS_DIR);
  const [next] = await follow(restoredOffice, first.cursor, restored.position - known.position + 1);
  expect(next).toMatchObject({ previous: first.cursor, cursor: second.cursor, item: { id: second.item.id } });
  // Who has seen what is gone is told so, and gets it again once its author repeats the command.
  expect(await follow(restoredOffice, lost.cursor, 1)).toMatchObject([{ __typename: 'ResyncRequired' }]);
  const repeated = await publish(restoredOffice, late);
  expect(repeated.cursor).not.toBe(lost.cursor);
  expect(await publish(restoredOffice, late)).toEqual(repeated);
  expect((await headOf(after)).position).toBe(restored.position + 1);
  restoredOffice.close();
  await again.kill('SIGTERM');
}
