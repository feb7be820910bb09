import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readClientConfig } from '../config.ts';
import { readCheckpointKey } from '../identity/keys.ts';
import { verifyJournal } from '../journal/verify.ts';
import { openRawJournal } from '../store/lmdb/raw.ts';
import { StoreUnusable } from '../store/shared/unusable.ts';
import { Failure, type Terminal } from './terminal.ts';

const examples = `
Checks every byte of every entry, the chain of hashes, the signed heads, and that what is
shown is what the journal says. Works without a server and beside a running one. Exits 1
and names the first position that fails.

Examples:
  $ npm run --silent concord -- verify
  $ npm run --silent concord -- verify --data /srv/concord/data
  $ npm run --silent concord -- verify --data copy-of-data --keys /srv/concord/keys
`;

interface VerifyOptions {
  data?: string;
  keys?: string;
}

/** `concord verify`: the offline check of a journal. */
export function addVerify(program: Command, terminal: Terminal): void {
  program
    .command('verify')
    .summary('check the journal offline')
    .description('Checks that the journal is what was written, byte for byte.')
    .option('--data <dir>', 'data directory of the server (default: DATA_DIR, else ./data)')
    .option(
      '--keys <dir>',
      'directory with checkpoint-public.jwk (default: KEYS_DIR, else keys below the data)',
    )
    .addHelpText('after', examples)
    .action(async ({ data, keys }: VerifyOptions) => {
      const config = readClientConfig(terminal.environment);
      const dataDir = data === undefined ? config.dataDir : resolve(data);
      const keysDir = keys ?? (data === undefined ? config.keysDir : join(dataDir, 'keys'));
      await verify(dataDir, resolve(keysDir), terminal);
    });
}

async function verify(dataDir: string, keysDir: string, terminal: Terminal): Promise<void> {
  const { publicKey } = await readCheckpointKey(keysDir);
  const journal = openJournal(join(dataDir, 'store'));
  try {
    const verification = await verifyJournal(journal, { publicKey });
    if (!verification.ok)
      throw new Failure(`The journal fails at position ${verification.position}: ${verification.reason}`, 1);
    const { head, erased, checkpoints } = verification;
    const last = journal.checkpoints().at(-1);
    terminal.out(
      [
        'The journal is whole.',
        `  position     ${head.position}`,
        `  hash         ${head.hash}`,
        `  signed heads ${checkpoints}${last === undefined ? '' : `, the last at position ${last.position}, ${last.at}`}`,
        ...(erased === 0 ? [] : [`  erased       ${erased} contents`]),
        '',
      ].join('\n'),
    );
  } finally {
    await journal.close();
  }
}

function openJournal(directory: string) {
  try {
    return openRawJournal(directory);
  } catch (error) {
    if (error instanceof StoreUnusable) throw new Failure(error.message, 1);
    throw error;
  }
}
