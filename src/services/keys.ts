import { checkCharacters, type Maybe } from '../domain/checks.ts';
import type { Actor } from '../access/actor.ts';
import type { Action } from '../access/policy.ts';
import type { Author } from '../domain/item.ts';
import { badInput } from '../errors.ts';
import { canonicalText, sha256 } from '../journal/canonical.ts';
import type { Append } from '../store/port.ts';

/** What of a command makes it the same when it is repeated with its key. */
export interface Keyed {
  action: Action;
  /** All of the input, as given: a repeat with the same key must be the same in every part. */
  input: { idempotencyKey?: Maybe<string> };
  /** What of the input is hashed as it stands, for a null in it means something. */
  verbatim?: unknown;
}

export const authorOf = (actor: Actor): Author => ({
  person: actor.person,
  organisation: actor.organisation.id,
});

/** A part that is null says the same as one that is left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(given.map(([name, part]) => [name, withoutNulls(part)]));
}

/** The key of a command with the hash of its input; null without a key. */
export function keyOf({ action, input, verbatim }: Keyed): Append['idempotency'] {
  const { idempotencyKey, ...rest } = input;
  if (idempotencyKey === null || idempotencyKey === undefined) return null;
  const key = checkCharacters('idempotencyKey', idempotencyKey, 200);
  try {
    return { key, input: sha256(canonicalText({ action, input: withoutNulls(rest), verbatim })) };
  } catch {
    // Only text that is not well-formed has no canonical form.
    throw badInput('input', 'Text holds characters that are not well-formed.');
  }
}

/** For what has no input but its key. */
export const keyAlone = (idempotencyKey: string): NonNullable<Append['idempotency']> => ({
  key: idempotencyKey,
  input: sha256(canonicalText({ idempotencyKey })),
});
