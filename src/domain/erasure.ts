import { DomainError, badInput } from '../errors.ts';
import { erasedTitle } from '../reference/erased-title.ts';
import { checkProse, checkText, limits, type Maybe } from './checks.ts';
import {
  houseReference,
  untouched,
  type Author,
  type Erasure,
  type ErasureGround,
  type ErasureRequest,
  type ItemBase,
  type LegalHold,
} from './item.ts';
import { assertNotErased, type Item, type LiveItem } from './items.ts';

/** What is left of an item: that it was there, for whom, and that and why its content was erased. */
export interface ErasedItem extends Omit<ItemBase, 'erasure'> {
  erasure: Erasure;
}

export interface ErasureInput {
  ground: ErasureGround;
  reason: string;
}

export type ErasureEvent =
  | { type: 'ErasureRequested'; data: ErasureInput & { requestedBy: Author | null; at: string } }
  | { type: 'ErasureConfirmed'; data: Author & { at: string } }
  | { type: 'ErasureDeclined'; data: Author & { reason: string; at: string } }
  | { type: 'ItemErased'; data: Erasure }
  | { type: 'LegalHoldPlaced'; data: Omit<LegalHold, 'number'> }
  | { type: 'LegalHoldLifted'; data: Author & { number: number; at: string } }
  | { type: 'RetentionSet'; data: Author & { until: string | null; at: string } };

/** Who acts, and when. */
type Acting = Author & { now: string };

/** Four eyes: so many different persons of the issuer stand for an erasure. */
const PERSONS_NEEDED = 2;

const standingFor = ({ requestedBy, confirmedBy }: ErasureRequest): readonly Author[] =>
  requestedBy === null ? confirmedBy : [requestedBy, ...confirmedBy];

/** The content is its issuer's, and so is the decision to erase it. */
function assertIssuer(item: LiveItem, { organisation }: Author): void {
  if (organisation !== item.issuer)
    throw new DomainError('FORBIDDEN', 'Only the issuer of an item decides on its erasure.');
}

function assertRequested(item: LiveItem): ErasureRequest {
  if (item.erasureRequest === null)
    throw new DomainError('INVALID_STATE', 'Nobody has requested the erasure of this item.');
  return item.erasureRequest;
}

/** Whoever requests stands for the erasure; under a legal hold it may be requested and has to wait. */
export function requestErasure(item: Item, input: ErasureInput, { now, ...by }: Acting): ErasureEvent {
  assertNotErased(item);
  assertIssuer(item, by);
  if (item.erasureRequest !== null)
    throw new DomainError('INVALID_STATE', 'The erasure of this item has been requested already.');
  const reason = checkProse('reason', input.reason, limits.reason);
  return { type: 'ErasureRequested', data: { ground: input.ground, reason, requestedBy: by, at: now } };
}

/**
 * Stands for an erasure that was requested, and erases the content once enough persons do. Nobody counts twice,
 * whatever their roles; a legal hold wins over any number of persons.
 */
export function confirmErasure(item: Item, { now, ...by }: Acting): ErasureEvent {
  assertNotErased(item);
  assertIssuer(item, by);
  const request = assertRequested(item);
  if (item.legalHolds.length > 0)
    throw new DomainError('INVALID_STATE', 'A legal hold keeps this item; it must be lifted first.');
  const standing = standingFor(request);
  if (standing.some(({ person }) => person === by.person))
    throw new DomainError('FORBIDDEN', 'An erasure takes two people, and you stand for this one already.');
  if (standing.length + 1 < PERSONS_NEEDED) return { type: 'ErasureConfirmed', data: { ...by, at: now } };
  const { ground, reason } = request;
  return { type: 'ItemErased', data: { ground, reason, by: [...standing, by], at: now } };
}

/** Ends a request: its own person's second thoughts, or another one's no. */
export function declineErasure(item: Item, reason: string, { now, ...by }: Acting): ErasureEvent {
  assertNotErased(item);
  assertIssuer(item, by);
  assertRequested(item);
  return {
    type: 'ErasureDeclined',
    data: { ...by, reason: checkProse('reason', reason, limits.reason), at: now },
  };
}

