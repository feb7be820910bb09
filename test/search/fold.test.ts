import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/search/fold.ts';

describe('folding', () => {
  test.each([
    ['ÁRVÍZTŰRŐ tükörfúrógép', 'arvizturo tukorfurogep'],
    ['Straße STRASSE ẞ', 'strasse strasse ss'],
    ['Ødegård smørrebrød æble', 'odegard smorrebrod aeble'],
    ['Łódź żółć', 'lodz zolc'],
    ['Đakovo đ', 'dakovo d'],
    ['œuvre Œ', 'oeuvre oe'],
    ['ħobż Ġgantija', 'hobz ggantija'],
    ['þing ðóttir', 'thing dottir'],
    ['ΚΑΝΟΝΙΣΜΌΣ κανονισμός', 'κανονισμοσ κανονισμοσ'],
    ['Член чл.', 'член чл.'],
    ['Ștefan şi ţară', 'stefan si tara'],
    ['İstanbul ısı', 'istanbul isi'],
    ['of\u00adfice', 'office'],
    ['ﬁn', 'fin'],
  ])('%s reads %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('does not tell upper from lower case', () => {
    const european = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N} ]*$/u;
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zÀ-ɏΆ-ώЀ-џ ]*$/), (text) => {
        fc.pre(european.test(text));
        expect(fold(text.toLowerCase())).toBe(fold(text));
      }),
    );
  });
});
