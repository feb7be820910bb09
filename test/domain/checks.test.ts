import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkCharacters,
  checkHandling,
  checkList,
  checkLocalized,
  checkPartialDate,
  checkProse,
  checkText,
  checkTitle,
  checkUrl,
  toInstant,
} from '../../src/domain/checks.ts';
import { groups, memberStateCodes } from '../../src/reference/vocabulary.ts';
import { refusalOf } from '../support/scenario.ts';

const bad = (field: string) => ({ code: 'BAD_USER_INPUT', field });

describe('a text', () => {
  const unfit = ['', ' \n\t', 'a\u0000b', 'a\u001b[31m', 'a\u0085b', '\ud800', 'a\udc00b', 'abcdef'];
  const reordering = [
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
  ];
  const wordless = ['.', '\u200b', '\u00a0', '-–—', '😀', '\u3164', '\u115f'];

  test.each([...unfit, ...reordering.map((one) => `a${one}b`), ...wordless])('%j is refused', (text) => {
    expect(refusalOf(() => checkText('name', text, 5))).toEqual(bad('name'));
    expect(refusalOf(() => checkProse('name', text, 5))).toEqual(bad('name'));
  });

  test.each(['a', '½', 'a.', 'Ελλάς', '文', 'a\u200db'])('%j is kept as it is', (text) => {
    expect(checkText('name', text, 5)).toBe(text);
  });

  test.each(['a\nb', 'a\tb', 'a\u2028b', 'a\u2029b'])('%j is prose and no line', (text) => {
    expect(checkProse('name', text, 5)).toBe(text);
    expect(refusalOf(() => checkText('name', text, 5))).toEqual(bad('name'));
  });

  test('of a machine needs no word', () => {
    expect(checkCharacters('key', '--', 5)).toBe('--');
    expect(refusalOf(() => checkCharacters('key', 'a\u202eb', 5))).toEqual(bad('key'));
    expect(refusalOf(() => checkCharacters('key', ' ', 5))).toEqual(bad('key'));
  });

  test('is never quoted by its refusal', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 21, maxLength: 40 }), (text) => {
        expect(() => checkText('name', text, 20)).toThrow('Text is longer than its limit of 20 characters.');
      }),
    );
  });
});

describe('a text in several languages', () => {
  const en = { language: 'en', text: 'Text' } as const;

  test.each([
    ['no language', []],
    ['a language twice', [en, en]],
    ['an empty translation', [en, { language: 'de', text: '' }]],
    ['a long translation', [en, { language: 'de', text: 'x'.repeat(11) }]],
  ] as const)('is refused with %s', (_what, texts) => {
    expect(refusalOf(() => checkLocalized('measures', texts, 10))).toEqual(bad('measures'));
  });

  test('has one line in each language where it is a title', () => {
    const lines = [en, { language: 'de', text: 'Erste\nZweite' }] as const;
    expect(refusalOf(() => checkTitle(lines))).toEqual(bad('title'));
    expect(checkLocalized('measures', lines, 20)).toEqual(lines);
  });
});

describe('a date', () => {
  test.each(['2026', '2026-07', '2026-07-29', '2024-02-29', '2000-02-29', '1900', '1900-01-01'])(
    '%s is kept',
    (date) => {
      expect(checkPartialDate('on', date)).toBe(date);
    },
  );

  test.each([
    '2026-02-30',
    '2026-02-29',
    '1900-02-29',
    '0000-01-01',
    '0000',
    '1899-12-31',
    '1899-12',
    '2026-13',
    '2026-00',
    '2026-7',
    '26',
    '',
    '2026-07-29T',
    '٢٠٢٦',
  ])('%j does not exist', (date) => {
    expect(refusalOf(() => checkPartialDate('on', date))).toEqual(bad('on'));
  });

  test('of the calendar since 1900 is kept, whichever it is', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(checkPartialDate('on', day)).toBe(day);
      }),
    );
  });
});

describe('an instant', () => {
  test.each([
    ['2026-11-23T09:00:00Z', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T09:00Z', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T00:30:00.5+02:00', '2026-11-22T22:30:00.500Z'],
  ])('%s is %s', (given, expected) => {
    expect(toInstant(given)).toBe(expected);
  });

  test.each(['2026-02-30T09:00:00Z', '2026-11-23T09:00:00', '2026-11-23', '2026-11-23T25:00:00Z', 'now', ''])(
    '%j does not exist',
    (given) => {
      expect(() => toInstant(given)).toThrow(TypeError);
    },
  );
});

