import { createReadStream } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import type { Command } from 'commander';
import { readCheckpointKey } from '../identity/keys.ts';
import { Damage, TranscriptReader } from '../journal/transcript.ts';
import { Flaw } from '../journal/walk.ts';
import { projectionOf } from '../services/projection.ts';
import { moveIn, type Moved } from '../store/moving.ts';
import { placeOf, withPlace, type Place, type PlaceOptions } from './place.ts';
import { commitsText, progressOf } from './progress.ts';
import { Failure, type Terminal } from './terminal.ts';

const notes = `
FILE is what "concord export" wrote; - reads standard input. The store must be empty and its
server stopped. Everything is verified on the way in, as "concord verify" does, with the key in
KEYS_DIR: bring the keys of the other server first. Head, cursors and idempotency keys are those
of the other server, so that clients resume where they were.

A file that is not whole is refused, the line and the position are named, and the store stays
empty. With --prefix a file that was cut is taken up to its last whole entry.

Examples:
  $ npm run --silent concord -- import concord.jsonl
  $ gunzip -c concord.jsonl.gz | npm run --silent concord -- import -
  $ npm run --silent concord -- import rescued.jsonl --prefix --data /srv/concord/data
`;

interface ImportOptions extends PlaceOptions {
  prefix?: boolean;
}

/** `concord import FILE`: a journal into an empty store. */
export function addImport(program: Command, terminal: Terminal): void {
  withPlace(program.command('import').summary('read an exported journal into an empty store'))
    .description('Reads an exported journal into an empty store, and verifies it.')
    .argument('<file>', 'file that "concord export" wrote, or - for standard input')
    .option('--prefix', 'take what is whole of a file that was cut')
    .addHelpText('after', notes)
    .action(async (file: string, options: ImportOptions) => {
      const { prefix: takesPrefix = false } = options;
      const chunks = file === '-' ? terminal.input() : streamOf(file, terminal);
      const reader = new TranscriptReader(chunks, { takesPrefix });
      try {
        const moved = await take(reader, placeOf(options, terminal), terminal);
        report(moved, reader, terminal);
      } catch (error) {
        throw toFailure(error, { file, reader, terminal });
      } finally {
        await reader.close();
      }
    });
}

const streamOf = (file: string, { interrupted }: Terminal): AsyncIterable<Uint8Array> =>
  addAbortSignal(interrupted, createReadStream(file, { highWaterMark: 256 * 1024 }));

async function take(reader: TranscriptReader, { store, keysDir }: Place, terminal: Terminal): Promise<Moved> {
  const { publicKey } = await readCheckpointKey(keysDir);
  const journal = await reader.begin();
  const target = await store.openForImport();
  return moveIn({ journal, parts: reader.parts() }, target, {
    publicKey,
    project: projectionOf,
    onProgress: progressOf(terminal, 'Imported'),
    signal: terminal.interrupted,
  });
}

function report({ head, erased, checkpoints }: Moved, { isCut, line }: TranscriptReader, terminal: Terminal) {
  terminal.out(
    [
      isCut
        ? `The file ends early, after line ${line}: imported ${commitsText(head.position)}, up to position ${head.position}.`
        : `Imported ${commitsText(head.position)}; the journal is whole.`,
      `  position     ${head.position}`,
      `  hash         ${head.hash}`,
      `  signed heads ${checkpoints}`,
      ...(erased === 0 ? [] : [`  erased       ${erased} contents`]),
      '',
    ].join('\n'),
  );
}

function toFailure(
  error: unknown,
  { file, reader, terminal }: { file: string; reader: TranscriptReader; terminal: Terminal },
): unknown {
  const nothing = 'Nothing was imported.';
  if (terminal.interrupted.aborted) return new Failure(`Interrupted. ${nothing}`);
  if (error instanceof Damage) {
    const hint = error.isCut ? ' --prefix takes what is whole.' : '';
    const position = error.line === 1 ? '' : `, after position ${reader.position}`;
    return new Failure(`The file fails at line ${error.line}${position}: ${error.message} ${nothing}${hint}`);
  }
  if (error instanceof Flaw)
    return new Failure(
      `The file fails at line ${reader.lineOf(error.position)}, position ${error.position}: ${error.message} ${nothing}`,
    );
  if (error instanceof Error && 'code' in error && 'syscall' in error && 'path' in error)
    return new Failure(`The file ${file} cannot be read (${String(error.code)}).`, 2, { cause: error });
  return error;
}
