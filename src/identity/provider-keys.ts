import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { TokenRefused, providerUnavailable } from './refusal.ts';

const TIMEOUT_MS = 5_000;
const LONGEST_DOCUMENT = 256 * 1024;
/** For so long keys are used before they are looked up again: a key that was taken back is good no longer. */
const FRESH_MS = 10 * 60_000;
/** For so long keys are used while the provider does not answer. */
const LASTING_MS = 60 * 60_000;
const COOLDOWN_MS = 5_000;

type Header = Parameters<JWTVerifyGetKey>[0];
type Key = Awaited<ReturnType<ReturnType<typeof createLocalJWKSet>>>;

export interface ProviderKeysOptions {
  /** Least time between two look-ups, whatever asks for them; default 5 s. */
  cooldownMs?: number;
  /** Told why a look-up failed. */
  onFailure?: (reason: string) => void;
}

/**
 * The key that a token names, at a time in milliseconds. Throws TokenRefused for a key that the provider does not
 * have, and UNAVAILABLE where that cannot be told.
 */
export type ProviderKeys = (header: Header, now: number) => Promise<Key>;

async function fetchJson(address: string | URL, what: string): Promise<unknown> {
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${what} answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LONGEST_DOCUMENT) throw new Error(`${what} is too long`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const isSafe = (address: URL, issuer: URL): boolean =>
  address.protocol === 'https:' || (issuer.protocol === 'http:' && address.hostname === issuer.hostname);

/** Where the provider publishes its keys, by its discovery document (OpenID Connect Discovery 1.0, section 4). */
async function discover(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = (await fetchJson(address, 'discovery')) as { issuer?: unknown; jwks_uri?: unknown } | null;
  if (document?.issuer !== issuer) throw new Error('the discovery document is of another issuer');
  if (typeof document.jwks_uri !== 'string' || !URL.canParse(document.jwks_uri))
    throw new Error('the discovery document names no keys');
  const keys = new URL(document.jwks_uri);
  if (!isSafe(keys, new URL(issuer))) throw new Error('the keys are not at a safe address');
  return keys;
}

const isUnknownKey = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;

/** Either way: a clock that was put back must not keep the keys for ever. */
const between = (at: number, now: number): number => Math.abs(now - at);

interface Known {
  keyOf: ReturnType<typeof createLocalJWKSet>;
  at: number;
}

/** What is known of the keys, and the one look-up that may be under way. */
function lookUps(issuer: string, { cooldownMs = COOLDOWN_MS, onFailure }: ProviderKeysOptions) {
  let address: URL | null = null;
  let known: Known | null = null;
  let last: { at: number; failed: boolean } | null = null;
  let pending: Promise<void> | null = null;

  async function lookUp(now: number): Promise<void> {
    last = { at: now, failed: last?.failed ?? false };
    try {
      address ??= await discover(issuer);
      const set = await fetchJson(address, 'the address of the keys');
      known = { keyOf: createLocalJWKSet(set as JSONWebKeySet), at: now };
      last = { at: now, failed: false };
    } catch (error) {
      address = null;
      last = { at: now, failed: true };
      onFailure?.(`identity provider: ${error instanceof Error ? error.message : 'no answer'}`);
    }
  }

  return {
    /** Resolves when a look-up has ended; false at once where the last one was too short a time ago. */
    async again(now: number): Promise<boolean> {
      if (pending === null && last !== null && between(last.at, now) < cooldownMs) return false;
      pending ??= lookUp(now).finally(() => (pending = null));
      await pending;
      return true;
    },
    hasFailed: (): boolean => last?.failed ?? false,
    known: (now: number): Known | null =>
      known !== null && between(known.at, now) < LASTING_MS ? known : null,
  };
}

async function keyIn(known: Known | null, header: Header): Promise<Key | null> {
  try {
    return known === null ? null : await known.keyOf(header);
  } catch (error) {
    if (isUnknownKey(error)) return null;
    throw error;
  }
}

/**
 * Keys of the provider by their `kid`, looked up when first needed, when they are old, and when a token names one
 * that is not among them; all of these together at most once in each cool-down, so that made-up key ids are no flood
 * to the provider, and a provider that fails takes no key away that is known.
 */
export function providerKeys(issuer: string, options: ProviderKeysOptions = {}): ProviderKeys {
  const lookedUp = lookUps(issuer, options);
  return async (header, now) => {
    // Without it any key of the set that fits would do.
    if (typeof header.kid !== 'string' || header.kid === '') throw new TokenRefused('header kid is missing');
    const known = lookedUp.known(now);
    const isFresh = known !== null && between(known.at, now) < FRESH_MS;
    const key = await keyIn(known, header);
    if (key !== null && isFresh) return key;
    const looking = lookedUp.again(now);
    // A provider that has failed may take its whole time to fail again: nobody waits for that with a known key.
    if (key !== null && lookedUp.hasFailed()) return key;
    await looking;
    const found = await keyIn(lookedUp.known(now), header);
    if (found !== null) return found;
    if (lookedUp.hasFailed()) throw providerUnavailable();
    throw new TokenRefused('header kid names no key of the provider');
  };
}
