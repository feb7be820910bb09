import { badInput } from '../errors.ts';
import { articleAfterWordAt, articleBeforeWordAt, isParticle, referenceAt } from './passages.ts';
import { stemsInAnyLanguage } from './stem.ts';
import { tokensOf, type Token } from './tokens.ts';

/** One word of a search: any of `exact`, or a term that begins with `prefix`. */
export interface Word {
  exact: readonly string[];
  prefix: string | null;
}

const MOST_CHARACTERS = 200;
const MOST_WORDS = 12;

/** A shorter prefix would stand for too much of the index. */
const SHORTEST_PREFIX = 3;

/** These begin the terms of articles and references, which a prefix must not reach. */
const reserved: ReadonlySet<string> = new Set(['art', 'ref']);

const wordOf = ({ raw, word }: Token): Word => ({
  exact: [...new Set([word, ...stemsInAnyLanguage(raw)])],
  // A number is looked up whole: 505 is not 5053.
  prefix: word.length >= SHORTEST_PREFIX && /^\p{L}/u.test(word) && !reserved.has(word) ? word : null,
});

function* read(tokens: readonly Token[]): Generator<Word> {
  for (let at = 0; at < tokens.length;) {
    const passage =
      referenceAt(tokens, at) ?? articleBeforeWordAt(tokens, at) ?? articleAfterWordAt(tokens, at);
    const token = tokens[at];
    if (passage !== null) for (const term of passage.terms) yield { exact: [term], prefix: null };
    else if (token !== undefined && !isParticle(tokens, at)) yield wordOf(token);
    at = passage?.end ?? at + 1;
  }
}

/**
 * What a search text asks for, whatever its language: an item must have every one of the words. An article,
 * however named, and a reference such as `C(2025) 5053` count as one word. Throws BAD_USER_INPUT for a text
 * without words, over 200 characters or over 12 words.
 */
export function wordsOf(text: string): readonly Word[] {
  if (text.length > MOST_CHARACTERS)
    throw badInput('text', `A search text holds at most ${MOST_CHARACTERS} characters.`);
  const tokens = tokensOf(text);
  const words = new Map<string, Word>();
  for (const word of read(tokens)) {
    words.set(word.exact[0] ?? '', word);
    if (words.size > MOST_WORDS) throw badInput('text', `A search text holds at most ${MOST_WORDS} words.`);
  }
  if (words.size === 0) for (const token of tokens.slice(0, MOST_WORDS)) words.set(token.word, wordOf(token));
  if (words.size === 0) throw badInput('text', 'A search text needs a word.');
  return [...words.values()];
}
