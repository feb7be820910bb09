import { Command, CommanderError } from 'commander';
import { DomainError } from '../errors.ts';
import { KeysUnusable } from '../identity/keys.ts';
import { StoreUnusable } from '../store/shared/unusable.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addManifest } from './manifest.ts';
import { addPublish } from './publish.ts';
import { addRebuild } from './rebuild.ts';
import { Failure, type Terminal } from './terminal.ts';
import { addToken } from './token.ts';
import { addPolicy } from './policy.ts';
import { addVerify } from './verify.ts';
import { addWatch } from './watch.ts';

const overview = `
Environment: DATA_DIR (./data), KEYS_DIR (DATA_DIR/keys), CONCORD_TOKEN.

Examples:
  $ npm run --silent concord -- token --organisation board-de --role representative
  $ npm run --silent concord -- watch --organisation board-fr
  $ npm run --silent concord -- publish docs/examples/guidance.json
  $ npm run --silent concord -- verify
  $ npm run --silent concord -- export --out concord.jsonl
  $ npm run --silent concord -- manifest operations --out manifest.json

"concord COMMAND --help" tells more about a command.
`;

function createProgram(terminal: Terminal): Command {
  const program = new Command('concord')
    .description('Concord, the exchange between the bodies of the EU AI Act, from the command line.')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride()
    .addHelpText('after', overview);
  addToken(program, terminal);
  addWatch(program, terminal);
  addPolicy(program, terminal);
  addPublish(program, terminal);
  addVerify(program, terminal);
  addExport(program, terminal);
  addImport(program, terminal);
  addRebuild(program, terminal);
  addManifest(program, terminal);
  return program;
}

function report(error: unknown, { err }: Terminal): number {
  // Commander has said it already; what it calls an error is always one of usage.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof DomainError) {
    err(`${error.field === undefined ? '' : `${error.field}: `}${error.message}\n`);
    return 2;
  }
  if (error instanceof Failure || error instanceof KeysUnusable || error instanceof StoreUnusable) {
    err(`${error.message}\n`);
    return error instanceof Failure ? error.exitCode : 1;
  }
  throw error;
}

/**
 * Runs one command and gives the exit code: 0 done, 1 tried without success, 2 asked for wrongly. Throws only
 * what nobody foresaw.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, terminal);
  }
}
