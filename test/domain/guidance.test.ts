import { describe, expect, test } from '@jest/globals';
import {
  assertMayCorrect,
  correctGuidance,
  draftGuidance,
  evolveGuidance,
  publishDraft,
  publishGuidance,
  supersedeGuidance,
  type GuidanceInput,
} from '../../src/domain/guidance.ts';
import { recall } from '../../src/domain/sharing.ts';
import { evolve } from '../../src/domain/events.ts';
import type { Guidance } from '../../src/domain/guidance.ts';
import type { HandlingInput } from '../../src/domain/checks.ts';
import { LATER, NOON, makingAs, refusalOf, scenarioFor } from '../support/scenario.ts';

const guidance = scenarioFor(evolveGuidance);
const toBoard: HandlingInput = { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } };
const document: GuidanceInput & { handling: HandlingInput } = {
  title: [{ language: 'fr', text: 'Lignes directrices (fictives)' }],
  references: ['C(2030) 1'],
  documentDate: '2030-04',
  articles: ['50'],
  handling: { marking: 'PUBLIC', audience: { everyone: true } },
};
const anna = makingAs('ai-office', 'anna@ai-office');
const published = publishGuidance(document, anna);
const drafted = draftGuidance({ ...document, references: [] }, anna);
const bert = { person: 'bert@ai-office', organisation: 'ai-office' };

describe('publishing guidance', () => {
  test('makes an item at revision 1 that is known by its reference', () => {
    guidance
      .when(() => publishGuidance(document, anna))
      .thenState({
        id: 'item-1',
        kind: 'GUIDANCE',
        reference: 'C(2030) 1',
        documentType: 'GUIDELINE',
        release: 'PUBLISHED',
        revision: 1,
        publishedAt: NOON,
        issuer: 'ai-office',
      });
  });

  test('is refused without the reference of an act adopted elsewhere', () => {
    guidance
      .when(() => publishGuidance({ ...document, references: [] }, anna))
      .thenRefused('FORBIDDEN', 'references');
  });

  test.each([
    ['a reference that tells no act from another', { references: ['7'], documentDate: '2030' }],
    ['a date alone', { references: [], documentDate: '2030' }],
    ['a page alone', { references: [], documentUrl: 'https://example.eu/' }],
  ])('is refused with %s', (_what, change) => {
    const { documentDate: _date, ...undated } = document;
    guidance
      .when(() => publishGuidance({ ...undated, ...change }, anna))
      .thenRefused('FORBIDDEN', 'references');
  });

  test('takes a reference that names an act as proof', () => {
    const { documentDate: _date, ...undated } = document;
    guidance
      .when(() => publishGuidance({ ...undated, references: ['A1'] }, anna))
      .thenState({ reference: 'A1', documentDate: null });
  });

  test('takes a dated reference as proof too', () => {
    const datedReferences = [{ value: 'C(2030) 2', stage: 'ADOPTION', date: '2030-04' }] as const;
    const { documentDate: _date, ...undated } = document;
    guidance
      .when(() => publishGuidance({ ...undated, references: [], datedReferences }, anna))
      .thenState({ reference: 'C(2030) 2', references: [{ value: 'C(2030) 2', date: '2030-04' }] });
  });

  test('knows a document by its latest act, not by where it was printed', () => {
    const datedReferences = [
      { value: 'C(2030) 2', stage: 'APPROVAL' },
      { value: 'C(2030) 3', stage: 'ADOPTION' },
      { value: 'OJ C, 2030/9', stage: 'PUBLICATION' },
    ] as const;
    guidance
      .when(() => publishGuidance({ ...document, references: [], datedReferences }, anna))
      .thenState({ reference: 'C(2030) 3' });
  });
});

