import { rolesOfKind, type Actor } from '../access/actor.ts';
import { findOrganisation, type Organisation } from '../reference/organisations.ts';
import { markings, type Marking, type Role } from '../reference/vocabulary.ts';
import { TokenRefused } from './refusal.ts';

/** The claims that make an actor, from a token whose signature, issuer, audience and times are verified. */
export interface Claims {
  sub?: unknown;
  organisation?: unknown;
  roles?: unknown;
  clearance?: unknown;
  exp?: unknown;
  jti?: unknown;
}

/** As a token and the command line write it, such as `limited`. */
export const clearances = markings.map((marking) => marking.toLowerCase());

export const toClearance = (text: unknown): Marking | undefined =>
  markings.find((marking) => marking.toLowerCase() === text);

/** A person's id is shown to readers and stands in the journal: short, and nothing that breaks a line. */
export const isPersonId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\p{L}\p{N}._@:|/+=-]{1,200}$/u.test(value);

/** The roles as the organisation may give them, without repeats; undefined where one is not its to give. */
export function toRoles(kind: Organisation['kind'], names: readonly unknown[]): readonly Role[] | undefined {
  const possible = rolesOfKind(kind);
  const roles = possible.filter((role) => names.includes(role));
  const known = names.every((name) => possible.some((role) => role === name));
  return known && roles.length > 0 ? roles : undefined;
}

/** Throws TokenRefused for a claim that is missing or does not fit the organisation. */
export function toActor(claims: Claims): Actor {
  const { sub, organisation: id, roles: names, clearance: level, exp, jti } = claims;
  if (!isPersonId(sub)) throw new TokenRefused('claim sub is missing or not a person id');
  const organisation = typeof id === 'string' ? findOrganisation(id) : undefined;
  if (organisation === undefined) throw new TokenRefused('claim organisation is missing or unknown');
  const roles = Array.isArray(names) ? toRoles(organisation.kind, names) : undefined;
  if (roles === undefined) throw new TokenRefused('claim roles is missing or does not fit the organisation');
  const clearance = toClearance(level);
  if (clearance === undefined) throw new TokenRefused('claim clearance is missing or unknown');
  if (typeof exp !== 'number') throw new TokenRefused('claim exp is missing');
  const { kind, memberState } = organisation;
  return {
    person: sub,
    organisation: { id: organisation.id, kind, memberState },
    roles,
    clearance,
    expiresAt: exp * 1000,
    ...(typeof jti === 'string' ? { tokenId: jti } : {}),
  };
}
