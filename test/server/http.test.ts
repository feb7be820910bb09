import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { limits, memoryLimits } from '../../src/server/limits.ts';
import { SECRET_OF_THE_INSIDE, goodInput, publish } from './toy.ts';
import { gate, startToyServer, type ToyServer } from './toy-server.ts';

let server: ToyServer;
beforeAll(async () => (server = await startToyServer()));
afterAll(() => server.stop());

const others: ToyServer[] = [];
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.stop()));
});

/** A server of its own for one test. */
async function another(settings: Parameters<typeof startToyServer>[0]): Promise<ToyServer> {
  const other = await startToyServer(settings);
  others.push(other);
  return other;
}

/** Sends bytes as they are and resolves with everything that came back until the server closed. */
function raw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

const asker = { query: '{ asker }' };
const bodyOfSize = (bytes: number) => `{"query":"{ asker }","padding":"${'x'.repeat(bytes - 34)}"}`;

describe('POST /graphql', () => {
  test('answers a query, in JSON', async () => {
    const reply = await server.post(asker);
    expect(reply).toMatchObject({ status: 200, text: '{"data":{"asker":null}}\n' });
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('answers who holds a token', async () => {
    const reply = await server.post(asker, { authorization: 'Bearer anna' });
    expect(reply.data).toEqual({ asker: 'anna' });
  });

  test('answers a mutation with variables and a named operation', async () => {
    const query = `${publish} query Other { asker }`;
    const reply = await server.post({ query, operationName: 'Publish', variables: { input: goodInput } });
    expect(reply.data).toEqual({ publish: { id: 'new' } });
  });

  test('answers the same document again and again', async () => {
    const query = 'query Again($id: ID!) { item(id: $id) { id } }';
    for (const id of ['1', '2', '3'])
      expect((await server.post({ query, variables: { id } })).data).toEqual({ item: { id } });
  });

  test('answers refusals of executed operations with 200, their path and their field', async () => {
    const reply = await server.post({ query: '{ mine: refused(code: "FORBIDDEN") asker }' });
    expect(reply).toMatchObject({ status: 200, data: { mine: null, asker: null } });
    expect(reply.errors).toEqual([
      {
        message: 'Refused for a reason.',
        locations: [{ line: 1, column: 3 }],
        path: ['mine'],
        extensions: { code: 'FORBIDDEN', field: 'handling.audience' },
      },
    ]);
  });

  test.each(['{ broken }', '{ fragile }', '{ item(id: 1) { related { id } } broken }'])(
    'shows nothing of the inside when something breaks: %s',
    async (query) => {
      const reply = await server.post({ query });
      expect(reply).toMatchObject({ status: 200, code: 'INTERNAL' });
      expect(reply.text).not.toMatch(/MDB_PANIC|stack|node_modules|non-nullable/);
      const reference = reply.errors[0]?.extensions.reference;
      const logged = server.lines.find((line) => line.reference === reference);
      expect(logged).toMatchObject({ requestId: reply.headers.get('x-request-id') });
      if (query === '{ broken }') expect(JSON.stringify(logged)).toContain(SECRET_OF_THE_INSIDE);
    },
  );

  test('is refused for null where a default value hides that it is not allowed', async () => {
    const query = 'query ($id: ID = "1") { item(id: $id) { id } }';
    const reply = await server.post({ query, variables: { id: null } });
    expect(reply).toMatchObject({ status: 200, code: 'BAD_USER_INPUT' });
  });

  test('refuses wrong variables with the field', async () => {
    const reply = await server.post({ query: publish, variables: { input: { ...goodInput, method: null } } });
    expect(reply).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(reply.errors).toHaveLength(1);
    expect(reply.errors[0]?.extensions.field).toBe('method');
  });

  test('names the limit that a document breaks', async () => {
    const reply = await server.post({ query: '['.repeat(1_000) });
    expect(reply).toMatchObject({ status: 400, code: 'TOO_COMPLEX' });
    expect(reply.errors[0]?.extensions.limit).toBe('nesting');
  });

  test('says where subscriptions are', async () => {
    const reply = await server.post({ query: 'subscription { ticks }' });
    expect(reply).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(reply.errors[0]?.message).toContain('/graphql/stream');
  });

  test('answers in the media type that the client prefers', async () => {
    const accept = 'application/graphql-response+json, application/json;q=0.9';
    const reply = await server.post(asker, { accept });
    expect(reply.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  test('executes nothing for a client that would not take the answer', async () => {
    const reply = await server.post({ query: '{ broken }' }, { accept: 'text/html' });
    expect(reply).toMatchObject({ status: 406, code: 'BAD_USER_INPUT' });
  });
});

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
    const reply = await server.post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
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
    const announced = most + memoryLimits.discardedBody + 1;
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

describe('a method', () => {
  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is refused at /graphql', async (method) => {
    const reply = await server.send('/graphql?query={asker}', { method });
    expect(reply).toMatchObject({ status: 405, code: 'BAD_USER_INPUT' });
    expect(reply.headers.get('allow')).toBe('POST');
  });

  test('POST is refused where something is read', async () => {
    const reply = await server.post({}, {}, '/health/live');
    expect(reply).toMatchObject({ status: 405, code: 'BAD_USER_INPUT' });
    expect(reply.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('an address', () => {
  test.each(['/', '/nothing', '/graphql/', '/graphqlx', '/graphiql', '/..%2f', '//graphql'])(
    'is not known: %s',
    async (path) => {
      expect(await server.get(path)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    },
  );
});

describe('a token', () => {
  test('that is not valid is refused with 401', async () => {
    const reply = await server.post(asker, { authorization: 'Bearer marker' });
    expect(reply).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    expect(reply.text).not.toContain('marker');
  });

  test('that cannot be checked now is answered with 503', async () => {
    const reply = await server.post(asker, { authorization: 'Bearer later' });
    expect(reply).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(reply.headers.get('retry-after')).toBe('5');
  });
});

describe('POST /graphql/stream', () => {
  const stream = (body: unknown, headers: Record<string, string> = {}) =>
    server.post(body, headers, '/graphql/stream');

  test('hands the request to its handler', async () => {
    expect((await stream({ query: 'x', operationName: 'Live' })).text).toContain('data: Live');
  });

  test('refuses what POST /graphql refuses', async () => {
    expect((await stream([])).status).toBe(400);
    expect((await stream(asker, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await stream(asker, { authorization: 'Bearer marker' })).status).toBe(401);
  });

  test('answers in JSON when its handler refuses', async () => {
    const other = await another({ stream: () => Promise.reject(new Error('MDB_PANIC')) });
    expect(await other.post(asker, {}, '/graphql/stream')).toMatchObject({ status: 500, code: 'INTERNAL' });
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
    const other = await another({
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

describe('every answer', () => {
  test.each(['/graphql', '/health/live', '/metrics', '/nothing'])(
    'tells browsers to be careful: %s',
    async (path) => {
      const { headers } = await server.get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  test('has the id of its request', async () => {
    const idOf = async (id: string) =>
      (await server.get('/health/live', { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idOf('case-5.1_a')).toBe('case-5.1_a');
    for (const id of ['', 'a b', 'ä', 'x'.repeat(65), '<script>'])
      expect(await idOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });
});

describe('a page of another origin', () => {
  const origin = 'https://desk.example.eu';
  const preflight = (from: string) =>
    server.send('/graphql', {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'POST' },
    });

  test('may read nothing unless it is listed', async () => {
    expect((await preflight(origin)).status).toBe(405);
    const { headers } = await server.post(asker, { origin });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may ask when it is listed, and no other may', async () => {
    const open = await another({ allowedOrigins: [origin] });
    const ask = (from: string) =>
      open.send('/graphql', {
        method: 'OPTIONS',
        headers: { origin: from, 'access-control-request-method': 'POST' },
      });
    const allowed = await ask(origin);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
    const { headers } = await open.post(asker, { origin });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await ask('https://other.example.eu');
    expect(refused.status).toBe(405);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    expect(refused.headers.get('vary')).toBe('Origin');
  });
});

describe('the rate', () => {
  test('refuses who asks too much, and says when to try again', async () => {
    let ms = 0;
    const limited = await another({ perSecond: 0.2, now: () => ms });
    const statuses = async (headers: Record<string, string> = {}) => [
      (await limited.post(asker, headers)).status,
      (await limited.post(asker, headers)).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    const refused = await limited.post(asker);
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await statuses({ authorization: 'Bearer anna' })).toEqual([200, 200]);
    ms += 5_000;
    expect(await statuses()).toEqual([200, 429]);
  });

  test('counts tokens that are not valid', async () => {
    const limited = await another({ perSecond: 0.1, now: () => 0 });
    const guess = async () => (await limited.post(asker, { authorization: 'Bearer x' })).status;
    expect([await guess(), await guess()]).toEqual([401, 429]);
  });
});

describe('GraphiQL', () => {
  const page = { body: Buffer.from('<title>page</title>'), type: 'text/html; charset=utf-8' };

  test('is served with its own policy, and / leads there', async () => {
    const local = await another({ graphiql: (path) => (path === '/graphiql' ? page : null) });
    expect((await local.get('/')).headers.get('location')).toBe('/graphiql');
    const reply = await local.get('/graphiql');
    expect(reply).toMatchObject({ status: 200, text: '<title>page</title>' });
    expect(reply.headers.get('content-security-policy')).toContain("worker-src 'self' blob:");
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await local.get('/graphiql/assets/none.js')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

describe('closing', () => {
  test('answers what is in flight, takes nothing new, and does not wait for idle connections', async () => {
    const arrived = gate();
    const held = gate();
    const other = await another({
      authenticate: () => {
        arrived.open();
        return held.passed.then(() => null);
      },
    });
    const reply = other.post(asker);
    await arrived.passed;
    const closed = other.http.close();
    await expect(fetch(`${other.url}/health/live`)).rejects.toThrow();
    held.open();
    expect((await reply).data).toEqual({ asker: null });
    const before = performance.now();
    await closed;
    // An idle connection would be kept for five seconds.
    expect(performance.now() - before).toBeLessThan(4_000);
  });

  test('cuts off what does not end', async () => {
    const other = await another({
      authenticate: () => gate().passed.then(() => null),
      closeWithin: 1,
    });
    const reply = other.post(asker);
    await Promise.race([reply, new Promise((resolve) => other.http.server.once('request', resolve))]);
    await Promise.all([expect(reply).rejects.toThrow(), other.http.close()]);
  });
});
