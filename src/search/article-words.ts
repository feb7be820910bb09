import type { LanguageCode } from '../reference/vocabulary.ts';

interface ArticleWord {
  /** Folded forms of the word for "article", as the source of a regular expression. */
  forms: string;
  /** Where the number stands; `before.` asks for a full stop after the number, which the other use lacks. */
  number: 'after' | 'before' | 'either' | 'after or before.';
}

/** How each language names an article of an act: "Article 50", "50. cikk". */
export const articleWords: Readonly<Record<LanguageCode, ArticleWord>> = {
  bg: { forms: 'член(?:а|ът|ове|овете)?|чл', number: 'after' },
  es: { forms: 'articulos?', number: 'after' },
  cs: { forms: 'clan(?:ek|ku|kem|ky|kum|cich)|cl', number: 'after' },
  da: { forms: 'artik(?:el|len|ler|lerne)s?', number: 'after' },
  de: { forms: 'artikel[ns]?', number: 'after' },
  et: { forms: 'artik(?:kel|li|lis|list|lit|lile|lid|lite|lites)', number: 'either' },
  el: { forms: 'αρθρ(?:ο|ου|α|ων)?|αρθ', number: 'after' },
  en: { forms: 'articles?', number: 'after' },
  fr: { forms: 'articles?', number: 'after' },
  ga: { forms: '[thn]?airteag(?:al|ail)', number: 'after' },
  hr: { forms: 'clan(?:ak|ka|ku|kom|ci|cima|aka|ke)|cl', number: 'after' },
  it: { forms: 'articol[oi]', number: 'after' },
  lv: { forms: 'pant(?:s|a|u|am|i|us|iem|os)', number: 'before' },
  lt: { forms: 'straipsn(?:is|io|iu|iui|yje|i|iai|iais|ius|iuose)|str', number: 'before' },
  hu: { forms: 'cikk[a-z]{0,8}', number: 'before' },
  mt: { forms: 'artikol[ui]', number: 'after' },
  nl: { forms: 'artikel(?:en|s)?', number: 'after' },
  pl: { forms: 'artykul(?:u|e|em|y|ow|ami|ach|om)?', number: 'after' },
  pt: { forms: 'artigos?', number: 'after' },
  ro: { forms: 'articol(?:ul|ului|e|ele|elor)?', number: 'after' },
  sk: { forms: 'clan(?:ok|ku|kom|ky|kov|koch)|cl', number: 'after' },
  sl: { forms: 'clen(?:a|u|om|i|ov|ih)?', number: 'after or before.' },
  fi: { forms: 'artikla(?:n|a|ssa|sta|an|lla|lle|na|ksi|t)?', number: 'either' },
  sv: { forms: 'artik(?:el|eln|elns|lar|larna)', number: 'after' },
};

const abbreviations = 'art|arts|artt';

const anyOf = (numbers: readonly ArticleWord['number'][], ...more: readonly string[]): RegExp => {
  const forms = Object.values(articleWords)
    .filter(({ number }) => numbers.includes(number))
    .map((word) => word.forms);
  return new RegExp(`^(?:${[...forms, ...more].join('|')})$`, 'u');
};

/** Words that the number follows. */
export const wordsBeforeNumber = anyOf(['after', 'either', 'after or before.'], abbreviations);
/** Words that follow the number. */
export const wordsAfterNumber = anyOf(['before', 'either']);
/** Words that follow the number where it is written as an ordinal, with a full stop. */
export const wordsAfterOrdinal = anyOf(['before', 'either', 'after or before.']);

/** "and" in the 24 languages, folded: "Articles 53 and 55". */
export const conjunctions: ReadonlySet<string> = new Set([
  'and', 'et', 'und', 'en', 'e', 'ed', 'y', 'i', 'a', 'og', 'och', 'ja', 'και', 'и', 'un', 'ir', 'es', 'u',
  'si', 'in', 'agus',
]); // prettier-ignore

/** Words cut short before an apostrophe: "l'article", "dell'articolo", "d'intelligence". */
export const elided: ReadonlySet<string> = new Set([
  'l', 'd', 'c', 'j', 'm', 'n', 's', 't', 'qu', 'jusqu', 'lorsqu', 'puisqu', 'quoiqu', 'un', 'dell', 'all',
  'nell', 'sull', 'dall', 'coll', 'quell', 'quest', 'b',
]); // prettier-ignore

/** Maltese joins its definite article, alone or with a preposition, by a hyphen: "l-Artikolu", "tal-Artikolu". */
export const hyphened: ReadonlySet<string> = new Set([
  'l', 'il', 'tal', 'tall', 'fil', 'fl', 'bil', 'bl', 'mill', 'sal', 'lill', 'ghall', 'dwar', 'n', 'h', 't',
]); // prettier-ignore
