import { jwtVerify } from 'jose';
import type { Claims } from './actor.ts';
import { providerKeys, type ProviderKeysOptions } from './provider-keys.ts';

/**
 * Seconds that the clock of the provider may differ from ours. A request is answered for so long after `exp`; what
 * stays open ends at `exp` itself.
 */
const CLOCK_SKEW = 30;

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

export interface Provider {
  issuer: string;
  audience: string;
}

export type OidcVerifier = (token: string, now: number) => Promise<Claims>;

/** The verifier throws UNAVAILABLE while the provider cannot be asked, and errors of jose for a bad token. */
export function createOidcVerifier(
  { issuer, audience }: Provider,
  options: ProviderKeysOptions = {},
): OidcVerifier {
  const keyOf = providerKeys(issuer, options);
  return async (token, now) => {
    const { payload } = await jwtVerify(token, (header) => keyOf(header, now), {
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
