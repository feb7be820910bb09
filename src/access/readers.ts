import type { Handling, Marking } from '../reference/vocabulary.ts';
import { groupOfKind, isReader, type Actor } from './actor.ts';

/** What the rights look at in an item. */
export interface Shared {
  issuer: string;
  release: 'DRAFT' | 'EMBARGOED' | 'PUBLISHED' | 'RECALLED';
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
 * While an item is a draft or recalled it is the issuer's alone; under embargo the AI Office sees it too.
 */
export function readersOfItem({ issuer, release, handling }: Shared): readonly string[] {
  const own = `issuer:${issuer}`;
  const level = handling.marking.toLowerCase();
  if (release === 'DRAFT' || release === 'RECALLED') return [own];
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
export function readerKeysOf(actor: Actor | null): readonly string[] {
  if (actor === null || !isReader(actor)) return [EVERYONE];
  const { id, kind, memberState } = actor.organisation;
  const covered = [
    EVERYONE,
    `group:${groupOfKind(kind)}`,
    `organisation:${id}`,
    ...(memberState === null ? [] : [`state:${memberState}`]),
  ];
  const keys = covered.flatMap((part) => levels[actor.clearance].map((level) => `${part}/${level}`));
  return [EVERYONE, `issuer:${id}`, ...keys].sort();
}

/** Visible means that the sets meet. */
export const meets = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((key) => other.includes(key));
