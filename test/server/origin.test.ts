import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { RunningApp } from '../support/running-app.ts';

const DESK = 'https://desk.example.eu';

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start({ env: { ALLOWED_ORIGINS: DESK } });
});
afterAll(() => running.stop());

/** Whether a page of this origin gets a socket, or the status that it gets instead. */
function knock(origin: string | undefined): Promise<'open' | number> {
  const address = `${running.url.replace(/^http/, 'ws')}/graphql`;
  const socket = new WebSocket(address, 'graphql-transport-ws', origin === undefined ? {} : { origin });
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (request, { statusCode = 0 }) => {
      request.destroy();
      resolve(statusCode);
    });
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('error', reject);
  });
}

describe('a socket from a page', () => {
  test.each([
    ['of the server itself', () => running.url],
    ['of an origin that is allowed', () => DESK],
    ['of none, as programs have it,', () => undefined],
  ])('%s is opened', async (_whose, origin) => {
    expect(await knock(origin())).toBe('open');
  });

  test.each([
    ['of a stranger', 'https://evil.example'],
    ['that begins as an allowed one', `${DESK}.evil.example`],
    ['of an allowed host over plain HTTP', 'http://desk.example.eu'],
    ['of a subdomain', 'https://a.desk.example.eu'],
    ['of no origin that it would tell', 'null'],
  ])('%s is refused with 403', async (_whose, origin) => {
    expect(await knock(origin)).toBe(403);
  });
});
