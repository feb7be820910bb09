import { describe, expect, test } from '@jest/globals';
import { evolve, type DomainEvent } from '../../src/domain/events.ts';
import type { Item } from '../../src/domain/items.ts';
import { grantShare, refuseShare, requestShare, type ShareRequest } from '../../src/domain/share-request.ts';
import {
  acknowledge,
  acknowledgeWithdrawal,
  changeHandling,
  recall,
  shareAsRequested,
  shareItem,
} from '../../src/domain/sharing.ts';
import type { LiveItem } from '../../src/domain/items.ts';
import { guidanceEvent } from '../support/items.ts';
import { LATER, NOON, makingAs, refusalOf, scenarioFor } from '../support/scenario.ts';

const items = scenarioFor<Item, DomainEvent>(evolve);
const kept = guidanceEvent({
  id: 'kept',
  handling: { marking: 'LIMITED', audience: { memberStates: ['DE'] }, originatorControlled: true },
});
const open = guidanceEvent({
  id: 'open',
  handling: { marking: 'LIMITED', audience: { memberStates: ['DE'] } },
});
const recalled: DomainEvent = { type: 'ItemRecalled', data: { reason: null, at: LATER } };
const issuer = { person: 'anna@ai-office', organisation: 'ai-office', now: LATER };
const reader = { person: 'karl@board-de', organisation: 'board-de', now: LATER };
const toFrance = { memberStates: ['FR'] } as const;
const wanted = { everyone: false, groups: [], memberStates: ['FR'], organisations: [] };

const itemAfter = (...events: [DomainEvent, ...DomainEvent[]]): LiveItem => {
  const [first, ...rest] = events;
  const item = rest.reduce<Item>((state, event) => evolve(state, event), evolve(null, first));
  if (item.erasure !== null) throw new Error('erased');
  return item;
};
const request = (): ShareRequest => {
  const asked = { audience: toFrance, reason: 'Same model there (fictional)' };
  return evolve(null, requestShare(itemAfter(kept), asked, makingAs('board-de'))) as ShareRequest;
};

describe('showing an item to more', () => {
  test('adds to its audience, and takes nothing away', () => {
    items
      .given(open)
      .when((item) => shareItem(item, toFrance, reader))
      .thenState({ revision: 2, handling: { audience: { ...wanted, memberStates: ['DE', 'FR'] } } });
  });

  test('is its issuer’s alone under originator control', () => {
    items
      .given(kept)
      .when((item) => shareItem(item, toFrance, reader))
      .thenRefused('FORBIDDEN');
    items
      .given(kept)
      .when((item) => shareItem(item, toFrance, issuer))
      .thenState({ handling: { audience: { memberStates: ['DE', 'FR'] } } });
  });

  test('to every body is its issuer’s alone', () => {
    items
      .given(open)
      .when((item) => shareItem(item, { everyone: true }, reader))
      .thenRefused('FORBIDDEN', 'audience.everyone');
  });

  test.each([
    ['nobody', {}, 'audience'],
    ['an organisation that there is not', { organisations: ['nobody'] }, 'audience.organisations'],
  ])('to %s is refused', (_whom, audience, field) => {
    items
      .given(open)
      .when((item) => shareItem(item, audience, reader))
      .thenRefused('BAD_USER_INPUT', field);
  });

  test('is too late once it was taken back', () => {
    items
      .given(open, recalled)
      .when((item) => shareItem(item, toFrance, issuer))
      .thenRefused('INVALID_STATE');
  });
});

