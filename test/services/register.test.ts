import { describe, expect, test } from '@jest/globals';
import { checkContent, evolveGuidance, registerGuidance, type Guidance } from '../../src/domain/guidance.ts';
import { readersOfItem } from '../../src/access/readers.ts';
import { documents } from '../../src/reference/documents.ts';
import { memberStateCodes } from '../../src/reference/vocabulary.ts';
import { termsOf } from '../../src/search/terms.ts';
import { wordsOf } from '../../src/search/words.ts';
import { registerDocuments } from '../../src/services/register.ts';
import { holds } from '../search/oracle.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const register = registerDocuments();

const published = (one: (typeof register)[number]): Guidance =>
  evolveGuidance(
    null,
    registerGuidance(
      { ...one.input, handling: one.handling },
      {
        id: one.id,
        houseReference: one.id.toUpperCase(),
        issuer: 'ai-office',
        author: { person: 'register', organisation: 'ai-office' },
        now: NOW,
      },
    ),
  );

const items = register.map(published);
const itemById = new Map(items.map((item) => [item.id, item]));
const item = (id: string): Guidance => {
  const found = itemById.get(id);
  if (found === undefined) throw new Error(`The register lacks ${id}`);
  return found;
};
const search = (text: string): string[] => {
  const words = wordsOf(text);
  return items.filter((one) => holds(termsOf(one), words)).map(({ id }) => id).sort(); // prettier-ignore
};

describe('the register', () => {
  test('holds 89 documents, each once, under an id and a key of its own', () => {
    expect(register).toHaveLength(89);
    expect(itemById.size).toBe(89);
    expect(new Set(register.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(89);
    expect(register.find(({ id }) => id === 'ri-021')?.idempotencyKey).toBe('register:RI-021');
  });

  test('passes the checks of a publication, and everyone can read it', () => {
    for (const { input } of register) expect(() => checkContent(input)).not.toThrow();
    for (const one of items) expect(readersOfItem(one)).toEqual(['everyone']);
  });

  test('loses nothing that the sources say', () => {
    for (const document of documents) {
      const one = item(document.id.toLowerCase());
      expect(Object.fromEntries(one.title.map(({ language, text }) => [language, text]))).toEqual(
        document.titleLanguages,
      );
      expect(one).toMatchObject({
        summary: [{ language: 'en', text: document.summary }],
        documentType: document.kind,
        author: document.issuer,
        documentDate: document.date,
        documentUrl: document.url ?? document.fileUrl,
        fileUrl: document.fileUrl,
        articles: document.articleRefs,
      });
      expect(one.unverified).toEqual(expect.arrayContaining([...document.unverifiedFields]));
      expect(one.unverified.includes('document')).toBe(!document.verified);
    }
  });

  test('keeps every part of a reference', () => {
    const months = ['january', 'june', 'july'];
    for (const { id, reference } of documents) {
      const kept = item(id.toLowerCase()).references;
      expect(kept.length > 0).toBe(reference !== null);
      const text = JSON.stringify(kept).toLowerCase();
      const parts = (reference ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      const lost = parts.filter((part) => !text.includes(part) && !months.includes(part));
      expect({ id, lost }).toEqual({
        id,
        lost: id === 'RI-084' ? ['bundestag'] : [],
      });
    }
  });

  test('names Member States only', () => {
    for (const { memberStates } of items)
      for (const code of memberStates) expect(memberStateCodes).toContain(code);
    expect(item('ri-063').memberStates).toEqual([]);
    expect(item('ri-065').memberStates).toEqual(['HU', 'MT', 'AT', 'SI', 'FI']);
  });

  test('relates documents to others of the register and never to themselves', () => {
    for (const { id, relations } of items)
      for (const { itemId } of relations) {
        expect(itemById.has(itemId)).toBe(true);
        expect(itemId).not.toBe(id);
      }
  });

  test('is in the order of the documents, oldest first', () => {
    const dates = items.map(({ documentDate }) => documentDate ?? '');
    expect(dates).toEqual([...dates].sort());
  });
});

describe('a document of the register', () => {
  test('bears the reference of its approval and then that of its adoption', () => {
    expect(item('ri-019')).toMatchObject({
      reference: 'C(2025) 5052 final',
      references: [
        { value: 'C(2025) 884 final', stage: 'APPROVAL', date: '2025-02-04' },
        { value: 'C(2025) 5052 final', stage: 'ADOPTION', date: '2025-07-29' },
      ],
      relations: [{ type: 'ADOPTS', itemId: 'ri-018' }],
    });
  });

  test('is known by its number, not by its place in the Official Journal', () => {
    expect(item('ri-001')).toMatchObject({
      reference: 'Regulation (EU) 2024/1689',
      references: [
        { value: 'Regulation (EU) 2024/1689', stage: 'ADOPTION', date: '2024-06-13' },
        { value: 'OJ L, 2024/1689, 12.7.2024', stage: 'PUBLICATION', date: '2024-07-12' },
      ],
    });
  });

  test('has the house reference where it bears none', () => {
    expect(item('ri-026').reference).toBe('RI-026');
  });

  test.each([
    ['ri-002', 'REVISES', 'ri-001'],
    ['ri-021', 'ADOPTS', 'ri-020'],
    ['ri-023', 'ADOPTS', 'ri-022'],
    ['ri-035', 'ANNEXES', 'ri-034'],
    ['ri-046', 'ASSESSES', 'ri-042'],
    ['ri-048', 'REVISES', 'ri-047'],
    ['ri-051', 'ASSESSES', 'ri-049'],
    ['ri-055', 'REPEALS', 'ri-054'],
  ] as const)('%s %s %s', (id, type, itemId) => {
    expect(item(id).relations).toContainEqual({ type, itemId });
  });

  test('has its original title first', () => {
    expect(item('ri-079').title.map(({ language }) => language)).toEqual(['it', 'en']);
    expect(item('ri-065').title.map(({ language }) => language)).toEqual(['en', 'de']);
  });
});

describe('searching the register', () => {
  test('finds a reference and nothing else', () => {
    expect(search('C(2025) 5053')).toEqual(['ri-021']);
    expect(search('c(2025)5052')).toEqual(['ri-019']);
    expect(search('C(2026) 5054')).toEqual(['ri-034', 'ri-035']);
    expect(search('2026/1755')).toContain('ri-006');
    expect(search('M/613')).toEqual(['ri-055']);
    expect(search('JRC143553')).toEqual(['ri-060']);
  });

  test('finds every document by each of its references', () => {
    for (const { id, references } of items)
      for (const { value } of references) expect(search(value)).toContain(id);
  });

  test('finds what concerns Article 50, in whatever language it is asked', () => {
    const tagged = items.filter(({ articles }) => articles.includes('50')).map(({ id }) => id).sort(); // prettier-ignore
    for (const text of ['Article 50', 'Artikel 50', 'άρθρο 50', '50. cikk', 'článek 50', 'чл. 50'])
      expect(search(text)).toEqual(tagged);
  });
});
