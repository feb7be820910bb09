import { randomUUID } from 'node:crypto';
import {
  Kind,
  createSourceEventStream,
  execute,
  print,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { Actor } from '../access/actor.ts';
import { isUnavailable } from '../errors.ts';
import type { Hub } from '../hub/hub.ts';
import type { Subscriber } from '../hub/subscriber.ts';
import type { FeedChange, Reads } from '../store/port.ts';
import type { Metrics } from './metrics.ts';
import type { PreparedOperation } from './prepare.ts';
import type { Refusal, Refusals } from './refusals.ts';

/** What a feed resolver answers: whose changes, from where, and what to say where the cursor cannot be resumed. */
export interface FeedRequest {
  reads: Reads;
  after: number | null;
  resync: object | null;
}

export interface OperationsOptions<Context extends object> {
  schema: GraphQLSchema;
  hub: Hub;
  refusals: Refusals;
  metrics: Metrics;
  /** The context of an audience class: its rights and languages, and nobody in particular. */
  anonymised: (context: Context) => Context;
  /** What makes two contexts of the same rights give different bytes. */
  classOf: (context: Context) => string;
  isFeedRequest: (source: unknown) => source is FeedRequest;
  messageOf: (change: FeedChange) => object;
}

export interface Started<Context extends object> {
  prepared: PreparedOperation;
  context: Context;
  isAllowed: () => boolean;
}

/** The JSON text of each result, made once for all equal readers; ends where the server closes or rights do. */
export type Results = Pick<Subscriber, 'next' | 'return'>;

const printed = new WeakMap<DocumentNode, string>();

/** Equal documents have equal text, whatever they looked like when they were sent. */
function textOf(document: DocumentNode): string {
  const known = printed.get(document) ?? print(document);
  printed.set(document, known);
  return known;
}

/** Executes the operations that come by socket or event stream; errors are mapped as over HTTP. */
export class Operations<Context extends object> {
  readonly #options: OperationsOptions<Context>;

  constructor(options: OperationsOptions<Context>) {
    this.#options = options;
  }

  /** A subscription's results, whose end can be resumed; or the one that is all there is: refusals, a resync. */
  async subscribe(started: Started<Context>): Promise<Results | string> {
    const { schema, hub, isFeedRequest, metrics } = this.#options;
    const { prepared, context, isAllowed } = started;
    const source: unknown = await createSourceEventStream({
      schema,
      document: prepared.document,
      contextValue: context,
      variableValues: prepared.variables,
      operationName: prepared.operation.name?.value ?? null,
    });
    if (!isFeedRequest(source)) {
      const { errors = [] } = source as ExecutionResult;
      const refused = errors.map((error) => this.#refusal(error));
      metrics.operationAnswered({
        type: 'subscription',
        outcome: refused[0]?.extensions.code ?? 'INTERNAL',
      });
      return JSON.stringify({ errors: refused });
    }
    metrics.operationAnswered({ type: 'subscription', outcome: 'OK' });
    const render = (message: object) => this.#render(started, message);
    if (source.resync !== null) return render(source.resync);
    return hub.subscribe({
      classKey: this.#classKey(started, source),
      reads: source.reads,
      render: (change) => render(this.#options.messageOf(change)),
      after: source.after,
      isAllowed,
    });
  }

  /** The JSON text of the result of a query or a mutation. */
  async execute({ prepared, context }: Started<Context>): Promise<string> {
    const { schema, metrics } = this.#options;
    const result = await execute({
      schema,
      document: prepared.document,
      contextValue: context,
      variableValues: prepared.variables,
      operationName: prepared.operation.name?.value ?? null,
    });
    const type = prepared.operation.operation;
    const answer = this.#answer(result);
    metrics.operationAnswered({ type, outcome: answer.errors?.[0]?.extensions.code ?? 'OK' });
    return JSON.stringify(answer);
  }

  async #render({ prepared, context }: Started<Context>, message: object): Promise<string> {
    const result = await execute({
      schema: this.#options.schema,
      document: prepared.document,
      rootValue: message,
      contextValue: this.#options.anonymised(context),
      variableValues: prepared.variables,
      operationName: prepared.operation.name?.value ?? null,
    });
    // Not an answer: the same message can be made as soon as the store is back.
    const passing = result.errors?.find(({ originalError }) => isUnavailable(originalError));
    if (passing?.originalError) throw passing.originalError;
    return JSON.stringify(this.#answer(result));
  }

  #answer({ data, errors }: ExecutionResult): { data?: unknown; errors?: readonly Refusal[] } {
    return {
      ...(errors === undefined ? {} : { errors: errors.map((error) => this.#refusal(error)) }),
      ...(data === undefined ? {} : { data }),
    };
  }

  #refusal(error: unknown): Refusal {
    return this.#options.refusals.toRefusal(error, { requestId: randomUUID() });
  }

  /** Where a subscription starts makes no difference to what each of its messages holds. */
  #classKey({ prepared, context }: Started<Context>, { reads }: FeedRequest): string {
    const cursors = new Set(
      (prepared.operation.variableDefinitions ?? [])
        .filter(({ type }) => type.kind === Kind.NAMED_TYPE && type.name.value === 'Cursor')
        .map(({ variable }) => variable.name.value),
    );
    const variables = Object.entries(prepared.variables).filter(([name]) => !cursors.has(name));
    return JSON.stringify([
      textOf(prepared.document),
      prepared.operation.name?.value ?? null,
      variables,
      reads,
      this.#options.classOf(context),
    ]);
  }
}

/** What every transport needs to know of who is at the other end. */
export interface Peer {
  actor: Actor | null;
  languages: string | null;
  address: string;
}

/** A token that runs out while a socket is open ends what it opened. */
export const isUnexpired = (actor: Actor | null, now: number): boolean =>
  actor === null || now < actor.expiresAt;
