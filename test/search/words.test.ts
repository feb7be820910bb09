import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../src/errors.ts';
import { languageCodes } from '../../src/reference/vocabulary.ts';
import { wordsOf } from '../../src/search/words.ts';
import { article50 } from './sentences.ts';

const refusal = (text: string): unknown => {
  try {
    wordsOf(text);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, field: error.field };
  }
};

const BAD_TEXT = { code: 'BAD_USER_INPUT', field: 'text' };
const ARTICLE_50 = [{ exact: ['art:50'], prefix: null }];

describe('a search for Article 50', () => {
  test.each(languageCodes.flatMap((language) => article50[language].map((text) => [language, text])))(
    'is understood in %s: %s',
    (_language, text) => {
      expect(wordsOf(text)[0]).toEqual(ARTICLE_50[0]);
      if (!text.includes('apartado')) expect(wordsOf(text)).toEqual(ARTICLE_50);
    },
  );

  test('may name several articles', () => {
    const terms = (text: string) => wordsOf(text).map(({ exact }) => exact[0]);
    expect(terms('Articles 53 and 55')).toEqual(['art:53', 'art:55']);
    expect(terms('articles 51, 52 et 75a')).toEqual(['art:51', 'art:52', 'art:75a']);
    expect(terms('Art. 5(1)(f), 6')).toEqual(['art:5', 'art:6']);
  });

  test('stays words where the Act has no such article', () => {
    expect(wordsOf('Article 288').map(({ exact }) => exact[0])).toEqual(['article', '288']);
  });
});

describe('a search text', () => {
  test('asks for a reference as one', () => {
    for (const text of ['C(2025) 5053', 'c(2025)5053', 'C (2025) 5053'])
      expect(wordsOf(text)).toEqual([{ exact: ['ref:c-2025-5053'], prefix: null }]);
  });

  test('is taken apart like the text it looks for', () => {
    const words = (text: string) => wordsOf(text).map(({ exact }) => exact[0]);
    expect(words('AI-Act')).toEqual(['ai', 'act']);
    expect(words('2026/1744')).toEqual(['2026', '1744']);
    expect(words('M/613')).toEqual(['m', '613']);
    expect(words('JRC143553')).toEqual(['jrc143553']);
    expect(words('l’intelligence')).toEqual(['intelligence']);
    expect(words("model's")).toEqual(['model']);
  });

  test('takes the beginning of a word for the word, but never of a number or of a term of articles', () => {
    const prefixes = (text: string) => wordsOf(text).map(({ prefix }) => prefix);
    expect(prefixes('Guid 50 5053 ai art ref')).toEqual(['guid', null, null, null, null, null]);
  });

  test.each(['', '   ', '!?', '\u0000', '…'])('is refused without a word: %j', (text) => {
    expect(refusal(text)).toEqual(BAD_TEXT);
  });

  test('holds at most 200 characters and 12 words', () => {
    expect(refusal('a'.repeat(201))).toEqual(BAD_TEXT);
    expect(refusal('a'.repeat(200))).toBeNull();
    expect(refusal('a b c d e f g h i j k l m')).toEqual(BAD_TEXT);
    expect(refusal('a b c d e f g h i j k l l')).toBeNull();
  });

  test('gives words or is refused, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 220 }), (text) => {
        const answer = refusal(text);
        if (answer !== null) expect(answer).toEqual(BAD_TEXT);
        else expect(wordsOf(text).length).toBeGreaterThan(0);
      }),
    );
  });
});
