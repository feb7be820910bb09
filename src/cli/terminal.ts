import type { Environment } from '../config.ts';

/** What a command has of the outside: where it writes, and when the person wants it to end. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  /** As `out`, for more than the memory should hold: resolves when it is taken. */
  send: (text: string) => Promise<void>;
  /** Standard input. */
  input: () => AsyncIterable<Uint8Array>;
  environment: Environment;
  /** Folder that holds `schema/`. */
  root: string;
  /** Aborts at Ctrl-C, or when nobody reads the output any more. */
  interrupted: AbortSignal;
}

/** 1: it was tried and did not succeed; 2: it was asked for in a way that cannot be tried. */
export type ExitCode = 1 | 2;

/** Ends a command with a sentence on stderr. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = 1, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/** Others wrote these texts: one line, and nothing that moves the cursor or turns the reading direction. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
