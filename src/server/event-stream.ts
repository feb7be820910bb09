import { OperationTypeNode } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '../errors.ts';
import { unauthenticated } from '../identity/refusal.ts';
import { cutWhenRevoked, written } from './exchange.ts';
import type { Call } from './graphql-endpoint.ts';
import { isUnexpired, type Results, type Started } from './operations.ts';
import type { PreparedOperation } from './prepare.ts';
import { closings, timeLimits } from './limits.ts';
import { callAt } from './socket-care.ts';
import type { SocketOptions } from './socket-options.ts';

/** Comment line that keeps proxies from closing an idle stream. */
const KEEP_ALIVE = ':\n\n';

const event = (type: 'next' | 'complete', data: string): string => `event: ${type}\ndata: ${data}\n\n`;

/** Until the reader goes, or the results end: never `complete`, for then there is more to come elsewhere or later. */
async function pour(results: Results, response: ServerResponse): Promise<void> {
  // A reader may have gone while the first results were made ready; its 'close' has then been and gone.
  if (response.destroyed) {
    await results.return();
    return;
  }
  response.on('close', () => void results.return());
  for (let next = await results.next(); next.done !== true; next = await results.next())
    await written(response, event('next', next.value));
  response.destroy();
}

export type EventStreamOptions<Context extends object> = Pick<
  SocketOptions<Context>,
  'operations' | 'preparation' | 'running' | 'contextFor' | 'standing' | 'now'
>;

/** Throws DomainError, and has it counted, where the operation must not be started. */
function admitted<Context extends object>(
  { operations, preparation, running, now }: EventStreamOptions<Context>,
  { request, actor, address }: Call,
  asked: Pick<Started<Context>, 'requestId' | 'organisation'>,
): { prepared: PreparedOperation; end: () => void } {
  try {
    const prepared = preparation.prepare(request);
    const type = prepared.operation.operation;
    // Good for one more request, by the allowance for clocks that differ, and for nothing that stays open.
    if (type === OperationTypeNode.SUBSCRIPTION && !isUnexpired(actor, now())) throw unauthenticated();
    return { prepared, end: running.begin(type, { actor, address }) };
  } catch (error) {
    operations.refused(error instanceof DomainError ? error.code : 'INTERNAL', asked);
    throw error;
  }
}

/** Sends the results until the reader goes, its token runs out or its time is over. */
async function stream(
  results: Results,
  response: ServerResponse,
  { actor, now }: { actor: Call['actor']; now: () => number },
): Promise<void> {
  const keepAlive = setInterval(() => response.write(KEEP_ALIVE), timeLimits.ping.most);
  const life = setTimeout(() => response.destroy(), closings.lifeMs.most);
  const expiry = actor === null ? null : callAt(actor.expiresAt, now, () => response.destroy());
  try {
    await pour(results, response);
  } finally {
    clearInterval(keepAlive);
    clearTimeout(life);
    expiry?.cancel();
  }
}

async function serve<Context extends object>(
  { operations, contextFor, standing, now }: EventStreamOptions<Context>,
  response: ServerResponse,
  { prepared, call }: { prepared: PreparedOperation; call: Call },
): Promise<void> {
  const { actor, requestId } = call;
  const isAllowed = (): boolean => {
    const allowed = isUnexpired(actor, now()) && !(actor !== null && standing.isRevoked(actor));
    if (!allowed) response.destroy();
    return allowed;
  };
  const assertStands = () => standing.assertStands(actor);
  const asked = { requestId, organisation: actor?.organisation.id ?? null };
  const started = { ...asked, prepared, context: contextFor(call), isAllowed, assertStands };
  const isSubscription = prepared.operation.operation === OperationTypeNode.SUBSCRIPTION;
  const results = isSubscription ? await operations.subscribe(started) : await operations.execute(started);
  try {
    assertStands();
  } catch (error) {
    if (typeof results !== 'string') await results.return();
    throw error;
  }
  cutWhenRevoked(response, actor, standing);

  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  if (typeof results === 'string') {
    await written(response, event('next', results));
    if (!response.destroyed) response.end(event('complete', ''));
  } else await stream(results, response, { actor, now });
}

/**
 * GraphQL over server-sent events in distinct connections mode (GraphQL-SSE): one operation a request. A token
 * that runs out and a server that closes cut the stream without `complete`, so that clients come back and resume.
 * Rejects with DomainError before anything is written.
 */
export function serveEventStream<Context extends object>(options: EventStreamOptions<Context>) {
  return async (_request: IncomingMessage, response: ServerResponse, call: Call): Promise<void> => {
    const { actor, requestId } = call;
    const asked = { requestId, organisation: actor?.organisation.id ?? null };
    const { prepared, end } = admitted(options, call, asked);
    try {
      await serve(options, response, { prepared, call });
    } finally {
      end();
    }
  };
}
