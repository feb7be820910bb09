import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { closeRevoked } from '../../src/server/socket-care.ts';
import { commandText, sound } from '../support/commands.ts';
import type { Client } from '../support/client.ts';
import { restore, revoke } from '../support/revoking.ts';
import { RunningApp } from '../support/running-app.ts';
import { changesAfter, lastSeen, publishGuidance } from './messages.ts';
import { RawSocket } from './raw-socket.ts';
import { follow, transports, type Followed } from './transports.ts';

const ROUNDS = 8;

let running: RunningApp;
let administrator: Client;
let office: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  administrator = await running.client({ organisation: 'edps', roles: ['administrator'] });
  office = await running.client('ai-office');
});
afterAll(() => running.stop());

const newPerson = () => `p-${crypto.randomUUID()}`;

/** Publishes without pause until it is stopped. */
function publishOn(): { until: (count: number) => Promise<void>; stop: () => Promise<void> } {
  let published = 0;
  const stopping = new AbortController();
  let woken = (): void => undefined;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await publishGuidance(office);
      published += 1;
      woken();
    }
  })();
  return {
    until: async (count) => {
      const target = published + count;
      while (published < target) await new Promise<void>((resolve) => (woken = resolve));
    },
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

const cursorsOf = ({ feed }: Followed): readonly string[] =>
  feed.received.map(({ exchange }) => exchange.cursor);

describe.each(transports)('an open feed over %s', (transport) => {
  const cut = transport === 'a socket' ? 4403 : 0;
  const refused = transport === 'a socket' ? 4403 : 401;

  test.each(['a person', 'an organisation', 'a token'])(
    'ends when %s is revoked, though nothing happens',
    async (who) => {
      const as = { organisation: 'board-lu', person: newPerson(), tokenId: crypto.randomUUID() };
      const { feed } = await follow(transport, await running.client(as));
      const others = await follow(transport, await running.client('board-fr'));
      const { revocation } = await revoke(
        administrator,
        who === 'a person'
          ? { person: as.person }
          : who === 'an organisation'
            ? { organisation: as.organisation }
            : { tokenId: as.tokenId },
      );
      expect(await feed.hasEnded()).toMatchObject({ code: cut });
      const again = await follow(transport, await running.client(as));
      expect(await again.feed.hasEnded()).toMatchObject({ code: refused });
      await restore(administrator, revocation.id);
      const { cursor } = await publishGuidance(office);
      expect(await others.take(1)).toMatchObject([{ cursor }]);
    },
  );

  test('carries nothing of what is published after its holder is revoked, however fast', async () => {
    const colleague = await follow(transport, await running.client('board-fr'));
    const publishing = publishOn();
    for (let round = 0; round < ROUNDS; round++) {
      const person = newPerson();
      const revoked = await follow(transport, await running.client({ organisation: 'board-fr', person }));
      await revoked.take(3);
      const { cursor } = await revoke(administrator, { person });
      const ended = await revoked.feed.hasEnded();
      await publishing.until(5);
      expect(ended).toMatchObject({ code: cut });
      expect(cursorsOf(revoked).filter((one) => one > cursor)).toEqual([]);
      expect(cursorsOf(colleague).some((one) => one > cursor)).toBe(true);
    }
    await publishing.stop();
  });

  test('is resumed without a gap once access is back', async () => {
    const as = { organisation: 'board-fr', person: newPerson() };
    const start = await lastSeen(await running.client('board-fr'));
    const { take } = await follow(transport, await running.client(as));
    await publishGuidance(office);
    await take(1);
    const { revocation } = await revoke(administrator, { person: as.person });
    await publishGuidance(office);
    await restore(administrator, revocation.id);
    await publishGuidance(office);
    const client = await running.client(as);
    const resumed = await follow(transport, client, { after: start });
    expect(await resumed.take(3)).toEqual(await changesAfter(client, start));
  });
});

describe('a socket of whoever is revoked', () => {
  async function opened(person: string): Promise<RawSocket> {
    const socket = await new RawSocket(running.url).opened();
    await socket.greet(await running.token({ organisation: 'ai-office', person }));
    return socket;
  }

  test('carries out no command that comes before its client has seen the close', async () => {
    const person = newPerson();
    const socket = await opened(person);
    socket.pause();
    await revoke(administrator, { person });
    const head = running.app.store.head().position;
    const { input } = sound.publishGuidance;
    socket.send({
      id: '1',
      type: 'subscribe',
      payload: { query: commandText('publishGuidance'), variables: { input } },
    });
    socket.resume();
    expect(await socket.closed).toEqual({ code: 4403, reason: 'Access revoked' });
    expect(socket.frames).toHaveLength(1);
    expect((await publishGuidance(office)).cursor).toBeTruthy();
    expect(running.app.store.head().position).toBe(head + 1);
  });

  test('that has taken too little is cut with all that still waits for it', async () => {
    const COUNT = 64;
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const accepted = once(server, 'connection') as Promise<[WebSocket]>;
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(client, 'open');
    client.pause();
    const [socket] = await accepted;
    let received = 0;
    client.on('message', () => (received += 1));
    for (let count = 0; count < COUNT; count++) socket.send(Buffer.alloc(1024 * 1024));
    closeRevoked(socket);
    const closed = once(client, 'close');
    client.resume();
    await closed;
    expect(received).toBeLessThan(COUNT);
    server.close();
  });
});

describe('a request of whoever is revoked', () => {
  test('is refused though its token was good when it began', async () => {
    const person = newPerson();
    const token = await running.token({ organisation: 'board-fr', person });
    const body = JSON.stringify({ query: '{ viewer { id } }' });
    const { hostname, port } = new URL(running.url);
    const socket = connect(Number(port), hostname);
    const answered = new Promise<string>((resolve, reject) => {
      let text = '';
      socket.on('data', (bytes: Buffer) => (text += bytes.toString('utf8')));
      socket.once('close', () => resolve(text));
      socket.once('error', reject);
    });
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\nconnection: close\r\n` +
        `authorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`,
    );
    socket.write(body.slice(0, 5));
    // The token of this request has been looked at once a later one is answered.
    await (await running.client({ organisation: 'board-fr', person })).get('{ viewer { id } }');
    await revoke(administrator, { person });
    socket.write(body.slice(5));
    const answer = await answered;
    expect(answer).toContain('401');
    expect(answer).toContain('UNAUTHENTICATED');
    expect(answer).not.toContain(person);
  });
});
