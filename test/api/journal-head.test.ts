import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { publishGuidance } from '../hub/messages.ts';
import type { Client } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';

interface Head {
  position: number;
  hash: string;
  checkpoint: string | null;
}

let running: RunningApp;
let office: Client;
let delegate: Client;
let auditor: Client;
const headOf = async (client: Client): Promise<Head> =>
  (await client.get<{ journalHead: Head }>(operation('JournalHead'))).journalHead;

async function start(env: Record<string, string> = {}): Promise<void> {
  running = await RunningApp.start({ env });
  office = await running.client('ai-office');
  delegate = await running.client('board-de');
  auditor = await running.client({ organisation: 'board-fr', roles: ['auditor'] });
}
beforeEach(() => start());
afterEach(() => running.stop());

describe('the head of the journal', () => {
  test('is as last signed for everybody but auditors, who see it as it is', async () => {
    const signed = await headOf(delegate);
    await publishGuidance(office);
    await publishGuidance(office);
    expect(await headOf(delegate)).toEqual(signed);
    expect(await headOf(office)).toEqual(signed);
    const live = await headOf(auditor);
    expect(live.position).toBe(signed.position + 2);
    expect(live.hash).not.toBe(signed.hash);
    await running.app.checkpoint();
    expect(await headOf(delegate)).toMatchObject({ position: live.position, hash: live.hash });
  });

  test('needs a token', async () => {
    const anybody = await running.client(null);
    expect(await anybody.refusal(operation('JournalHead'))).toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  test('is signed at the interval that is set, by itself', async () => {
    await running.stop();
    await start({ CHECKPOINT_INTERVAL: '1' });
    const before = await headOf(delegate);
    await publishGuidance(office);
    let now = await headOf(delegate);
    while (now.position === before.position) now = await headOf(delegate);
    expect(now.position).toBe(before.position + 1);
    expect(now.checkpoint).not.toBe(before.checkpoint);
  }, 30_000);
});
