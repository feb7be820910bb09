import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkHandling,
  checkList,
  checkLocalized,
  checkPartialDate,
  checkText,
  checkUrl,
  toInstant,
} from '../../src/domain/checks.ts';
import { groups, memberStateCodes } from '../../src/reference/vocabulary.ts';
import { refusalOf } from '../support/scenario.ts';

const bad = (field: string) => ({ code: 'BAD_USER_INPUT', field });

describe('a text', () => {
  test.each(['', ' \n\t', 'a\u0000b', 'a\u001b[31m', 'a\u0085b', '\ud800', 'a\udc00b', 'abcdef'])(
    '%j is refused',
    (text) => {
      expect(refusalOf(() => checkText('name', text, 5))).toEqual(bad('name'));
    },
  );

  test.each(['a', 'a\nb', 'a\tb', '😀', 'Ελλάς'])('%j is kept as it is', (text) => {
    expect(checkText('name', text, 5)).toBe(text);
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
    expect(refusalOf(() => checkLocalized('title', texts, 10))).toEqual(bad('title'));
  });
});

describe('a date', () => {
  test.each(['2026', '2026-07', '2026-07-29', '2024-02-29', '2000-02-29'])('%s is kept', (date) => {
    expect(checkPartialDate('on', date)).toBe(date);
  });

  test.each([
    '2026-02-30',
    '2026-02-29',
    '1900-02-29',
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

  test('of the calendar is kept, whichever it is', () => {
    const days = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
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
    `https://example.eu/${'x'.repeat(2_000)}`,
  ])('%j is refused', (url) => {
    expect(refusalOf(() => checkUrl('url', url))).toEqual(bad('url'));
  });

  test('of https is kept as it was written', () => {
    expect(checkUrl('url', 'HTTPS://Example.eu/a?b#c')).toBe('HTTPS://Example.eu/a?b#c');
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
