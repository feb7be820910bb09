import { DomainError } from '../errors.ts';
import type { Audience, Handling } from '../reference/vocabulary.ts';
import {
  checkAudience,
  checkHandling,
  checkOptionalProse,
  limits,
  type AudienceInput,
  type HandlingInput,
  type Maybe,
} from './checks.ts';
import { assertConcernedSee } from './casework.ts';
import { assertStands, type Acknowledgement, type Author } from './item.ts';
import { assertNotErased, type Item, type LiveItem } from './items.ts';
import { assertNoRequest, assertOpen, assertPublished, type ShareRequest } from './share-request.ts';

/** What can happen to an item of any kind. */
export type SharingEvent =
  | { type: 'ItemAcknowledged'; data: Acknowledgement }
  | { type: 'HandlingChanged'; data: { handling: Handling; at: string } }
  | { type: 'ItemRecalled'; data: { reason: string | null; at: string } }
  | { type: 'ItemShared'; data: Author & { added: Audience; request: string | null; at: string } }
  | { type: 'WithdrawalAcknowledged'; data: Acknowledgement };

function assertShared(item: Item): asserts item is LiveItem {
  assertNotErased(item);
  assertStands(item);
}

/** One acknowledgement per organisation; null where the organisation has acknowledged before. */
export function acknowledge(item: Item, by: Author, now: string): SharingEvent | null {
  assertShared(item);
  if (item.acknowledgements.some(({ organisation }) => organisation === by.organisation)) return null;
  return { type: 'ItemAcknowledged', data: { ...by, at: now } };
}

export function changeHandling(item: Item, handling: HandlingInput, now: string): SharingEvent {
  assertShared(item);
  assertNoRequest(item);
  const checked = checkHandling(handling);
  if (item.kind === 'CASE') assertConcernedSee(item, checked);
  // What was declared of the content stays said when who may read it changes.
  const declared = checked.declared || item.handling.declared;
  return { type: 'HandlingChanged', data: { handling: { ...checked, declared }, at: now } };
}

/** Takes the item back: from now on it is the issuer's alone. */
export function recall(item: Item, reason: Maybe<string>, now: string): SharingEvent {
  assertShared(item);
  return {
    type: 'ItemRecalled',
    data: { reason: checkOptionalProse('reason', reason, limits.reason), at: now },
  };
}

/**
 * Shows the item to more besides. Whoever reads it may, unless its issuer keeps control (Article 78(3)); to all bodies
 * its issuer alone.
 */
export function shareItem(
  item: Item,
  audience: AudienceInput,
  { now, ...by }: Author & { now: string },
): SharingEvent {
  assertShared(item);
  assertPublished(item);
  assertNoRequest(item);
  const added = checkAudience('audience', audience);
  const isIssuer = by.organisation === item.issuer;
  if (item.handling.originatorControlled && !isIssuer)
    throw new DomainError('FORBIDDEN', 'Only the issuer of this item shows it to more.');
  if (added.everyone && !isIssuer)
    throw new DomainError('FORBIDDEN', 'Only its issuer shows an item to all bodies.', 'audience.everyone');
  return { type: 'ItemShared', data: { ...by, added, request: null, at: now } };
}

/** What a granted request does to the item; null where it has been done. */
export function shareAsRequested(
  item: Item,
  request: ShareRequest,
  { now, ...by }: Author & { now: string },
): SharingEvent | null {
  assertShared(item);
  if (item.grantedRequests.includes(request.id)) return null;
  assertOpen(request);
  assertPublished(item);
  return { type: 'ItemShared', data: { ...by, added: request.wanted, request: request.id, at: now } };
}

/** An organisation that can no longer read the item says that it holds nothing of it; once. */
export function acknowledgeWithdrawal(item: Item, by: Author, now: string): SharingEvent {
  assertNotErased(item);
  if (item.withdrawalAcknowledgements.some(({ organisation }) => organisation === by.organisation))
    throw new DomainError('INVALID_STATE', 'Your organisation has confirmed this already.');
  return { type: 'WithdrawalAcknowledged', data: { ...by, at: now } };
}

/** Whether a part of the audience is new, or the clearance that it takes is lower. */
const addsParts = (before: Handling, after: Handling): boolean => {
  const [was, is] = [before.audience, after.audience];
  const isNew = <T>(one: readonly T[], other: readonly T[]) => one.some((part) => !other.includes(part));
  return (
    before.marking !== after.marking ||
    (is.everyone && !was.everyone) ||
    isNew(is.groups, was.groups) ||
    isNew(is.memberStates, was.memberStates) ||
    isNew(is.organisations, was.organisations)
  );
};

/** What was confirmed before holds no more where the item may have been shown again since. */
const stillConfirmed = (item: LiveItem, handling: Handling): LiveItem['withdrawalAcknowledgements'] =>
  addsParts(item.handling, handling) ? [] : item.withdrawalAcknowledgements;

const both = <T>(one: readonly T[], other: readonly T[]): readonly T[] => [...new Set([...one, ...other])];

const widened = (audience: Audience, added: Audience): Audience => ({
  everyone: audience.everyone || added.everyone,
  groups: both(audience.groups, added.groups),
  memberStates: both(audience.memberStates, added.memberStates),
  organisations: both(audience.organisations, added.organisations),
});

export function evolveSharing<T extends LiveItem>(item: T, { type, data }: SharingEvent): T {
  const next = { ...item, updatedAt: data.at, revision: item.revision + 1 };
  switch (type) {
    case 'ItemAcknowledged':
      return { ...next, acknowledgements: [...item.acknowledgements, data] };
    case 'HandlingChanged':
      return {
        ...next,
        handling: data.handling,
        withdrawalAcknowledgements: stillConfirmed(item, data.handling),
      };
    case 'ItemRecalled':
      return { ...next, release: 'RECALLED', recall: data };
    case 'ItemShared': {
      const { added, request } = data;
      const grantedRequests = request === null ? item.grantedRequests : [...item.grantedRequests, request];
      const handling = { ...item.handling, audience: widened(item.handling.audience, added) };
      const withdrawalAcknowledgements = stillConfirmed(item, handling);
      return { ...next, handling, grantedRequests, withdrawalAcknowledgements };
    }
    case 'WithdrawalAcknowledged':
      return { ...next, withdrawalAcknowledgements: [...item.withdrawalAcknowledgements, data] };
  }
}
