import { pino, type DestinationStream, type Logger } from 'pino';
import type { RefusalCode } from '../errors.ts';

export type Log = Logger;

/** JSON lines on stdout, or where `destination` says. */
export function createLog({ level, destination }: { level: string; destination?: DestinationStream }): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** One answered request. Names and numbers alone: no content, no variables, no token, no query string. */
export interface RequestLine {
  requestId: string;
  method: string;
  path: string;
  status: number;
  ms: number;
  /** Name that the client gave its operation. */
  operation: string | null;
  /** Id of the organisation that asked. */
  organisation: string | null;
  /** The client left before it had the whole answer. */
  aborted: boolean;
}

const MOST_CHARACTERS = 100;

const shortened = (text: string): string => text.slice(0, MOST_CHARACTERS);

export function logRequest(log: Log, line: RequestLine): void {
  const { path, operation } = line;
  log.info({ ...line, path: shortened(path), operation: operation && shortened(operation) }, 'request');
}

/** One operation that came by socket or event stream; a subscription's line is written when it ends. */
export interface OperationLine {
  requestId: string;
  type: 'query' | 'mutation' | 'subscription' | 'unknown';
  /** Name that the client gave it. */
  operation: string | null;
  /** Id of the organisation that asked. */
  organisation: string | null;
  code: 'OK' | RefusalCode;
  ms: number;
}

export function logOperation(log: Log, line: OperationLine): void {
  const { operation } = line;
  log.info({ ...line, operation: operation && shortened(operation) }, 'operation');
}

const MINUTE = 60_000;
/** Reasons are a short list; this bounds what a provider's changing errors could make of it. */
const MOST_REASONS = 100;

/** Writes why a token was not accepted: each reason once a minute, and how often it came, so that no flood fills a disk. */
export function refusedTokens(log: Log, now: () => number): (reason: string) => void {
  const reasons = new Map<string, { at: number; more: number }>();
  return (reason) => {
    const last = reasons.get(reason);
    if (last !== undefined && now() - last.at < MINUTE) {
      last.more += 1;
      return;
    }
    if (reasons.size >= MOST_REASONS) reasons.clear();
    reasons.set(reason, { at: now(), more: 0 });
    log.warn({ reason: shortened(reason), notWritten: last?.more ?? 0 }, 'a token was not accepted');
  };
}

/** Plain lines for the person who starts the server. */
export function firstScreen(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
