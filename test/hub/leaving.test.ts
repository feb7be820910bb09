import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { Actor, Standing } from '../../src/access/actor.ts';
import { closeAtExpiry, closeWhenRevoked } from '../../src/server/socket-care.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

const actor: Actor = {
  person: 'representative@board-fr',
  organisation: { id: 'board-fr', kind: 'BOARD_MEMBER', memberState: 'FR' },
  roles: ['representative'],
  clearance: 'LIMITED',
  expiresAt: Date.now() + 3_600_000,
};

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`${running.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}

async function close(socket: WebSocket): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.terminate();
  await closed;
}

describe('waiting for the end of a token', () => {
  const watch = (socket: WebSocket): number => {
    const before = timers();
    closeAtExpiry({ socket, peer: { actor, languages: null, address: '' }, timers: new Set() }, () =>
      Date.now(),
    );
    return timers() - before;
  };

  test('takes one timer, which goes with the socket', async () => {
    const socket = await open();
    let before = 0;
    let after = 0;
    // Around the listener that is tested, in the same turn, so that no other timer counts.
    socket.once('close', () => (before = timers()));
    expect(watch(socket)).toBe(1);
    socket.once('close', () => (after = timers()));
    await close(socket);
    expect(after - before).toBe(-1);
  });

  test('is not begun for a socket that has closed while its token was looked at', async () => {
    const socket = await open();
    await close(socket);
    expect(watch(socket)).toBe(0);
  });
});

describe('watching for the loss of access', () => {
  const watching = { now: 0 };
  const standing: Standing = {
    isRevoked: () => false,
    assertStands: () => undefined,
    watch: () => {
      watching.now += 1;
      return () => (watching.now -= 1);
    },
  };
  const watch = (socket: WebSocket) =>
    closeWhenRevoked({ socket, peer: { actor, languages: null, address: '' }, timers: new Set() }, standing);

  test('ends with the socket', async () => {
    const socket = await open();
    watch(socket);
    expect(watching.now).toBe(1);
    await close(socket);
    expect(watching.now).toBe(0);
  });

  test('is not begun for a socket that has closed while its token was looked at', async () => {
    const socket = await open();
    await close(socket);
    watch(socket);
    expect(watching.now).toBe(0);
  });
});
