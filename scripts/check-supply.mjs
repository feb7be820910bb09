// Fails where what comes in from the registry is not what was looked at; asks no registry.
import { readFileSync } from 'node:fs';
import { problemsOf } from './lockfile.mjs';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const [lockfile = new URL('../package-lock.json', import.meta.url)] = process.argv.slice(2);
const problems = problemsOf(read(lockfile), read(new URL('dependencies.json', import.meta.url)));
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
