import Negotiator from 'negotiator';
import { languageCodes, type LanguageCode, type LocalizedText } from '../reference/vocabulary.ts';

/** 24 languages with regions and weights need less; what goes beyond is not looked at. */
const LONGEST_HEADER = 500;

const known: ReadonlySet<string> = new Set(languageCodes);
const isLanguage = (code: string): code is LanguageCode => known.has(code);

/**
 * The languages of the Union that an Accept-Language header asks for, the most wanted first. A region is left
 * out (`pt-BR` asks for Portuguese), other languages and `*` are dropped. Never throws: what is ill-formed asks
 * for nothing.
 */
export function languagesFor(acceptLanguage: string | null): readonly LanguageCode[] {
  if (acceptLanguage === null) return [];
  const header = acceptLanguage.slice(0, LONGEST_HEADER);
  let tags: readonly string[];
  try {
    tags = new Negotiator({ headers: { 'accept-language': header } }).languages();
  } catch {
    return [];
  }
  const primary = tags.map((tag) => tag.split('-', 1).join('').trim().toLowerCase());
  return [...new Set(primary.filter(isLanguage))];
}

/** The first wanted language that the text has, else English, else the original; '' for a text in no language. */
export function textIn(text: LocalizedText, languages: readonly LanguageCode[]): string {
  for (const wanted of [...languages, 'en']) {
    const found = text.find(({ language }) => language === wanted);
    if (found !== undefined) return found.text;
  }
  return text[0]?.text ?? '';
}

/** The text in the language asked for at the field, where it exists; without it as `textIn`. */
export const localized = (
  text: LocalizedText,
  language: LanguageCode | null | undefined,
  reader: { languages: readonly LanguageCode[] },
): string => textIn(text, language ? [language, ...reader.languages] : reader.languages);
