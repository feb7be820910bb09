import { expect } from '@jest/globals';
import type { ServerProcess } from './server-process.ts';

/**
 * How a server ends over a disk that refuses a write: with its own sentence, or by the C library. lmdb 3.5.6 writes more
 * into its message than the 100 bytes of room that it took for it (decision 0009).
 */
export function expectStoppedByDisk({ exitCode, signal, output }: ServerProcess): void {
  if (signal === null) {
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /^Concord stops: The disk refused a write; it is full or failing\. Nothing that was answered is lost\.$/m,
    );
  } else {
    expect(['SIGABRT', 'SIGSEGV']).toContain(signal);
    expect(output).toMatch(/Write error: /);
  }
}
