import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { timeLimits } from '../../src/server/limits.ts';
import { startToyServer, type ToyServer } from './toy-server.ts';

let server: ToyServer;
beforeAll(async () => (server = await startToyServer()));
afterAll(() => server.stop());

/** Sends the beginning of a request and no more; resolves with what came back, and after how long. */
function begun(bytes: string): Promise<{ answer: string; ms: number }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve({ answer, ms: performance.now() - started }));
  });
}

const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';

describe('a client that takes its time', () => {
  test('over its headers or over its body is told so at its time, and not before', async () => {
    const slow = [
      { limit: timeLimits.headers, bytes: head },
      { limit: timeLimits.request, bytes: `${head}content-length: 99\r\n\r\n{` },
    ];
    // Side by side, for both times are waited out.
    const all = await Promise.all(
      slow.map(async ({ limit, bytes }) => ({ most: limit.most, ...(await begun(bytes)) })),
    );
    for (const { answer, ms, most } of all) {
      expect(answer).toMatch(/^HTTP\/1.1 408 [^]*"code":"BAD_USER_INPUT"/);
      expect(ms).toBeGreaterThanOrEqual(most);
      // Looked at once a second, on a machine that has other work.
      expect(ms).toBeLessThan(most + 3 * timeLimits.checkEvery.most);
    }
    expect((await server.post({ query: '{ asker }' })).status).toBe(200);
  });
});
