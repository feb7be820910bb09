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

/** The address that a server over this data directory wrote down when it began to listen. */
async function writtenAddress(dataDir: string): Promise<URL | null> {
  try {
    const { url } = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8')) as { url?: unknown };
    const address = new URL(String(url));
    // One that listens everywhere is reached here.
    if (address.hostname === '0.0.0.0' || address.hostname === '[::]') address.hostname = '127.0.0.1';
    return address;
  } catch {
    // Absent or half written: there is a usual address for that.
    return null;
  }
}

/** The root of the server's address: as given, else of the server over the data directory, else the usual one. */
export async function serverAddress(given: string | undefined, dataDir: string): Promise<URL> {
  return given === undefined ? ((await writtenAddress(dataDir)) ?? new URL(USUAL)) : fromUrl(given);
}
