import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { limits, timeLimits } from '../../src/server/limits.ts';
import { SECRET_OF_THE_INSIDE } from '../server/toy.ts';
import { startToyServer } from '../server/toy-server.ts';
import { RunningApp } from '../support/running-app.ts';
import { Attacker, INSIDE, expectRefused, threatsTo } from './threat.ts';

const lines: string[] = [];
let running: RunningApp;
let attacker: Attacker;
beforeAll(async () => {
  running = await RunningApp.start({ onLog: (line) => void lines.push(JSON.stringify(line)) });
  attacker = new Attacker(running);
});
afterAll(() => running.stop());

const threat = threatsTo(() => running.url);

const question = '{"query":"{ __typename }"}';
/** A whole request, by hand. */
const request = (head: string, body = question): string =>
  `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${head}\r\n\r\n${body}`;
const closing = `content-length: ${question.length}\r\nconnection: close`;

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('http', () => {
  threat(21, 'UTF-8 alone is read, whatever is announced', async () => {
    const named = [
      'utf-16',
      'utf-16le',
      'utf-7',
      'utf-32',
      'latin1',
      'iso-2022-jp',
      'utf-8, utf-16',
      'x'.repeat(4_000),
    ];
    for (const charset of named)
      expectRefused(
        await attacker.post(question, { 'content-type': `application/json; charset=${charset}` }),
        {
          status: 415,
          code: 'BAD_USER_INPUT',
        },
      );
    const bytes = [
      utf16(question),
      Buffer.from(question, 'utf16le'),
      Buffer.from('{"query":"\xff"}', 'latin1'),
      Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x7d]),
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
    ];
    for (const body of bytes)
      expectRefused(await attacker.post(body), { status: 400, code: 'BAD_USER_INPUT' });
  });

  threat(22, 'nothing that a page may send unasked is taken, on any path', async () => {
    const simple: [string, string][] = [
      ['text/plain', question],
      ['text/plain; application/json', question],
      ['application/x-www-form-urlencoded', `query=${encodeURIComponent('{ __typename }')}`],
      [
        'multipart/form-data; boundary=x',
        `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${question}\r\n--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{}\r\n--x--`,
      ],
      ['', question],
    ];
    for (const path of ['/graphql', '/graphql/stream'])
      for (const [type, body] of simple) {
        const reply = await attacker.post(Buffer.from(body), { 'content-type': type }, path);
        expectRefused(reply, { status: 415, code: 'BAD_USER_INPUT' });
        expect(reply.headers.get('access-control-allow-origin')).toBeNull();
      }
    const asked = await fetch(`${running.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });

  threat(23, 'a query in the address is not run, and not logged', async () => {
    const marker = 'zebraMarker';
    const addresses = [
      `/graphql?query={__typename}&a=${marker}`,
      `/graphql/stream?query=subscription{exchange{cursor}}&a=${marker}`,
      `/graphql?query=mutation{recallItem(input:{itemId:"${marker}"}){cursor}}`,
    ];
    for (const address of addresses)
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
        const answer = await fetch(running.url + address, { method });
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('POST');
        expect(await answer.text()).not.toMatch(marker);
      }
    // The body counts, not the address.
    const reply = await attacker.post(
      { query: '{ __typename }' },
      {},
      `/graphql?query={viewer{id}}&a=${marker}`,
    );
    expect(reply.data).toEqual({ __typename: 'Query' });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join()).not.toContain(marker);
  });

  threat(26, 'headers that switch something elsewhere change no byte of the answer', async () => {
    const officer = await running.client('ai-office');
    const asked = {
      query:
        '{ viewer { id } items(first: 3) { totalCount edges { node { id } } } __schema { queryType { name } } }',
    };
    const plain = await attacker.post(asked, { authorization: `Bearer ${officer.token ?? ''}` });
    expect(plain.status).toBe(200);
    const switches: Record<string, string>[] = [
      { 'synchronized-upsert': 'true', 'previous-standard': 'true' },
      { 'x-forwarded-user': 'administrator@ai-office', 'x-remote-user': 'root', 'x-user': 'root' },
      { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1', 'x-real-ip': '127.0.0.1' },
      { 'x-organisation': 'board-de', 'x-roles': 'administrator', 'x-clearance': 'sensitive' },
      { 'x-hasura-role': 'admin', 'x-hasura-admin-secret': 'x', 'apollo-require-preflight': 'true' },
      { 'x-http-method-override': 'GET', 'x-original-url': '/metrics', 'x-rewrite-url': '/metrics' },
      { 'x-debug': '1', 'x-trace': '1', 'apollo-federation-include-trace': 'ftv1', 'x-skip-validation': '1' },
      { cookie: 'session=root; authorization=Bearer root' },
    ];
    for (const headers of switches) {
      const reply = await attacker.post(asked, {
        authorization: `Bearer ${officer.token ?? ''}`,
        ...headers,
      });
      expect(reply.text).toBe(plain.text);
      const tooMuch = await attacker.post({ query: '{ '.repeat(100) }, headers);
      expectRefused(tooMuch, { code: 'TOO_COMPLEX', limit: 'nesting' });
    }
  });

  threat(27, 'every answer is JSON with a code, and shows nothing of the inside', async () => {
    const bytes = [
      'nonsense\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /nothing HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      'GET /../../etc/passwd HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      'GET /%00%ff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      'TRACE /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      'DELETE /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      'GET /graphql HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
      'GET /metrics HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 192.0.2.1\r\nconnection: close\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: a\r\na: ${'x'.repeat(limits.headerBytes.most)}\r\n\r\n`,
      request('content-length: 3\r\nconnection: close', '{"q'),
      request(`accept: text/html\r\n${closing}`),
      request(`authorization: Bearer a.b.c\r\n${closing}`),
      request(`expect: 200-maybe\r\n${closing}`.replace('json', 'xml')),
    ];
    for (const one of bytes) {
      const answer = await attacker.raw(one);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      if (/^HTTP\/1.1 200 /.test(head)) continue;
      expect(head).toMatch(/^HTTP\/1.1 4\d\d .*[^]*content-type: application\/json/i);
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
      expect(answer).not.toMatch(INSIDE);
    }
  });

  threat(27, 'what breaks inside is masked, with a reference that leads to the log', async () => {
    const toy = await startToyServer();
    const reply = await toy.post({ query: '{ broken }' });
    await toy.stop();
    expect(reply.code).toBe('INTERNAL');
    expect(reply.text).not.toMatch(INSIDE);
    expect(reply.text).not.toContain(SECRET_OF_THE_INSIDE);
    const { reference } = reply.errors[0]?.extensions ?? {};
    expect(toy.lines.find((line) => line.reference === reference)).toBeDefined();
  });

  threat(29, 'who does not finish headers or body in time is cut off, and others are served', async () => {
    const unfinished = [
      { bytes: 'POST /graphql HTTP/1.1\r\nhost: a\r\na: b', within: timeLimits.headers.most },
      { bytes: request('content-length: 1000', '{"query"'), within: timeLimits.request.most },
      { bytes: request('transfer-encoding: chunked', '5\r\n{"que\r\n'), within: timeLimits.request.most },
    ];
    const waiting = unfinished.map(async ({ bytes, within }) => {
      const began = performance.now();
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(attacker.port, '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (data: Buffer) => (text += data.toString()));
        socket.on('close', () => resolve(text));
      });
      expect(Attacker.answersIn(answer)).toEqual([{ status: 408, code: 'BAD_USER_INPUT' }]);
      const took = performance.now() - began;
      expect(took).toBeGreaterThan(within - 500);
      expect(took).toBeLessThan(within + 5_000);
    });
    expect((await attacker.post(question)).data).toEqual({ __typename: 'Query' });
    await Promise.all(waiting);
  });

  threat(33, 'a request of two lengths is none, and nothing behind it is read', async () => {
    const second = request(closing).replace('POST /graphql', 'GET /health/live');
    const ambiguous = [
      request(`content-length: 6\r\ntransfer-encoding: chunked`, `0\r\n\r\n${second}`),
      request(`transfer-encoding: chunked\r\ncontent-length: 6`, `0\r\n\r\n${second}`),
      request('content-length: 5\r\ncontent-length: 6', `{"qu"}${second}`),
      request('content-length: 5, 6', `{"qu"}${second}`),
      request('content-length: +5', second),
      request('content-length: 0x5', second),
      request('transfer-encoding: chunked, identity', `0\r\n\r\n${second}`),
      request('transfer-encoding: xchunked', `0\r\n\r\n${second}`),
      request('transfer-encoding : chunked', `0\r\n\r\n${second}`),
      request('a: b\r\n folded: header\r\ncontent-length : 5', second),
      request('transfer-encoding:\x0bchunked', `0\r\n\r\n${second}`),
      request('content-length: 5').replaceAll('\r\n', '\n') + second,
    ];
    for (const bytes of ambiguous)
      expect(Attacker.answersIn(await attacker.raw(bytes))).toEqual([
        { status: 400, code: 'BAD_USER_INPUT' },
      ]);
  });

  threat(33, 'a chunk that is none ends the connection', async () => {
    const chunks = [
      'zz\r\n{}\r\n0\r\n\r\n',
      '-1\r\n{}\r\n',
      '2\r\n{}xx\r\n0\r\n\r\n',
      'fffffffffffffffff\r\n{}',
      '2;\n{}\r\n0\r\n\r\n',
    ];
    for (const body of chunks) {
      const answers = Attacker.answersIn(
        await attacker.raw(request('transfer-encoding: chunked', body + request(closing))),
      );
      expect(answers).toEqual([{ status: 400, code: 'BAD_USER_INPUT' }]);
    }
  });

  threat(
    33,
    'an address of another host leads nowhere, and a refused body is the last of its connection',
    async () => {
      for (const target of [
        'http://evil.example/graphql',
        'http://127.0.0.1/metrics',
        '//evil.example/graphql',
        '*',
      ])
        expect(Attacker.answersIn(await attacker.raw(request(closing).replace('/graphql', target)))).toEqual([
          { status: 404, code: 'NOT_FOUND' },
        ]);
      const refused = request(`content-length: ${4 * 1024 * 1024}`, '{');
      expect(Attacker.answersIn(await attacker.raw(refused + request(closing)))).toEqual([
        { status: 413, code: 'TOO_COMPLEX' },
      ]);
    },
  );
});
