import type { Command } from 'commander';
import { readCheckpointKey } from '../identity/keys.ts';
import { verifyAccesses } from '../journal/access-log.ts';
import { verifyJournal } from '../journal/verify.ts';
import { projectionOf } from '../services/projection.ts';
import { placeOf, withPlace, type Place, type PlaceOptions } from './place.ts';
import { Failure, type Terminal } from './terminal.ts';

const examples = `
Checks every byte of every entry, the chain of hashes, the signed heads, and that what is
shown, and to whom, is what the journal says: each item, list, count, search term, feed and
history; and the chains of the access log. Works without a server and beside a running one. Exits 1
and names the first position that fails.

Examples:
  $ npm run --silent concord -- verify
  $ npm run --silent concord -- verify --data /srv/concord/data
  $ npm run --silent concord -- verify --data copy-of-data --keys /srv/concord/keys
`;

/** `concord verify`: the offline check of a journal. */
export function addVerify(program: Command, terminal: Terminal): void {
  withPlace(program.command('verify').summary('check the journal offline'))
    .description('Checks that the journal is what was written, byte for byte.')
    .addHelpText('after', examples)
    .action((options: PlaceOptions) => verify(placeOf(options, terminal), terminal));
}

async function verify({ store, keysDir }: Place, terminal: Terminal): Promise<void> {
  const { publicKey } = await readCheckpointKey(keysDir);
  const journal = await store.openJournal();
  try {
    const verification = await verifyJournal(journal, {
      publicKey,
      inspection: journal.inspect(projectionOf),
    });
    if (!verification.ok) {
      const { position, reason, isJournalWhole } = verification;
      throw new Failure(
        isJournalWhole
          ? `The journal is whole, but not what is made from it, at position ${position}: ${reason} concord rebuild makes it anew.`
          : `The journal fails at position ${position}: ${reason}`,
        1,
      );
    }
    const accesses = await verifyAccesses(journal.accesses());
    if (!accesses.ok)
      throw new Failure(
        `The journal is whole, but the access log fails at entry ${accesses.number} of chain ${accesses.chain}: ${accesses.reason}`,
        1,
      );
    const { head, erased, checkpoints, lastCheckpoint: last } = verification;
    terminal.out(
      [
        'The journal is whole.',
        `  position     ${head.position}`,
        `  hash         ${head.hash}`,
        `  signed heads ${checkpoints}${last === null ? '' : `, the last at position ${last.position}, ${last.at}`}`,
        ...(accesses.entries === 0 ? [] : [`  access log   ${accesses.entries} entries`]),
        ...(erased === 0 ? [] : [`  erased       ${erased} contents`]),
        '',
      ].join('\n'),
    );
  } finally {
    await journal.close();
  }
}
