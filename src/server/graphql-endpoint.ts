import { ApolloServer, HeaderMap, type ApolloServerPlugin, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { OperationTypeNode, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Actor } from '../access/actor.ts';
import { DomainError, badInput, type RefusalCode } from '../errors.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { OperationRequest, Preparation, PreparedOperation } from './prepare.ts';
import type { Refusals } from './refusals.ts';
import type { Running } from './running.ts';

/** One operation that somebody asked for, whoever they are. */
export interface Call {
  request: OperationRequest;
  actor: Actor | null;
  acceptLanguage: string | null;
  requestId: string;
  /** Remote address. */
  address: string;
}

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Name that the client gave the operation. */
  operation: string | null;
  /** Gives back the place of the operation; to be called when the answer is taken, or nobody will take it. */
  release: () => void;
}

export interface GraphqlEndpoint {
  /** Executes a query or a mutation; rejects with DomainError where nothing was executed. */
  execute: (call: Call, accept: string | undefined) => Promise<Answer>;
  stop: () => Promise<void>;
}

export interface EndpointOptions<Context extends object> {
  schema: GraphQLSchema;
  introspection: boolean;
  preparation: Preparation;
  running: Running;
  refusals: Refusals;
  metrics: Metrics;
  log: Log;
  /** What the resolvers get; a plain object, for Apollo Server copies it. */
  contextFor: (caller: Omit<Call, 'request'>) => Context;
}

const REQUEST_ID = 'x-request-id';

/** Hands Apollo Server the documents that are parsed and validated already: its keys end with the same hash. */
const storeOf = ({ documentOf }: Preparation) => ({
  get: (key: string): Promise<DocumentNode | undefined> => Promise.resolve(documentOf(key.slice(-64))),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(true),
});

async function startApollo<Context extends object>(
  options: EndpointOptions<Context>,
  observer: ApolloServerPlugin<Context>,
  requestIdOf: (error: unknown) => string | undefined,
): Promise<ApolloServer<Context>> {
  const { schema, introspection, preparation, refusals, log } = options;
  const apollo = new ApolloServer<Context>({
    schema,
    introspection,
    documentStore: storeOf(preparation),
    formatError: (_formatted, error) => ({
      ...refusals.toRefusal(error, { requestId: requestIdOf(error) }),
    }),
    logger: log,
    plugins: [
      observer,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    nodeEnv: 'production',
    persistedQueries: false,
    stopOnTerminationSignals: false,
  });
  await apollo.start();
  return apollo;
}

function toHttpRequest({ request, requestId }: Call, accept: string | undefined): HTTPGraphQLRequest {
  const headers = new HeaderMap([
    ['content-type', 'application/json'],
    [REQUEST_ID, requestId],
  ]);
  if (accept !== undefined) headers.set('accept', accept);
  return { method: 'POST', headers, search: '', body: request };
}

/** What Apollo Server does not hand over by itself: whose request an error belongs to, and how each one ended. */
function createObserver<Context extends object>() {
  const requestIds = new WeakMap<object, string>();
  const outcomes = new WeakMap<object, RefusalCode>();
  const plugin: ApolloServerPlugin<Context> = {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: ({ errors, request }) => {
          const requestId = request.http?.headers.get(REQUEST_ID);
          if (requestId !== undefined) for (const error of errors) requestIds.set(error, requestId);
          return Promise.resolve();
        },
        willSendResponse: ({ request, response }) => {
          const [error] = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : [];
          if (error && request.http) outcomes.set(request.http, error.extensions?.code as RefusalCode);
          return Promise.resolve();
        },
      }),
  };
  return {
    plugin,
    requestIdOf: (error: unknown) =>
      typeof error === 'object' && error !== null ? requestIds.get(error) : undefined,
    outcomeOf: (request: HTTPGraphQLRequest) => outcomes.get(request) ?? 'OK',
  };
}

/** Starts Apollo Server on the schema; `stop` lets what is in flight finish. */
export async function createGraphqlEndpoint<Context extends object>(
  options: EndpointOptions<Context>,
): Promise<GraphqlEndpoint> {
  const { preparation, running, metrics, contextFor } = options;
  const { plugin, requestIdOf, outcomeOf } = createObserver<Context>();
  const apollo = await startApollo(options, plugin, requestIdOf);

  function counting<T>(type: OperationTypeNode | 'unknown', action: () => T): T {
    try {
      return action();
    } catch (error) {
      const outcome = error instanceof DomainError ? error.code : 'INTERNAL';
      metrics.operationAnswered({ type, outcome });
      throw error;
    }
  }

  async function run(call: Call, accept: string | undefined, prepared: PreparedOperation) {
    const { operation, query, variables } = prepared;
    const { operationName } = call.request;
    const request = toHttpRequest({ ...call, request: { query, operationName, variables } }, accept);
    const context = contextFor(call);
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: request,
      context: () => Promise.resolve(context),
    });
    if (answer.body.kind !== 'complete') throw new Error('an answer in parts was not asked for');
    metrics.operationAnswered({ type: operation.operation, outcome: outcomeOf(request) });
    const contentType = answer.headers.get('content-type') ?? 'application/json; charset=utf-8';
    return {
      status: answer.status ?? 200,
      headers: { 'content-type': contentType },
      body: answer.body.string,
      operation: operation.name?.value ?? null,
    };
  }

  return {
    async execute(call, accept) {
      const prepared = counting('unknown', () => preparation.prepare(call.request));
      const type = prepared.operation.operation;
      if (type === OperationTypeNode.SUBSCRIPTION) {
        metrics.operationAnswered({ type, outcome: 'BAD_USER_INPUT' });
        throw badInput(
          'query',
          'Subscriptions are served over WebSocket at /graphql and by POST /graphql/stream.',
        );
      }
      const end = counting(type, () => running.begin(type, call));
      try {
        return { ...(await run(call, accept, prepared)), release: end };
      } catch (error) {
        end();
        throw error;
      }
    },
    stop: () => apollo.stop(),
  };
}
