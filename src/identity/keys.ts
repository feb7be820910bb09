import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';

/** An Ed25519 key pair of this installation; `kid` is the thumbprint of RFC 7638. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export interface LocalKeys {
  /** Signs the tokens of local mode. */
  token: SigningKey;
  /** Signs heads of the journal. */
  checkpoint: SigningKey;
}

/** The keys cannot be used as they lie on the disk; the message says what to put right. */
export class KeysUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeysUnusable';
  }
}

const TOKEN_KEY = 'token-signing.jwk';
const CHECKPOINT_KEY = 'checkpoint-signing.jwk';
const CHECKPOINT_PUBLIC_KEY = 'checkpoint-public.jwk';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

/** Runs a file operation; what the system refuses becomes a sentence with the path and the system's code. */
async function onDisk<T>(doing: string, path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof KeysUnusable) throw error;
    throw new KeysUnusable(`Cannot ${doing} ${path} (${codeOf(error)}).`, { cause: error });
  }
}

async function makePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // Who can write here can put another key in place; the names alone are no secret.
  if (((await stat(directory)).mode & 0o022) !== 0)
    throw new KeysUnusable(`Others may write to the key directory ${directory}; run: chmod 700 ${directory}`);
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function assertPrivate(path: string): Promise<void> {
  if (((await stat(path)).mode & 0o077) !== 0)
    throw new KeysUnusable(`Others may read or write the key ${path}; run: chmod 600 ${path}`);
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Puts a file in place whole and on disk, unless there is one: of processes that start together the first
 * wins, and all of them read what it wrote.
 */
async function placeOnce(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await link(draft, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await unlink(draft);
  }
}

const toText = (jwk: object): string => `${JSON.stringify(jwk)}\n`;

function newPrivateJwk(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return toText({ ...privateKey.export({ format: 'jwk' }), alg: 'EdDSA', use: 'sig' });
}

function parseJwk(path: string, text: string, members: readonly string[]): Record<string, unknown> {
  const malformed = (cause?: unknown) =>
    new KeysUnusable(`The key ${path} is not an Ed25519 key in JWK form; restore it from a copy.`, { cause });
  let jwk: unknown;
  try {
    jwk = JSON.parse(text);
  } catch {
    // The parser's own message would quote the key.
    throw malformed();
  }
  if (typeof jwk !== 'object' || jwk === null) throw malformed();
  const fields = jwk as Record<string, unknown>;
  if (fields.kty !== 'OKP' || fields.crv !== 'Ed25519') throw malformed();
  if (!members.every((name) => /^[\w-]{43}$/.test(String(fields[name])))) throw malformed();
  return fields;
}

const kidOf = (x: string): Promise<string> => calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });

async function toSigningKey(path: string, text: string): Promise<SigningKey> {
  const { x, d } = parseJwk(path, text, ['x', 'd']) as { x: string; d: string };
  const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  if (publicKey.export({ format: 'jwk' }).x !== x)
    throw new KeysUnusable(
      `The two halves of the key ${path} do not belong together; restore it from a copy.`,
    );
  return { kid: await kidOf(x), privateKey, publicKey };
}

async function signingKey(path: string): Promise<SigningKey> {
  if ((await readOrNull(path)) === null) await placeOnce(path, newPrivateJwk(), 0o600);
  await assertPrivate(path);
  return toSigningKey(path, await readFile(path, 'utf8'));
}

async function publicHalf(path: string, key: SigningKey): Promise<void> {
  const { x } = key.publicKey.export({ format: 'jwk' });
  if ((await readOrNull(path)) === null) {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x, kid: key.kid, alg: 'EdDSA', use: 'sig' };
    await placeOnce(path, toText(jwk), 0o644);
  }
  if (parseJwk(path, await readFile(path, 'utf8'), ['x']).x !== x)
    throw new KeysUnusable(`The key ${path} is not the public half of ${CHECKPOINT_KEY} beside it.`);
}

/**
 * The keys of this installation, made on first use; processes that start together get the same ones. The
 * public half of the checkpoint key is laid beside it for auditors. Throws KeysUnusable.
 */
export async function loadKeys(directory: string): Promise<LocalKeys> {
  const path = (name: string) => join(directory, name);
  const reading = (name: string) => onDisk('use the key', path(name), () => signingKey(path(name)));
  await onDisk('use the key directory', directory, () => makePrivateDirectory(directory));
  const token = await reading(TOKEN_KEY);
  const checkpoint = await reading(CHECKPOINT_KEY);
  const publicPath = path(CHECKPOINT_PUBLIC_KEY);
  await onDisk('use the key', publicPath, () => publicHalf(publicPath, checkpoint));
  return { token, checkpoint };
}

/** The public key of checkpoints, for checking them elsewhere; makes nothing. Throws KeysUnusable. */
export async function readCheckpointKey(directory: string): Promise<Omit<SigningKey, 'privateKey'>> {
  const path = join(directory, CHECKPOINT_PUBLIC_KEY);
  const text = await onDisk('read the key', path, () => readFile(path, 'utf8'));
  const { x } = parseJwk(path, text, ['x']) as { x: string };
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return { kid: await kidOf(x), publicKey };
}
