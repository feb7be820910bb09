// Fails when `npm run generate` would change what is committed.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../src/generated/resolvers-types.ts', import.meta.url));
const before = readFileSync(path, 'utf8');
rmSync(path);
const { status, stderr } = spawnSync('npm', ['run', '--silent', 'generate'], { encoding: 'utf8' });
const after = status === 0 ? readFileSync(path, 'utf8') : null;
writeFileSync(path, before);
if (after === null) process.stderr.write(stderr);
else if (after !== before) process.stderr.write('src/generated is not current; run: npm run generate\n');
process.exit(after === before ? 0 : 1);
