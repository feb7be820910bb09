import { describe, expect, test } from '@jest/globals';
import type { HandlingInput } from '../../src/domain/checks.ts';
import {
  assertMayShowToMore,
  closeCorrection,
  draftCorrection,
  isCorrectionDraft,
  publishCorrection,
  type CorrectionDraft,
} from '../../src/domain/correction.ts';
import {
  assertMayCorrect,
  correctGuidance,
  draftGuidance,
  evolveGuidance,
  publishDraft,
  publishGuidance,
  supersedeGuidance,
  type Guidance,
  type GuidanceEvent,
  type GuidanceInput,
} from '../../src/domain/guidance.ts';
import { changeHandling, evolveSharing, recall } from '../../src/domain/sharing.ts';
import { LATER, makingAs, refusalOf, scenarioFor } from '../support/scenario.ts';

const guidance = scenarioFor(evolveGuidance);
const document: GuidanceInput & { handling: HandlingInput } = {
  title: [{ language: 'en', text: 'Reading aid (fictional)' }],
  articles: ['50'],
  handling: { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } },
};
const act = { references: ['C(2030) 1'], documentDate: '2030-04' };

const ofOffice = (person: string) => ({ person: `${person}@ai-office`, organisation: 'ai-office' });
const [anna, bert, carl] = ['anna', 'bert', 'carl'].map(ofOffice) as [
  ReturnType<typeof ofOffice>,
  ReturnType<typeof ofOffice>,
  ReturnType<typeof ofOffice>,
];
const at = (by: typeof anna) => ({ ...by, now: LATER });
const making = (by: typeof anna) => ({ ...makingAs('ai-office', by.person), id: 'correction-1' });

/** Drafted by anna, published by another. */
const begun = draftGuidance(document, makingAs('ai-office', anna.person));
const published: GuidanceEvent = { type: 'GuidanceDraftPublished', data: { at: LATER } };
const { state: own } = guidance.given(begun, published);
const { state: record } = guidance.given(publishGuidance({ ...document, ...act }, makingAs('ai-office')));

function correction(of: Guidance, by = bert, title = 'Mended (fictional)'): CorrectionDraft {
  const event = draftCorrection(of, { title: [{ language: 'en', text: title }] }, making(by));
  const draft = evolveGuidance(null, event);
  if (!isCorrectionDraft(draft)) throw new Error('no correction');
  return draft;
}

function corrected(of: Guidance, draft: CorrectionDraft, by = carl): Guidance {
  const event = publishCorrection(of, draft, at(by));
  if (event === null) throw new Error('made before');
  return evolveGuidance(of, event);
}

describe('drafting a correction', () => {
  test('makes a draft of the whole text that names what it corrects', () => {
    expect(correction(own)).toMatchObject({
      id: 'correction-1',
      release: 'DRAFT',
      title: [{ text: 'Mended (fictional)' }],
      articles: ['50'],
      draftedBy: bert,
      handling: own.handling,
      corrects: { itemId: own.id },
      revision: 1,
    });
  });

  test.each([
    ['a record, which is corrected at once', record],
    ['a draft, which is corrected at once', guidance.given(begun).state],
    ['what was recalled', evolveSharing(own, recall(own, null, LATER))],
  ])('is refused for %s', (_what, of) => {
    expect(refusalOf(() => correction(of))?.code).toBe('INVALID_STATE');
  });

  test('is refused where it would change nothing', () => {
    guidance
      .when(() => draftCorrection(own, { articles: ['50'] }, making(bert)))
      .thenRefused('INVALID_STATE');
  });

  test('is its issuer’s alone', () => {
    guidance.when(() => draftCorrection(own, { articles: ['5'] }, makingAs('ecat'))).thenRefused('FORBIDDEN');
  });

  test('is held to the same limits as publishing', () => {
    guidance
      .when(() => draftCorrection(own, { articles: ['999'] }, making(bert)))
      .thenRefused('BAD_USER_INPUT', 'articles');
  });
});

