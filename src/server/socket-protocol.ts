import { randomUUID } from 'node:crypto';
import { GraphQLError, type ExecutionArgs } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { DomainError, type RefusalCode } from '../errors.ts';
import { documentIdOf } from './body.ts';
import { LimitExceeded, assertWithin, closings } from './limits.ts';
import { isUnexpired, type Started } from './operations.ts';
import { closeAtExpiry, closeExpired, closeRevoked, closeWhenRevoked } from './socket-care.ts';
import type { SocketOptions } from './socket-options.ts';
import { Ready, pulled, type Extra } from './spliced.ts';

export type Protocol = ServerOptions<Record<string, unknown>, Extra>;

/** What the library hands to `execute` and `subscribe` is what `onSubscribe` returned. */
interface Running<Context extends object> {
  started: Started<Context>;
  extra: Extra;
}

/** Takes the token of `connection_init` and nothing else for identity; refused it closes with 4403. */
function connecting({
  authenticate,
  standing,
  now,
}: Pick<SocketOptions<object>, 'authenticate' | 'standing' | 'now'>): NonNullable<Protocol['onConnect']> {
  return async ({ connectionParams, extra }) => {
    const { authorization = null, language } = connectionParams ?? {};
    // A token that is there must be good, also where it is none at all.
    const given = authorization === null || typeof authorization === 'string' ? authorization : '';
    try {
      extra.peer.actor = await authenticate(given, extra.peer.address);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'UNAUTHENTICATED') return false;
      extra.socket.close(1013, 'Try again later');
      return true;
    }
    // Good for one more request, by the allowance for clocks that differ, and for nothing that stays open.
    if (!isUnexpired(extra.peer.actor, now())) return false;
    extra.peer.languages = typeof language === 'string' ? language : null;
    closeAtExpiry(extra, now);
    closeWhenRevoked(extra, standing);
    return true;
  };
}

function starting<Context extends object>(
  { rate, running, preparation, contextFor, standing, now, operations }: SocketOptions<Context>,
  toError: (error: unknown, requestId: string) => GraphQLError,
): NonNullable<Protocol['onSubscribe']> {
  return ({ extra }, _id, payload) => {
    const { actor, address, languages } = extra.peer;
    const asked = { requestId: randomUUID(), organisation: actor?.organisation.id ?? null };
    try {
      if (extra.isTooDeep) throw new LimitExceeded('nesting');
      assertWithin('operationsPerSocket', extra.operations.count() + 1);
      rate.take(extra.peer);
      standing.assertStands(actor);
      const prepared = preparation.prepare({
        query: payload.query,
        documentId: documentIdOf({ ...payload }, payload.extensions ?? null),
        operationName: payload.operationName ?? null,
        variables: payload.variables ?? null,
      });
      const { requestId } = asked;
      const context = contextFor({ actor, address, acceptLanguage: languages, requestId });
      const isRevoked = () => actor !== null && standing.isRevoked(actor);
      const isAllowed = () =>
        isRevoked() ? closeRevoked(extra.socket) : isUnexpired(actor, now()) || closeExpired(extra.socket);
      const assertStands = () => standing.assertStands(actor);
      const started = { ...asked, prepared, context, isAllowed, assertStands };
      const args: Omit<ExecutionArgs, 'schema'> = {
        document: prepared.document,
        operationName: prepared.operation.name?.value ?? null,
        contextValue: { started, extra } satisfies Running<Context>,
      };
      const end = running.begin(prepared.operation.operation, extra.peer);
      extra.ends.set(payload, extra.operations.add(end));
      // Only `execute` and `subscribe` would look at the schema, and they have their own.
      return args as ExecutionArgs;
    } catch (error) {
      const refused = toError(error, asked.requestId);
      operations.refused(refused.extensions.code as RefusalCode, asked);
      return [refused];
    }
  };
}

/** Rights, limits and refusals around the protocol library. */
export function protocolOptions<Context extends object>(options: SocketOptions<Context>): Protocol {
  const { operations, refusals } = options;
  const toError = (error: unknown, requestId: string): GraphQLError => {
    const { message, extensions } = refusals.toRefusal(error, { requestId });
    return new GraphQLError(message, { extensions });
  };
  const runningOf = ({ contextValue }: ExecutionArgs) => contextValue as Running<Context>;

  return {
    connectionInitWaitTimeout: closings.initMs.most,
    onConnect: connecting(options),
    onSubscribe: starting(options, toError),
    execute: async (args) => {
      const { started, extra } = runningOf(args);
      return new Ready(await operations.execute(started), extra) as object;
    },
    subscribe: async (args) => {
      const { started, extra } = runningOf(args);
      const results = await operations.subscribe(started);
      return typeof results === 'string'
        ? (new Ready(results, extra) as object)
        : (pulled(results, extra) as AsyncIterableIterator<object>);
    },
    onNext: (_context, _id, _payload, _args, result) =>
      result instanceof Ready ? (result as object) : undefined,
    onPing: ({ extra }) => {
      if (extra.isTooDeep) throw new LimitExceeded('nesting');
    },
    // An operation keeps its place until its last word is sent, for until then it takes memory.
    onComplete: ({ extra }, _id, payload) => extra.ends.get(payload)?.(),
    onError: ({ extra }, _id, payload, errors) => {
      extra.ends.get(payload)?.();
      return errors.map((error) =>
        (error.extensions.code === undefined ? toError(error, randomUUID()) : error).toJSON(),
      );
    },
  };
}
