import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeTranscript } from '../journal/transcript.ts';
import { Flaw } from '../journal/walk.ts';
import type { OpenJournal } from '../store/moving.ts';
import { placeOf, withPlace, type PlaceOptions } from './place.ts';
import { commitsText, progressOf } from './progress.ts';
import { Failure, type Terminal } from './terminal.ts';

const notes = `
Writes the whole journal, as it stands at this moment, as lines of JSON: what moves to another
server, and what is kept as a copy. Works beside a running server. A file appears under its name
when it is complete and on the disk, readable for its owner only. It holds everything that is in
the journal, confidential or not: guard it as you guard the data directory.

The keys are not in it: copy KEYS_DIR as well. "concord import" reads the file back.

Examples:
  $ npm run --silent concord -- export --out concord.jsonl
  $ npm run --silent concord -- export | gzip > concord.jsonl.gz
`;

interface ExportOptions extends Omit<PlaceOptions, 'keys'> {
  out?: string;
  force?: boolean;
}

/** `concord export`: the journal as a file. */
export function addExport(program: Command, terminal: Terminal): void {
  withPlace(program.command('export').summary('write the journal to a file'))
    .description('Writes the journal to a file, or to standard output.')
    .option('--out <file>', 'file to write (default: standard output)')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', notes)
    .action(async (options: ExportOptions) => {
      const { out, force = false } = options;
      if (out !== undefined && !force) await assertFree(out);
      const journal = await placeOf(options, terminal).store.openJournal();
      try {
        if (out === undefined) await writeTo(terminal.send, journal, terminal);
        else await writeFile(out, journal, terminal);
      } finally {
        await journal.close();
      }
    });
}

async function assertFree(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found !== null) throw new Failure(`The file ${file} is there already; --force replaces it.`, 2);
}

/** Characters that are sent together. */
const SENT_TOGETHER = 256 * 1024;

async function writeTo(
  send: (text: string) => Promise<void>,
  journal: OpenJournal,
  terminal: Terminal,
): Promise<void> {
  const head = await journal.head();
  const tell = progressOf(terminal, 'Exported', head?.position ?? 0);
  let held = '';
  try {
    for await (const { text, commits } of writeTranscript(journal)) {
      held += text;
      if (held.length < SENT_TOGETHER) continue;
      await send(held);
      held = '';
      tell(commits);
      if (terminal.interrupted.aborted) throw new Failure('Interrupted: the export is not complete.');
    }
    await send(held);
  } catch (error) {
    if (error instanceof Flaw)
      throw new Failure(
        `The journal fails at position ${error.position}: ${error.message} Nothing whole can be exported.`,
      );
    throw error;
  }
  terminal.err(`Exported ${commitsText(head?.position ?? 0)}; head ${head?.hash ?? 'none'}.\n`);
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

async function writeFile(file: string, journal: OpenJournal, terminal: Terminal): Promise<void> {
  const partial = `${file}.partial`;
  const refused = (error: unknown): never => {
    if (error instanceof Failure) throw error;
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new Failure(`The file ${partial} cannot be written (${reasonOf(error)}).`, 1, { cause: error });
  };
  const handle: FileHandle = await open(partial, 'w', 0o600).catch(refused);
  try {
    await writeTo((text) => handle.appendFile(text), journal, terminal);
    await handle.sync();
    await handle.close();
    await rename(partial, file);
    await syncDirectory(dirname(resolve(file)));
  } catch (error) {
    await handle.close();
    await rm(partial, { force: true });
    refused(error);
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
