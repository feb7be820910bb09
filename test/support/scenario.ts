import { expect } from '@jest/globals';
import { DomainError, type RefusalCode } from '../../src/errors.ts';
import type { Making } from '../../src/domain/guidance.ts';

/** `given` the history, `when` a decision is taken, `then` what comes of it; without `given` nothing is before. */
export function scenarioFor<State, Event>(evolve: (state: State | null, event: Event) => State) {
  const outcome = (state: State | null, decide: () => Event | null) => ({
    thenEvent: (expected: Event | null) => expect(decide()).toEqual(expected),
    thenRefused: (code: RefusalCode, field?: string) => expect(refusalOf(decide)).toEqual({ code, field }),
    thenState: (part: object) => expect(evolve(state, happened(decide()))).toMatchObject(part),
  });
  return {
    given(first: Event, ...rest: Event[]) {
      const state = rest.reduce(evolve, evolve(null, first));
      return { state, when: (decide: (state: State) => Event | null) => outcome(state, () => decide(state)) };
    },
    when: (decide: () => Event) => outcome(null, decide),
  };
}

function happened<Event>(event: Event | null): Event {
  if (event === null) throw new Error('nothing was decided');
  return event;
}

/** Code and field of the refusal; whatever else is thrown is thrown on. */
export function refusalOf(decide: () => unknown): { code: RefusalCode; field: string | undefined } | null {
  try {
    decide();
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, field: error.field };
  }
}

export const NOON = '2030-05-01T12:00:00.000Z';
export const LATER = '2030-05-02T09:30:00.000Z';

/** What a service hands to a decision that makes an item. */
export const makingAs = (organisation: string, person = `one@${organisation}`): Making => ({
  id: 'item-1',
  houseReference: 'HOUSE-2030-1',
  issuer: organisation,
  author: { person, organisation },
  now: NOON,
});
