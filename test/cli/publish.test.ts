import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Workplace } from './command-line.ts';

interface Received {
  authorization: string;
  query: string;
  variables: { input: Record<string, unknown> };
}

let place: Workplace;
let server: Server;
let received: Received[] = [];
let answer: { status: number; body: string };

async function take(request: IncomingMessage): Promise<void> {
  const { query, variables } = JSON.parse(await text(request)) as Omit<Received, 'authorization'>;
  received.push({ authorization: request.headers.authorization ?? '', query, variables });
}

beforeEach(async () => {
  place = new Workplace();
  received = [];
  const done = { cursor: 'c1', item: { id: 'i1', reference: 'C(2025) 5053 final' } };
  answer = { status: 200, body: JSON.stringify({ data: { publishGuidance: done, publishFinding: done } }) };
  server = createServer((request, response) => {
    void take(request).then(() => {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(place.dataDir, 'server.json'), JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  place.remove();
});

function file(content: unknown): string {
  const path = join(place.dataDir, 'publication.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('concord publish', () => {
  test('sends what the file holds and prints where it went', async () => {
    const { code, out, err } = await place.run(['publish', 'docs/examples/guidance.json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe('reference  C(2025) 5053 final\nid         i1\ncursor     c1\n');
    const example = JSON.parse(readFileSync('docs/examples/guidance.json', 'utf8')) as { input: object };
    expect(received[0]?.variables.input).toEqual({
      ...example.input,
      idempotencyKey: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(received[0]?.query).toContain('publishGuidance(input: $input)');
  });

  test('takes a bare input as guidance and leaves its idempotency key alone', async () => {
    const input = { title: [], idempotencyKey: 'mine' };
    await place.run(['publish', file(input)]);
    expect(received[0]?.variables.input).toEqual(input);
  });

  test.each([
    ['guidance', [], 'ai-office', ['office-officer']],
    ['finding', [], 'ecat', ['ecat-analyst']],
    ['alert', [], 'ai-office', ['office-officer']],
    ['alert', ['--organisation', 'scientific-panel'], 'scientific-panel', ['panel-expert']],
    ['guidance', ['--role', 'auditor'], 'ai-office', ['auditor']],
  ])('acts for who publishes a %s, with %j', async (example, options, organisation, roles) => {
    await place.run(['publish', `docs/examples/${example}.json`, ...options]);
    const claims = decodeJwt(received[0]?.authorization.replace('Bearer ', '') ?? '');
    expect(claims).toMatchObject({ organisation, roles });
  });

  test('uses a token that was given', async () => {
    await place.run(['publish', file({}), '--token', 'x.y.z']);
    expect(received[0]?.authorization).toBe('Bearer x.y.z');
  });

  test('prints code, field and message of a refusal', async () => {
    answer.body = JSON.stringify({
      errors: [
        {
          message: 'The AI Act has no such article.',
          extensions: { code: 'BAD_USER_INPUT', field: 'articles' },
        },
      ],
      data: null,
    });
    const { code, out, err } = await place.run(['publish', file({})]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('BAD_USER_INPUT in articles: The AI Act has no such article.\n');
  });

  test('tells when something else answers', async () => {
    answer = { status: 502, body: '<html>' };
    const { code, err } = await place.run(['publish', file({})]);
    expect(code).toBe(1);
    expect(err).toMatch(/not Concord: HTTP 502/);
  });

  test('tells when no server answers', async () => {
    server.close();
    server.closeAllConnections();
    const { code, err } = await place.run(['publish', file({})]);
    expect(code).toBe(1);
    expect(err).toMatch(/No server answers at http:\/\/127\.0\.0\.1:\d+; npm start/);
  });

  test.each([
    ['is not there', null, /cannot be read/],
    ['is not JSON', 'title: x', /is not JSON/],
    ['holds a list', [], /must hold an object/],
    ['holds another mutation', { mutation: 'recallItem', input: {} }, /must be one of publishGuidance/],
    ['holds a mutation named like a part of objects', { mutation: 'toString', input: {} }, /must be one of/],
    ['holds no input', { mutation: 'raiseAlert' }, /input of the mutation/],
  ])('refuses a file that %s', async (_what, content, message) => {
    const path = content === null ? join(place.dataDir, 'absent.json') : file(content);
    const { code, err } = await place.run(['publish', path]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(received).toEqual([]);
  });
});
