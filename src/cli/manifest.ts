import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Source } from '../server/manifest.ts';
import { Failure, type Terminal } from './terminal.ts';

const notes = `
Reads every .graphql and .gql file of the directory and of those below it, checks each operation
against the schema and the limits of this version, and writes a manifest: for each operation its
name, its text with the fragments it uses, and an id, the SHA-256 of that text. Fragments may stand
in other files than the operations that use them. The form is Apollo's
(apollo-persisted-query-manifest, version 1), which its clients read.

A server with TRUSTED_DOCUMENTS=FILE executes these operations and no other.

Examples:
  $ npm run --silent concord -- manifest operations --out manifest.json
  $ TRUSTED_DOCUMENTS=manifest.json npm start
`;

const isOperations = (name: string): boolean => /\.(graphql|gql)$/.test(name);

async function sourcesIn(directory: string): Promise<readonly Source[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => {
    throw new Failure(`The directory ${directory} cannot be read.`, 2);
  });
  const paths = names
    .filter(isOperations)
    .sort()
    .map((name) => join(directory, name));
  if (paths.length === 0) throw new Failure(`The directory ${directory} has no .graphql file.`, 2);
  const read = (path: string) =>
    readFile(path, 'utf8').catch(() => {
      throw new Failure(`The file ${path} cannot be read.`, 2);
    });
  return Promise.all(paths.map(async (path) => ({ path, text: await read(path) })));
}

async function write(file: string, text: string): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, file);
  } catch {
    throw new Failure(`The file ${file} cannot be written.`);
  }
}

/** `concord manifest`: the operations that a server may be told to execute alone. */
export function addManifest(program: Command, terminal: Terminal): void {
  program
    .command('manifest')
    .summary('list the operations that a server may execute')
    .description('Makes a manifest of the operations in a directory, for a server that executes no others.')
    .argument('<directory>', 'where the .graphql files are')
    .option('--out <file>', 'file to write (default: standard output)')
    .addHelpText('after', notes)
    .action(async (directory: string, { out }: { out?: string }) => {
      const sources = await sourcesIn(directory);
      // This command alone needs them, and they take a while to load.
      const [{ ManifestUnusable, manifestOf }, { buildSchema }] = await Promise.all([
        import('../server/manifest.ts'),
        import('../schema.ts'),
      ]);
      try {
        const manifest = manifestOf(buildSchema(terminal.root), sources);
        const text = `${JSON.stringify(manifest, null, 2)}\n`;
        if (out === undefined) await terminal.send(text);
        else await write(out, text);
        terminal.err(`Listed ${manifest.operations.length} operations.\n`);
      } catch (error) {
        if (error instanceof ManifestUnusable) throw new Failure(error.message, 2, { cause: error });
        throw error;
      }
    });
}
