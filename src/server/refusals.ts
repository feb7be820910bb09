import { randomUUID } from 'node:crypto';
import { GraphQLError, Kind, type ASTNode, type SourceLocation } from 'graphql';
import { DomainError, type RefusalCode } from '../errors.ts';
import { DocumentRefused } from './document.ts';
import { LimitExceeded, type LimitName } from './limits.ts';
import type { Log } from './log.ts';

/** An error as a client sees it. */
export interface Refusal {
  message: string;
  locations?: readonly SourceLocation[];
  path?: readonly (string | number)[];
  extensions: {
    code: RefusalCode;
    field?: string;
    limit?: LimitName;
    /** Finds the real error in the log. */
    reference?: string;
  };
}

/** A refusal by the transport itself, before any operation is known. */
export class HttpRefusal extends DomainError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(status === 404 ? 'NOT_FOUND' : 'BAD_USER_INPUT', message);
    this.name = 'HttpRefusal';
    this.status = status;
    this.headers = headers;
  }
}

const statusOfCode: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

const statusOfLimit: Partial<Record<LimitName, number>> = { bodyBytes: 413, headerBytes: 431 };

/** HTTP status of a request that was refused before anything was executed. */
export function statusOf(error: unknown, { extensions }: Refusal): number {
  if (error instanceof HttpRefusal) return error.status;
  const ofLimit = extensions.limit === undefined ? undefined : statusOfLimit[extensions.limit];
  return ofLimit ?? statusOfCode[extensions.code] ?? 400;
}

const valueKinds: ReadonlySet<string> = new Set([
  Kind.VARIABLE,
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

const isValue = (node: ASTNode | undefined): boolean => node !== undefined && valueKinds.has(node.kind);

/** Codes that Apollo Server gives to what the client did wrong. */
const clientCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Errors of the GraphQL engine around the one that was thrown, outermost first. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  let current = error;
  while (current !== undefined && current !== null && !causes.includes(current)) {
    causes.push(current);
    current = current instanceof GraphQLError ? current.originalError : undefined;
  }
  return causes;
}

const isClientFault = (cause: unknown): boolean =>
  cause instanceof GraphQLError &&
  (clientCodes.has(cause.extensions.code) ||
    (cause.originalError === undefined && isValue(cause.nodes?.[0])));

function placeOf(error: unknown): Pick<Refusal, 'locations' | 'path'> {
  const locations =
    error instanceof GraphQLError || error instanceof DocumentRefused ? error.locations : undefined;
  const path = error instanceof GraphQLError ? error.path : undefined;
  return {
    ...(locations === undefined || locations.length === 0 ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
  };
}

export interface Refusals {
  /**
   * The one mapping of errors to what clients may see. What is not on the closed list becomes INTERNAL, and the
   * real error goes to the log under the reference that the client gets.
   */
  toRefusal: (error: unknown, context?: { requestId: string | undefined }) => Refusal;
}

export function createRefusals(log: Pick<Log, 'error'>): Refusals {
  return {
    toRefusal(error, context) {
      const causes = causesOf(error);
      const known = causes.find((cause) => cause instanceof DomainError);
      if (known !== undefined) {
        const { message, code, field } = known;
        return {
          message,
          ...placeOf(error),
          extensions: {
            code,
            ...(field === undefined ? {} : { field }),
            ...(known instanceof LimitExceeded ? { limit: known.limit } : {}),
          },
        };
      }
      if (causes.some(isClientFault)) {
        const message = 'The request cannot be understood.';
        return { message, ...placeOf(error), extensions: { code: 'BAD_USER_INPUT' } };
      }
      // Not the id of the request: a client may have chosen that.
      const reference = randomUUID();
      log.error({ reference, requestId: context?.requestId, err: causes.at(-1) }, 'internal error');
      return {
        message: `Something went wrong here; the reference is ${reference}.`,
        ...placeOf(error),
        extensions: { code: 'INTERNAL', reference },
      };
    },
  };
}
