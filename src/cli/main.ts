import { addAbortSignal } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { environment } from '../config.ts';
import { run } from './program.ts';

const interruption = new AbortController();
const interrupt = () => interruption.abort();
process.once('SIGINT', interrupt);
process.once('SIGTERM', interrupt);
// The reader of a pipe went away, as `| head` does.
process.stdout.on('error', interrupt);

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  send: (text) =>
    new Promise((resolve) => {
      // A refused write is told to the listener above.
      process.stdout.write(text, () => resolve());
    }),
  input: () => addAbortSignal(interruption.signal, process.stdin),
  environment: environment(),
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  interrupted: interruption.signal,
});
