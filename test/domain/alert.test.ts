import { describe, expect, test } from '@jest/globals';
import {
  completeAlert,
  evolveAlert,
  followUpAlert,
  missingFrom,
  raiseAlert,
  stateMatrix,
  type AlertInput,
} from '../../src/domain/alert.ts';
import { acknowledge, evolveSharing, recall } from '../../src/domain/sharing.ts';
import type { HandlingInput } from '../../src/domain/checks.ts';
import { memberStateCodes } from '../../src/reference/vocabulary.ts';
import { LATER, NOON, makingAs, scenarioFor } from '../support/scenario.ts';

const alert = scenarioFor(evolveAlert);
const bare: AlertInput = {
  title: [{ language: 'en', text: 'Outage of a triage system (fictional)' }],
  urgency: 'EMERGENCY',
  handling: { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } },
};
const whole = {
  summary: [{ language: 'en', text: 'Three hospitals.' }],
  articles: ['73'],
  affected: 'Triage 2 (fictional)',
  followUpOwed: [{ language: 'en', text: 'Say whether it runs in your State.' }],
  followUpDueAt: LATER,
} as const;
const raised = raiseAlert(bare, makingAs('fi-traficom'));
const fromSweden = { person: 'eva@board-se', organisation: 'board-se', memberState: 'SE' } as const;
const measures = [{ language: 'sv', text: 'Systemet är avstängt.' }] as const;

describe('raising an alert', () => {
  test('does not wait for what is not known yet', () => {
    const { state } = alert.given(raised);
    expect(state).toMatchObject({ release: 'PUBLISHED', urgency: 'EMERGENCY', qualified: false });
    expect(missingFrom(state)).toEqual(['summary', 'articles', 'affected', 'followUpOwed', 'followUpDueAt']);
  });

  test('lacks nothing when everything is given', () => {
    expect(missingFrom(alert.given(raiseAlert({ ...bare, ...whole }, makingAs('ecat'))).state)).toEqual([]);
  });

  test('is qualified when the Scientific Panel raises it', () => {
    alert.when(() => raiseAlert(bare, makingAs('scientific-panel'))).thenState({ qualified: true });
  });
});

describe('what an alert lacks', () => {
  const told = { summary: whole.summary, articles: whole.articles, affected: whole.affected };
  const toEcat = { handling: { marking: 'LIMITED', audience: { groups: ['ECAT'] } } } as const;

  test.each([
    ['an emergency asks States', {}, ['followUpOwed', 'followUpDueAt']],
    ['an urgent one asks States', { urgency: 'URGENT' }, ['followUpOwed', 'followUpDueAt']],
    ['a routine one asks nothing', { urgency: 'ROUTINE' }, []],
    ['an emergency that no State is told of asks none', toEcat, []],
    ['what is asked has a date', { urgency: 'ROUTINE', followUpOwed: whole.followUpOwed }, ['followUpDueAt']],
    ['a date is for something', { urgency: 'ROUTINE', followUpDueAt: LATER }, ['followUpOwed']],
    [
      'what is asked of others has a date',
      { ...toEcat, followUpOwed: whole.followUpOwed },
      ['followUpDueAt'],
    ],
  ] as const)('of follow-up: %s', (_what, change, lacking) => {
    const { state } = alert.given(raiseAlert({ ...bare, ...told, ...change }, makingAs('fi-traficom')));
    expect(missingFrom(state)).toEqual(lacking);
  });
});

describe('completing an alert', () => {
  test('adds what is given and keeps the rest', () => {
    alert
      .given(raised)
      .when((current) => completeAlert(current, { articles: ['73'], affected: 'Triage 2' }, LATER))
      .thenState({ articles: ['73'], affected: 'Triage 2', summary: [], revision: 2, updatedAt: LATER });
  });

  test('leaves nothing missing in the end', () => {
    const { state } = alert.given(raised);
    expect(missingFrom(evolveAlert(state, completeAlert(state, whole, LATER)))).toEqual([]);
  });

  test.each(['summary', 'articles', 'memberStates', 'followUpOwed'] as const)(
    'never empties: %s without an entry is refused, whether there is one or not',
    (part) => {
      const full = raiseAlert({ ...bare, ...whole, memberStates: ['FI'] }, makingAs('fi-traficom'));
      for (const before of [full, raised])
        alert
          .given(before)
          .when((current) => completeAlert(current, { affected: 'Triage 3', [part]: [] }, LATER))
          .thenRefused('BAD_USER_INPUT', part);
    },
  );

  test('is refused where everything that is given stands there already', () => {
    const { summary, articles } = whole;
    alert
      .given(raiseAlert({ ...bare, ...whole }, makingAs('fi-traficom')))
      .when((current) => completeAlert(current, { summary, articles }, LATER))
      .thenRefused('INVALID_STATE');
  });

  test.each([{}, { summary: null, affected: undefined }])(
    'is refused when nothing is given (%j)',
    (nothing) => {
      alert
        .given(raised)
        .when((current) => completeAlert(current, nothing, LATER))
        .thenRefused('BAD_USER_INPUT', 'input');
    },
  );
});

