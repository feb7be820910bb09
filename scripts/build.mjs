// Builds into dist/ what runs: the server, the command line, the bench, and the GraphiQL page.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist/.stamp');
const lock = join(root, 'node_modules/.concord-build.lock');
const inputs = [
  'src',
  'resolvers',
  'bench',
  'web',
  'scripts',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

function* filesOf(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name));
}

function hashOfInputs() {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const path of filesOf(join(root, input)))
      hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

const isCurrent = (hash) => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;

/** Types are checked by `npm run build` and `check:types`; a start only needs the output, in a quarter of the time. */
const compile = (checks) =>
  new Promise((resolve, reject) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const child = spawn(
      process.execPath,
      [tsc, '-p', 'tsconfig.build.json', ...(checks ? [] : ['--noCheck'])],
      {
        cwd: root,
        stdio: ['ignore', 2, 2],
      },
    );
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('The compiler found errors; see above.')),
    );
  });

async function page() {
  const { buildGraphiql } = await import('../web/graphiql/build.mjs');
  await buildGraphiql({ outdir: join(root, 'dist/web/graphiql') });
}

async function build(hash, { checks }) {
  rmSync(stamp, { force: true });
  mkdirSync(join(root, 'dist/src/reference'), { recursive: true });
  cpSync(join(root, 'src/reference/data'), join(root, 'dist/src/reference/data'), { recursive: true });
  await Promise.all([compile(checks), page()]);
  writeFileSync(stamp, hash);
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether the process that made this lock still runs; a lock that is being written counts as held. */
function isHeld(path) {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes away the lock of a process that is gone, unless another one has taken it over meanwhile. */
function dropStaleLock() {
  const taken = `${lock}.${process.pid}`;
  try {
    renameSync(lock, taken);
    if (isHeld(taken)) linkSync(taken, lock);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(taken, { force: true });
  }
}

/** One build at a time: who comes second waits for the first and finds the work done. */
async function locked(work) {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isHeld(lock)) dropStaleLock();
      else await wait(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** With NODE_ENV=production npm leaves out the compiler. */
function assertBuildable() {
  if (existsSync(join(root, 'node_modules/typescript/bin/tsc'))) return;
  throw new Error(
    'Concord is not built, and what builds it is not installed; run: npm ci --include=dev && npm run build',
  );
}

/** Builds unless dist/ is already made of exactly these sources; `announce` is told when there is work. */
export async function buildIfStale({ announce = () => undefined } = {}) {
  const hash = hashOfInputs();
  if (isCurrent(hash)) return;
  assertBuildable();
  await locked(async () => {
    if (isCurrent(hash)) return;
    announce();
    await build(hash, { checks: false });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    assertBuildable();
    await locked(() => build(hashOfInputs(), { checks: true }));
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
