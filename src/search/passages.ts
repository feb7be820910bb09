import { articleNumbers } from '../reference/articles.ts';
import {
  conjunctions,
  elided,
  hyphened,
  wordsAfterNumber,
  wordsAfterOrdinal,
  wordsBeforeNumber,
} from './article-words.ts';
import type { Token } from './tokens.ts';

/** Words of a text that mean one thing together, as the terms that stand for it. */
export interface Passage {
  terms: readonly string[];
  /** Index of the token after the passage. */
  end: number;
}

export const articleTerm = (number: string): string => `art:${number}`;

const isArticle = (token: Token | undefined): token is Token =>
  token !== undefined && articleNumbers.has(token.word);

/** `C(2025) 5053` and its like: the three parts belong together, in this order. */
export function referenceAt(tokens: readonly Token[], at: number): Passage | null {
  const [series, year, number] = tokens.slice(at, at + 3);
  if (series === undefined || year === undefined || number === undefined) return null;
  const isReference =
    /^[a-z]{1,5}$/.test(series.word) &&
    /^\s?\($/.test(year.before) &&
    /^\d{4}$/.test(year.word) &&
    /^\)\s?$/.test(number.before) &&
    /^\d{1,8}$/.test(number.word);
  return isReference ? { terms: [`ref:${series.word}-${year.word}-${number.word}`], end: at + 3 } : null;
}

/** Steps over "(1)", "(a)", ".1" and the Portuguese ordinal "50.o": the terms know articles, not paragraphs. */
function afterParagraphs(tokens: readonly Token[], from: number): number {
  let end = from;
  for (let next = tokens[end]; next !== undefined; next = tokens[++end]) {
    const inBrackets = /^\)?\s?\($/.test(next.before) && next.after.startsWith(')') && next.word.length <= 4;
    const dotted = next.before === '.' && /^(?:\d{1,2}|[oa])$/.test(next.word);
    if (!inBrackets && !dotted) break;
  }
  return end;
}

/** Index of the next article number in "53, 54 and 55"; -1 where the list has ended. */
function nextInList(tokens: readonly Token[], at: number): number {
  const token = tokens[at];
  if (token === undefined) return -1;
  if (/^\)?\s*[,/&–-]\s*$/.test(token.before)) return isArticle(token) ? at : -1;
  return conjunctions.has(token.word) && isArticle(tokens[at + 1]) ? at + 1 : -1;
}

/** "Article 50", "Artikel 5 Absatz", "Articles 53 and 55(1)". */
export function articleAfterWordAt(tokens: readonly Token[], at: number): Passage | null {
  const word = tokens[at];
  const first = tokens[at + 1];
  if (word === undefined || !wordsBeforeNumber.test(word.word)) return null;
  if (!isArticle(first) || !/^[\s.]*$/.test(first.before)) return null;
  const terms: string[] = [];
  let end = at + 1;
  for (let i = at + 1; i !== -1; i = nextInList(tokens, end)) {
    terms.push(articleTerm(tokens[i]?.word ?? ''));
    end = afterParagraphs(tokens, i + 1);
  }
  return { terms, end };
}

/** "50. cikk", "50 straipsnis". */
export function articleBeforeWordAt(tokens: readonly Token[], at: number): Passage | null {
  const number = tokens[at];
  const word = tokens[at + 1];
  if (!isArticle(number) || word === undefined) return null;
  const isNamed =
    (/^\s+$/.test(word.before) && wordsAfterNumber.test(word.word)) ||
    (/^\.\s*$/.test(word.before) && wordsAfterOrdinal.test(word.word));
  return isNamed ? { terms: [articleTerm(number.word)], end: afterParagraphs(tokens, at + 2) } : null;
}

/** The cut-short word before another, and the English possessive after one: nobody searches for them. */
export function isParticle(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token === undefined) return false;
  if (token.word === 's' && /^['’]$/.test(token.before)) return true;
  if (next === undefined) return false;
  if (/^['’]$/.test(next.before)) return elided.has(token.word) && next.word !== 's';
  return next.before === '-' && hyphened.has(token.word) && articleAfterWordAt(tokens, at + 1) !== null;
}
