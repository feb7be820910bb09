import { evolveAlert, type Alert, type AlertEvent } from './alert.ts';
import { evolveAnnex, type AnnexEvent } from './annex.ts';
import { evolveCase, type Case, type CaseEvent } from './casework.ts';
import { evolveErasure, type ErasureEvent } from './erasure.ts';
import { evolveFinding, type Finding, type FindingEvent } from './finding.ts';
import { evolveGuidance, type Guidance, type GuidanceEvent } from './guidance.ts';
import type { ChangeKind } from './item.ts';
import type { Item, LiveItem } from './items.ts';
import { evolveOpinion, type Opinion, type OpinionEvent } from './opinion.ts';
import { evolveShareRequest, type ShareRequest, type ShareRequestEvent } from './share-request.ts';
import { evolveSharing, type SharingEvent } from './sharing.ts';

export type DomainEvent =
  | GuidanceEvent
  | FindingEvent
  | AlertEvent
  | CaseEvent
  | OpinionEvent
  | ShareRequestEvent
  | AnnexEvent
  | SharingEvent
  | ErasureEvent;

type EventType = DomainEvent['type'];

/** What readers are told of each event. */
const changeOf: Record<EventType, ChangeKind> = {
  GuidanceDrafted: 'DRAFTED',
  GuidancePublished: 'PUBLISHED',
  GuidanceDraftPublished: 'PUBLISHED',
  GuidanceCorrected: 'CORRECTED',
  GuidanceSuperseded: 'SUPERSEDED',
  CorrectionDrafted: 'DRAFTED',
  CorrectionClosed: 'CLOSED',
  FindingPublished: 'PUBLISHED',
  FindingReleased: 'RELEASED',
  AlertRaised: 'PUBLISHED',
  AlertCompleted: 'COMPLETED',
  AlertFollowedUp: 'FOLLOWED_UP',
  CaseOpened: 'OPENED',
  CaseStepRecorded: 'STEP_RECORDED',
  OpinionPublished: 'PUBLISHED',
  ItemAcknowledged: 'ACKNOWLEDGED',
  HandlingChanged: 'HANDLING_CHANGED',
  ItemRecalled: 'RECALLED',
  ErasureRequested: 'ERASURE_REQUESTED',
  ErasureConfirmed: 'ERASURE_CONFIRMED',
  ErasureDeclined: 'ERASURE_DECLINED',
  ItemErased: 'ERASED',
  LegalHoldPlaced: 'HOLD_PLACED',
  LegalHoldLifted: 'HOLD_LIFTED',
  RetentionSet: 'RETENTION_SET',
  AnnexAdded: 'PUBLISHED',
  ItemShared: 'SHARED',
  ShareRequested: 'SHARE_REQUESTED',
  ShareGranted: 'SHARE_GRANTED',
  ShareRefused: 'SHARE_REFUSED',
  WithdrawalAcknowledged: 'WITHDRAWAL_ACKNOWLEDGED',
};

export const changeOfEvent = (event: DomainEvent): ChangeKind => changeOf[event.type];

function live(item: Item | null, { type }: DomainEvent): LiveItem {
  if (item?.erasure !== null) throw new Error(`${type} needs an item before it`);
  return item;
}

/** State after the event; the journal keeps both, so either can be checked against the other. */
export function evolve(item: Item | null, event: DomainEvent): Item {
  switch (event.type) {
    case 'GuidanceDrafted':
    case 'GuidancePublished':
    case 'GuidanceDraftPublished':
    case 'GuidanceCorrected':
    case 'GuidanceSuperseded':
    case 'CorrectionDrafted':
    case 'CorrectionClosed':
      return evolveGuidance(item as Guidance | null, event);
    case 'FindingPublished':
    case 'FindingReleased':
      return evolveFinding(item as Finding | null, event);
    case 'AlertRaised':
    case 'AlertCompleted':
    case 'AlertFollowedUp':
      return evolveAlert(item as Alert | null, event);
    case 'CaseOpened':
    case 'CaseStepRecorded':
      return evolveCase(item as Case | null, event);
    case 'OpinionPublished':
      return evolveOpinion(item as Opinion | null, event);
    case 'AnnexAdded':
      return evolveAnnex(null, event);
    case 'ShareRequested':
    case 'ShareGranted':
    case 'ShareRefused':
      return evolveShareRequest(item as ShareRequest | null, event);
    case 'ItemAcknowledged':
    case 'HandlingChanged':
    case 'ItemRecalled':
    case 'ItemShared':
    case 'WithdrawalAcknowledged':
      return evolveSharing(live(item, event), event);
    case 'ErasureRequested':
    case 'ErasureConfirmed':
    case 'ErasureDeclined':
    case 'ItemErased':
    case 'LegalHoldPlaced':
    case 'LegalHoldLifted':
    case 'RetentionSet':
      return evolveErasure(live(item, event), event);
  }
}
