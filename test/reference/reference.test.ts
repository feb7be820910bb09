import { describe, expect, test } from '@jest/globals';
import { articleNumbers, articles } from '../../src/reference/articles.ts';
import { documents } from '../../src/reference/documents.ts';
import { caseGrounds } from '../../src/reference/grounds.ts';
import { languages } from '../../src/reference/languages.ts';
import { memberStates, toMemberState } from '../../src/reference/member-states.ts';
import { organisations } from '../../src/reference/organisations.ts';
import { findProcedure, procedures } from '../../src/reference/procedures.ts';
import { languageCodes, memberStateCodes } from '../../src/reference/vocabulary.ts';

const HIGH_RISK = '2027-12-02';

describe('the reference data', () => {
  test('is complete', () => {
    expect(articles).toHaveLength(119);
    expect(documents).toHaveLength(89);
    expect(organisations).toHaveLength(89);
    expect(memberStates).toHaveLength(27);
    expect(languages).toHaveLength(24);
    expect(procedures).toHaveLength(36);
  });

  test('names nothing twice', () => {
    for (const names of [
      articles.map(({ number }) => number),
      documents.map(({ id }) => id),
      organisations.map(({ id }) => id),
      procedures.map(({ code }) => code),
      procedures.map(({ row }) => row),
    ])
      expect(new Set(names).size).toBe(names.length);
  });

  test('lists States in protocol order and languages in the order of the Treaties', () => {
    expect(memberStates.map(({ code }) => code)).toEqual(memberStateCodes);
    expect(languages.map(({ code }) => code)).toEqual(languageCodes);
  });
});

describe('a Member State', () => {
  test('is Greece by either code, and EL is what is kept', () => {
    expect(toMemberState('GR')).toBe('EL');
    expect(toMemberState('EL')).toBe('EL');
  });

  test('is known by its code and by no other', () => {
    for (const { code } of memberStates) expect(toMemberState(code)).toBe(code);
    for (const code of ['NO', 'EU27', 'el', 'gr', '', 'constructor'])
      expect(toMemberState(code)).toBeUndefined();
  });
});

describe('a case', () => {
  test('may rest on the grounds of Article 79(6) and the findings of Article 83', () => {
    expect(caseGrounds.size).toBe(11);
    expect(caseGrounds.has('ART5_PROHIBITED_PRACTICE')).toBe(true);
    expect(caseGrounds.has('CE_MARKING_MISSING')).toBe(true);
  });
});

describe('a procedure', () => {
  test('is found by the codes that clients already use', () => {
    expect(findProcedure('ART_79_5_PROVISIONAL_MEASURE')).toMatchObject({ row: 'P4', article: '79(5), (6)' });
    expect(findProcedure('ART_75_3_GPAI_INFORMATION')).toMatchObject({ row: 'P13', article: '75(3)' });
    expect(findProcedure('constructor')).toBeUndefined();
  });

  test('covers P1 to P24, P1a, N1 to N4 and S1 to S7', () => {
    const rows = (letter: string, most: number) =>
      Array.from({ length: most }, (_, i) => `${letter}${i + 1}`);
    const expected = [...rows('P', 24), 'P1a', ...rows('N', 4), ...rows('S', 7)];
    expect(procedures.map(({ row }) => row).sort()).toEqual(expected.sort());
  });

  test('has no subjects before the high-risk rules apply, where it needs a high-risk system', () => {
    for (const row of ['P1', 'P1a', 'P7', 'P9', 'P10', 'P18', 'P19', 'P21', 'P23'])
      expect(procedures.find((one) => one.row === row)?.appliesFrom).toBe(HIGH_RISK);
  });

  test('applies from the day of its article otherwise', () => {
    const exceptions = new Set(['P17', 'P20']);
    for (const { row, article, appliesFrom } of procedures) {
      if (appliesFrom === HIGH_RISK || exceptions.has(row)) continue;
      const number = /^\d+[a-z]?/.exec(article)?.[0];
      expect({ row, from: articles.find((one) => one.number === number)?.appliesFrom }).toEqual({
        row,
        from: appliesFrom,
      });
    }
  });

  test('names articles that the Act has', () => {
    for (const { article } of procedures.filter(({ row }) => row !== 'P17'))
      for (const [, number = ''] of article.matchAll(/(?:^|, |to )(\d+[a-z]?)/g))
        expect(articleNumbers.has(number)).toBe(true);
  });
});
