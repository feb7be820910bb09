import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { addressReader } from '../../../src/server/proxies.ts';
import type { Refusal } from '../../../src/server/refusals.ts';
import { raw, startToyServer, toReply, type Reply, type ToyServer } from '../../server/toy-server.ts';
import { Nginx, freePort } from './proxy.ts';

let server: ToyServer;
let nginx: Nginx;
beforeAll(async () => {
  server = await startToyServer();
  nginx = await Nginx.start([server.port, server.port]);
});
afterAll(async () => {
  await nginx.stop();
  await server.stop();
});

const json = { 'content-type': 'application/json', authorization: 'Bearer anna' };

async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Reply> {
  const init = { method: 'POST', headers: { ...json, ...headers }, body };
  return toReply(await fetch(`${url}/graphql`, init));
}

/** Sends bytes through TLS; what came back, in parts. */
async function sent(bytes: string) {
  const [head = '', body = ''] = (await raw(nginx.tunnelPort, bytes)).split('\r\n\r\n');
  const { errors } = JSON.parse(body) as { errors: Refusal[] };
  return {
    status: Number(head.split(' ')[1]),
    head: head.toLowerCase(),
    code: errors[0]?.extensions.code,
    errors,
  };
}

const get = (path: string, host = '127.0.0.1'): string =>
  `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;

describe('the configuration of nginx', () => {
  test('passes its own check, without a warning', () => {
    expect(nginx.check()).toEqual({ ok: true, says: expect.not.stringMatching(/warn|alert|emerg/) });
  });
});

describe('what stays inside', () => {
  test.each([
    '/metrics',
    '/metrics/',
    '//metrics',
    '/graphql/../metrics',
    '/graphql/%2e%2e/metrics',
    '/health/live',
    '/health/ready',
    '/graphiql',
    '/graphql/',
    '/graphql/stream/more',
    '/refused/body',
    '/',
  ])('is not there from outside: %s', async (path) => {
    const before = server.lines.length;
    expect(await sent(get(path))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(server.lines.length).toBe(before);
  });

  test('is not reached by an upgrade to another protocol either', async () => {
    const upgrade = get('/graphql').replace(
      'connection: close',
      'connection: upgrade, close\r\nupgrade: h2c',
    );
    expect(await sent(upgrade)).toMatchObject({ status: 405, code: 'BAD_USER_INPUT' });
  });
});

describe('an answer of nginx', () => {
  test('is the same as the server would give: a body that is too large', async () => {
    const body = JSON.stringify({ query: '{ asker }', padding: 'x'.repeat(256 * 1024) });
    const own = await post(server.url, body);
    const reply = await post(nginx.url, body);
    expect(reply).toMatchObject({ status: 413, code: 'TOO_COMPLEX', text: own.text });
    for (const name of ['content-type', 'cache-control', 'x-content-type-options', 'content-security-policy'])
      expect([name, reply.headers.get(name)]).toEqual([name, own.headers.get(name)]);
    expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  test('is the same as the server would give: headers that are too large', async () => {
    const own = await raw(
      server.port,
      get('/graphql').replace('\r\n\r\n', `\r\nx-more: ${'x'.repeat(17_000)}\r\n\r\n`),
    );
    const answer = await sent(
      get('/graphql').replace('\r\n\r\n', `\r\nx-more: ${'x'.repeat(17_000)}\r\n\r\n`),
    );
    expect(answer).toMatchObject({ status: 431, code: 'TOO_COMPLEX' });
    expect(own).toContain(JSON.stringify({ errors: answer.errors }));
  });

  test('takes the largest body and the longest token that the server takes', async () => {
    const body = JSON.stringify({ query: '{ asker }', padding: '' });
    const largest = body.replace('""', `"${'x'.repeat(256 * 1024 - body.length)}"`);
    expect(await post(nginx.url, largest)).toMatchObject({ status: 200, data: { asker: 'anna' } });
    const authorization = `Bearer ${'x'.repeat(8 * 1024)}`;
    expect(await post(nginx.url, body, { authorization })).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
  });

  test.each<[string, string, number]>([
    ['what is no HTTP', 'nonsense\r\n\r\n', 400],
    ['a method that traces', get('/graphql').replace('GET', 'TRACE'), 400],
    ['an address without an end', get(`/graphql/${'x'.repeat(17_000)}`), 414],
    ['an operation in the address', get('/graphql?query=%7Bviewer%7D'), 400],
    ['a token in the address', get('/graphql/stream?token=eyJhbGciOi'), 400],
    ['another name', get('/graphql', 'other.example.eu'), 421],
  ])('is JSON with a code: %s', async (_name, bytes, status) => {
    const answer = await sent(bytes);
    expect(answer).toMatchObject({ status, code: 'BAD_USER_INPUT' });
    expect(answer.head).toContain('content-type: application/json; charset=utf-8');
    expect(answer.head).toMatch(/server: nginx\r?$/m);
  });

  test('is JSON with a code where TLS is missing', async () => {
    const answer = await raw(nginx.port, get('/graphql'));
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*"code":"BAD_USER_INPUT"/);
  });

  test('comes under one name: a handshake for another one is refused', async () => {
    expect(await nginx.handshake('concord.example.eu')).toBe('taken');
    expect(await nginx.handshake('other.example.eu')).toBe('refused');
  });
});

describe('a request', () => {
  test('has one id in the answer and in both logs', async () => {
    const mine = await post(nginx.url, '{"query":"{ asker }"}', { 'x-request-id': 'case-5.1_a' });
    const made = await post(nginx.url, '{"query":"{ asker }"}', { 'x-request-id': 'not one of ours' });
    const ids = [mine, made].map(({ headers }) => headers.get('x-request-id') ?? '');
    expect(ids).toEqual(['case-5.1_a', expect.stringMatching(/^[0-9a-f]{32}$/)]);
    for (const id of ids) {
      expect(await nginx.logged(id)).toMatchObject({
        method: 'POST',
        path: '/graphql',
        status: 200,
        serverStatus: '200',
      });
      expect(server.lines).toContainEqual(expect.objectContaining({ requestId: id, msg: 'request' }));
    }
  });

  test('is counted by the address that nginx saw, whatever the client says', async () => {
    const strict = await startToyServer({
      perSecond: 1,
      now: () => 0,
      addressOf: addressReader(['127.0.0.1']),
    });
    const before = await Nginx.start([strict.port, strict.port]);
    const codes = [];
    for (let number = 0; number < 12; number += 1) {
      const headers = { authorization: 'Bearer nobody', 'x-forwarded-for': `203.0.113.${number}` };
      codes.push((await post(before.url, '{"query":"{ asker }"}', headers)).code);
    }
    await before.stop();
    await strict.stop();
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2);
  });
});

describe('with no server that answers', () => {
  let alone: Nginx;
  beforeAll(async () => (alone = await Nginx.start([await freePort(), await freePort()])));
  afterAll(() => alone.stop());

  test.each(['/graphql', '/graphql/stream'])('%s says UNAVAILABLE, and when to try again', async (path) => {
    const init = { method: 'POST', headers: json, body: '{"query":"{ asker }"}' };
    const reply = await toReply(await fetch(alone.url + path, init));
    expect(reply).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(reply.headers.get('retry-after')).toBe('5');
  });

  test('a socket is refused with 503', async () => {
    const socket = new WebSocket(`${alone.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const status = await new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(status).toBe(503);
  });

  test('no log holds what was asked, or the token', async () => {
    const body = '{"query":"{ asker secretOfTheQuery }"}';
    await post(alone.url, body, { authorization: 'Bearer secretOfTheToken', 'x-request-id': 'quiet' });
    await toReply(
      await fetch(`${alone.url}/graphql?token=secretOfTheToken`, { headers: { 'x-request-id': 'loud' } }),
    );
    expect(await alone.logged('quiet')).toMatchObject({ path: '/graphql', status: 503 });
    expect(await alone.logged('loud')).toMatchObject({ path: '/graphql', status: 400 });
    expect(alone.accessLog + alone.errorLog).not.toMatch(/secretOf/);
    expect(alone.errorLog).toMatch(/Connection refused/);
  });
});
