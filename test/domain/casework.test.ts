import { describe, test } from '@jest/globals';
import { evolveCase, openCase, recordStep, type CaseInput } from '../../src/domain/casework.ts';
import { changeHandling, evolveSharing, recall } from '../../src/domain/sharing.ts';
import { LATER, NOON, makingAs, scenarioFor } from '../support/scenario.ts';

const casework = scenarioFor(evolveCase);
const input: CaseInput = {
  procedure: 'ART_79_5_PROVISIONAL_MEASURE',
  title: [{ language: 'fi', text: 'Kielletty käytäntö (kuvitteellinen)' }],
  grounds: ['ART5_PROHIBITED_PRACTICE'],
  concernedMemberStates: ['FI', 'SE'],
  handling: { marking: 'LIMITED', audience: { groups: ['NATIONAL_AUTHORITIES'] } },
};
const making = makingAs('fi-traficom');
const opened = openCase(input, making);
const by = { person: 'aino@fi-traficom', organisation: 'fi-traficom' };
const step = (name: string, closes = false) => ({ name, closes });

describe('opening a case', () => {
  test('makes its issuer the lead, open and without steps or clocks', () => {
    casework
      .when(() => openCase(input, making))
      .thenState({
        lead: 'fi-traficom',
        state: 'OPEN',
        memberStates: ['FI', 'SE'],
        steps: [],
        clocks: [],
        revision: 1,
      });
  });

  test.each([
    ['procedure', { procedure: 'ART_0' }],
    ['grounds', { grounds: ['BECAUSE'] }],
    ['title', { title: [] }],
    [
      'concernedMemberStates',
      { handling: { marking: 'LIMITED', audience: { memberStates: ['FI'], groups: ['AI_OFFICE'] } } },
    ],
    ['handling.audience', { handling: { marking: 'LIMITED', audience: {} } }],
  ] as const)('is refused for a wrong %s', (field, change) => {
    casework.when(() => openCase({ ...input, ...change }, making)).thenRefused('BAD_USER_INPUT', field);
  });
});

describe('narrowing a case', () => {
  const to = (audience: CaseInput['handling']['audience']) =>
    casework.given(opened).when((item) => {
      changeHandling(item, { marking: 'LIMITED', audience }, LATER);
      return null;
    });

  test('leaves it to each State that it concerns', () => {
    to({ memberStates: ['SE'] }).thenEvent(null);
    to({ organisations: ['se-pts'] }).thenEvent(null);
    to({ memberStates: ['FI', 'DE'] }).thenRefused('INVALID_STATE');
    to({ groups: ['AI_OFFICE'] }).thenRefused('INVALID_STATE');
  });
});

describe('a State that a case concerns', () => {
  const to = (
    audience: CaseInput['handling']['audience'],
    concernedMemberStates: CaseInput['concernedMemberStates'],
  ) =>
    casework.when(() =>
      openCase({ ...input, concernedMemberStates, handling: { marking: 'LIMITED', audience } }, making),
    );

  test.each([
    ['everyone', { everyone: true }],
    ['the Board', { groups: ['AI_BOARD'] }],
    ['the authorities', { groups: ['NATIONAL_AUTHORITIES'] }],
    ['the State', { memberStates: ['SE'] }],
    ['an authority of it', { organisations: ['se-pts'] }],
  ] as const)('is in an audience of %s', (_who, audience) => {
    to(audience, ['SE']).thenState({ memberStates: ['SE'] });
  });

  test('may be that of the lead, which sees its own case', () => {
    to({ groups: ['AI_OFFICE'] }, ['FI']).thenState({ memberStates: ['FI'] });
    to({ groups: ['AI_OFFICE'] }, ['FI', 'SE']).thenRefused('BAD_USER_INPUT', 'concernedMemberStates');
  });
});

describe('recording a step', () => {
  test('numbers the steps in their order', () => {
    const first = { ...by, name: 'Operator heard', summary: [], state: 'OPEN', at: NOON };
    casework
      .given(opened, { type: 'CaseStepRecorded', data: first })
      .when((current) => recordStep(current, step('Measure taken'), { ...by, now: LATER }))
      .thenState({
        steps: [
          { number: 1, name: 'Operator heard' },
          { number: 2, name: 'Measure taken', at: LATER, organisation: 'fi-traficom' },
        ],
        state: 'OPEN',
        revision: 3,
      });
  });

  test('can close the case, and then no other follows', () => {
    const closing = recordStep(casework.given(opened).state, step('Closed', true), { ...by, now: LATER });
    casework
      .given(opened, closing)
      .when((current) => recordStep(current, step('More'), { ...by, now: LATER }))
      .thenRefused('INVALID_STATE');
  });

  test('is refused without a name and after a recall', () => {
    const { state, when } = casework.given(opened);
    when((current) => recordStep(current, step(' '), { ...by, now: LATER })).thenRefused(
      'BAD_USER_INPUT',
      'name',
    );
    const recalled = evolveSharing(state, recall(state, null, LATER));
    casework
      .when(() => recordStep(recalled, step('More'), { ...by, now: LATER }))
      .thenRefused('INVALID_STATE');
  });
});
