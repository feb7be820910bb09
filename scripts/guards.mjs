// Takes out each guard of scripts/guards.json in a copy of the project and runs the suite that must notice.
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const usage = `Usage: npm run guards [-- [--from N] [--to N] [--list FILE] [WORD]]
Guards are counted from 1; WORD picks those whose name holds it. Guards of the store on MongoDB need MONGODB_URI.
FILE holds other guards than scripts/guards.json. Exits 0 where every guard that was taken out was missed by its suite.
`;
const LONGEST_MS = 150_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

const notCopied = ['.git', 'data', 'dist', 'node_modules'];

/** The working tree as it is, with the packages of this checkout. */
function copyOfProject() {
  const copy = mkdtempSync(join(tmpdir(), 'concord-guards-'));
  // Some suites start a server as another user.
  chmodSync(copy, 0o755);
  for (const name of readdirSync(root).filter((one) => !notCopied.includes(one)))
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Failed tests of a suite by name; null where it failed without running its tests. */
async function run(copy, suite) {
  const results = join(copy, 'guards-results.json');
  rmSync(results, { force: true });
  const jest = spawn(
    process.execPath,
    [
      ...[
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        suite,
      ],
      ...['-w', '1', '--testTimeout', '30000', '--json', '--outputFile', results],
    ],
    { cwd: copy, stdio: 'ignore', detached: true },
  );
  // A suite may have started servers; they are of its group.
  const end = () => {
    if (jest.exitCode === null && jest.signalCode === null) process.kill(-jest.pid, 'SIGKILL');
  };
  process.once('exit', end);
  const timer = setTimeout(end, LONGEST_MS);
  await new Promise((resolve) => jest.once('exit', resolve));
  clearTimeout(timer);
  process.off('exit', end);
  let told;
  try {
    told = read(results);
  } catch {
    return null;
  }
  const tests = told.testResults.flatMap(({ assertionResults }) => assertionResults);
  if (tests.length === 0) return null;
  return tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
}

function chosen(args) {
  let [from, to, word] = [1, Infinity, ''];
  let guards = read(new URL('guards.json', import.meta.url));
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--from') from = Number(args[(at += 1)]);
    else if (args[at] === '--to') to = Number(args[(at += 1)]);
    else if (args[at] === '--list') guards = read(args[(at += 1)]);
    else if (args[at].startsWith('-')) return null;
    else word = args[at];
  }
  return guards.filter(
    ({ name, mongodb }, index) =>
      index + 1 >= from &&
      index < to &&
      name.includes(word) &&
      (mongodb !== true || process.env.MONGODB_URI !== undefined),
  );
}

/** Two lines of the table; true where the suite went red without the guard. */
async function takeOut(copy, { name, file, guard, instead, suite }, green) {
  if (!green.has(suite)) green.set(suite, await run(copy, suite));
  const before = green.get(suite);
  let told = 'the suite fails by itself';
  let isMissed = false;
  if (before !== null && before.length === 0) {
    const path = join(copy, file);
    const whole = readFileSync(path, 'utf8');
    if (whole.split(guard).length !== 2) told = 'the guard does not stand in its file once';
    else {
      writeFileSync(
        path,
        whole.replace(guard, () => instead),
      );
      const red = await run(copy, suite);
      writeFileSync(path, whole);
      isMissed = red !== null && red.length > 0;
      told = isMissed ? `${red.length} red: ${red[0]}` : red === null ? 'the suite did not run' : 'SURVIVED';
    }
  }
  process.stdout.write(`${isMissed ? 'red' : '!! '}  ${name} (${suite})\n       ${told}\n`);
  return isMissed;
}

const asked = chosen(process.argv.slice(2));
if (asked === null) {
  process.stderr.write(usage);
  process.exit(2);
}
const copy = copyOfProject();
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const green = new Map();
let missed = 0;
for (const guard of asked) if (await takeOut(copy, guard, green)) missed += 1;
process.stdout.write(`${asked.length} guards taken out, ${missed} noticed, ${asked.length - missed} not\n`);
process.exit(missed === asked.length && asked.length > 0 ? 0 : 1);
