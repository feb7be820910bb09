import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { languagesFor, textIn } from '../../src/services/languages.ts';

describe('the languages of a header', () => {
  test.each([
    ['de', ['de']],
    ['pt-BR,en;q=0.5', ['pt', 'en']],
    ['en;q=0.3, fi;q=0.9, sv', ['sv', 'fi', 'en']],
    ['EL-gr, el;q=0.1', ['el']],
    ['ja, nb, fr', ['fr']],
    ['de;q=0, *', []],
    ['*', []],
    ['', []],
  ])('%j asks for %j', (header, expected) => {
    expect(languagesFor(header)).toEqual(expected);
  });

  test('are none without a header', () => {
    expect(languagesFor(null)).toEqual([]);
  });

  test('are not looked for without end', () => {
    expect(languagesFor('x'.repeat(1_000_000) + ',de')).toEqual([]);
  });

  test('never throw and never name an unknown one', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('de', ',', ';', 'q=', '"', '-', '*', '0.5', '=', '\\', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        for (const language of languagesFor(pieces.join(''))) expect(language).toMatch(/^[a-z]{2}$/);
      }),
    );
  });
});

describe('a text', () => {
  const text = [
    { language: 'fi', text: 'suomeksi' },
    { language: 'en', text: 'in English' },
    { language: 'el', text: 'ελληνικά' },
  ] as const;

  test('is given in the first wanted language that it has', () => {
    expect(textIn(text, ['de', 'el', 'fi'])).toBe('ελληνικά');
  });

  test('is given in English where it has none of them', () => {
    expect(textIn(text, ['de'])).toBe('in English');
    expect(textIn(text, [])).toBe('in English');
  });

  test('is given in the original where it has no English', () => {
    expect(textIn([text[2], text[0]], ['de'])).toBe('ελληνικά');
  });

  test('is empty where there is none', () => {
    expect(textIn([], ['de'])).toBe('');
  });
});
