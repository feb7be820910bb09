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
import { isUnavailable, type RefusalCode } from '../errors.ts';
import type { Hub } from '../hub/hub.ts';
import type { Subscriber } from '../hub/subscriber.ts';
import type { FeedChange, Reads } from '../store/port.ts';
import { logOperation, type Log, type OperationLine } from './log.ts';
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
  log: Log;
  /** The context of an audience class: its rights and languages, and nobody in particular. */
  anonymised: (context: Context) => Context;
  /** What makes two contexts of the same rights give different bytes. */
  classOf: (context: Context) => string;
  isFeedRequest: (source: unknown) => source is FeedRequest;
  messageOf: (change: FeedChange) => object;
  /** Told of each change before it goes to the subscriber of that context; where it throws, the change does not go. */
  onDelivery: (context: Context, change: FeedChange) => void;
}

export interface Started<Context extends object> {
  prepared: PreparedOperation;
  context: Context;
  isAllowed: () => boolean;
  requestId: string;
  /** Id of the organisation that asks. */
  organisation: string | null;
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

/** The same results; tells when they have ended, from either side. */
const endingWith = (results: Results, ended: () => void): Results => ({
  async next() {
    const result = await results.next();
    if (result.done === true) ended();
    return result;
  },
  return() {
    ended();
    return results.return();
  },
});

/** Executes the operations that come by socket or event stream; errors are mapped as over HTTP. */
export class Operations<Context extends object> {
  readonly #options: OperationsOptions<Context>;

  constructor(options: OperationsOptions<Context>) {
    this.#options = options;
  }

  /** A subscription's results, whose end can be resumed; or the one that is all there is: refusals, a resync. */
  async subscribe(started: Started<Context>): Promise<Results | string> {
    const { schema, hub, isFeedRequest } = this.#options;
    const { prepared, context, isAllowed } = started;
    const ended = this.#timed(started);
    const source: unknown = await createSourceEventStream({
      schema,
      document: prepared.document,
      contextValue: context,
      variableValues: prepared.variables,
      operationName: prepared.operation.name?.value ?? null,
    });
    if (!isFeedRequest(source)) {
      const { errors = [] } = source as ExecutionResult;
      const refused = errors.map((error) => this.#refusal(started, error));
      const code = refused[0]?.extensions.code ?? 'INTERNAL';
      this.#count('subscription', code);
      ended(code);
      return JSON.stringify({ errors: refused });
    }
    this.#count('subscription', 'OK');
    const render = (message: object) => this.#render(started, message);
    if (source.resync !== null) {
      ended('OK');
      return render(source.resync);
    }
    const results = hub.subscribe({
      classKey: this.#classKey(started, source),
      reads: source.reads,
      render: (change) => render(this.#options.messageOf(change)),
      after: source.after,
      isAllowed,
      onDelivery: (change) => this.#options.onDelivery(context, change),
    });
    return endingWith(results, () => ended('OK'));
  }

  /** The JSON text of the result of a query or a mutation. */
  async execute(started: Started<Context>): Promise<string> {
    const { prepared, context } = started;
    const ended = this.#timed(started);
    const result = await execute({
      schema: this.#options.schema,
      document: prepared.document,
      contextValue: context,
      variableValues: prepared.variables,
      operationName: prepared.operation.name?.value ?? null,
    });
    const answer = this.#answer(started, result);
    const code = answer.errors?.[0]?.extensions.code ?? 'OK';
    this.#count(prepared.operation.operation, code);
    ended(code);
    return JSON.stringify(answer);
  }

  /** Counts and logs an operation of which nothing could be executed, where no transport does. */
  refused(code: RefusalCode, asked: Pick<OperationLine, 'requestId' | 'organisation'>): void {
    this.#count('unknown', code);
    logOperation(this.#options.log, { ...asked, type: 'unknown', operation: null, code, ms: 0 });
  }

  #count(type: OperationLine['type'], outcome: OperationLine['code']): void {
    this.#options.metrics.operationAnswered({ type, outcome });
  }

  /** To be called with how the operation ended; writes its line, the first time. */
  #timed({ prepared, requestId, organisation }: Started<Context>): (code: OperationLine['code']) => void {
    const began = performance.now();
    const { operation, name } = prepared.operation;
    let isWritten = false;
    return (code) => {
      if (isWritten) return;
      isWritten = true;
      const ms = Math.round(performance.now() - began);
      logOperation(this.#options.log, {
        requestId,
        type: operation,
        operation: name?.value ?? null,
        organisation,
        code,
        ms,
      });
    };
  }

  async #render(started: Started<Context>, message: object): Promise<string> {
    const { prepared, context } = started;
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
    return JSON.stringify(this.#answer(started, result));
  }

  #answer(
    started: Started<Context>,
    { data, errors }: ExecutionResult,
  ): { data?: unknown; errors?: readonly Refusal[] } {
    return {
      ...(errors === undefined ? {} : { errors: errors.map((error) => this.#refusal(started, error)) }),
      ...(data === undefined ? {} : { data }),
    };
  }

  #refusal({ requestId }: Started<Context>, error: unknown): Refusal {
    return this.#options.refusals.toRefusal(error, { requestId });
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
