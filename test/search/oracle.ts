import type { Guidance } from '../../src/domain/guidance.ts';
import { untouched } from '../../src/domain/item.ts';
import type { LocalizedText } from '../../src/reference/vocabulary.ts';
import { termsOf, type Term } from '../../src/search/terms.ts';
import { wordsOf, type Word } from '../../src/search/words.ts';

/** A published item that says nothing but what is given. */
export const guidance = (
  title: LocalizedText,
  more: { articles?: readonly string[]; references?: readonly string[]; summary?: LocalizedText } = {},
): Guidance => ({
  ...untouched,
  id: 'g1',
  kind: 'GUIDANCE',
  reference: 'G1',
  title,
  summary: more.summary ?? [],
  issuer: 'ai-office',
  documentType: 'GUIDELINE',
  author: null,
  documentUrl: null,
  fileUrl: null,
  documentDate: null,
  references: (more.references ?? []).map((value) => ({ value, stage: 'OTHER', date: null })),
  relations: [],
  articles: more.articles ?? [],
  memberStates: [],
  unverified: [],
  handling: {
    marking: 'PUBLIC',
    audience: { everyone: true, groups: [], memberStates: [], organisations: [] },
    originatorControlled: false,
    declared: false,
  },
  release: 'PUBLISHED',
  publishedAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  draftedBy: { person: 'p1', organisation: 'ai-office' },
  versions: [],
});

/** What the contract of a store's search says, word by word. */
export const holds = (terms: readonly Term[], words: readonly Word[]): boolean =>
  words.every(({ exact, prefix }) =>
    terms.some(([term]) => exact.includes(term) || (prefix !== null && term.startsWith(prefix))),
  );

export const finds = (text: string, item: Guidance): boolean => holds(termsOf(item), wordsOf(text));
