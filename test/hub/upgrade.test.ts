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

async function refusesConnections(at: number): Promise<void> {
  for (let isTaken = true; isTaken;) {
    const socket = connect(at, '127.0.0.1');
    isTaken = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
  }
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

  test('while the server stops is told to try again', async () => {
    const leaving = await RunningApp.start();
    const socket = connect(Number(new URL(leaving.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString('utf8')));
    const [beginning = '', end = ''] = requestOf('/graphql', {}).split('sec-websocket-key');
    await new Promise((resolve) => socket.write(beginning, resolve));
    // The server has taken up the beginning of the one before it has answered the other.
    await (await leaving.client(null)).get('{ __typename }');
    const stopped = leaving.stop();
    await refusesConnections(Number(new URL(leaving.url).port));
    socket.write(`sec-websocket-key${end}`);
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1.1 503 [^]*"code":"UNAVAILABLE"/);
    await stopped;
  });
});
