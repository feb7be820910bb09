import type { Command } from 'commander';
import { readCheckpointKey } from '../identity/keys.ts';
import { Flaw } from '../journal/walk.ts';
import { projectionOf } from '../services/projection.ts';
import { placeOf, withPlace, type PlaceOptions } from './place.ts';
import { commitsText, progressOf } from './progress.ts';
import { Failure, type Terminal } from './terminal.ts';

const notes = `
The journal is what was written; items, lists, counts, search and feeds are made from it. This
makes them again: after a version of Concord that keeps them in another form, or when "concord
verify" says that the store does not show what the journal says. The journal is verified on the
way, with the key in KEYS_DIR; one that fails is left alone.

Servers go on serving. One that has the data directory is asked to do the work itself, over a
socket in the directory that only its owner can open; Ctrl-C here stops it there. The new file is
made beside the old one (so there must be room for both) and takes its place when it is complete:
a rebuild that is interrupted, or killed with its server, leaves the old one as it was. Changes that
come at that moment wait for it, reads do not. Servers on a database take its counts anew by
themselves, within seconds after the end.

Examples:
  $ npm run --silent concord -- rebuild
  $ npm run --silent concord -- rebuild --data /srv/concord/data
`;

/** `concord rebuild`: items and indexes from the journal. */
export function addRebuild(program: Command, terminal: Terminal): void {
  withPlace(program.command('rebuild').summary('make items and indexes again from the journal'))
    .description('Makes the items and every index again from the journal.')
    .addHelpText('after', notes)
    .action(async (options: PlaceOptions) => {
      const { store, keysDir } = placeOf(options, terminal);
      const { publicKey } = await readCheckpointKey(keysDir);
      const { head } = await store
        .rebuild({
          publicKey,
          project: projectionOf,
          onProgress: progressOf(terminal, 'Rebuilt'),
          signal: terminal.interrupted,
        })
        .catch((error: unknown) => {
          throw toFailure(error, terminal);
        });
      terminal.out(
        `Rebuilt the items and indexes of ${commitsText(head.position)}.\n  position     ${head.position}\n  hash         ${head.hash}\n`,
      );
    });
}

function toFailure(error: unknown, { interrupted }: Terminal): unknown {
  if (interrupted.aborted) return new Failure('Interrupted. The store is as it was.');
  if (error instanceof Flaw)
    return new Failure(
      `The journal fails at position ${error.position}: ${error.message} The store is as it was.`,
    );
  return error;
}
