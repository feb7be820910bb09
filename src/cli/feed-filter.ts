import { type Command, InvalidArgumentError } from 'commander';
import { articleNumbers } from '../reference/articles.ts';
import { toMemberState } from '../reference/member-states.ts';
import { itemKinds } from '../reference/vocabulary.ts';

/** What the options of `withFilter` give. */
export interface FilterOptions {
  kind?: readonly string[];
  article?: readonly string[];
  memberState?: readonly string[];
}

/** Reads one value of an option that can be repeated; what it does not know is refused with the sentence. */
const each =
  (read: (text: string) => string | undefined, refusal: string) =>
  (text: string, earlier: readonly string[] = []): readonly string[] => {
    const value = read(text);
    if (value === undefined) throw new InvalidArgumentError(refusal);
    return [...earlier, value];
  };

const kindsInWords = itemKinds.map((kind) => kind.toLowerCase().replaceAll('_', '-'));
const toKind = (text: string) => itemKinds.find((kind) => kind === text.toUpperCase().replaceAll('-', '_'));
const toArticle = (text: string) => (articleNumbers.has(text) ? text : undefined);

/** Adds the options that narrow a feed. */
export const withFilter = (command: Command): Command =>
  command
    .option(
      '--kind <kind>',
      `only ${kindsInWords.join(', ')}; can be repeated`,
      each(toKind, `A kind is one of ${kindsInWords.join(', ')}.`),
    )
    .option(
      '--article <number>',
      'only what is about this article, such as 50; can be repeated',
      each(toArticle, 'The AI Act has no such article; write it as 50 or 75a.'),
    )
    .option(
      '--member-state <code>',
      'only what concerns this State, such as FR; can be repeated',
      each(
        (text) => toMemberState(text.toUpperCase()),
        'Write a Member State by its code, such as FR or EL.',
      ),
    );

export const toFilter = ({ kind = [], article = [], memberState = [] }: FilterOptions) => ({
  kinds: kind,
  articles: article,
  memberStates: memberState,
});