describe('an address', () => {
  test.each([
    'http://example.eu/',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.eu/',
    'https:example.eu',
    '//example.eu',
    'example.eu',
    '',
    'https://anna@example.eu/',
    'https://anna:secret@example.eu/',
    'https://:@example.eu/',
    'https://@example.eu/',
    'https:///anna@example.eu/',
    'https:// example.eu/',
    'https://example.eu/a b',
    ' https://example.eu/',
    'https://example.eu/\n',
    'https://example.eu/\u00a0',
    'https://example.eu/\u200b',
    'https://example.eu/\u202etxt',
    'https://example.eu\\@example.com/',
    `https://example.eu/${'x'.repeat(2_000)}`,
  ])('%j is refused', (url) => {
    expect(refusalOf(() => checkUrl('url', url))).toEqual(bad('url'));
  });

  test('of https is kept as it was written', () => {
    expect(checkUrl('url', 'HTTPS://Example.eu/a?b#c')).toBe('HTTPS://Example.eu/a?b#c');
    expect(checkUrl('url', 'https://example.eu/@anna?to=a@b.eu')).toBe('https://example.eu/@anna?to=a@b.eu');
    expect(checkUrl('url', 'https://example.eu/règlement')).toBe('https://example.eu/règlement');
    expect(checkUrl('url', null)).toBeNull();
  });
});

describe('an audience', () => {
  const part = <T>(values: readonly T[]) => fc.option(fc.subarray([...values]), { nil: undefined });
  const audience = fc.record({
    everyone: fc.option(fc.boolean()),
    groups: part(groups),
    memberStates: part(memberStateCodes),
    organisations: part(['ecat', 'board-de']),
  });

  test('is accepted exactly when it names somebody, and PUBLIC exactly when it names everybody', () => {
    fc.assert(
      fc.property(audience, fc.constantFrom('PUBLIC' as const, 'SENSITIVE' as const), (given, marking) => {
        const named = [given.groups, given.memberStates, given.organisations].some(
          (list) => (list ?? []).length > 0,
        );
        const fits = given.everyone === true || (marking !== 'PUBLIC' && named);
        expect(refusalOf(() => checkHandling({ marking, audience: given })) === null).toBe(fits);
      }),
    );
  });

  test('holds nothing twice and no more than its limit', () => {
    expect(checkList('list', ['a', 'b', 'a'])).toEqual(['a', 'b']);
    expect(refusalOf(() => checkList('list', Array<string>(51).fill('a')))).toEqual(bad('list'));
  });
});

describe('what does not enter the exchange', () => {
  const to = { marking: 'LIMITED', audience: { everyone: true } } as const;
  const none = { noSensitiveOperationalData: true, noClassifiedInformation: true };

  test('is declared not to be there, and that it was declared is kept', () => {
    expect(checkHandling(to).declared).toBe(false);
    expect(checkHandling({ ...to, declaration: null }).declared).toBe(false);
    expect(checkHandling({ ...to, declaration: none }).declared).toBe(true);
  });

  test.each(['noSensitiveOperationalData', 'noClassifiedInformation'] as const)(
    'is refused where the sender says that it is there: %s',
    (name) => {
      const declaration = { ...none, [name]: false };
      expect(refusalOf(() => checkHandling({ ...to, declaration }))).toEqual(
        bad(`handling.declaration.${name}`),
      );
    },
  );

  test.each([
    'RESTREINT UE/EU RESTRICTED',
    'Summary\nEU SECRET\nand more',
    '*** TRÈS SECRET UE/EU TOP SECRET ***',
    'confidentiel ue: findings',
  ])('is refused by its marking: %j', (text) => {
    expect(refusalOf(() => checkProse('summary', text, 300))).toEqual(bad('summary'));
  });

  test.each(['How bodies handle EU RESTRICTED documents', 'Secret uebung', 'EU secretariat'])(
    'is not taken for a text that speaks of it: %j',
    (text) => {
      expect(checkProse('summary', text, 300)).toBe(text);
    },
  );
});
