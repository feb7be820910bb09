// Fails when `npm run generate` would change what is committed.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages } from './docs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

function codeIsCurrent() {
  const path = `${root}src/generated/resolvers-types.ts`;
  const before = readFileSync(path, 'utf8');
  rmSync(path);
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'generate:code'], {
    cwd: root,
    encoding: 'utf8',
  });
  const after = status === 0 ? readFileSync(path, 'utf8') : null;
  writeFileSync(path, before);
  if (after === null) process.stderr.write(stderr);
  return after === before;
}

const stale = (await pages())
  .filter(({ path, text }) => read(path) !== text)
  .map(({ path }) => relative(root, path));
if (!codeIsCurrent()) stale.push('src/generated');
if (stale.length > 0) process.stderr.write(`${stale.join(', ')}: not current; run: npm run generate\n`);
process.exit(stale.length === 0 ? 0 : 1);
