import type { Audience, Marking } from '../reference/vocabulary.ts';
import { groupOfKind, isReader, type Actor } from './actor.ts';
import { meets, readerKeysOf, readersOfItem, type Shared } from './readers.ts';

export const accessRules = [
  'ISSUER',
  'PUBLIC',
  'AUDIENCE',
  'CLEARANCE',
  'NOT_PUBLISHED',
  'EMBARGO',
  'RECALLED',
  'APPOINTED_ROLE',
  'WITHDRAWN',
] as const;
export type AccessRule = (typeof accessRules)[number];

export interface Explanation {
  allowed: boolean;
  because: readonly { rule: AccessRule; detail: string }[];
}

type Reason = Explanation['because'][number];

const because = (rule: AccessRule, detail: string): readonly Reason[] => [{ rule, detail }];

const rank: Record<Marking, number> = { PUBLIC: 0, LIMITED: 1, SENSITIVE: 2 };

/** Which parts of the audience cover the organisation, in words. */
function partsCovering(audience: Audience, { id, kind, memberState }: Actor['organisation']): string[] {
  const group = groupOfKind(kind);
  return [
    ...(audience.everyone ? ['It is for every organisation.'] : []),
    ...(audience.groups.includes(group) ? [`It is for the group ${group}.`] : []),
    ...(memberState !== null && audience.memberStates.includes(memberState)
      ? [`It is for every organisation of ${memberState}.`]
      : []),
    ...(audience.organisations.includes(id) ? [`It is for ${id} by name.`] : []),
  ];
}

function clearanceOf(marking: Marking, { clearance }: Actor): Reason {
  const needed = marking === 'PUBLIC' ? 'LIMITED' : marking;
  const reaches = rank[clearance] >= rank[needed];
  return {
    rule: 'CLEARANCE',
    detail: `Its marking takes the clearance ${needed}; ${clearance} ${reaches ? 'reaches it' : 'does not reach it'}.`,
  };
}

/** Why a person who is no issuer of it can read what is published, or cannot. */
function ofAudience({ handling: { marking, audience } }: Shared, actor: Actor | null): readonly Reason[] {
  if (actor === null)
    return because('PUBLIC', 'It is not public, and who has no token reads what is public.');
  const parts = partsCovering(audience, actor.organisation);
  const covered: readonly Reason[] =
    parts.length === 0
      ? because('AUDIENCE', 'No part of its audience covers the organisation.')
      : parts.map((detail) => ({ rule: 'AUDIENCE', detail }));
  return [...covered, clearanceOf(marking, actor)];
}

const inAppointedRole = (actor: Actor | null): boolean => actor !== null && !isReader(actor);

function reasonsFor(item: Shared, actor: Actor | null): readonly Reason[] {
  const isOwn = actor !== null && isReader(actor) && actor.organisation.id === item.issuer;
  if (isOwn) return because('ISSUER', 'The issuer reads its own items.');
  switch (item.release) {
    case 'DRAFT':
    case 'CLOSED':
      return because('NOT_PUBLISHED', 'It is not published; its issuer alone reads it.');
    case 'RECALLED':
      return because('RECALLED', 'It has been recalled; its issuer alone reads it.');
    case 'EMBARGOED':
    case 'PUBLISHED':
      break;
  }
  const isPublished = item.release === 'PUBLISHED';
  if (isPublished && item.handling.marking === 'PUBLIC') return because('PUBLIC', 'It is public.');
  if (inAppointedRole(actor))
    return because('APPOINTED_ROLE', 'Auditors and administrators read what is public.');
  if (isPublished) return ofAudience(item, actor);
  const embargo = because('EMBARGO', 'It is under embargo; besides its issuer the AI Office reads it.');
  const isOffice = actor !== null && groupOfKind(actor.organisation.kind) === 'AI_OFFICE';
  return isOffice ? [...embargo, clearanceOf(item.handling.marking, actor)] : embargo;
}

/** The verdict is that of every read, by the same keys; the reasons are told from the item. Null is a person without a token. */
export const explain = (item: Shared, actor: Actor | null): Explanation => ({
  allowed: meets(readerKeysOf(actor), readersOfItem(item)),
  because: reasonsFor(item, actor),
});

/** For who could read the item before: not which of the two it was. */
export const withdrawn: Explanation = {
  allowed: false,
  because: because(
    'WITHDRAWN',
    'You could read it before; its issuer has taken it back or has narrowed its audience.',
  ),
};
