import { describe, expect, test } from '@jest/globals';
import { dueAtOf, fallDue } from '../../src/domain/due.ts';
import { declineErasure, setRetention } from '../../src/domain/erasure.ts';
import { evolve, type DomainEvent } from '../../src/domain/events.ts';
import {
  MUCH_LATER,
  SOON,
  anna,
  askedByDate,
  declined,
  embargoed,
  item,
  kept,
  later,
  published,
  reason,
  requested,
} from '../support/erasing.ts';
import { LATER, NOON } from '../support/scenario.ts';

describe('a retention date', () => {
  test('lies in the future', () => {
    for (const until of [NOON, LATER])
      item
        .given(published)
        .when((state) => setRetention(state, until, later.anna))
        .thenRefused('BAD_USER_INPUT', 'retainUntil');
  });

  test('asks for the erasure at its instant and not before, and needs two persons then', () => {
    const { state } = item.given(published, kept(LATER));
    expect(dueAtOf(state)).toBe(LATER);
    expect(fallDue(state, '2030-05-02T09:29:59.999Z')).toBeNull();
    item
      .given(published, kept(LATER))
      .when(() => fallDue(state, LATER))
      .thenState({
        erasureRequest: { ground: 'RETENTION_ENDED', requestedBy: null, confirmedBy: [], at: LATER },
        erasure: null,
      });
  });

  test('asks once, also when what it asked for is declined', () => {
    for (const history of [[askedByDate], [askedByDate, declined]] satisfies DomainEvent[][]) {
      const { state } = item.given(published, kept(LATER), ...history);
      expect([dueAtOf(state), fallDue(state, MUCH_LATER)]).toEqual([null, null]);
    }
  });

  test('asks again once it is set anew', () => {
    const { state } = item.given(published, kept(LATER), askedByDate, declined, kept(MUCH_LATER));
    expect(dueAtOf(state)).toBe(MUCH_LATER);
  });

  test('waits behind a request of a person, and asks when that is withdrawn', () => {
    const waiting = item.given(published, kept(LATER), requested).state;
    expect([dueAtOf(waiting), fallDue(waiting, MUCH_LATER)]).toEqual([null, null]);
    const free = evolve(waiting, declineErasure(waiting, reason, later.anna));
    expect(dueAtOf(free)).toBe(LATER);
    expect(fallDue(free, MUCH_LATER)).toMatchObject({ data: { requestedBy: null, at: MUCH_LATER } });
  });

  test('that is taken off asks for nothing', () => {
    const { state } = item.given(published, kept(LATER));
    const free = evolve(state, setRetention(state, null, { ...anna, now: SOON }));
    expect([free.retention, dueAtOf(free), fallDue(free, MUCH_LATER)]).toEqual([null, null, null]);
  });

  test('stands beside an embargo: what comes first is due first, and both come', () => {
    for (const until of [SOON, MUCH_LATER]) {
      const { state } = item.given(embargoed, kept(until));
      expect(dueAtOf(state)).toBe([LATER, until].sort()[0]);
      const first = evolve(state, fallDue(state, MUCH_LATER)!);
      const second = evolve(first, fallDue(first, MUCH_LATER)!);
      expect(second).toMatchObject({ release: 'PUBLISHED', erasureRequest: { requestedBy: null } });
      expect([dueAtOf(second), fallDue(second, MUCH_LATER)]).toEqual([null, null]);
    }
  });
});
