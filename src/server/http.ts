import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Actor, Standing } from '../access/actor.ts';
import { DomainError } from '../errors.ts';
import { ClientGone, assertAcceptsJson, assertJson, readOperationRequest } from './body.ts';
import { allowOrigin, answerPreflight } from './cors.ts';
import {
  JSON_TYPE,
  cutWhenRevoked,
  endWithRefusal,
  openExchange,
  securityHeaders,
  send,
  sendPaced,
  sendRefusal,
  type Exchange,
} from './exchange.ts';
import { graphiqlHeaders, type PageFile } from './graphiql.ts';
import type { Answer, Call, GraphqlEndpoint } from './graphql-endpoint.ts';
import { live, readiness, type Health } from './health.ts';
import { LimitExceeded, assertWithin, limits, timeLimits } from './limits.ts';
import { logRequest, type Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Rate } from './rate.ts';
import { HttpRefusal, type Refusals } from './refusals.ts';

/** Answers one call with a stream of events; a rejection before the headers are sent becomes a JSON refusal. */
export type StreamHandler = (request: IncomingMessage, response: ServerResponse, call: Call) => Promise<void>;

export interface HttpServerOptions {
  endpoint: GraphqlEndpoint;
  /** POST /graphql/stream. */
  stream: StreamHandler;
  /** Null without a token; throws UNAUTHENTICATED for one that is not valid, RATE_LIMITED after too many, or UNAVAILABLE. */
  authenticate: (authorization: string | null, address: string) => Promise<Actor | null>;
  standing: Standing;
  rate: Rate;
  refusals: Refusals;
  metrics: Metrics;
  mayReadMetrics: (request: IncomingMessage) => boolean;
  log: Log;
  ready: () => boolean;
  /** The GraphiQL page, where it is served; `/` leads there. */
  graphiql: ((path: string) => PageFile | null) | null;
  /** Address of the caller behind proxies that are trusted. */
  addressOf: (request: IncomingMessage) => string;
  /** Origins whose pages may read answers. */
  allowedOrigins: readonly string[];
  /** Milliseconds after which `close` cuts off what is still in flight. */
  closeWithin?: number;
}

export interface HttpServer {
  server: Server;
  /**
   * Takes no more connections and resolves when what is in flight has been answered. Sockets that were upgraded
   * and open streams are for their owners to end.
   */
  close: () => Promise<void>;
}

type Handler = (exchange: Exchange) => Promise<void> | void;
interface Route {
  name: string;
  method: 'GET' | 'POST';
  handle: Handler;
}

const nothingHere = (): HttpRefusal => new HttpRefusal(404, 'There is nothing at this address.');

/** Who asks, counted; the body is read only for those who may ask. */
async function openCall(exchange: Exchange, options: HttpServerOptions): Promise<Call> {
  const { authenticate, standing, rate, addressOf } = options;
  const { request, requestId } = exchange;
  assertJson(request);
  const address = addressOf(request);
  const actor = await authenticate(request.headers.authorization ?? null, address).catch((error: unknown) => {
    // Guessing tokens is counted too.
    rate.take({ actor: null, address });
    throw error;
  });
  exchange.organisation = actor?.organisation.id ?? null;
  rate.take({ actor, address });
  const acceptLanguage = request.headers['accept-language'] ?? null;
  const asked = await readOperationRequest(request);
  // As late as it can be: a body may take its time to arrive.
  standing.assertStands(actor);
  return { request: asked, actor, acceptLanguage, requestId, address };
}

const sendHealth = (exchange: Exchange, { status, body }: Health): void =>
  send(exchange, status, { headers: { 'content-type': JSON_TYPE }, body });

/** An answer keeps the place of its operation until it is taken. */
async function give(
  { response }: Exchange,
  answer: Answer,
  { actor, standing }: { actor: Actor | null; standing: Standing },
): Promise<void> {
  try {
    standing.assertStands(actor);
    cutWhenRevoked(response, actor, standing);
    await sendPaced(response, answer.status, answer);
  } finally {
    answer.release();
  }
}

function pageHandler(files: (path: string) => PageFile | null): Handler {
  return (exchange) => {
    const file = files(exchange.path);
    if (file === null) throw nothingHere();
    send(exchange, 200, { headers: { ...graphiqlHeaders, 'content-type': file.type }, body: file.body });
  };
}

