import { fold } from './fold.ts';

/** One word of a text. */
export interface Token {
  /** Lower case, accents kept: what a stemmer wants. */
  raw: string;
  /** Folded: what an index holds. */
  word: string;
  /** What stands between it and the word before, or the beginning. */
  before: string;
  /** What stands between it and the word after, or the end. */
  after: string;
}

/** A longer word is cut here on both sides, for index keys have a limit. */
const LONGEST = 64;

const cut = (word: string): string =>
  word.length <= LONGEST ? word : Array.from(word).slice(0, LONGEST).join('');

/** Words are runs of letters and digits; everything else parts them. The same for a text and for a query. */
export function tokensOf(text: string): readonly Token[] {
  const prepared = text
    .replace(/(?<=\d)\.?[ºª]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '');
  const found = [...prepared.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)];
  return found.flatMap((match, i) => {
    const raw = match[0];
    const word = cut(fold(raw));
    if (word === '') return [];
    const previous = found[i - 1];
    const start = previous === undefined ? 0 : previous.index + previous[0].length;
    const end = match.index + raw.length;
    return {
      raw: cut(raw),
      word,
      before: prepared.slice(start, match.index),
      after: prepared.slice(end, found[i + 1]?.index ?? prepared.length),
    };
  });
}
