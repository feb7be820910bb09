import { OperationTypeNode } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '../errors.ts';
import { unauthenticated } from '../identity/refusal.ts';
import { cutWhenRevoked } from './exchange.ts';
import type { Call } from './graphql-endpoint.ts';
import { isUnexpired, type Results, type Started } from './operations.ts';
import type { PreparedOperation } from './prepare.ts';
import { callAt } from './socket-care.ts';
import { socketLimits } from './socket-limits.ts';
import type { SocketOptions } from './socket-protocol.ts';

/** Comment line that keeps proxies from closing an idle stream. */
const KEEP_ALIVE = ':\n\n';

const event = (type: 'next' | 'complete', data: string): string => `event: ${type}\ndata: ${data}\n\n`;

/** Resolves once the reader has taken what was written, or is gone; cuts one that takes nothing. */
function written(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), socketLimits.slowMs);
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
  'operations' | 'preparation' | 'contextFor' | 'standing' | 'now'
>;

/** Throws DomainError, and has it counted, where the operation must not be started. */
function preparedFor<Context extends object>(
  { operations, preparation, now }: EventStreamOptions<Context>,
  { request, actor }: Call,
  asked: Pick<Started<Context>, 'requestId' | 'organisation'>,
): PreparedOperation {
  try {
    const prepared = preparation.prepare(request);
    const isSubscription = prepared.operation.operation === OperationTypeNode.SUBSCRIPTION;
    // Good for one more request, by the allowance for clocks that differ, and for nothing that stays open.
    if (isSubscription && !isUnexpired(actor, now())) throw unauthenticated();
    return prepared;
  } catch (error) {
    operations.refused(error instanceof DomainError ? error.code : 'INTERNAL', asked);
    throw error;
  }
}

/**
 * GraphQL over server-sent events in distinct connections mode (GraphQL-SSE): one operation a request. A token
 * that runs out and a server that closes cut the stream without `complete`, so that clients come back and resume.
 * Rejects with DomainError before anything is written.
 */
export function serveEventStream<Context extends object>(options: EventStreamOptions<Context>) {
  const { operations, contextFor, standing, now } = options;

  return async (_request: IncomingMessage, response: ServerResponse, call: Call): Promise<void> => {
    const { actor, requestId } = call;
    const asked = { requestId, organisation: actor?.organisation.id ?? null };
    const prepared = preparedFor(options, call, asked);
    const isSubscription = prepared.operation.operation === OperationTypeNode.SUBSCRIPTION;
    const isAllowed = (): boolean => {
      const allowed = isUnexpired(actor, now()) && !(actor !== null && standing.isRevoked(actor));
      if (!allowed) response.destroy();
      return allowed;
    };
    const assertStands = () => standing.assertStands(actor);
    const started = { ...asked, prepared, context: contextFor(call), isAllowed, assertStands };
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
    } else {
      const keepAlive = setInterval(() => response.write(KEEP_ALIVE), socketLimits.pingMs);
      const expiry = actor === null ? null : callAt(actor.expiresAt, now, () => response.destroy());
      try {
        await pour(results, response);
      } finally {
        clearInterval(keepAlive);
        expiry?.cancel();
      }
    }
  };
}