function routesOf(options: HttpServerOptions, isReady: () => boolean): (path: string) => Route | undefined {
  const { endpoint, stream, standing, metrics, mayReadMetrics, graphiql } = options;
  const routes: readonly Route[] = [
    {
      name: '/graphql',
      method: 'POST',
      async handle(exchange) {
        assertAcceptsJson(exchange.request);
        const call = await openCall(exchange, options);
        const answer = await endpoint.execute(call, exchange.request.headers.accept);
        exchange.operation = answer.operation;
        await give(exchange, answer, { actor: call.actor, standing });
      },
    },
    {
      name: '/graphql/stream',
      method: 'POST',
      async handle(exchange) {
        await stream(exchange.request, exchange.response, await openCall(exchange, options));
      },
    },
    { name: '/health/live', method: 'GET', handle: (exchange) => sendHealth(exchange, live()) },
    {
      name: '/health/ready',
      method: 'GET',
      handle: (exchange) => sendHealth(exchange, readiness(isReady())),
    },
    {
      name: '/metrics',
      method: 'GET',
      async handle(exchange) {
        if (!mayReadMetrics(exchange.request)) throw nothingHere();
        const headers = { 'content-type': metrics.contentType };
        send(exchange, 200, { headers, body: await metrics.render() });
      },
    },
  ];
  const byPath = new Map(routes.map((route) => [route.name, route]));
  if (graphiql === null) return (path) => byPath.get(path);
  const handle: Handler = (exchange) => send(exchange, 302, { headers: { location: '/graphiql' }, body: '' });
  byPath.set('/', { name: '/', method: 'GET', handle });
  const page: Route = { name: '/graphiql', method: 'GET', handle: pageHandler(graphiql) };
  return (path) => byPath.get(path) ?? (/^\/graphiql(\/|$)/.test(path) ? page : undefined);
}

function assertMethod(method: string, route: Route): void {
  if (method === route.method || (method === 'HEAD' && route.method === 'GET')) return;
  const allow = route.method === 'GET' ? 'GET, HEAD' : 'POST';
  throw new HttpRefusal(405, 'This address does not take this method.', { allow });
}

/** Counts what waits on each connection; throws RATE_LIMITED for one more than its limit. */
function connectionCounter(): (exchange: Exchange) => void {
  const inFlight = new WeakMap<Duplex, number>();
  return ({ request: { socket }, response }) => {
    const count = (inFlight.get(socket) ?? 0) + 1;
    inFlight.set(socket, count);
    response.once('close', () => inFlight.set(socket, (inFlight.get(socket) ?? 1) - 1));
    assertWithin('inFlightPerConnection', count);
  };
}

/** Logs and counts an exchange once it has ended, well or not. */
function observe(exchange: Exchange, routeName: string, { log, metrics }: HttpServerOptions): void {
  const started = performance.now();
  const { response } = exchange;
  response.once('close', () => {
    const ms = performance.now() - started;
    const { requestId, method, path, operation, organisation } = exchange;
    const status = response.statusCode;
    const aborted = !response.writableFinished;
    metrics.requestAnswered({ route: routeName, status, seconds: ms / 1000 });
    logRequest(log, {
      requestId,
      method,
      path,
      status,
      ms: Math.round(ms),
      operation,
      organisation,
      aborted,
    });
  });
}

/** Codes of Node's parser and of its time limits that are not the client's malformed HTTP. */
function refusalOfClientError(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW') return new LimitExceeded('headerBytes');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new HttpRefusal(408, 'The request took too long to arrive.');
  return new HttpRefusal(400, 'This is not well-formed HTTP.');
}

function answerClientError(refusals: Refusals): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  return ({ code }, socket) => {
    if (code === 'ECONNRESET') socket.destroy();
    else endWithRefusal(socket, refusalOfClientError(code), refusals);
  };
}

const parserOptions = {
  // Node refuses what has as much as that, not what has more.
  maxHeaderSize: limits.headerBytes.most + 1,
  headersTimeout: timeLimits.headers.most,
  requestTimeout: timeLimits.request.most,
  connectionsCheckingInterval: timeLimits.checkEvery.most,
  requireHostHeader: false,
};

/** The HTTP side of the server, not yet listening; WebSocket attaches to the `upgrade` of `server`. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { refusals, rate, ready, allowedOrigins, closeWithin = timeLimits.shutdown.most } = options;
  let closing = false;
  const routeOf = routesOf(options, () => ready() && !closing);
  const countConnection = connectionCounter();

  async function answer(exchange: Exchange, route: Route | undefined): Promise<void> {
    countConnection(exchange);
    // Node would refuse a request without a host by itself, with an empty answer.
    if (exchange.request.headers.host === undefined && exchange.request.httpVersion === '1.1')
      throw new HttpRefusal(400, 'This is not well-formed HTTP.');
    if (route === undefined) throw nothingHere();
    allowOrigin(exchange, allowedOrigins);
    if (answerPreflight(exchange)) return;
    assertMethod(exchange.method, route);
    await route.handle(exchange);
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const exchange = openExchange(request, response);
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    response.setHeader('x-request-id', exchange.requestId);
    if (closing) response.setHeader('connection', 'close');
    // A connection that is kept alive would hold up the end for its whole idle time.
    response.once('close', () => {
      if (closing) server.closeIdleConnections();
    });
    const route = routeOf(exchange.path);
    observe(exchange, route?.name ?? 'other', options);
    answer(exchange, route).catch((error: unknown) => {
      if (error instanceof ClientGone) return;
      if (response.headersSent) {
        refusals.toRefusal(error, { requestId: exchange.requestId });
        response.destroy();
      } else sendRefusal(exchange, error, { refusals, retryAfter: rate.retryAfter });
    });
  }

  const server = createServer(parserOptions);
  server.on('request', onRequest);
  server.on('checkExpectation', onRequest);
  server.on('clientError', answerClientError(refusals));

  return {
    server,
    async close() {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cut = setTimeout(() => server.closeAllConnections(), closeWithin);
      await closed;
      clearTimeout(cut);
    },
  };
}
