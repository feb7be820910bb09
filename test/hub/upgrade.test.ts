import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { Refusal } from '../../src/server/refusals.ts';
import { raw } from '../server/toy-server.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let port: number;
beforeAll(async () => {
  running = await RunningApp.start();
  port = Number(new URL(running.url).port);
});
afterAll(() => running.stop());

const handshake = {
  host: 'concord.example.eu',
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
  'sec-websocket-protocol': 'graphql-transport-ws',
};

const requestOf = (path: string, change: Record<string, string>): string =>
  [
    `GET ${path} HTTP/1.1`,
    ...Object.entries({ ...handshake, ...change }).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

async function answerTo(path: string, change: Record<string, string> = {}) {
  const [head = '', body = ''] = (await raw(port, requestOf(path, change))).split('\r\n\r\n');
  const { errors } = JSON.parse(body) as { errors: Refusal[] };
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), code: errors[0]?.extensions.code };
}

describe('a socket that is refused', () => {
  test.each<[string, string, Record<string, string>, number, string]>([
    ['another address', '/elsewhere', {}, 404, 'NOT_FOUND'],
    ['a page of another origin', '/graphql', { origin: 'https://other.example.eu' }, 403, 'FORBIDDEN'],
    ['another protocol', '/graphql', { upgrade: 'h2c' }, 400, 'BAD_USER_INPUT'],
    ['a key that is none', '/graphql', { 'sec-websocket-key': 'x' }, 400, 'BAD_USER_INPUT'],
    [
      'a version from before the standard',
      '/graphql',
      { 'sec-websocket-version': '7' },
      400,
      'BAD_USER_INPUT',
    ],
  ])('is told why in JSON: %s', async (_name, path, change, status, code) => {
    const answer = await answerTo(path, change);
    expect(answer).toMatchObject({ status, code });
    expect(answer.head).toContain('content-type: application/json');
    expect(answer.head).toContain('x-content-type-options: nosniff');
  });

  test('takes nobody with it when it is gone before its answer', async () => {
    for (let round = 0; round < 50; round += 1) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(requestOf('/elsewhere', {}), () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    expect(await answerTo('/elsewhere')).toMatchObject({ status: 404 });
  });
});
