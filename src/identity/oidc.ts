import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Claims } from './actor.ts';
import { providerUnavailable } from './refusal.ts';

/**
 * Seconds that the clock of the provider may differ from ours. A request is answered for so long after `exp`; what
 * stays open ends at `exp` itself.
 */
const CLOCK_SKEW = 30;

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const TIMEOUT_MS = 5_000;
const DISCOVERY_LIMIT = 256 * 1024;

export interface Provider {
  issuer: string;
  audience: string;
}

export interface OidcOptions {
  /** Least time between two fetches of the keys because of a key id nobody knows; default 5 s. */
  cooldownMs?: number;
  onFailure?: (reason: string) => void;
}

export type OidcVerifier = (token: string, now: number) => Promise<Claims>;

const isSafe = (address: URL, issuer: URL): boolean =>
  address.protocol === 'https:' || (issuer.protocol === 'http:' && address.hostname === issuer.hostname);

/** Where the provider publishes its keys, by its discovery document (OpenID Connect Discovery 1.0, section 4). */
async function discover(issuer: string): Promise<URL> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) throw new Error(`discovery answered ${response.status}`);
  const text = await response.text();
  if (text.length > DISCOVERY_LIMIT) throw new Error('the discovery document is too long');
  const document = JSON.parse(text) as { issuer?: unknown; jwks_uri?: unknown } | null;
  if (document?.issuer !== issuer) throw new Error('the discovery document is of another issuer');
  if (typeof document.jwks_uri !== 'string' || !URL.canParse(document.jwks_uri))
    throw new Error('the discovery document names no keys');
  const address = new URL(document.jwks_uri);
  if (!isSafe(address, new URL(issuer))) throw new Error('the keys are not at a safe address');
  return address;
}

const isUnknownKey = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;

/** Keys of the provider, found when first needed; after any failure everything is looked up again. */
function keysOf(issuer: string, { cooldownMs = 5_000, onFailure }: OidcOptions): JWTVerifyGetKey {
  let found: Promise<ReturnType<typeof createRemoteJWKSet>> | null = null;
  const find = async () =>
    createRemoteJWKSet(await discover(issuer), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: cooldownMs,
    });
  return async (header, token) => {
    const current = (found ??= find());
    try {
      return await (
        await current
      )(header, token);
    } catch (error) {
      if (isUnknownKey(error)) throw error;
      // Only the look-up that failed is dropped: another request may already have a good one.
      if (found === current) found = null;
      onFailure?.(`identity provider: ${error instanceof Error ? error.message : 'no answer'}`);
      throw providerUnavailable();
    }
  };
}

/** The verifier throws UNAVAILABLE while the provider cannot be asked, and errors of jose for a bad token. */
export function createOidcVerifier({ issuer, audience }: Provider, options: OidcOptions = {}): OidcVerifier {
  const keys = keysOf(issuer, options);
  return async (token, now) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_SKEW,
      currentDate: new Date(now),
    });
    return payload;
  };
}
