import { DomainError, badInput } from '../errors.ts';
import { checkCharacters, checkOrganisation, checkProse, checkText, limits, type Maybe } from './checks.ts';
import type { Author } from './item.ts';

/** Whose access is taken: everybody of an organisation, a person in whatever token, or the holder of one token. */
export interface Revoked {
  what: 'person' | 'organisation' | 'token';
  id: string;
}

/**
 * That somebody has no access any more, until it is restored. Several may stand against the same one, each with its
 * reason: access is back when none does.
 */
export interface Revocation {
  id: string;
  kind: 'REVOCATION';
  revision: number;
  revoked: Revoked;
  reason: string;
  by: Author;
  at: string;
  /** Null while it stands. */
  restored: Restoration | null;
}

/** Who gave access back, when and why. */
export type Restoration = Author & { reason: string; at: string };

export interface RevocationInput {
  person?: Maybe<string>;
  organisation?: Maybe<string>;
  tokenId?: Maybe<string>;
  reason: string;
}

export type RevocationEvent =
  | {
      type: 'AccessRevoked';
      data: { id: string; revoked: Revoked; reason: string; by: Author; at: string };
    }
  | { type: 'AccessRestored'; data: Restoration };

/** Who acts, with which token, and when. */
export interface Revoking extends Author {
  /** Null for a token without an id. */
  tokenId: string | null;
  now: string;
}

/** A provider may give its tokens longer ids than this server does. */
const LONGEST_TOKEN_ID = 1_000;

/** The names of the parts of the input, of which one is given. */
const fields = { person: 'person', organisation: 'organisation', token: 'tokenId' } as const;

function toRevoked({ person, organisation, tokenId }: RevocationInput): Revoked {
  const given = [
    ...(typeof person === 'string' ? [{ what: 'person', id: person } as const] : []),
    ...(typeof organisation === 'string' ? [{ what: 'organisation', id: organisation } as const] : []),
    ...(typeof tokenId === 'string' ? [{ what: 'token', id: tokenId } as const] : []),
  ];
  const [revoked, more] = given;
  if (revoked === undefined) throw badInput('input', 'Name a person, an organisation or a token.');
  if (more !== undefined)
    throw badInput(fields[more.what], 'One revocation names one person, organisation or token.');
  switch (revoked.what) {
    case 'person':
      return { ...revoked, id: checkText('person', revoked.id, limits.name) };
    case 'organisation':
      return { ...revoked, id: checkOrganisation('organisation', revoked.id) };
    case 'token':
      return { ...revoked, id: checkCharacters('tokenId', revoked.id, LONGEST_TOKEN_ID) };
  }
}

/** FORBIDDEN for who would lose their own access by it: nobody could be asked to restore it by whom it was taken. */
export function revokeAccess(input: RevocationInput, id: string, acting: Revoking): RevocationEvent {
  const revoked = toRevoked(input);
  const { person, organisation, tokenId, now } = acting;
  const own = { person, organisation, token: tokenId };
  if (revoked.id === own[revoked.what])
    throw new DomainError(
      'FORBIDDEN',
      'Nobody revokes their own access; another administrator can.',
      fields[revoked.what],
    );
  const reason = checkProse('reason', input.reason, limits.reason);
  return { type: 'AccessRevoked', data: { id, revoked, reason, by: { person, organisation }, at: now } };
}

/** Any administrator may: who revoked may be away, or have lost access themselves. */
export function restoreAccess(
  revocation: Revocation,
  reason: string,
  { person, organisation, now }: Omit<Revoking, 'tokenId'>,
): RevocationEvent {
  if (revocation.restored !== null)
    throw new DomainError('INVALID_STATE', 'This access has been restored already.');
  const checked = checkProse('reason', reason, limits.reason);
  return { type: 'AccessRestored', data: { person, organisation, reason: checked, at: now } };
}

export function evolveRevocation(revocation: Revocation | null, event: RevocationEvent): Revocation {
  if (event.type === 'AccessRevoked')
    return { ...event.data, kind: 'REVOCATION', revision: 1, restored: null };
  if (revocation === null) throw new Error(`${event.type} needs a revocation before it`);
  return { ...revocation, revision: revocation.revision + 1, restored: event.data };
}
