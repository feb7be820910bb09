import { languageCodes, type LanguageCode, type LocalizedText } from './vocabulary.ts';

/** In the words that the data protection law of the Union has for erasure in each language. */
const texts: Record<LanguageCode, string> = {
  bg: 'Съдържанието е изтрито',
  es: 'Contenido suprimido',
  cs: 'Obsah vymazán',
  da: 'Indhold slettet',
  de: 'Inhalt gelöscht',
  et: 'Sisu kustutatud',
  el: 'Το περιεχόμενο διαγράφηκε',
  en: 'Content erased',
  fr: 'Contenu effacé',
  ga: 'Ábhar léirscriosta',
  hr: 'Sadržaj izbrisan',
  it: 'Contenuto cancellato',
  lv: 'Saturs dzēsts',
  lt: 'Turinys ištrintas',
  hu: 'Tartalom törölve',
  mt: 'Kontenut imħassar',
  nl: 'Inhoud gewist',
  pl: 'Treść usunięta',
  pt: 'Conteúdo apagado',
  ro: 'Conținut șters',
  sk: 'Obsah vymazaný',
  sl: 'Vsebina izbrisana',
  fi: 'Sisältö poistettu',
  sv: 'Innehåll raderat',
};

/** The title of every erased item, whatever it was called before. */
export const erasedTitle: LocalizedText = [
  { language: 'en', text: texts.en },
  ...languageCodes
    .filter((language) => language !== 'en')
    .map((language) => ({ language, text: texts[language] })),
];
