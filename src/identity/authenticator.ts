import { decodeProtectedHeader, errors } from 'jose';
import type { Actor } from '../access/actor.ts';
import { DomainError } from '../errors.ts';
import { toActor } from './actor.ts';
import type { LocalKeys } from './keys.ts';
import { verifyLocalToken } from './local.ts';
import { createOidcVerifier, type OidcOptions, type Provider } from './oidc.ts';
import { TokenRefused, unauthenticated, type OnRefusal } from './refusal.ts';

export interface AuthenticatorOptions {
  /** The provider whose tokens are accepted; null: tokens of local mode, and only those. */
  oidc: Provider | null;
  now?: () => number;
  onRefusal?: OnRefusal;
  cooldownMs?: OidcOptions['cooldownMs'];
  /** Whether an actor has lost access, whatever their token says. */
  isRevoked?: (actor: Actor) => boolean;
}

/**
 * Takes the value of the Authorization header. Null stands for nobody in particular, both ways; a token that
 * is there must be good. Throws UNAUTHENTICATED, or UNAVAILABLE while the provider cannot be asked.
 */
export type Authenticate = (authorization: string | null) => Promise<Actor | null>;

const LONGEST_HEADER = 8 * 1024;
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Headers by which a token would choose its own key, or ask for extensions that nobody here knows. */
const refusedHeaders = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64'];

function toToken(authorization: string): string {
  if (authorization.length > LONGEST_HEADER) throw new TokenRefused('the header is too long');
  const token = bearer.exec(authorization)?.[1];
  if (token === undefined) throw new TokenRefused('the header is not a bearer token');
  const header = decodeProtectedHeader(token);
  const refused = refusedHeaders.find((name) => name in header);
  if (refused !== undefined) throw new TokenRefused(`header ${refused} is not allowed`);
  return token;
}

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
  const verify = verifierOf(options, keys);
  return async (authorization) => {
    if (authorization === null) return null;
    try {
      const actor = toActor(await verify(toToken(authorization)));
      if (options.isRevoked?.(actor) === true) throw new TokenRefused('access is revoked');
      return actor;
    } catch (error) {
      if (error instanceof DomainError) throw error;
      options.onRefusal?.(reasonOf(error));
      throw unauthenticated();
    }
  };
}
