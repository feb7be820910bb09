import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { articles } from '../../src/reference/articles.ts';
import { languageCodes } from '../../src/reference/vocabulary.ts';
import { fold } from '../../src/search/fold.ts';
import { termsOf } from '../../src/search/terms.ts';
import { tokensOf } from '../../src/search/tokens.ts';
import { finds, guidance } from './oracle.ts';
import { article50, titles } from './sentences.ts';

const weightOf = (item: Parameters<typeof termsOf>[0], term: string) =>
  termsOf(item).find(([one]) => one === term)?.[1];

describe.each(languageCodes)('an item with a title in %s', (language) => {
  const { title, inflected } = titles[language];
  const item = guidance([{ language, text: title }]);

  test('is found by each word, in capitals, without accents and by its beginning', () => {
    for (const word of title.split(/\s+/)) {
      for (const form of [word, word.toUpperCase(), word.toLowerCase(), fold(word)])
        expect({ form, found: finds(form, item) }).toEqual({ form, found: true });
      const begun = tokensOf(word).find((token) => token.word.length > 5);
      if (begun !== undefined) expect(finds(begun.word.slice(0, -1), item)).toBe(true);
    }
  });

  test('is found by another form of a word, with and without accents', () => {
    for (const form of inflected === undefined ? [fold(title).slice(0, 4)] : [inflected, fold(inflected)])
      expect({ form, found: finds(form, item) }).toEqual({ form, found: true });
  });

  test('is not found by a word it does not have', () => {
    for (const word of ['zebra', 'ζέβρα', 'зебра', `${title} zebra`]) expect(finds(word, item)).toBe(false);
  });

  test('is found by an article that its title names', () => {
    for (const text of article50[language])
      expect(finds('Article 50', guidance([{ language, text: `${title} ${text}` }]))).toBe(true);
  });
});

describe('an item', () => {
  test('is found by its own text, whatever that holds', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(...languageCodes.flatMap((language) => article50[language])),
      fc.constantFrom(
        'C(2025) 5053',
        'l’',
        "d'",
        's',
        '50',
        'and',
        '50.',
        'cikk',
        'článku',
        'artikla',
        '(1)',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), fc.constantFrom(...languageCodes), (words, language) => {
        const text = words.join(' ');
        const tokens = tokensOf(text);
        fc.pre(tokens.length > 0 && tokens.length <= 12 && text.length <= 200);
        expect(finds(text, guidance([{ language, text }]))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('is found by each of its articles and by no other', () => {
    const item = guidance([{ language: 'en', text: 'Guidelines' }], { articles: ['5', '75a'] });
    const found = articles.map(({ number }) => number).filter((number) => finds(`Article ${number}`, item));
    expect(found).toEqual(['5', '75a']);
    expect(weightOf(item, 'art:75a')).toBe(6);
  });

  test('is not found by an article whose number it only has elsewhere', () => {
    const item = guidance([{ language: 'en', text: 'The 50 best articles' }]);
    expect(finds('Article 50', item)).toBe(false);
    expect(finds('art', guidance([], { articles: ['50'] }))).toBe(false);
  });

  test('is found by a reference that it bears, and not by parts of several', () => {
    const item = guidance([{ language: 'en', text: 'Guidelines' }], {
      references: ['C(2025) 924', 'C(2024) 5053'],
    });
    expect(finds('c(2025)924', item)).toBe(true);
    expect(finds('5053', item)).toBe(true);
    expect(finds('C(2025) 5053', item)).toBe(false);
    expect(finds('C(2025) 92', item)).toBe(false);
  });

  test('weighs a term by the best place it stands in', () => {
    const item = guidance([{ language: 'en', text: 'Transparency' }], {
      summary: [{ language: 'en', text: 'Transparency of deployers' }],
      references: ['JRC143553 deployers'],
    });
    expect(weightOf(item, 'transparency')).toBe(4);
    expect(weightOf(item, 'deployers')).toBe(6);
    expect(weightOf(item, 'of')).toBe(1);
    expect(weightOf(item, 'jrc143553')).toBe(6);
  });

  test('never has a stem that could be taken for a word', () => {
    const item = guidance([{ language: 'en', text: 'regulations' }]);
    expect(weightOf(item, '~regul')).toBe(4);
    expect(weightOf(item, 'regul')).toBeUndefined();
    for (const [term] of termsOf(guidance([{ language: 'en', text: '~regul art:50 ref:c-2025-1' }])))
      expect(term).toMatch(/^~?[\p{L}\p{N}]+$/u);
  });

  test('keeps a very long word within the limit of an index key', () => {
    const long = '\u{1d49c}'.repeat(40) + 'x'.repeat(200);
    const item = guidance([{ language: 'en', text: long }]);
    for (const [term] of termsOf(item)) expect(term.length).toBeLessThanOrEqual(130);
    expect(finds(long.slice(0, 200), item)).toBe(true);
  });
});
