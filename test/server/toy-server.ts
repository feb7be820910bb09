import { connect, type AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Standing } from '../../src/access/actor.ts';
import { DomainError, type RefusalCode } from '../../src/errors.ts';
import { createGraphqlEndpoint } from '../../src/server/graphql-endpoint.ts';
import { createHttpServer, type HttpServerOptions } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createPreparation } from '../../src/server/prepare.ts';
import { addressReader } from '../../src/server/proxies.ts';
import { createRate } from '../../src/server/rate.ts';
import { createRefusals, type Refusal } from '../../src/server/refusals.ts';
import { createRunning } from '../../src/server/running.ts';
import { anna, toySchema, toyWeights, type ToyContext } from './toy.ts';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  data: unknown;
  errors: readonly Refusal[];
  /** Code of the first error. */
  code: RefusalCode | undefined;
}

export async function toReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = text !== '' && (response.headers.get('content-type')?.includes('json') ?? false);
  const body = (isJson ? JSON.parse(text) : {}) as { data?: unknown; errors?: Refusal[] };
  const errors = body.errors ?? [];
  const { status, headers } = response;
  return { status, headers, text, data: body.data, errors, code: errors[0]?.extensions.code };
}

/** Sends bytes as they are and resolves with everything that came back until the server closed. */
export function raw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** A promise that the test keeps when it wants to. */
export function gate() {
  const held: { open?: () => void } = {};
  const passed = new Promise<void>((resolve) => (held.open = resolve));
  return { passed, open: () => held.open?.() };
}

export type ToyServer = Awaited<ReturnType<typeof startToyServer>>;

interface Settings extends Partial<HttpServerOptions> {
  perSecond?: number;
  now?: () => number;
  introspection?: boolean;
  schema?: GraphQLSchema;
}

/** Nobody has lost access. */
export const everybodyStands: Standing = {
  isRevoked: () => false,
  assertStands: () => undefined,
  watch: () => () => undefined,
};

/** The real HTTP side over the toy schema on a free port of the loopback. */
export async function startToyServer({
  perSecond = 0,
  now,
  introspection = true,
  schema = toySchema,
  ...overrides
}: Settings = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const refusals = createRefusals(log);
  const metrics = createMetrics();
  const preparation = createPreparation({ schema, introspection, weights: toyWeights });
  const running = createRunning();
  const endpoint = await createGraphqlEndpoint<ToyContext>({
    schema,
    introspection,
    preparation,
    running,
    refusals,
    metrics,
    log,
    contextFor: ({ actor, acceptLanguage }) => ({ actor, acceptLanguage }),
  });
  const http = createHttpServer({
    endpoint,
    stream: (_request, response, { request }) => {
      response.end(`event: complete\ndata: ${request.operationName ?? ''}\n\n`);
      return Promise.resolve();
    },
    authenticate: (authorization) => {
      if (authorization === null) return Promise.resolve(null);
      if (authorization === 'Bearer anna') return Promise.resolve(anna);
      const code = authorization === 'Bearer later' ? 'UNAVAILABLE' : 'UNAUTHENTICATED';
      return Promise.reject(new DomainError(code, 'The token is not valid.'));
    },
    standing: everybodyStands,
    rate: createRate({ perSecond, ...(now === undefined ? {} : { now }) }),
    refusals,
    metrics,
    mayReadMetrics: () => true,
    log,
    ready: () => true,
    graphiql: null,
    addressOf: addressReader([]),
    allowedOrigins: [],
    ...overrides,
  });
  await new Promise<void>((resolve) => http.server.listen(0, '127.0.0.1', resolve));
  const { port } = http.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const send = async (path: string, init: RequestInit) => toReply(await fetch(url + path, init));
  const json = { 'content-type': 'application/json' };
  return {
    port,
    url,
    lines,
    metrics,
    http,
    parts: { schema, preparation, running, refusals, metrics, log },
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers, redirect: 'manual' }),
    send,
    /** Sends a body as it is, or as JSON where it is not text. */
    post: (body: unknown, headers: Record<string, string> = {}, path = '/graphql') =>
      send(path, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    async stop() {
      await http.close();
      await endpoint.stop();
    },
  };
}
