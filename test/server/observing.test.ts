import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { metricsReaders } from '../../src/server/metrics-readers.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { startToyServer, type ToyServer } from './toy-server.ts';

let isReady: boolean;
let server: ToyServer;
beforeEach(async () => {
  isReady = true;
  server = await startToyServer({ ready: () => isReady });
});
afterEach(() => server.stop());

const marker = 'zebraMarker';
const requestLines = () => server.lines.filter((line) => line.msg === 'request');

/** Lines are written when the answer has left, which its reader may see first. */
async function lastLine(): Promise<Record<string, unknown> | undefined> {
  const count = requestLines().length;
  while (requestLines().length === count) await new Promise((resolve) => setImmediate(resolve));
  return requestLines().at(-1);
}

describe('health', () => {
  test('is live as long as the process answers', async () => {
    isReady = false;
    expect(await server.get('/health/live')).toMatchObject({ status: 200, text: '{"status":"live"}' });
  });

  test('is ready only when the server is', async () => {
    expect(await server.get('/health/ready')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
    isReady = false;
    expect(await server.get('/health/ready')).toMatchObject({ status: 503, text: '{"status":"not ready"}' });
  });

  test('answers HEAD without a body', async () => {
    expect(await server.send('/health/ready', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});

describe('the line of a request', () => {
  test('says who asked for what, how it ended and how long it took', async () => {
    const line = lastLine();
    await server.post(
      { query: 'query Mine { asker }' },
      { authorization: 'Bearer anna', 'x-request-id': 'r-1' },
    );
    expect(await line).toMatchObject({
      requestId: 'r-1',
      method: 'POST',
      path: '/graphql',
      status: 200,
      ms: expect.any(Number),
      operation: 'Mine',
      organisation: 'board-de',
      aborted: false,
    });
  });

  test('holds no content, no variables, no token and no query string', async () => {
    const query = `query Mine($input: PublishInput!) { publish(input: $input) { ${marker} } }`;
    for (const authorization of ['Bearer anna', `Bearer ${marker}`]) {
      const line = lastLine();
      await server.post({ query, variables: { input: marker } }, { authorization }, `/graphql?${marker}`);
      expect(await line).toMatchObject({ path: '/graphql' });
    }
    expect(requestLines().map((line) => line.status)).toEqual([400, 401]);
    expect(JSON.stringify(server.lines)).not.toContain(marker);
  });

  test('is short whatever the client calls things', async () => {
    const line = lastLine();
    await server.get(`/${'x'.repeat(5_000)}`);
    expect(JSON.stringify(await line).length).toBeLessThan(500);
  });
});

describe('metrics', () => {
  const valueOf = (text: string, series: string) =>
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')
      .at(-1);

  test('count operations by type and outcome', async () => {
    await server.post({ query: 'query Zebra { asker }' });
    await server.post({ query: '{ refused(code: "FORBIDDEN") }' });
    await server.post({ query: '{ broken }' });
    await server.post({ query: '{ zebra }' });
    await server.post({ query: 'subscription { ticks }' });
    const { text, headers } = await server.get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    const count = (type: string, outcome: string) =>
      valueOf(text, `concord_graphql_operations_total{type="${type}",outcome="${outcome}"}`);
    expect(count('query', 'OK')).toBe('1');
    expect(count('query', 'FORBIDDEN')).toBe('1');
    expect(count('query', 'INTERNAL')).toBe('1');
    expect(count('unknown', 'BAD_USER_INPUT')).toBe('1');
    expect(count('subscription', 'BAD_USER_INPUT')).toBe('1');
    expect(text).not.toMatch(/zebra/i);
  });

  test('count requests by route, and unknown addresses as one', async () => {
    for (const path of ['/zebra', '/marker', '/health/live']) {
      const line = lastLine();
      await server.get(path);
      await line;
    }
    const { text } = await server.get('/metrics');
    const count = (route: string, status: number) =>
      valueOf(text, `concord_http_request_duration_seconds_count{route="${route}",status="${status}"}`);
    expect(count('other', 404)).toBe('2');
    expect(count('/health/live', 200)).toBe('1');
    expect(text).not.toContain('zebra');
  });

  describe('are read', () => {
    const TOKEN = 'a-token-of-the-collector';
    let closed: ToyServer;
    beforeEach(async () => {
      closed = await startToyServer({ mayReadMetrics: metricsReaders(TOKEN) });
    });
    afterEach(() => closed.stop());

    test.each<[string, Record<string, string>, number]>([
      ['by a program on this machine', {}, 200],
      ['with the token', { 'x-forwarded-for': '192.0.2.7', authorization: `Bearer ${TOKEN}` }, 200],
      ['by nobody else behind a proxy', { 'x-forwarded-for': '192.0.2.7' }, 404],
      ['by nobody else behind another proxy', { forwarded: 'for=192.0.2.7' }, 404],
      ['by nobody with another token', { authorization: 'Bearer anna' }, 404],
    ])('%s', async (_who, headers, status) => {
      const reply = await closed.get('/metrics', headers);
      expect(reply.status).toBe(status);
      if (status === 404) expect(reply.text).toBe((await closed.get('/nowhere')).text);
    });

    test('from elsewhere with the token alone, and without one by nobody', () => {
      const from = (remoteAddress: string, headers: Record<string, string> = {}) => ({
        headers,
        socket: { remoteAddress },
      });
      const bearer = { authorization: `Bearer ${TOKEN}` };
      const [withToken, without] = [metricsReaders(TOKEN), metricsReaders(null)];
      expect(withToken(from('192.0.2.7', bearer))).toBe(true);
      expect(withToken(from('192.0.2.7'))).toBe(false);
      expect(without(from('192.0.2.7', bearer))).toBe(false);
      expect(without(from('::ffff:127.0.0.1'))).toBe(true);
      expect(without(from('::1'))).toBe(true);
    });
  });

  test('show what the hub and the sockets report', async () => {
    const metrics = createMetrics();
    metrics.socketOpened();
    metrics.socketOpened();
    metrics.socketClosed();
    metrics.subscriptionOpened();
    metrics.delivered(7);
    metrics.journalAt(42);
    metrics.deliveryDelayed(0.003);
    const text = await metrics.render();
    expect(valueOf(text, 'concord_sockets')).toBe('1');
    expect(valueOf(text, 'concord_subscriptions')).toBe('1');
    expect(valueOf(text, 'concord_deliveries_total')).toBe('7');
    expect(valueOf(text, 'concord_journal_position')).toBe('42');
    expect(valueOf(text, 'concord_delivery_delay_seconds_bucket{le="0.005"}')).toBe('1');
    expect(valueOf(text, 'concord_delivery_delay_seconds_bucket{le="0.0025"}')).toBe('0');
    expect(text).toContain('process_resident_memory_bytes');
  });
});
