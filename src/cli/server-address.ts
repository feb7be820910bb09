import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './terminal.ts';

const USUAL = 'http://127.0.0.1:4000';

function fromUrl(given: string): URL {
  const address = URL.canParse(given) ? new URL(given) : null;
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new Failure('The address of the server must look like http://127.0.0.1:4000.', 2);
  return new URL(address.origin);
}

/** The port that a server over this data directory wrote down when it began to listen. */
async function writtenPort(dataDir: string): Promise<number | null> {
  try {
    const { port } = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8')) as { port?: unknown };
    return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch {
    // Absent or half written: there is a usual address for that.
    return null;
  }
}

/** The root of the server's address: as given, else of the server over the data directory, else the usual one. */
export async function serverAddress(given: string | undefined, dataDir: string): Promise<URL> {
  if (given !== undefined) return fromUrl(given);
  const port = await writtenPort(dataDir);
  return new URL(port === null ? USUAL : `http://127.0.0.1:${port}`);
}
