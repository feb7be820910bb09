import { readReference } from './load.ts';
import type { LanguageCode } from './vocabulary.ts';

export interface Language {
  code: LanguageCode;
  /** In English. */
  name: string;
  nativeName: string;
}

interface Row {
  code: LanguageCode;
  nativeName: string;
  englishName: string;
}

const { languages: rows } = readReference('reference-data') as { languages: readonly Row[] };

/** The 24 official languages in the order of the Treaties. */
export const languages: readonly Language[] = rows.map(({ code, nativeName, englishName }) => ({
  code,
  name: englishName,
  nativeName,
}));