describe('following an alert up', () => {
  test('keeps every report of a State beside the earlier ones', () => {
    const first = { type: 'AlertFollowedUp', data: { ...fromSweden, measures, at: NOON } } as const;
    alert
      .given(raised, first)
      .when((current) => followUpAlert(current, { measures }, { ...fromSweden, now: LATER }))
      .thenState({ followUps: [{ at: NOON }, { memberState: 'SE', at: LATER }], revision: 3 });
  });

  test('is refused without measures', () => {
    alert
      .given(raised)
      .when((current) => followUpAlert(current, { measures: [] }, { ...fromSweden, now: LATER }))
      .thenRefused('BAD_USER_INPUT', 'measures');
  });

  test('is refused after a recall, as is completing', () => {
    const { state } = alert.given(raised);
    const recalled = evolveSharing(state, recall(state, null, LATER));
    alert
      .when(() => followUpAlert(recalled, { measures }, { ...fromSweden, now: LATER }))
      .thenRefused('INVALID_STATE');
    alert.when(() => completeAlert(recalled, whole, LATER)).thenRefused('INVALID_STATE');
  });
});

describe('the matrix of an alert', () => {
  const rowsFor = (audience: HandlingInput['audience']) =>
    stateMatrix(
      alert.given(raiseAlert({ ...bare, handling: { marking: 'LIMITED', audience } }, makingAs('ecat')))
        .state,
    );
  const addressedBy = (audience: HandlingInput['audience']) =>
    rowsFor(audience)
      .filter(({ answer }) => answer !== 'NOT_ADDRESSED')
      .map(({ memberState }) => memberState);

  test.each([
    ['everyone', { everyone: true }],
    ['the Board', { groups: ['AI_BOARD'] }],
    ['the national authorities', { groups: ['NATIONAL_AUTHORITIES'] }],
  ] as const)('addressed to %s has 27 silent rows in protocol order', (_who, audience) => {
    expect(rowsFor(audience)).toEqual(
      memberStateCodes.map((memberState) => ({
        memberState,
        answer: 'SILENT',
        acknowledgedAt: null,
        followedUpAt: null,
      })),
    );
  });

  test.each([
    ['a group without States', { groups: ['AI_OFFICE'] }, []],
    ['two States', { memberStates: ['SE', 'FI'] }, ['FI', 'SE']],
    ['an authority', { organisations: ['de-bundesnetzagentur', 'edps'] }, ['DE']],
  ] as const)('addressed to %s shows the others as not addressed', (_who, audience, expected) => {
    expect(addressedBy(audience)).toEqual(expected);
    expect(rowsFor(audience)).toHaveLength(27);
  });

  test('shows who acknowledged and who followed up, and silence as silence', () => {
    const { state } = alert.given(raised, {
      type: 'AlertFollowedUp',
      data: { ...fromSweden, measures, at: LATER },
    });
    const taken = acknowledge(state, { person: 'f@board-fi', organisation: 'board-fi' }, NOON);
    if (taken === null) throw new Error('not acknowledged');
    const rows = stateMatrix(evolveSharing(state, taken));
    expect(rows.find(({ memberState }) => memberState === 'FI')).toEqual({
      memberState: 'FI',
      answer: 'ACKNOWLEDGED',
      acknowledgedAt: NOON,
      followedUpAt: null,
    });
    expect(rows.find(({ memberState }) => memberState === 'SE')).toMatchObject({
      answer: 'FOLLOWED_UP',
      followedUpAt: LATER,
    });
    expect(rows.filter(({ answer }) => answer === 'SILENT')).toHaveLength(25);
  });
});
