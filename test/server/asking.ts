import type { Client, Result } from '../support/client.ts';
import { RawSocket } from '../hub/raw-socket.ts';
import { raw } from './toy-server.ts';

/** How the server answered: with the limit that was gone over, or null. */
export interface Told {
  limit: string | null;
  code: string | null;
  field: string | null;
  hasData: boolean;
}

export function toldBy({ data, errors }: Result): Told {
  const { limit = null, code = null, field = null } = errors?.[0]?.extensions ?? {};
  return { limit, code, field, hasData: data !== undefined && data !== null };
}

const headersOf = ({ token }: Client): Record<string, string> => ({
  'content-type': 'application/json',
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
});

/** Sends a body as it is, or as JSON where it is not text. */
export async function overHttp(client: Client, body: unknown): Promise<Told> {
  const response = await fetch(`${client.url}/graphql`, {
    method: 'POST',
    headers: headersOf(client),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return toldBy((await response.json()) as Result);
}

export async function overStream(client: Client, body: unknown): Promise<Told> {
  const response = await fetch(`${client.url}/graphql/stream`, {
    method: 'POST',
    headers: headersOf(client),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const [, event] = /^event: next\ndata: (.*)$/m.exec(text) ?? [];
  return toldBy(JSON.parse(event ?? text) as Result);
}

/** Opens a socket and introduces itself. */
export async function greeted({ url, token }: Client): Promise<RawSocket> {
  const socket = await new RawSocket(url).opened();
  await socket.greet(token);
  return socket;
}

/** The answer to one operation on a socket of its own. */
export async function overSocket(client: Client, payload: object): Promise<Told> {
  const socket = await greeted(client);
  socket.send({ id: '1', type: 'subscribe', payload });
  const [, frame = ''] = await socket.has(2);
  socket.close();
  const { type, payload: got } = JSON.parse(frame) as { type: string; payload: unknown };
  return toldBy((type === 'error' ? { errors: got } : got) as Result);
}

/** Statuses and limits of the answers to requests that were sent in one piece on one connection. */
export async function overOneConnection(url: string, requests: readonly string[]): Promise<string[]> {
  const text = await raw(Number(new URL(url).port), requests.join(''));
  return [...text.matchAll(/HTTP\/1\.1 (\d+) (?:(?!HTTP\/1\.1 )[^])*/g)].map(
    ([answer, status = '']) => /"limit":"(\w+)"/.exec(answer)?.[1] ?? status,
  );
}

export const postOf = (body: string, { last = false, headers = '' } = {}): string =>
  `POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: ${last ? 'close' : 'keep-alive'}\r\n${headers}` +
  `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
