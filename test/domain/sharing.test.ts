import { describe, expect, test } from '@jest/globals';
import { evolve, type DomainEvent } from '../../src/domain/events.ts';
import type { Item } from '../../src/domain/items.ts';
import { acknowledge, changeHandling, recall } from '../../src/domain/sharing.ts';
import { guidanceEvent } from '../support/items.ts';
import { LATER, scenarioFor } from '../support/scenario.ts';

const sharing = scenarioFor<Item, DomainEvent>(evolve);
const published = guidanceEvent();
const anna = { person: 'anna@board-de', organisation: 'board-de' };
const taken: DomainEvent = { type: 'ItemAcknowledged', data: { ...anna, at: LATER } };
const recalled: DomainEvent = { type: 'ItemRecalled', data: { reason: null, at: LATER } };

describe('acknowledging an item', () => {
  test('is kept with person, organisation and time', () => {
    sharing
      .given(published)
      .when((item) => acknowledge(item, anna, LATER))
      .thenState({ acknowledgements: [{ ...anna, at: LATER }], revision: 2 });
  });

  test('happens once for an organisation, whoever of it asks', () => {
    sharing
      .given(published, taken)
      .when((item) => acknowledge(item, { person: 'karl@board-de', organisation: 'board-de' }, LATER))
      .thenEvent(null);
  });

  test('happens for each organisation of a State', () => {
    const authority = { person: 'b@de-bundesnetzagentur', organisation: 'de-bundesnetzagentur' };
    sharing
      .given(published, taken)
      .when((item) => acknowledge(item, authority, LATER))
      .thenState({ acknowledgements: [anna, authority] });
  });
});

describe('changing the handling', () => {
  test('sets marking and audience anew, and nothing of the old ones stays', () => {
    sharing
      .given(published)
      .when((item) =>
        changeHandling(item, { marking: 'LIMITED', audience: { organisations: ['ecat'] } }, LATER),
      )
      .thenState({
        handling: {
          marking: 'LIMITED',
          originatorControlled: false,
          declared: false,
          audience: { everyone: false, groups: [], memberStates: [], organisations: ['ecat'] },
        },
        revision: 2,
      });
  });

  test.each([
    [{ marking: 'PUBLIC', audience: { groups: ['AI_BOARD'] } }, 'handling.audience.everyone'],
    [{ marking: 'LIMITED', audience: { groups: [], memberStates: [] } }, 'handling.audience'],
    [{ marking: 'LIMITED', audience: { organisations: ['nobody'] } }, 'handling.audience.organisations'],
  ] as const)('is refused for %j', (handling, field) => {
    sharing
      .given(published)
      .when((item) => changeHandling(item, handling, LATER))
      .thenRefused('BAD_USER_INPUT', field);
  });
});

describe('recalling an item', () => {
  test('keeps the reason and the content, and says when', () => {
    sharing
      .given(published)
      .when((item) => recall(item, 'Measured again', LATER))
      .thenState({ release: 'RECALLED', recall: { reason: 'Measured again', at: LATER }, articles: ['50'] });
  });

  test('is refused with a reason over its limit', () => {
    sharing
      .given(published)
      .when((item) => recall(item, 'x'.repeat(1_001), LATER))
      .thenRefused('BAD_USER_INPUT', 'reason');
  });

  test('is the last thing that happens to it', () => {
    const { state } = sharing.given(published, recalled);
    sharing.when(() => recall(state, null, LATER)).thenRefused('INVALID_STATE');
    sharing.when(() => changeHandling(state, state.handling, LATER)).thenRefused('INVALID_STATE');
    expect(() => acknowledge(state, anna, LATER)).toThrow('recalled');
  });
});

test.each([
  taken,
  recalled,
  { type: 'GuidanceCorrected', data: {} },
  { type: 'FindingReleased', data: {} },
  { type: 'AlertFollowedUp', data: {} },
  { type: 'CaseStepRecorded', data: {} },
] as DomainEvent[])('%j needs an item before it', (event) => {
  expect(() => evolve(null, event)).toThrow(/before it/);
});
