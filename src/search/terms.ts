import type { Item, LiveItem } from '../domain/items.ts';
import type { LanguageCode, LocalizedText } from '../reference/vocabulary.ts';
import { articleAfterWordAt, articleBeforeWordAt, articleTerm, referenceAt } from './passages.ts';
import { stemsOf } from './stem.ts';
import { tokensOf } from './tokens.ts';

export type Term = readonly [term: string, weight: number];

const TITLE = 4;
const REFERENCE = 6;
const OTHER = 1;

/** A text of an item; without a language it is not stemmed. */
interface Text {
  text: string;
  language: LanguageCode | null;
  weight: number;
}

const localized = (texts: LocalizedText, weight: number): Text[] =>
  texts.map(({ language, text }) => ({ text, language, weight }));

const plain = (weight: number, ...texts: readonly (string | null)[]): Text[] =>
  texts.flatMap((text) => (text === null ? [] : [{ text, language: null, weight }]));

/** Only what every reader of the item may read as it is now: no earlier versions, no acknowledgements. */
function ofKind(item: LiveItem): Text[] {
  switch (item.kind) {
    case 'GUIDANCE':
      return [
        ...plain(REFERENCE, ...item.references.map(({ value }) => value)),
        ...plain(OTHER, item.author),
      ];
    case 'OPINION':
      return [...plain(REFERENCE, ...item.references), ...plain(OTHER, item.legalBasis)];
    case 'FINDING': {
      const { provider, model, system, version } = item.subject;
      return plain(OTHER, item.legalBasis, provider, model, system, version, item.method.name);
    }
    case 'ALERT':
      return [...plain(OTHER, item.affected), ...localized(item.followUpOwed, OTHER)];
    case 'SHARE_REQUEST':
      return plain(OTHER, item.reason);
    case 'CASE':
    case 'ANNEX':
      return [];
  }
}

const textsOf = (item: LiveItem): readonly Text[] => [
  ...localized(item.title, TITLE),
  ...localized(item.summary, OTHER),
  ...plain(REFERENCE, item.reference),
  ...ofKind(item),
];

function* termsIn({ text, language }: Text): Generator<string> {
  const tokens = tokensOf(text);
  for (const [at, { raw, word }] of tokens.entries()) {
    yield word;
    if (language !== null) yield* stemsOf(raw, language);
    for (const passageAt of [referenceAt, articleBeforeWordAt, articleAfterWordAt])
      yield* passageAt(tokens, at)?.terms ?? [];
  }
}

/**
 * What an item can be found by, each term with the highest weight it has anywhere: folded words, `~` and a
 * stem, `art:` and an article, `ref:` and an official reference. Every text of the item, asked as `wordsOf`,
 * finds the item; an erased one has none and is not found.
 */
export function termsOf(item: Item): readonly Term[] {
  if (item.erasure !== null) return [];
  const weights = new Map<string, number>(item.articles.map((number) => [articleTerm(number), REFERENCE]));
  for (const text of textsOf(item))
    for (const term of termsIn(text)) weights.set(term, Math.max(weights.get(term) ?? 0, text.weight));
  return [...weights];
}