/** An item may have several holds, also of one organisation: each has its own basis. */
export function placeLegalHold(item: Item, basis: string, { now, ...by }: Acting): ErasureEvent {
  assertNotErased(item);
  return {
    type: 'LegalHoldPlaced',
    data: { ...by, basis: checkText('basis', basis, limits.legalBasis), at: now },
  };
}

/** BAD_USER_INPUT for a hold that does not stand; FORBIDDEN for one that another organisation placed. */
export function liftLegalHold(item: Item, number: number, { now, ...by }: Acting): ErasureEvent {
  assertNotErased(item);
  const hold = item.legalHolds.find((one) => one.number === number);
  if (hold === undefined) throw badInput('number', 'The item has no such legal hold.');
  if (hold.organisation !== by.organisation)
    throw new DomainError('FORBIDDEN', 'A legal hold is lifted by the organisation that placed it.');
  return { type: 'LegalHoldLifted', data: { ...by, number, at: now } };
}

/** Sets until when the item is kept, or takes that off; an instant that is not in the future is BAD_USER_INPUT. */
export function setRetention(item: Item, until: Maybe<string>, { now, ...by }: Acting): ErasureEvent {
  assertNotErased(item);
  if (until !== null && until !== undefined && until <= now)
    throw badInput('retainUntil', 'A retention date lies in the future.');
  return { type: 'RetentionSet', data: { ...by, until: until ?? null, at: now } };
}

/** When the retention asks for the erasure; null where it has asked, or where somebody else did and it waits. */
export const retentionDueAt = ({ retention, erasureRequest }: LiveItem): string | null =>
  retention?.askedAt !== null || erasureRequest !== null ? null : retention.until;

/** Asks for the erasure at the end of the retention, in nobody's name; null while that has not come. */
export function endRetention(item: LiveItem, now: string): ErasureEvent | null {
  const dueAt = retentionDueAt(item);
  if (dueAt === null || dueAt > now) return null;
  return {
    type: 'ErasureRequested',
    data: {
      ground: 'RETENTION_ENDED',
      reason: 'The date until which the item was to be kept has come.',
      requestedBy: null,
      at: now,
    },
  };
}

/** Takes over what readers and rights need, and nothing that was said: not the reference either. */
const tombstone = (item: LiveItem, erasure: Erasure): ErasedItem => ({
  ...untouched,
  id: item.id,
  kind: item.kind,
  reference: houseReference(item.kind, item.publishedAt, item.id),
  title: erasedTitle,
  summary: [],
  issuer: item.issuer,
  articles: [],
  memberStates: [],
  handling: item.handling,
  release: item.release,
  publishedAt: item.publishedAt,
  updatedAt: erasure.at,
  revision: item.revision + 1,
  erasure,
});

export function evolveErasure(item: LiveItem, { type, data }: ErasureEvent): Item {
  const next = { ...item, updatedAt: data.at, revision: item.revision + 1 };
  switch (type) {
    case 'ErasureRequested': {
      const { requestedBy, at } = data;
      const retention =
        requestedBy === null && item.retention !== null ? { ...item.retention, askedAt: at } : item.retention;
      return { ...next, retention, erasureRequest: { ...data, confirmedBy: [] } };
    }
    case 'ErasureConfirmed': {
      const { person, organisation } = data;
      const request = assertRequested(item);
      const confirmedBy = [...request.confirmedBy, { person, organisation }];
      return { ...next, erasureRequest: { ...request, confirmedBy } };
    }
    case 'ErasureDeclined':
      return { ...next, erasureRequest: null };
    case 'ItemErased':
      return tombstone(item, data);
    case 'LegalHoldPlaced':
      return { ...next, legalHolds: [...item.legalHolds, { ...data, number: next.revision }] };
    case 'LegalHoldLifted':
      return { ...next, legalHolds: item.legalHolds.filter(({ number }) => number !== data.number) };
    case 'RetentionSet':
      return { ...next, retention: data.until === null ? null : { until: data.until, askedAt: null } };
  }
}
