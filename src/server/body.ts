import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { badInput } from '../errors.ts';
import { assertShallow } from './brackets.ts';
import { LimitExceeded, limits, memoryLimits } from './limits.ts';
import type { OperationRequest, Variables } from './prepare.ts';
import { HttpRefusal } from './refusals.ts';

/** The client left before its request was complete: there is nobody to answer. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection.');
    this.name = 'ClientGone';
  }
}

const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*charset=("utf-8"|utf-8)[ \t]*)?$/i;

/** Throws 415 for anything but plain JSON in UTF-8, which also is what no foreign page can send unasked. */
export function assertJson({ headers }: IncomingMessage): void {
  if (!JSON_TYPE.test(headers['content-type'] ?? ''))
    throw new HttpRefusal(415, 'Send application/json in UTF-8.', { 'accept-post': 'application/json' });
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new HttpRefusal(415, 'Send the body without compression.', { 'accept-encoding': 'identity' });
}

/** Throws 406 before anything is executed when the client would not take the answer. */
export function assertAcceptsJson(request: IncomingMessage): void {
  const offered = ['application/json', 'application/graphql-response+json'];
  if (new Negotiator(request).mediaType(offered) === undefined)
    throw new HttpRefusal(406, 'Answers are application/json.');
}

/** Rejects with LimitExceeded for a body over its limit and with ClientGone when the client leaves. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
  const most = limits.bodyBytes.most;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // A little too much is read to its end, so that the client is there to read the refusal.
    const refuse = () => reject(new LimitExceeded('bodyBytes'));
    if (Number(request.headers['content-length']) > most + memoryLimits.discardedBody.most) {
      refuse();
      return;
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else chunks.length = 0;
      if (size > most + memoryLimits.discardedBody.most) {
        request.removeAllListeners('data');
        refuse();
      }
    });
    request.once('end', () => {
      if (size > most) refuse();
      else resolve(Buffer.concat(chunks));
    });
    request.once('error', () => reject(new ClientGone()));
    request.once('close', () => reject(new ClientGone()));
  });
}

const isRecord = (value: unknown): value is Variables =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function toJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpRefusal(400, 'The body is not UTF-8.');
  }
  assertShallow(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpRefusal(400, 'The body is not JSON.');
  }
}

/**
 * The id by which a client names a document of the manifest, as `documentId` or as Apollo's clients send it; null
 * where there is none.
 */
export function documentIdOf(
  { documentId = null }: Readonly<Record<string, unknown>>,
  extensions: Variables | null,
): string | null {
  const persisted = extensions?.persistedQuery;
  if (persisted === undefined) {
    if (documentId !== null && typeof documentId !== 'string')
      throw badInput('documentId', 'The id of the document is a string.');
    return documentId;
  }
  const hash = isRecord(persisted) ? persisted.sha256Hash : undefined;
  if (typeof hash !== 'string') throw badInput('extensions', 'A persisted query is named by its sha256Hash.');
  return hash;
}

/** Throws BAD_USER_INPUT for what is not one GraphQL request; members it does not know are ignored. */
export function toOperationRequest(body: unknown): OperationRequest {
  if (Array.isArray(body)) throw new LimitExceeded('batch');
  if (!isRecord(body)) throw new HttpRefusal(400, 'The body is not a JSON object.');
  const { query: given = null, operationName = null, variables = null, extensions = null } = body;
  if (extensions !== null && !isRecord(extensions)) throw badInput('extensions', 'Extensions are an object.');
  const documentId = documentIdOf(body, extensions);
  const query = given ?? (documentId === null ? null : '');
  if (typeof query !== 'string' || (documentId === null && query.trim() === ''))
    throw badInput('query', 'The document is missing.');
  if (operationName !== null && typeof operationName !== 'string')
    throw badInput('operationName', 'The name of the operation is a string.');
  if (variables !== null && !isRecord(variables)) throw badInput('variables', 'Variables are an object.');
  return { query, documentId, operationName, variables };
}

/** Reads one GraphQL request from a body. Rejects with DomainError, or ClientGone when the client leaves. */
export async function readOperationRequest(request: IncomingMessage): Promise<OperationRequest> {
  return toOperationRequest(toJson(await readBytes(request)));
}
