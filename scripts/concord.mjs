// Runs the command line; standard output belongs to the command alone.
import { buildIfStale } from './build.mjs';

try {
  await buildIfStale({ announce: () => process.stderr.write('Building Concord ...\n') });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
await import('../dist/src/cli/main.js');
