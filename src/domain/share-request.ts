import { DomainError } from '../errors.ts';
import type { Audience, Marking } from '../reference/vocabulary.ts';
import {
  checkAudience,
  checkOptionalProse,
  checkProse,
  limits,
  type AudienceInput,
  type Maybe,
} from './checks.ts';
import type { Making } from './guidance.ts';
import { assertStands, untouched, type Author, type ItemBase } from './item.ts';
import type { LiveItem } from './items.ts';

/** What the issuer of the item said to a request. */
export interface ShareAnswer extends Author {
  granted: boolean;
  reason: string | null;
  at: string;
}

/**
 * That a reader of an item under originator control asks for it to be shown to more (Article 78(3)). An item of its
 * own, between who asks and who answers: the other readers are to see nothing of it, not by a revision either.
 */
export interface ShareRequest extends ItemBase {
  kind: 'SHARE_REQUEST';
  /** The item that is to be shown to more. */
  itemId: string;
  /** The issuer of that item, who answers. */
  originator: string;
  /** Whom it is to be shown to besides. */
  wanted: Audience;
  reason: string;
  /** Null while it waits. */
  answer: ShareAnswer | null;
}

export interface NewShareRequest {
  id: string;
  houseReference: string;
  issuer: string;
  itemId: string;
  originator: string;
  marking: Marking;
  wanted: Audience;
  reason: string;
  at: string;
}

export type ShareRequestEvent =
  | { type: 'ShareRequested'; data: NewShareRequest }
  | { type: 'ShareGranted'; data: Author & { reason: string | null; at: string } }
  | { type: 'ShareRefused'; data: Author & { reason: string; at: string } };

/** It names nothing of the item: who loses the item keeps the request. */
const title = [{ language: 'en', text: 'Request to share an item' }] as const;

/** INVALID_STATE for what nobody reads yet, or nobody any more: there is nothing to be shown to others. */
export function assertPublished(item: LiveItem): void {
  assertStands(item);
  if (item.release !== 'PUBLISHED')
    throw new DomainError('INVALID_STATE', 'Only what is published can be shared.');
}

/** Between two bodies: neither shows it to a third. */
export function assertNoRequest(item: LiveItem): void {
  if (item.kind === 'SHARE_REQUEST')
    throw new DomainError('INVALID_STATE', 'A request to share stays between who asks and who answers.');
}

/** Asks the issuer of an item; BAD_USER_INPUT without a reason, for the issuer has to weigh one. */
export function requestShare(
  item: LiveItem,
  input: { audience: AudienceInput; reason?: Maybe<string> },
  making: Making,
): ShareRequestEvent {
  assertPublished(item);
  assertNoRequest(item);
  return {
    type: 'ShareRequested',
    data: {
      id: making.id,
      houseReference: making.houseReference,
      issuer: making.issuer,
      itemId: item.id,
      originator: item.issuer,
      marking: item.handling.marking,
      wanted: checkAudience('audience', input.audience),
      reason: checkProse('reason', input.reason ?? '', limits.reason),
      at: making.now,
    },
  };
}

/** Throws INVALID_STATE for a request that was answered or withdrawn. */
export function assertOpen(request: ShareRequest): void {
  if (request.release === 'RECALLED')
    throw new DomainError('INVALID_STATE', 'This request has been withdrawn.');
  if (request.answer !== null)
    throw new DomainError('INVALID_STATE', 'This request has been answered already.');
}

export function grantShare(
  request: ShareRequest,
  reason: Maybe<string>,
  { now, ...by }: Author & { now: string },
): ShareRequestEvent {
  assertOpen(request);
  return {
    type: 'ShareGranted',
    data: { ...by, reason: checkOptionalProse('reason', reason, limits.reason), at: now },
  };
}

/** BAD_USER_INPUT without a reason. */
export function refuseShare(
  request: ShareRequest,
  reason: Maybe<string>,
  { now, ...by }: Author & { now: string },
): ShareRequestEvent {
  assertOpen(request);
  return {
    type: 'ShareRefused',
    data: { ...by, reason: checkProse('reason', reason ?? '', limits.reason), at: now },
  };
}

export function evolveShareRequest(
  request: ShareRequest | null,
  { type, data }: ShareRequestEvent,
): ShareRequest {
  if (type === 'ShareRequested') {
    const { houseReference, marking, originator, at, ...content } = data;
    return {
      ...untouched,
      ...content,
      kind: 'SHARE_REQUEST',
      reference: houseReference,
      title,
      summary: [],
      articles: [],
      memberStates: [],
      originator,
      handling: {
        marking,
        audience: { everyone: false, groups: [], memberStates: [], organisations: [originator] },
        originatorControlled: false,
        declared: false,
      },
      release: 'PUBLISHED',
      publishedAt: at,
      updatedAt: at,
      answer: null,
    };
  }
  if (request === null) throw new Error(`${type} needs a request before it`);
  return {
    ...request,
    answer: { ...data, granted: type === 'ShareGranted' },
    updatedAt: data.at,
    revision: request.revision + 1,
  };
}
