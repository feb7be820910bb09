import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { watch } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { loadKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { openLayout } from '../../src/store/lmdb/layout.ts';
import { Workplace } from '../cli/command-line.ts';
import { chainBehind, changesAfter, lastSeen, publishGuidance, type Message } from '../hub/messages.ts';
import { follow, transports } from '../hub/transports.ts';
import { Client } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { emptyDirectory, ensureBuilt, ServerProcess } from '../support/server-process.ts';

/** The embedded store, whatever the suite runs over. */
const env = { MONGODB_URI: '' };

let place: Workplace;
let directory: string;
beforeEach(async () => {
  place = new Workplace();
  directory = await emptyDirectory();
});
afterEach(async () => {
  place.remove();
  await rm(directory, { recursive: true, force: true });
});

const concord = (...args: string[]) => place.run(args, { DATA_DIR: directory });

interface Found {
  items: { totalCount: number };
  search: { totalCount: number };
}
const found = (client: Client): Promise<Found> =>
  client.get<Found>('{ items(first: 5) { totalCount } search(text: "guidelines", first: 5) { totalCount } }');

async function damage(): Promise<void> {
  const layout = openLayout(join(directory, 'store'), { readOnly: false });
  for (const name of ['lists', 'counters', 'postings', 'dictionary'] as const)
    await layout[name].clearAsync();
  await layout.root.close();
}

describe('concord rebuild beside a server', () => {
  test('takes nothing from publishers, subscribers and readers, and makes what was damaged whole', async () => {
    let app = await RunningApp.start({ directory, env });
    const before = await found(await app.client(null));
    await app.stop({ keep: true });
    await damage();
    app = await RunningApp.start({ directory, env });
    const office = await app.client('ai-office');
    const reader = await app.client(null);
    expect(await found(reader)).toMatchObject({ items: { totalCount: 0 }, search: { totalCount: 0 } });

    const start = await lastSeen(reader);
    const followers = await Promise.all(transports.map((transport) => follow(transport, reader)));
    const published: string[] = [];
    let isOver = false;
    const until = async (work: () => Promise<unknown>): Promise<void> => {
      while (!isOver) await work();
    };
    const busy = [
      ...Array.from({ length: 4 }, () =>
        until(async () => published.push((await publishGuidance(office)).cursor)),
      ),
      until(() => found(reader)),
      until(() => reader.get(operation('Changes'), { after: start, first: 50 })),
    ];
    expect(await concord('rebuild')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Rebuilt the items and indexes of \d+ entries\.\n {2}position/),
    });
    isOver = true;
    await Promise.all(busy);
    const last = await publishGuidance(office);
    const cursors = [...published, last.cursor].sort();

    for (const { take, feed } of followers) {
      const messages = await take(cursors.length);
      expect(messages.map(({ cursor }) => cursor)).toEqual(cursors);
      expect(messages.map(({ previous }) => previous)).toEqual(chainBehind(start, messages));
      expect([feed.received.length, feed.ended]).toEqual([cursors.length, null]);
    }
    expect((await changesAfter(reader, start)).map(({ cursor }) => cursor)).toEqual(cursors);
    const after = await found(reader);
    expect(after.items.totalCount).toBe(before.items.totalCount + cursors.length);
    expect(after.search.totalCount).toBe(before.search.totalCount + cursors.length);
    expect(await concord('verify')).toMatchObject({ code: 0 });
    await app.stop({ keep: true });
    expect(await concord('verify')).toMatchObject({ code: 0 });
  });

  test('stops at Ctrl-C, and says that the store is as it was', async () => {
    const app = await RunningApp.start({ directory, env });
    const running = place.start(['rebuild'], { DATA_DIR: directory });
    expect(await running.interrupt()).toBe(1);
    expect([running.out, running.err]).toEqual(['', 'Interrupted. The store is as it was.\n']);
    expect(await readdir(join(directory, 'store'))).not.toContain('journal.mdb.new');
    expect(await concord('rebuild')).toMatchObject({ code: 0 });
    await app.stop({ keep: true });
  });

  test('names the position of a journal that fails, and the server goes on', async () => {
    let app = await RunningApp.start({ directory, env });
    await app.stop({ keep: true });
    const layout = openLayout(join(directory, 'store'), { readOnly: false });
    await layout.contents.put(40, layout.contents.get(41) ?? Buffer.from(''));
    await layout.root.close();
    app = await RunningApp.start({ directory, env });
    expect(await concord('rebuild')).toEqual({
      code: 1,
      out: '',
      err: 'The journal fails at position 40: The content does not have its hash. The store is as it was.\n',
    });
    await publishGuidance(await app.client('ai-office'));
    await app.stop({ keep: true });
  });
});

/** Asks as the command line does, and tells of each line of the answer. */
function ask(onLine: (line: string) => void): Promise<void> {
  const socket = connect(join(directory, 'store/control.sock')).setEncoding('utf8');
  socket.write('{"ask":"rebuild"}\n');
  socket.on('data', (lines) => onLine(String(lines))).on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** When the server is killed; `kill` may be called more than once. */
const moments: Record<string, (kill: () => void) => () => void> = {
  'at the first batch': (kill) => () => kill(),
  'in the middle': (kill) => {
    let lines = 0;
    return () => {
      lines += 1;
      if (lines === 4) kill();
    };
  },
  'when the new file takes its place': (kill) => {
    let isBegun = false;
    const watcher = watch(join(directory, 'store'), (_event, name) => {
      if (name !== 'journal.mdb.new-lock' || !isBegun) return;
      watcher.close();
      kill();
    });
    return () => {
      isBegun = true;
    };
  },
};

describe('a server that is killed while it rebuilds', () => {
  beforeAll(ensureBuilt, 120_000);

  test.each(Object.keys(moments))('loses nothing that it has answered: %s', async (moment) => {
    const server = new ServerProcess({ DATA_DIR: directory });
    const url = await server.url();
    const { token } = await loadKeys(join(directory, 'keys'));
    const office = new Client(url, await mintLocalToken(token, { organisation: 'ai-office' }, Date.now()));
    const start = await lastSeen(office);
    // One at least, however early the server is killed.
    const answered = [(await publishGuidance(office)).cursor];
    const publisher = async (): Promise<void> => {
      try {
        for (;;) answered.push((await publishGuidance(office)).cursor);
      } catch (error) {
        // The connection broke: `fetch` throws errors of another realm than the test's.
        if (!['TypeError', 'SyntaxError'].includes((error as Error).name)) throw error;
      }
    };
    const publishers = Array.from({ length: 4 }, publisher);
    const onLine = moments[moment]?.(() => server.child.kill('SIGKILL')) ?? (() => undefined);
    await ask(onLine);
    await server.kill();
    await Promise.all(publishers);

    expect(await concord('verify')).toMatchObject({ code: 0 });
    const again = new ServerProcess({ DATA_DIR: directory });
    const reader = new Client(await again.url(), null);
    const changes: readonly Message[] = await changesAfter(reader, start);
    const cursors = changes.map(({ cursor }) => cursor);
    expect(cursors).toEqual(expect.arrayContaining(answered));
    expect(new Set(cursors).size).toBe(cursors.length);
    expect(changes.map(({ previous }) => previous)).toEqual(chainBehind(start, changes));
    expect(await readdir(join(directory, 'store'))).not.toContain('journal.mdb.new');
    expect(await concord('rebuild')).toMatchObject({ code: 0 });
    expect((await changesAfter(reader, start)).map(({ cursor }) => cursor)).toEqual(cursors);
    await again.kill('SIGTERM');
    expect(await concord('verify')).toMatchObject({ code: 0 });
  });
});
