// Builds where the sources have changed, then runs the server in this process;
// its first line on standard output is its own.
import { buildIfStale } from './build.mjs';

try {
  await buildIfStale({ announce: () => process.stderr.write('Building Concord ...\n') });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
await import('../dist/src/main.js');
