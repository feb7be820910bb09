import { pino, type DestinationStream, type Logger } from 'pino';

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

/** Plain lines for the person who starts the server. */
export function firstScreen(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
