import type { Handling, ItemKind, LocalizedText, MemberStateCode } from '../reference/vocabulary.ts';

/**
 * Where an item stands towards its readers: a draft and a recalled item are the issuer's alone, an embargoed
 * one is the issuer's and the AI Office's, a published one its audience's.
 */
export type Release = 'DRAFT' | 'EMBARGOED' | 'PUBLISHED' | 'RECALLED';

/** Who made a change: the person and the organisation they acted for. */
export interface Author {
  person: string;
  organisation: string;
}

export interface Acknowledgement extends Author {
  at: string;
}

/** What every kind of item has. Instants are ISO 8601 in UTC with milliseconds. */
export interface ItemBase {
  id: string;
  kind: ItemKind;
  /** The official reference where there is one, else the one Concord gave. */
  reference: string;
  title: LocalizedText;
  summary: LocalizedText;
  issuer: string;
  /** Article numbers of the AI Act, such as "75a". */
  articles: readonly string[];
  /** Member States the item concerns; empty means the whole Union. */
  memberStates: readonly MemberStateCode[];
  handling: Handling;
  release: Release;
  publishedAt: string;
  updatedAt: string;
  /** Number of the last change, from 1. */
  revision: number;
  acknowledgements: readonly Acknowledgement[];
  recall: { at: string; reason: string | null } | null;
}

/** What happened to an item, as shown to readers. */
export const changeKinds = [
  'DRAFTED',
  'PUBLISHED',
  'CORRECTED',
  'SUPERSEDED',
  'RELEASED',
  'COMPLETED',
  'OPENED',
  'STEP_RECORDED',
  'FOLLOWED_UP',
  'ACKNOWLEDGED',
  'HANDLING_CHANGED',
  'RECALLED',
  'ERASED',
] as const;
export type ChangeKind = (typeof changeKinds)[number];
