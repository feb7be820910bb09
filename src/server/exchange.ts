import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RefusalCode } from '../errors.ts';
import type { Actor, Standing } from '../access/actor.ts';
import { TooManyRefused } from '../identity/refusal.ts';
import { closings, memoryLimits } from './limits.ts';
import { HttpRefusal, statusOf, type Refusal, type Refusals } from './refusals.ts';

/** One request and its answer, with what is known of it so far. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  method: string;
  /** Path as sent, without the query string. */
  path: string;
  /** For the log. */
  operation: string | null;
  organisation: string | null;
}

const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Takes the client's `X-Request-Id` where it is harmless in a log, else makes one. */
export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const given = request.headers['x-request-id'];
  return {
    request,
    response,
    requestId: typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID(),
    method: request.method ?? '',
    path: (request.url ?? '').replace(/[?#].*$/s, ''),
    operation: null,
    organisation: null,
  };
}

/** On every answer; pages set their own policy over these. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends a whole answer; does nothing where one has begun or the client has left. */
export function send(
  { response }: Pick<Exchange, 'response'>,
  status: number,
  content: { headers: Readonly<Record<string, string>>; body: string | Buffer },
): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(content.headers)) response.setHeader(name, value);
  response.setHeader('content-length', Buffer.byteLength(content.body));
  response.end(content.body);
}

/** Nothing of an answer that still waits to be sent reaches who loses access meanwhile. */
export function cutWhenRevoked(response: ServerResponse, actor: Actor | null, standing: Standing): void {
  if (response.destroyed || response.writableFinished) return;
  response.once(
    'close',
    standing.watch(actor, () => response.destroy()),
  );
}

/** Resolves once the reader has taken what was written, or is gone; cuts one that takes nothing. */
export function written(response: ServerResponse, text: string | Uint8Array): Promise<void> {
  if (response.destroyed || response.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), closings.unreadMs.most);
    const done = (): void => {
      clearTimeout(timer);
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** Sends a whole answer, piece by piece as the reader takes it; a reader that takes no piece in time is cut. */
export async function sendPaced(
  response: ServerResponse,
  status: number,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  const piece = memoryLimits.unsentBytes.most;
  for (let sent = 0; sent < bytes.length && !response.destroyed; sent += piece)
    await written(response, bytes.subarray(sent, sent + piece));
  if (!response.destroyed) response.end();
}

/** JSON body of a request that was refused as a whole. */
const bodyOf = (refusal: Refusal): string => JSON.stringify({ errors: [refusal] });

/** Seconds after which it is worth asking again. */
const RETRY_UNAVAILABLE = 5;

/** Answers with the refusal that an error maps to, and with its HTTP status. */
export function sendRefusal(
  exchange: Exchange,
  error: unknown,
  { refusals, retryAfter }: { refusals: Refusals; retryAfter: number },
): void {
  const { request, response, requestId } = exchange;
  const refusal = refusals.toRefusal(error, { requestId });
  const status = statusOf(error, refusal);
  const seconds = error instanceof TooManyRefused ? error.retryAfter : retryAfter;
  const extra: Partial<Record<RefusalCode, Record<string, string>>> = {
    UNAUTHENTICATED: { 'www-authenticate': 'Bearer' },
    RATE_LIMITED: { 'retry-after': String(seconds) },
    UNAVAILABLE: { 'retry-after': String(RETRY_UNAVAILABLE) },
  };
  // What was not read of the body would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  const own = error !== null && typeof error === 'object' && 'headers' in error ? error.headers : {};
  send(exchange, status, {
    headers: {
      'content-type': JSON_TYPE,
      ...extra[refusal.extensions.code],
      ...(own as Record<string, string>),
    },
    body: bodyOf(refusal),
  });
}

/** Answers on a connection that has no response: its request could not be read, or asked for a socket. */
export function endWithRefusal(connection: Duplex, error: unknown, refusals: Refusals): void {
  if (!connection.writable) {
    connection.destroy();
    return;
  }
  const refusal = refusals.toRefusal(error);
  const status = statusOf(error, refusal);
  const body = bodyOf(refusal);
  const own = error instanceof HttpRefusal ? error.headers : {};
  const headers = {
    ...securityHeaders,
    'content-type': JSON_TYPE,
    ...own,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  // Node no longer listens to a connection that it has handed over: without this one that breaks ends the process.
  connection.on('error', () => connection.destroy());
  connection.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}
