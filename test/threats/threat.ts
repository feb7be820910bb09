import { expect, test } from '@jest/globals';
import type { RunningApp } from '../support/running-app.ts';
import type { Reply } from '../server/toy-server.ts';
import { raw, toReply } from '../server/toy-server.ts';

/** What broke systems like this one; each has a test of this number in this folder. */
export const threats: Readonly<Record<number, string>> = {
  1: 'operators in filters',
  2: 'prototype pollution',
  3: 'stack overflow in the parser, before any rule',
  4: 'quadratic validation',
  5: 'alias, directive, fragment, operation floods',
  6: 'batching as brute force',
  7: 'no throttle on bad credentials',
  8: 'introspection',
  9: '"Did you mean" rebuilds the schema',
  10: 'the socket bypasses the HTTP limits',
  11: 'start without init on the legacy protocol',
  12: 'unbounded subscriptions on a socket',
  13: 'client-supplied claims taken as identity',
  14: "subscription authorised once, or with another tenant's eyes",
  15: 'token expires while connected',
  16: 'cross-site WebSocket hijacking',
  17: 'slow consumer eats memory',
  18: 'one more event after complete; leaked generators',
  19: 'init deadline kept alive by pings',
  20: 'many headers, huge protocol header, huge message, deflate bomb',
  21: 'exotic charsets cost memory',
  22: 'CSRF by simple requests; multipart',
  23: 'queries over GET',
  24: 'JWT: none, HS/RS confusion, empty key, jku/x5u/jwk, kid tricks',
  25: 'bearer equal to a user id',
  26: 'a header that switches checks off',
  27: 'stack, path, store text or an HTML page in the answer',
  28: 'echo amplification',
  29: 'slow requests',
  30: 'complexity limit passed by paging arguments',
  31: 'query language as a filter operator',
  32: 'null bytes, lone surrogates, RTL and bidi, NFC/NFD',
  33: 'request smuggling, bad chunks, absolute form',
  34: 'acknowledged but lost; shown but not durable; retry makes a second item',
  35: 'fsync fails and the retry succeeds',
};

/** Text of the inside, which no refusal may hold. */
export const INSIDE =
  /node_modules|file:\/\/|\/src\/|\.ts\b|\.js:\d|\bat \S+ \(|mongo|lmdb|MDB_|BSON|Cannot read|is not a function|undefined|\[object|Unexpected (token|end)|Syntax Error|TypeError|RangeError|call stack|ECONN|ENOENT|Did you mean|<html|<pre|zlib|protobuf/i;

const question = '{ items(first: 1) { totalCount } }';

/** A correct request is answered, and the process is as it should be. */
export async function expectHealthy(url: string): Promise<void> {
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: question }),
  });
  expect(await answer.json()).toEqual({ data: { items: { totalCount: expect.any(Number) } } });
}

/** A test of a threat: the attack, what it is answered, and the server healthy afterwards. */
export const threatsTo =
  (urlOf: () => string) =>
  (number: number, seen: string, attack: () => Promise<void>, timeout?: number): void => {
    test(
      `${number}. ${threats[number] ?? 'unknown'}: ${seen}`,
      async () => {
        await attack();
        await expectHealthy(urlOf());
      },
      timeout,
    );
  };

/** Ways to send what no client library would. */
export class Attacker {
  readonly #running: RunningApp;

  constructor(running: RunningApp) {
    this.#running = running;
  }

  get url(): string {
    return this.#running.url;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** A body as it is, or as JSON where it is not text. */
  async post(body: unknown, headers: Record<string, string> = {}, path = '/graphql'): Promise<Reply> {
    return toReply(
      await fetch(this.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    );
  }

  /** Bytes as they are, and all that comes back until the server closes. */
  raw(bytes: string | Buffer): Promise<string> {
    return raw(this.port, bytes);
  }

  /** The status and the code in the JSON of each answer in what came back. */
  static answersIn(text: string): { status: number; code: string | undefined }[] {
    return text
      .split(/(?=HTTP\/1\.1 \d)/)
      .filter((answer) => answer !== '')
      .map((answer) => ({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]),
        code: /"code":"([A-Z_]+)"/.exec(answer)?.[1],
      }));
  }
}

/** A refusal in JSON that is short, has a code, and shows neither the inside nor what was sent. */
export function expectRefused(reply: Reply, wanted: { status?: number; code: string; limit?: string }): void {
  const { status, code, limit } = wanted;
  expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
  expect({ status: reply.status, code: reply.code, data: reply.data }).toEqual({
    status: status ?? reply.status,
    code,
    data: undefined,
  });
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.status).toBeLessThan(500);
  expect(reply.errors).toHaveLength(1);
  if (limit !== undefined) expect(reply.errors[0]?.extensions.limit).toBe(limit);
  expect(Buffer.byteLength(reply.text)).toBeLessThanOrEqual(2_048);
  expect(reply.text).not.toMatch(INSIDE);
}
