import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SECRET_OF_THE_INSIDE, goodInput, publish } from './toy.ts';
import { gate, raw, startToyServer, type ToyServer } from './toy-server.ts';

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

const asker = { query: '{ asker }' };

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
    const before = server.lines.length;
    const reply = await server.post({ query: '{ broken }' }, { accept: 'text/html' });
    expect(reply).toMatchObject({ status: 406, code: 'BAD_USER_INPUT' });
    expect(server.lines.slice(before).filter((line) => line.msg === 'internal error')).toEqual([]);
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
    other.http.server.keepAliveTimeout = 600_000;
    const body = JSON.stringify(asker);
    const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    const answer = raw(other.port, `${head}content-length: ${body.length}\r\n\r\n${body}`);
    await arrived.passed;
    const before = performance.now();
    const closed = other.http.close();
    await expect(fetch(`${other.url}/health/live`)).rejects.toThrow();
    held.open();
    expect(await answer).toContain('{"data":{"asker":null}}');
    await closed;
    // What is still open then is cut off after ten seconds.
    expect(performance.now() - before).toBeLessThan(9_000);
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
