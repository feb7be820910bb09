import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import type { Actor } from '../access/actor.ts';
import { DomainError, type RefusalCode } from '../errors.ts';
import { toActor } from './actor.ts';
import type { LocalKeys } from './keys.ts';
import { verifyLocalToken } from './local.ts';
import { createOidcVerifier, type Provider } from './oidc.ts';
import type { ProviderKeysOptions } from './provider-keys.ts';
import { TokenRefused, TooManyRefused, unauthenticated, type OnRefusal } from './refusal.ts';
import { createThrottle, failureLimits } from './throttle.ts';

export interface AuthenticatorOptions {
  /** The provider whose tokens are accepted; null: tokens of local mode, and only those. */
  oidc: Provider | null;
  now?: () => number;
  onRefusal?: OnRefusal;
  /** Told how each token that was not accepted was answered. */
  onRefused?: (code: RefusalCode) => void;
  cooldownMs?: ProviderKeysOptions['cooldownMs'];
  /** Whether an actor has lost access, whatever their token says. */
  isRevoked?: (actor: Actor) => boolean;
}

/**
 * Takes the value of the Authorization header and the network that it comes from. Null stands for nobody in
 * particular, both ways; a token that is there must be good. Throws UNAUTHENTICATED, RATE_LIMITED where too many were
 * refused of late, or UNAVAILABLE while the provider cannot be asked.
 */
export type Authenticate = (authorization: string | null, address: string) => Promise<Actor | null>;

const LONGEST_HEADER = 8 * 1024;
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Headers by which a token would choose its own key, or ask for extensions that nobody here knows. */
const refusedHeaders = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64'];

/** What a provider signs for other uses, such as a logout, is no token for access. */
const accessTypes = /^(application\/)?(at\+)?jwt$/i;

function toToken(authorization: string): string {
  if (authorization.length > LONGEST_HEADER) throw new TokenRefused('the header is too long');
  const token = bearer.exec(authorization)?.[1];
  if (token === undefined) throw new TokenRefused('the header is not a bearer token');
  const header = decodeProtectedHeader(token);
  const refused = refusedHeaders.find((name) => name in header);
  if (refused !== undefined) throw new TokenRefused(`header ${refused} is not allowed`);
  if (header.typ !== undefined && !accessTypes.test(header.typ))
    throw new TokenRefused('header typ names another kind of token');
  return token;
}

/** Whom a refused token claims to be for. */
function claimedSubject(authorization: string): string | null {
  if (authorization.length > LONGEST_HEADER) return null;
  try {
    const { sub } = decodeJwt(bearer.exec(authorization)?.[1] ?? '');
    return typeof sub === 'string' ? sub : null;
  } catch {
    return null;
  }
}

/** In order but for its end: no guess, and on a Monday morning a whole Member State may come with one. */
const isOutOfDate = (error: unknown): boolean => error instanceof errors.JWTExpired;

/** For the log: our own reason or the code of jose, never its text. */
function reasonOf(error: unknown): string {
  if (error instanceof TokenRefused) return error.message;
  return error instanceof errors.JOSEError ? error.code : 'malformed';
}

function verifierOf(options: AuthenticatorOptions, keys: Pick<LocalKeys, 'token'>) {
  const { oidc, now = Date.now, onRefusal, cooldownMs } = options;
  if (oidc === null) return (token: string) => verifyLocalToken(keys.token, token, now());
  const verify = createOidcVerifier(oidc, {
    ...(cooldownMs === undefined ? {} : { cooldownMs }),
    ...(onRefusal === undefined ? {} : { onFailure: onRefusal }),
  });
  return (token: string) => verify(token, now());
}

export function createAuthenticator(
  options: AuthenticatorOptions,
  keys: Pick<LocalKeys, 'token'>,
): Authenticate {
  const { now = Date.now } = options;
  const verify = verifierOf(options, keys);
  const throttle = createThrottle();

  function refusalOf(error: unknown, failure: { authorization: string; address: string }): DomainError {
    // The provider does not answer: nothing is known of the token.
    if (error instanceof DomainError) return error;
    options.onRefusal?.(reasonOf(error));
    if (isOutOfDate(error)) return unauthenticated();
    const subject = claimedSubject(failure.authorization);
    return throttle.admits({ address: failure.address, subject }, now())
      ? unauthenticated()
      : new TooManyRefused(failureLimits.subject.msEach / 1000);
  }

  return async (authorization, address) => {
    if (authorization === null) return null;
    try {
      const actor = toActor(await verify(toToken(authorization)));
      if (options.isRevoked?.(actor) !== true) return actor;
      // No guess at a token: whoever comes back is told the same each time.
      options.onRefusal?.('access is revoked');
      throw unauthenticated();
    } catch (error) {
      const refusal = refusalOf(error, { authorization, address });
      options.onRefused?.(refusal.code);
      throw refusal;
    }
  };
}
