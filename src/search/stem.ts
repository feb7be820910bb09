import { stemmer as stemGreek } from '@orama/stemmers/greek';
import { stemmer as stemLithuanian } from '@orama/stemmers/lithuanian';
import snowball from 'snowball-stemmers';
import { languageCodes, type LanguageCode } from '../reference/vocabulary.ts';
import { stemBulgarian } from './bulgarian.ts';
import { fold } from './fold.ts';

type Stem = (word: string) => string;

const snowballStem = (algorithm: string): Stem => {
  const stemmer = snowball.newStemmer(algorithm);
  return (word) => stemmer.stem(word);
};

/** There is no free stemmer for Estonian, Croatian, Latvian, Maltese, Polish and Slovak: folding and prefixes serve. */
const stemmers: Readonly<Partial<Record<LanguageCode, Stem>>> = {
  bg: stemBulgarian,
  cs: snowballStem('czech'),
  da: snowballStem('danish'),
  de: snowballStem('german'),
  el: stemGreek,
  en: snowballStem('english'),
  es: snowballStem('spanish'),
  fi: snowballStem('finnish'),
  fr: snowballStem('french'),
  ga: snowballStem('irish'),
  hu: snowballStem('hungarian'),
  it: snowballStem('italian'),
  lt: stemLithuanian,
  nl: snowballStem('dutch'),
  pt: snowballStem('portuguese'),
  ro: snowballStem('romanian'),
  sl: snowballStem('slovene'),
  sv: snowballStem('swedish'),
};

const scripts: Readonly<Partial<Record<LanguageCode, RegExp>>> = {
  bg: /^\p{Script=Cyrillic}+$/u,
  el: /^\p{Script=Greek}+$/u,
};
const latin = /^\p{Script=Latin}+$/u;

/** Only a word written in letters of the language has a stem; numbers and references never have. */
const languageScript = (language: LanguageCode): RegExp => scripts[language] ?? latin;

const stemmedLanguages = languageCodes.filter((language) => stemmers[language] !== undefined);

/** Stemming takes longer the longer the word; no word of a language that has a stemmer is longer than this. */
const LONGEST = 40;

/** A stem costs up to a tenth of a millisecond and words come again: per language, this many are kept. */
const KEPT = 5_000;
const kept = new Map<LanguageCode, Map<string, readonly string[]>>();

/** With and without accents, so that a query typed without them still meets the text that has them. */
function stemsIn(stem: Stem, word: string): readonly string[] {
  const folded = fold(word);
  const found = folded === word ? [stem(word)] : [fold(stem(word)), fold(stem(folded))];
  return [...new Set(found.filter((one) => one !== ''))];
}

/**
 * Folded stems of a lower-case word in one language, each marked `~` so that it cannot be taken for a word;
 * none where there is no stemmer, the word is not in the language's script or is no word for its length.
 */
export function stemsOf(word: string, language: LanguageCode): readonly string[] {
  const stem = stemmers[language];
  if (stem === undefined || word.length > LONGEST || !languageScript(language).test(word)) return [];
  let cache = kept.get(language);
  if (cache === undefined || cache.size >= KEPT) {
    cache = new Map();
    kept.set(language, cache);
  }
  let stems = cache.get(word);
  if (stems === undefined) {
    stems = stemsIn(stem, word).map((one) => `~${one}`);
    cache.set(word, stems);
  }
  return stems;
}

/** The stems that a word of unknown language may have. */
export const stemsInAnyLanguage = (word: string): readonly string[] => [
  ...new Set(stemmedLanguages.flatMap((language) => stemsOf(word, language))),
];
