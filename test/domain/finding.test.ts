import { describe, expect, test } from '@jest/globals';
import {
  evolveFinding,
  publishFinding,
  releaseFinding,
  type FindingInput,
} from '../../src/domain/finding.ts';
import { recall, evolveSharing } from '../../src/domain/sharing.ts';
import { LATER, NOON, makingAs, scenarioFor } from '../support/scenario.ts';

const finding = scenarioFor(evolveFinding);
const measured: FindingInput = {
  title: [{ language: 'en', text: 'Explanations do not match signals (fictional)' }],
  subject: { provider: 'Example Provider (fictional)', model: 'Example-1', version: '1.2.0' },
  method: { name: 'Counterfactual audit' },
  severity: 'HIGH',
  legalBasis: 'Regulation (EU) 2022/2065, Article 27',
  handling: { marking: 'SENSITIVE', audience: { memberStates: ['DE', 'EL'] } },
};
const making = makingAs('ecat');
const publish = (change: Partial<FindingInput>) =>
  finding.when(() => publishFinding({ ...measured, ...change }, making));
const embargoed = publishFinding({ ...measured, embargoUntil: LATER }, making);

describe('publishing a finding', () => {
  test('concerns the States of its audience where it names none', () => {
    publish({}).thenState({ memberStates: ['DE', 'EL'], release: 'PUBLISHED', revision: 1 });
    publish({ memberStates: ['FR'] }).thenState({ memberStates: ['FR'] });
  });

  test('keeps the method as it was given', () => {
    const parameters = { samples: 20000, seeds: [1, 2], note: '' };
    const datasetHash = `sha256:${'0f'.repeat(32)}`;
    publish({ method: { name: 'Audit', version: '3.1', parameters, datasetHash } }).thenState({
      method: { name: 'Audit', version: '3.1', parameters, datasetHash, uncertainty: null },
    });
  });
});

describe('the subject of a finding', () => {
  const { provider, version } = measured.subject;

  test.each([
    ['neither a model nor a system', { provider, version }, 'subject'],
    ['both a model and a system', { provider, version, model: 'M', system: 'S' }, 'subject'],
    ['no provider', { provider: ' ', version, model: 'M' }, 'subject.provider'],
    ['no version', { provider, version: '', model: 'M' }, 'subject.version'],
    ['a model of no name', { provider, version, model: '' }, 'subject.model'],
  ])('is refused with %s', (_what, subject, field) => {
    publish({ subject }).thenRefused('BAD_USER_INPUT', field);
  });

  test('may be a system', () => {
    publish({ subject: { provider, version, system: 'Feed' } }).thenState({
      subject: { provider, version, model: null, system: 'Feed' },
    });
  });
});

describe('the method of a finding', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

  test.each([
    ['no name', { name: '' }, 'method.name'],
    ['a hash of another form', { name: 'Audit', datasetHash: 'md5:00' }, 'method.datasetHash'],
    ['parameters over their size', { name: 'Audit', parameters: ['x'.repeat(8_191)] }, 'method.parameters'],
    ['parameters nested too deep', { name: 'Audit', parameters: nested(12) }, 'method.parameters'],
    [
      'a parameter that a store would execute',
      { name: 'Audit', parameters: { $where: 1 } },
      'method.parameters',
    ],
    ['a parameter that names a path', { name: 'Audit', parameters: { 'a.b': 1 } }, 'method.parameters'],
    [
      'a parameter that names a prototype',
      { name: 'Audit', parameters: { constructor: 1 } },
      'method.parameters',
    ],
    ['a list that holds a half character', { name: 'Audit', parameters: ['\ud800'] }, 'method.parameters'],
  ])('is refused with %s', (_what, method, field) => {
    publish({ method }).thenRefused('BAD_USER_INPUT', field);
  });
});

describe('an embargo', () => {
  test('keeps a finding back until its instant', () => {
    publish({ embargoUntil: LATER }).thenState({ release: 'EMBARGOED', embargoUntil: LATER });
    finding
      .given(embargoed)
      .when((kept) => releaseFinding(kept, '2030-05-02T09:29:59.999Z'))
      .thenEvent(null);
  });

  test.each([LATER, '2031-01-01T00:00:00.000Z'])(
    'ends at its own instant, though it is looked at %s',
    (now) => {
      finding
        .given(embargoed)
        .when((kept) => releaseFinding(kept, now))
        .thenState({ release: 'PUBLISHED', publishedAt: LATER, revision: 2 });
    },
  );

  test('ends once', () => {
    finding
      .given(embargoed, { type: 'FindingReleased', data: { at: LATER } })
      .when((released) => releaseFinding(released, LATER))
      .thenEvent(null);
  });

  test('does not bring back what was recalled meanwhile', () => {
    const { state } = finding.given(embargoed);
    const recalled = evolveSharing(state, recall(state, null, NOON));
    expect(releaseFinding(recalled, LATER)).toBeNull();
  });

  test.each([NOON, '2029-01-01T00:00:00.000Z'])('that ended at %s is refused', (embargoUntil) => {
    publish({ embargoUntil }).thenRefused('BAD_USER_INPUT', 'embargoUntil');
  });
});
