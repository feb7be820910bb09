import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { rolesOfKind } from '../access/actor.ts';
import { badInput } from '../errors.ts';
import { findOrganisation } from '../reference/organisations.ts';
import { clearances, isPersonId, toRoles, type Claims } from './actor.ts';
import type { SigningKey } from './keys.ts';
import { TokenRefused } from './refusal.ts';

export const LOCAL_ISSUER = 'concord-local';
export const LOCAL_AUDIENCE = 'concord';
/** Seconds. */
export const LONGEST_LIFE = 24 * 60 * 60;
/** Seconds. */
export const USUAL_LIFE = 8 * 60 * 60;

export interface TokenRequest {
  organisation: string;
  /** Absent: the first role that the organisation's kind can hold. */
  roles?: readonly string[];
  /** Absent: `limited`. */
  clearance?: string;
  /** Absent: the first role at the organisation, such as `representative@board-de`. */
  person?: string;
  /** Seconds; absent: eight hours. */
  life?: number;
  /** By which the token can be revoked alone; absent: a random one. */
  tokenId?: string;
}

/** What a token of local mode says of its holder. */
export interface LocalClaims {
  sub: string;
  organisation: string;
  roles: readonly string[];
  clearance: string;
}

/** Throws BAD_USER_INPUT, with the name of the member at fault as its field. */
export function toLocalClaims(request: TokenRequest): LocalClaims {
  const organisation = findOrganisation(request.organisation);
  if (organisation === undefined)
    throw badInput(
      'organisation',
      'The directory has no such organisation; ids look like board-de or ai-office.',
    );
  const possible = rolesOfKind(organisation.kind);
  const asked = request.roles?.length ? request.roles : possible.slice(0, 1);
  const roles = toRoles(organisation.kind, asked);
  if (roles === undefined)
    throw badInput('role', `A person of ${organisation.id} can be: ${possible.join(', ')}.`);
  const clearance = request.clearance ?? 'limited';
  if (!clearances.includes(clearance))
    throw badInput('clearance', `Clearance is one of ${clearances.join(', ')}.`);
  const person = request.person ?? `${roles[0] ?? 'person'}@${organisation.id}`;
  if (!isPersonId(person))
    throw badInput('person', 'A person id has letters, digits and . _ @ : | / + = - only.');
  return { sub: person, organisation: organisation.id, roles, clearance };
}

/** Signs a token of local mode; `now` is in milliseconds. Throws BAD_USER_INPUT for what cannot be asked for. */
export async function mintLocalToken(key: SigningKey, request: TokenRequest, now: number): Promise<string> {
  const { sub, ...claims } = toLocalClaims(request);
  const life = request.life ?? USUAL_LIFE;
  if (!Number.isInteger(life) || life < 1 || life > LONGEST_LIFE)
    throw badInput('expires', 'A token lives from one second to 24 hours.');
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.kid })
    .setIssuer(LOCAL_ISSUER)
    .setAudience(LOCAL_AUDIENCE)
    .setSubject(sub)
    .setJti(request.tokenId ?? randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + life)
    .sign(key.privateKey);
}

/**
 * No allowance for clocks that differ: minting and checking happen on one machine. Throws TokenRefused or an
 * error of jose.
 */
export async function verifyLocalToken(key: SigningKey, token: string, now: number): Promise<Claims> {
  const { payload } = await jwtVerify(
    token,
    ({ kid }) => {
      if (kid !== key.kid) throw new TokenRefused('header kid names another key');
      return key.publicKey;
    },
    {
      algorithms: ['EdDSA'],
      issuer: LOCAL_ISSUER,
      audience: LOCAL_AUDIENCE,
      requiredClaims: ['sub', 'jti', 'iat', 'exp'],
      maxTokenAge: LONGEST_LIFE,
      currentDate: new Date(now),
    },
  );
  return payload;
}