describe('a draft', () => {
  test('is kept without any reference, under the one Concord gave', () => {
    guidance
      .when(() => draftGuidance({ ...document, references: [] }, anna))
      .thenState({ release: 'DRAFT', reference: 'HOUSE-2030-1', draftedBy: anna.author });
  });

  test('is published by another person', () => {
    guidance
      .given(drafted)
      .when((draft) => publishDraft(draft, bert, LATER))
      .thenState({ release: 'PUBLISHED', publishedAt: LATER, revision: 2 });
  });

  test('is not published by who drafted it, whatever organisation they now speak for', () => {
    const elsewhere = { ...anna.author, organisation: 'ecat' };
    guidance
      .given(drafted)
      .when((draft) => publishDraft(draft, elsewhere, LATER))
      .thenRefused('FORBIDDEN');
  });

  test('is corrected by who drafted it alone, so that two people see every text', () => {
    const { state: draft } = guidance.given(drafted);
    expect(refusalOf(() => assertMayCorrect(draft, anna.author))).toBeNull();
    expect(refusalOf(() => assertMayCorrect(draft, bert))?.code).toBe('FORBIDDEN');
  });

  test('is not superseded: no reader may see a version that was never published', () => {
    guidance
      .given(drafted)
      .when((draft) => supersedeGuidance(draft, document, LATER))
      .thenRefused('INVALID_STATE');
  });

  test('is published once', () => {
    guidance
      .given(drafted, { type: 'GuidanceDraftPublished', data: { at: LATER } })
      .when((draft) => publishDraft(draft, bert, LATER))
      .thenRefused('INVALID_STATE');
  });
});

describe('correcting guidance', () => {
  test('replaces what is given and keeps the rest, references with their steps included', () => {
    const stepped = publishGuidance(
      { ...document, references: [], datedReferences: [{ value: 'C(2030) 3', stage: 'ADOPTION' }] },
      anna,
    );
    guidance
      .given(stepped)
      .when((current) => correctGuidance(current, { articles: ['5', '50'] }, LATER))
      .thenState({
        articles: ['5', '50'],
        title: document.title,
        references: [{ value: 'C(2030) 3', stage: 'ADOPTION', date: null }],
        versions: [],
        revision: 2,
        updatedAt: LATER,
        publishedAt: NOON,
      });
  });

  test('is for any person of the issuer where it is a record, and for none alone where it is not', () => {
    const { state: record } = guidance.given(published);
    const { state: own } = guidance.given(drafted, { type: 'GuidanceDraftPublished', data: { at: LATER } });
    for (const by of [anna.author, bert]) {
      expect(refusalOf(() => assertMayCorrect(record, by))).toBeNull();
      expect(refusalOf(() => assertMayCorrect(own, by))?.code).toBe('FORBIDDEN');
    }
  });

  test('never loses the reference that shows which act it records', () => {
    guidance
      .given(published)
      .when((current) => correctGuidance(current, { references: [] }, LATER))
      .thenRefused('FORBIDDEN', 'references');
  });

  test('is held to the same limits as publishing', () => {
    guidance
      .given(published)
      .when((current) => correctGuidance(current, { articles: ['999'] }, LATER))
      .thenRefused('BAD_USER_INPUT', 'articles');
  });
});

describe('superseding guidance', () => {
  const successor = {
    title: [{ language: 'en', text: 'Second edition' }],
    references: ['C(2030) 8'],
    documentDate: '2030-05',
  } as const;

  test('keeps the earlier document as a version, with who could read it then', () => {
    guidance
      .given(published)
      .when((current) => supersedeGuidance(current, { ...successor, handling: toBoard }, LATER))
      .thenState({
        reference: 'C(2030) 8',
        articles: [],
        revision: 2,
        handling: { marking: 'LIMITED' },
        versions: [
          {
            revision: 1,
            title: document.title,
            articles: ['50'],
            handling: { marking: 'PUBLIC' },
            supersededAt: LATER,
          },
        ],
      });
  });

  test('keeps the handling where none is given', () => {
    guidance
      .given(published)
      .when((current) => supersedeGuidance(current, successor, LATER))
      .thenState({ handling: { marking: 'PUBLIC', audience: { everyone: true } } });
  });

  test.each([['without a reference', { references: [] }]])('is refused %s', (_what, change) => {
    guidance
      .given(published)
      .when((current) => supersedeGuidance(current, { ...successor, ...change }, LATER))
      .thenRefused('FORBIDDEN', 'references');
  });
});

describe('recalled guidance', () => {
  const { state } = scenarioFor(evolve).given(published);
  const recalled = evolve(state, recall(state, null, LATER)) as Guidance;

  test.each([
    ['corrected', () => correctGuidance(recalled, { author: 'AI Office' }, LATER)],
    ['superseded', () => supersedeGuidance(recalled, document, LATER)],
    ['published', () => publishDraft(recalled, bert, LATER)],
  ])('is not %s', (_what, decide) => {
    guidance.when(decide).thenRefused('INVALID_STATE');
  });
});
