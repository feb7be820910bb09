import { DomainError } from '../errors.ts';
import type { Handling, ItemKind, LocalizedText, MemberStateCode } from '../reference/vocabulary.ts';

/**
 * Where an item stands towards its readers: a draft, a closed draft and a recalled item are the issuer's alone, an
 * embargoed one is the issuer's and the AI Office's, a published one its audience's.
 */
export type Release = 'DRAFT' | 'CLOSED' | 'EMBARGOED' | 'PUBLISHED' | 'RECALLED';

/** Who made a change: the person and the organisation they acted for. */
export interface Author {
  person: string;
  organisation: string;
}

export interface Acknowledgement extends Author {
  at: string;
}

/** Why content may be erased: a closed list, so that every erasure rests on a provision. */
export const erasureGrounds = [
  /** Article 78(2): deleted as soon as no longer needed for the purpose for which it was obtained. */
  'NO_LONGER_NEEDED',
  /** Article 78(2), by the date that was set for the item. */
  'RETENTION_ENDED',
  /** Shared by mistake; also sensitive operational data, which the exchange may not cover (Article 78(3)). */
  'SENT_IN_ERROR',
  /** Unlawfully obtained or shared (Article 78(1)), or a court or an authority ordered it. */
  'UNLAWFUL',
  /** Regulation (EU) 2018/1725, Article 19; Regulation (EU) 2016/679, Article 17. */
  'DATA_PROTECTION',
] as const;
export type ErasureGround = (typeof erasureGrounds)[number];

/** That content was erased: what readers are left with. */
export interface Erasure {
  ground: ErasureGround;
  reason: string;
  /** The persons who stand for it. */
  by: readonly Author[];
  at: string;
}

/** An erasure that not enough persons stand for yet. */
export interface ErasureRequest {
  ground: ErasureGround;
  reason: string;
  /** Null where the retention date asked. */
  requestedBy: Author | null;
  confirmedBy: readonly Author[];
  at: string;
}

/** Keeps the item from being erased for as long as it stands. */
export interface LegalHold extends Author {
  /** The revision that it came with: no other hold of the item has or had it. */
  number: number;
  basis: string;
  at: string;
}

/** Until when the item is kept. */
export interface Retention {
  until: string;
  /** When its end asked for the erasure; null until then, so that it asks once. */
  askedAt: string | null;
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
  /** Requests to share it that its issuer has granted, by id. */
  grantedRequests: readonly string[];
  /** Organisations that have confirmed to hold nothing of it any more. */
  withdrawalAcknowledgements: readonly Acknowledgement[];
  retention: Retention | null;
  erasureRequest: ErasureRequest | null;
  /** In the order in which they were placed. */
  legalHolds: readonly LegalHold[];
  /** Tells an item that has its content from an `ErasedItem`. */
  erasure: null;
}

/** How every item begins. */
export const untouched = {
  revision: 1,
  acknowledgements: [],
  recall: null,
  grantedRequests: [],
  withdrawalAcknowledgements: [],
  retention: null,
  erasureRequest: null,
  legalHolds: [],
  erasure: null,
} as const satisfies Partial<ItemBase>;

/** Throws INVALID_STATE for an item that was taken back and for a draft that has served: nothing is done to them. */
export function assertStands({ release }: Pick<ItemBase, 'release'>): void {
  if (release === 'RECALLED') throw new DomainError('INVALID_STATE', 'This item has been recalled.');
  if (release === 'CLOSED') throw new DomainError('INVALID_STATE', 'This draft is closed.');
}

/** The reference that Concord gives; the last eight characters of the id tell items of a kind and year apart. */
export const houseReference = (kind: ItemKind, at: string, id: string): string =>
  `${kind}-${at.slice(0, 4)}-${id.replaceAll('-', '').slice(-8).toUpperCase()}`;

/** What happened to an item, as shown to readers. */
export const changeKinds = [
  'DRAFTED',
  'CLOSED',
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
  'ERASURE_REQUESTED',
  'ERASURE_CONFIRMED',
  'ERASURE_DECLINED',
  'ERASED',
  'HOLD_PLACED',
  'HOLD_LIFTED',
  'RETENTION_SET',
  'SHARED',
  'SHARE_REQUESTED',
  'SHARE_GRANTED',
  'SHARE_REFUSED',
  'WITHDRAWAL_ACKNOWLEDGED',
] as const;
export type ChangeKind = (typeof changeKinds)[number];
