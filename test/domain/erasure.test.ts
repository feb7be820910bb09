import { describe, expect, test } from '@jest/globals';
import {
  confirmErasure,
  declineErasure,
  liftLegalHold,
  placeLegalHold,
  requestErasure,
} from '../../src/domain/erasure.ts';
import { evolve, type DomainEvent } from '../../src/domain/events.ts';
import {
  SOON,
  anna,
  askedByDate,
  bert,
  confirmedByAnna,
  declined,
  ground,
  held,
  item,
  later,
  lifted,
  published,
  reason,
  recalled,
  requested,
  stranger,
} from '../support/erasing.ts';
import { LATER } from '../support/scenario.ts';

describe('requesting an erasure', () => {
  test('is kept with ground, reason, person and time', () => {
    item
      .given(published)
      .when((state) => requestErasure(state, { ground, reason }, later.anna))
      .thenState({
        erasureRequest: { ground, reason, requestedBy: anna, confirmedBy: [], at: LATER },
        erasure: null,
        revision: 2,
      });
  });

  test('is refused while another request waits', () => {
    item
      .given(published, requested)
      .when((state) => requestErasure(state, { ground, reason }, later.bert))
      .thenRefused('INVALID_STATE');
  });

  test('is refused to anybody but the issuer', () => {
    item
      .given(published)
      .when((state) => requestErasure(state, { ground, reason }, later.stranger))
      .thenRefused('FORBIDDEN');
  });

  test.each(['', ' ', 'x'.repeat(1_001), '\u0007'])(
    'is refused without a reason that can be read',
    (text) => {
      item
        .given(published)
        .when((state) => requestErasure(state, { ground, reason: text }, later.anna))
        .thenRefused('BAD_USER_INPUT', 'reason');
    },
  );

  test('is possible under a legal hold, and waits', () => {
    item
      .given(published, held)
      .when((state) => requestErasure(state, { ground, reason }, later.anna))
      .thenState({ erasureRequest: { requestedBy: anna } });
  });
});

describe('confirming an erasure', () => {
  test('erases, with both persons, when another person of the issuer requested it', () => {
    item
      .given(published, requested)
      .when((state) => confirmErasure(state, later.bert))
      .thenEvent({ type: 'ItemErased', data: { ground, reason, by: [anna, bert], at: LATER } });
  });

  test('is refused to the person who requested it', () => {
    item
      .given(published, requested)
      .when((state) => confirmErasure(state, later.anna))
      .thenRefused('FORBIDDEN');
  });

  test('takes two persons where the retention date asked', () => {
    item
      .given(published, askedByDate)
      .when((state) => confirmErasure(state, later.anna))
      .thenState({ erasure: null, erasureRequest: { requestedBy: null, confirmedBy: [anna] } });
    item
      .given(published, askedByDate, confirmedByAnna)
      .when((state) => confirmErasure(state, later.bert))
      .thenState({ erasure: { ground: 'RETENTION_ENDED', by: [anna, bert], at: LATER } });
  });

  test('counts nobody twice', () => {
    item
      .given(published, askedByDate, confirmedByAnna)
      .when((state) => confirmErasure(state, later.anna))
      .thenRefused('FORBIDDEN');
  });

  test('is refused to anybody but the issuer', () => {
    item
      .given(published, requested)
      .when((state) => confirmErasure(state, later.stranger))
      .thenRefused('FORBIDDEN');
  });

  test('is refused where nobody requested it, or the request was declined', () => {
    item
      .given(published)
      .when((state) => confirmErasure(state, later.bert))
      .thenRefused('INVALID_STATE');
    item
      .given(published, requested, declined)
      .when((state) => confirmErasure(state, later.bert))
      .thenRefused('INVALID_STATE');
  });

  test('is refused under a legal hold, whichever came first', () => {
    for (const history of [
      [requested, held],
      [held, requested],
      [held, held, requested, lifted(2)],
      [held, askedByDate],
    ] satisfies DomainEvent[][])
      item
        .given(published, ...history)
        .when((state) => confirmErasure(state, later.bert))
        .thenRefused('INVALID_STATE');
  });

  test('goes on once the last hold is lifted', () => {
    item
      .given(published, held, requested, lifted(2))
      .when((state) => confirmErasure(state, later.bert))
      .thenState({ erasure: { by: [anna, bert] } });
  });
});

describe('declining an erasure', () => {
  test.each(['anna', 'bert'] as const)('ends the request, whoever of the issuer does it (%s)', (who) => {
    item
      .given(published, requested)
      .when((state) => declineErasure(state, reason, later[who]))
      .thenState({ erasureRequest: null, erasure: null, revision: 3 });
  });

  test('forgets who stood for it', () => {
    const { state } = item.given(published, askedByDate, confirmedByAnna, declined);
    const again = evolve(state, requestErasure(state, { ground, reason }, later.bert));
    expect(evolve(again, confirmErasure(again, later.anna))).toMatchObject({ erasure: { by: [bert, anna] } });
  });

  test('is refused without a request, without a reason, and to others', () => {
    item
      .given(published)
      .when((state) => declineErasure(state, reason, later.anna))
      .thenRefused('INVALID_STATE');
    item
      .given(published, requested)
      .when((state) => declineErasure(state, '', later.anna))
      .thenRefused('BAD_USER_INPUT', 'reason');
    item
      .given(published, requested)
      .when((state) => declineErasure(state, reason, later.stranger))
      .thenRefused('FORBIDDEN');
  });
});

describe('a legal hold', () => {
  test('carries a number of its own, organisation, basis and time', () => {
    const { state } = item.given(published, held);
    item
      .given(published, held)
      .when(() => placeLegalHold(state, 'Request of a court (fictional)', later.anna))
      .thenState({
        legalHolds: [
          { number: 2, ...stranger, basis: 'Case T-1/30', at: SOON },
          { number: 3, ...anna, basis: 'Request of a court (fictional)', at: LATER },
        ],
      });
  });

  test('leaves its number to no other hold when it is lifted', () => {
    expect(item.given(published, held, lifted(2), held).state.legalHolds).toMatchObject([{ number: 4 }]);
  });

  test('is placed on a recalled item too', () => {
    item
      .given(published, recalled)
      .when((state) => placeLegalHold(state, 'Case T-1/30', later.anna))
      .thenState({ legalHolds: [{ number: 3 }], release: 'RECALLED' });
  });

  test.each(['', 'x'.repeat(501)])('is refused without a basis that can be read', (basis) => {
    item
      .given(published)
      .when((state) => placeLegalHold(state, basis, later.anna))
      .thenRefused('BAD_USER_INPUT', 'basis');
  });

  test('is lifted by the organisation that placed it, whoever of it', () => {
    const other = { person: 'emil@ecat', organisation: 'ecat', now: LATER };
    item
      .given(published, held)
      .when((state) => liftLegalHold(state, 2, other))
      .thenState({ legalHolds: [] });
  });

  test('is not lifted by another organisation, not even the issuer', () => {
    item
      .given(published, held)
      .when((state) => liftLegalHold(state, 2, later.anna))
      .thenRefused('FORBIDDEN');
  });

  test.each([0, 1, 3])('of another number (%s) cannot be lifted', (number) => {
    item
      .given(published, held)
      .when((state) => liftLegalHold(state, number, later.stranger))
      .thenRefused('BAD_USER_INPUT', 'number');
  });
});
