import { readReference } from './load.ts';

/** An article of the AI Act as consolidated on 27 July 2026; numbers are strings ("75a"). */
export interface Article {
  number: string;
  title: string;
  chapter: string;
  chapterTitle: string;
  appliesFrom: string;
  appliesNote: string | null;
}

/** The 119 articles in their order. */
export const articles = readReference('ai-act-articles') as readonly Article[];

export const articleNumbers: ReadonlySet<string> = new Set(articles.map(({ number }) => number));
