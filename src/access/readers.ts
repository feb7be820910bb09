import { organisations } from '../reference/organisations.ts';
import { markings, type Handling, type Marking } from '../reference/vocabulary.ts';
import { groupOfKind, isReader, type Actor } from './actor.ts';

/** What the rights look at in an item. */
export interface Shared {
  issuer: string;
  release: 'DRAFT' | 'CLOSED' | 'EMBARGOED' | 'PUBLISHED' | 'RECALLED';
  handling: Handling;
}

/** Everybody, with or without a token. */
export const EVERYONE = 'everyone';

const levels: Record<Marking, readonly string[]> = {
  PUBLIC: [],
  LIMITED: ['limited'],
  SENSITIVE: ['limited', 'sensitive'],
};

/**
 * Who can read an item, as reader keys, sorted. `issuer:X` has no level: the issuer always sees its own items.
 * While an item is a draft, closed or recalled it is the issuer's alone; under embargo the AI Office sees it too.
 */
export function readersOfItem({ issuer, release, handling }: Shared): readonly string[] {
  const own = `issuer:${issuer}`;
  const level = handling.marking.toLowerCase();
  if (release === 'DRAFT' || release === 'CLOSED' || release === 'RECALLED') return [own];
  if (release === 'EMBARGOED') return ['group:AI_OFFICE/' + (level === 'public' ? 'limited' : level), own];
  if (handling.marking === 'PUBLIC') return [EVERYONE];
  const { everyone, groups, memberStates, organisations } = handling.audience;
  return [
    ...(everyone ? [`${EVERYONE}/${level}`] : []),
    ...groups.map((group) => `group:${group}/${level}`),
    ...memberStates.map((state) => `state:${state}/${level}`),
    ...organisations.map((organisation) => `organisation:${organisation}/${level}`),
    own,
  ].sort();
}

/** What an actor can read, as reader keys, sorted; `null` is a person without a token. */
export const readerKeysOf = (actor: Actor | null): readonly string[] =>
  actor === null || !isReader(actor) ? [EVERYONE] : keysWithin(actor.organisation, actor.clearance);

/** What somebody of the organisation who is cleared for everything can read. */
export const keysOfOrganisation = (organisation: Actor['organisation']): readonly string[] =>
  keysWithin(organisation, 'SENSITIVE');

function keysWithin({ id, kind, memberState }: Actor['organisation'], clearance: Marking): readonly string[] {
  const covered = [
    EVERYONE,
    `group:${groupOfKind(kind)}`,
    `organisation:${id}`,
    ...(memberState === null ? [] : [`state:${memberState}`]),
  ];
  const keys = covered.flatMap((part) => levels[clearance].map((level) => `${part}/${level}`));
  return [EVERYONE, `issuer:${id}`, ...keys].sort();
}

/** Whether these are the keys of everybody, with or without a token. */
export const readsAsPublic = (keys: readonly string[]): boolean => keys.every((key) => key === EVERYONE);

/** Visible means that the sets meet. */
export const meets = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((key) => other.includes(key));

/** Every reader that there can be, as reader keys. */
const everybody: readonly (readonly string[])[] = [
  [EVERYONE],
  ...organisations.flatMap((organisation) =>
    markings.map((clearance) => keysWithin(organisation, clearance)),
  ),
];

/** Whether anybody could read the item after a change who could not before. */
export function addsReaders(before: Shared, after: Shared): boolean {
  const were = readersOfItem(before);
  const are = readersOfItem(after);
  return everybody.some((keys) => meets(keys, are) && !meets(keys, were));
}