describe('a drafted correction', () => {
  const draft = correction(own);

  test('is made by a second person, and the guidance keeps who drafted it', () => {
    expect(corrected(own, draft)).toMatchObject({
      id: own.id,
      title: draft.title,
      release: 'PUBLISHED',
      revision: own.revision + 1,
      corrections: [bert],
      versions: [],
    });
  });

  test('may be made by who drafted the guidance, for it is another’s text', () => {
    expect(corrected(own, draft, anna)).toMatchObject({ title: draft.title });
  });

  test('is not made by who drafted it, whatever organisation they now speak for', () => {
    for (const by of [bert, { ...bert, organisation: 'ecat' }])
      guidance.when(() => publishCorrection(own, draft, at(by)) ?? published).thenRefused('FORBIDDEN');
  });

  test('is mended by who drafted it alone, and cannot become guidance of its own', () => {
    expect(refusalOf(() => assertMayCorrect(draft, bert))).toBeNull();
    expect(refusalOf(() => assertMayCorrect(draft, carl))?.code).toBe('FORBIDDEN');
    guidance.when(() => publishDraft(draft, carl, LATER)).thenRefused('INVALID_STATE');
    guidance
      .when(() => supersedeGuidance(draft, { ...document, ...act }, LATER))
      .thenRefused('INVALID_STATE');
  });

  test('is not made where another correction was made since: nobody has read the text of both', () => {
    const since = corrected(own, correction(own, anna, 'Otherwise mended (fictional)'));
    expect(refusalOf(() => publishCorrection(since, draft, at(carl)))?.code).toBe('INVALID_STATE');
    expect(closeCorrection(draft, since, LATER)).toBeNull();
  });

  test.each([
    [
      'superseded',
      evolveGuidance(own, supersedeGuidance(own, { title: document.title, ...act }, LATER)),
      draft,
    ],
    ['recalled', evolveSharing(own, recall(own, null, LATER)), draft],
    ['withdrawn itself', own, { ...draft, ...evolveSharing<Guidance>(draft, recall(draft, null, LATER)) }],
  ])('is not made once it is %s', (_what, of, one) => {
    expect(refusalOf(() => publishCorrection(of, one, at(carl)))?.code).toBe('INVALID_STATE');
  });

  test('that was made and not closed is not made twice, and closes', () => {
    const since = corrected(own, draft);
    expect(publishCorrection(since, draft, at(carl))).toBeNull();
    const closing = closeCorrection(draft, since, LATER);
    expect(closing).toEqual({ type: 'CorrectionClosed', data: { at: LATER } });
    const closed = evolveGuidance(draft, closing ?? published) as CorrectionDraft;
    expect(closed).toMatchObject({ release: 'CLOSED', revision: 2 });
    expect(closeCorrection(closed, since, LATER)).toBeNull();
    expect(refusalOf(() => publishCorrection(since, closed, at(carl)))?.code).toBe('INVALID_STATE');
    expect(refusalOf(() => correctGuidance(closed, { author: 'x' }, LATER))?.code).toBe('INVALID_STATE');
    expect(refusalOf(() => changeHandling(closed, document.handling, LATER))?.code).toBe('INVALID_STATE');
  });

  test('is closed by nothing that was not made of it', () => {
    expect(closeCorrection(draft, own, LATER)).toBeNull();
  });
});

describe('showing guidance to more readers', () => {
  const mended = corrected(own, correction(own));
  const mayShow = (one: Guidance, by: typeof anna) => refusalOf(() => assertMayShowToMore(one, by))?.code;

  test('is for none who drafted the text or a correction in it', () => {
    expect([anna, bert, carl].map((by) => mayShow(own, by))).toEqual(['FORBIDDEN', undefined, undefined]);
    expect([anna, bert, carl].map((by) => mayShow(mended, by))).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
      undefined,
    ]);
  });

  test('is for anybody of the issuer where it is a record', () => {
    expect(mayShow(record, record.draftedBy)).toBeUndefined();
  });
});
