import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { limits, memoryLimits } from '../../src/server/limits.ts';
import { gate, raw, startToyServer, type ToyServer } from './toy-server.ts';

let server: ToyServer;
beforeAll(async () => (server = await startToyServer()));
afterAll(() => server.stop());

const asker = { query: '{ asker }' };
const bodyOfSize = (bytes: number) => `{"query":"{ asker }","padding":"${'x'.repeat(bytes - 34)}"}`;

describe('a malformed body', () => {
  test.each<[string, unknown]>([
    ['nothing', ''],
    ['no JSON', '{"query"'],
    ['two JSON texts', '{}{}'],
    ['null', 'null'],
    ['a text', '"{ asker }"'],
    ['a number', '3'],
    ['a batch', [asker, asker]],
    ['an empty batch', []],
    ['an empty object', {}],
    ['no query', { operationName: 'A' }],
    ['an empty query', { query: ' ' }],
    ['a query that is null', { query: null }],
    ['a query that is a number', { query: 3 }],
    ['a query that is an object', { query: { kind: 'Document', definitions: [] } }],
    ['a query in a list', { query: ['{ asker }'] }],
    ['an operation name that is a number', { ...asker, operationName: 1 }],
    ['an operation name that is a list', { ...asker, operationName: ['a'] }],
    ['variables that are a text', { ...asker, variables: '{}' }],
    ['variables that are a list', { ...asker, variables: [] }],
    ['variables that are a number', { ...asker, variables: 0 }],
    ['extensions that are a text', { ...asker, extensions: '{}' }],
    ['extensions that are a list', { ...asker, extensions: [] }],
    ['a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } }],
    ['a persisted query with its text', { ...asker, extensions: { persistedQuery: { version: 1 } } }],
  ])('is refused with 400: %s', async (_name, body) => {
    const reply = await server.post(body);
    expect(reply).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', data: undefined });
    expect(reply.errors).toHaveLength(1);
  });

  test.each([
    { operationName: null },
    { variables: null },
    { extensions: null },
    { extensions: {} },
    { other: 1 },
  ])('is not one that has null or unknown members: %p', async (members) => {
    expect((await server.post({ ...asker, ...members })).data).toEqual({ asker: null });
  });

  test('is refused when it is not UTF-8', async () => {
    const reply = await server.post(Buffer.from('{"query":"{ asker }","padding":"\xff"}', 'latin1'));
    expect(reply).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('is refused when its JSON nests too deep for anything', async () => {
    const reply = await server.post(`{"query":"{ asker }","variables":{"a":${'['.repeat(100_000)}`);
    expect(reply).toMatchObject({ status: 400, code: 'TOO_COMPLEX' });
  });
});

describe('the size of a body', () => {
  const { most } = limits.bodyBytes;

  test('may be the most and not one more', async () => {
    expect(bodyOfSize(most).length).toBe(most);
    expect((await server.post(bodyOfSize(most))).status).toBe(200);
    const reply = await server.post(bodyOfSize(most + 1));
    expect(reply).toMatchObject({ status: 413, code: 'TOO_COMPLEX' });
    expect(reply.errors[0]?.extensions.limit).toBe('bodyBytes');
  });

  test('is counted as it comes where it is not announced', async () => {
    const chunk = 'x'.repeat(64 * 1024);
    const chunked = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(5);
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n`;
    const answer = await raw(server.port, `${head}transfer-encoding: chunked\r\n\r\n${chunked}0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('"code":"TOO_COMPLEX"');
  });

  test('is refused at once when far too much is announced', async () => {
    const announced = most + memoryLimits.discardedBody.most + 1;
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n`;
    const answer = await raw(server.port, `${head}content-length: ${announced}\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });
});

describe('the content type', () => {
  test.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])(
    'may be %s',
    async (type) => {
      expect((await server.post(asker, { 'content-type': type })).status).toBe(200);
    },
  );

  test.each([
    'application/graphql',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json; charset=utf-8; charset=utf-16',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'marker',
  ])('may not be %s', async (type) => {
    const reply = await server.post(asker, { 'content-type': type });
    expect(reply).toMatchObject({ status: 415, code: 'BAD_USER_INPUT' });
    expect(reply.headers.get('accept-post')).toBe('application/json');
  });

  test('may not be left out', async () => {
    const reply = await server.send('/graphql', {
      method: 'POST',
      body: Buffer.from('{"query":"{ asker }"}'),
    });
    expect(reply).toMatchObject({ status: 415, code: 'BAD_USER_INPUT' });
  });

  test('may not be that of a compressed body', async () => {
    expect((await server.post(asker, { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await server.post(asker, { 'content-encoding': 'identity' })).status).toBe(200);
  });
});

describe('what is not HTTP', () => {
  test.each([
    ['nonsense', 'marker\r\n\r\n', 400, 'BAD_USER_INPUT'],
    ['no host', 'POST /graphql HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'BAD_USER_INPUT'],
    ['a bad header', 'GET / HTTP/1.1\r\nhost: a\r\nma rker: a\r\n\r\n', 400, 'BAD_USER_INPUT'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      400,
      'BAD_USER_INPUT',
    ],
    ['a large header', `GET / HTTP/1.1\r\nhost: a\r\na: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'TOO_COMPLEX'],
    [
      'an unknown expectation',
      'GET /x HTTP/1.1\r\nhost: a\r\nexpect: marker\r\nconnection: close\r\n\r\n',
      404,
      'NOT_FOUND',
    ],
  ])('is refused in JSON: %s', async (_name, bytes, status, code) => {
    const answer = await raw(server.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
    const [, body = ''] = answer.split('\r\n\r\n');
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(answer).not.toContain('marker');
  });
});

describe('a connection', () => {
  test('may have 8 requests waiting, and not one more', async () => {
    const { most } = limits.inFlightPerConnection;
    const all = gate();
    const held = gate();
    let waiting = 0;
    const other = await startToyServer({
      authenticate: () => {
        if ((waiting += 1) === most) all.open();
        return held.passed.then(() => null);
      },
    });
    const body = JSON.stringify(asker);
    const one = (last: boolean) =>
      `POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: ${last ? 'close' : 'keep-alive'}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const answered = raw(other.port, one(false).repeat(most) + one(true));
    await all.passed;
    // All of them came in one piece, which is parsed to its end before anything else happens.
    await new Promise((resolve) => setImmediate(resolve));
    held.open();
    const statuses = [...(await answered).matchAll(/HTTP\/1.1 (\d+) /g)].map(([, status]) => status);
    await other.stop();
    expect(statuses).toEqual([...Array.from({ length: most }, () => '200'), '429']);
  });

  test('that is cut in the middle of a request harms nothing', async () => {
    const before = server.lines.length;
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(
        'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
      );
      socket.end();
    });
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await server.post(asker)).status).toBe(200);
    expect(JSON.stringify(server.lines.slice(before))).not.toContain('internal error');
  });
});