describe('a request to share', () => {
  test('is between who asks and the issuer of the item, with the marking of the item', () => {
    expect(request()).toMatchObject({
      kind: 'SHARE_REQUEST',
      issuer: 'board-de',
      originator: 'ai-office',
      itemId: 'kept',
      wanted,
      answer: null,
      release: 'PUBLISHED',
      handling: {
        marking: 'LIMITED',
        audience: { everyone: false, groups: [], memberStates: [], organisations: ['ai-office'] },
      },
    });
  });

  test('names nothing of the item but its id', () => {
    const { title, reference, summary } = request();
    expect(JSON.stringify([title, reference, summary])).not.toMatch(/Guidelines|F\/1/);
  });

  test.each([
    ['without a reason', { audience: toFrance }, 'reason'],
    ['with an empty reason', { audience: toFrance, reason: ' ' }, 'reason'],
    ['for nobody', { audience: {}, reason: 'r' }, 'audience'],
  ])('%s is refused', (_how, asked, field) => {
    expect(refusalOf(() => requestShare(itemAfter(kept), asked, makingAs('board-de')))).toEqual({
      code: 'BAD_USER_INPUT',
      field,
    });
  });

  test('can be shown to nobody else, nor asked to be', () => {
    const refusal = { code: 'INVALID_STATE', field: undefined };
    const wide = { marking: 'LIMITED', audience: { everyone: true } } as const;
    expect(refusalOf(() => changeHandling(request(), wide, LATER))).toEqual(refusal);
    expect(refusalOf(() => shareItem(request(), toFrance, reader))).toEqual(refusal);
    const asked = { audience: toFrance, reason: 'r' };
    expect(refusalOf(() => requestShare(request(), asked, makingAs('ai-office')))).toEqual(refusal);
  });

  test('is granted or refused once, the refusal with a reason', () => {
    const granted = evolve(request(), grantShare(request(), null, issuer)) as ShareRequest;
    expect(granted).toMatchObject({ answer: { granted: true, reason: null, at: LATER }, revision: 2 });
    const refused = evolve(request(), refuseShare(request(), 'No need (fictional)', issuer)) as ShareRequest;
    expect(refused.answer).toEqual({
      granted: false,
      reason: 'No need (fictional)',
      person: issuer.person,
      organisation: 'ai-office',
      at: LATER,
    });
    expect(refusalOf(() => refuseShare(request(), null, issuer))?.field).toBe('reason');
    for (const answered of [granted, refused]) {
      expect(refusalOf(() => grantShare(answered, null, issuer))?.code).toBe('INVALID_STATE');
      expect(refusalOf(() => refuseShare(answered, 'r', issuer))?.code).toBe('INVALID_STATE');
    }
  });

  test('that was withdrawn is not answered', () => {
    const withdrawn = evolve(request(), recall(request(), null, LATER)) as ShareRequest;
    expect(refusalOf(() => grantShare(withdrawn, null, issuer))?.code).toBe('INVALID_STATE');
  });

  test('shows the item once it is granted, and once only', () => {
    const { state, when } = items.given(kept);
    const asked = request();
    when((item) => shareAsRequested(item, asked, issuer)).thenState({
      handling: { audience: { ...wanted, memberStates: ['DE', 'FR'] }, originatorControlled: true },
      grantedRequests: [asked.id],
    });
    const event = shareAsRequested(state, asked, issuer);
    if (event === null) throw new Error('nothing was decided');
    expect(shareAsRequested(evolve(state, event), asked, issuer)).toBeNull();
  });
});

describe('confirming a withdrawal', () => {
  const karl = { person: 'karl@board-de', organisation: 'board-de' };

  test('is kept with person, organisation and time, once for an organisation', () => {
    items
      .given(open, recalled)
      .when((item) => acknowledgeWithdrawal(item, karl, LATER))
      .thenState({ withdrawalAcknowledgements: [{ ...karl, at: LATER }] });
    items
      .given(open, recalled, { type: 'WithdrawalAcknowledged', data: { ...karl, at: LATER } })
      .when((item) => acknowledgeWithdrawal(item, { ...karl, person: 'other' }, LATER))
      .thenRefused('INVALID_STATE');
  });

  test('holds after a further narrowing, and no more once the item was shown to others again', () => {
    const confirmed: DomainEvent = { type: 'WithdrawalAcknowledged', data: { ...karl, at: LATER } };
    const to = (...organisations: string[]) => ({ marking: 'LIMITED' as const, audience: { organisations } });
    const wide = itemAfter(guidanceEvent({ handling: to('ecat', 'board-de', 'board-fr') }));
    const narrow = evolve(wide, changeHandling(wide, to('ecat', 'board-fr'), NOON));
    const after = evolve(narrow, confirmed);
    const narrower = evolve(after, changeHandling(after, to('ecat'), LATER));
    expect(narrower.withdrawalAcknowledgements).toHaveLength(1);
    const taken = acknowledge(narrower, karl, LATER);
    if (taken === null) throw new Error('nothing was decided');
    expect(evolve(narrower, taken).withdrawalAcknowledgements).toHaveLength(1);
    const again = evolve(narrower, changeHandling(narrower, to('ecat', 'board-de'), LATER));
    expect(again.withdrawalAcknowledgements).toEqual([]);
  });
});
