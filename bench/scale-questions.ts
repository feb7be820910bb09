import { readerKeysOf } from '../src/access/readers.ts';
import { wordsOf } from '../src/search/words.ts';
import type { Filter, Store } from '../src/store/port.ts';
import type { Ask } from './measure.ts';

export const delegate = readerKeysOf({
  person: 'p',
  organisation: { id: 'board-fr', kind: 'BOARD_MEMBER', memberState: 'FR' },
  roles: ['representative'],
  clearance: 'SENSITIVE',
  expiresAt: Infinity,
});
const anybody = readerKeysOf(null);

export const both: Filter = { kinds: ['ALERT'], articles: ['50'] };

/** A mark in the middle of the delegate's list: the items were made in the order of their numbers. */
export async function middleOf(store: Store, count: number): Promise<string> {
  for (let number = Math.floor(count / 2); number > 0; number -= 1) {
    const [first] = await store.history(`scaled-${number}`, { readers: delegate });
    if (first !== undefined) return first.mark;
  }
  throw new Error('The delegate sees nothing.');
}

type Asked = Pick<Store, 'list' | 'search'>;

const asking = (store: Asked) => ({
  page: (filter: Filter = {}, after: string | null = null) =>
    store.list({ readers: delegate, filter }, { first: 20, after }),
  search: (text: string, filter: Filter = {}, readers = delegate) =>
    store.search(wordsOf(text), { readers, filter }, 20),
});

/** Those that are to take as long however many items there are; `middle` is a mark in the middle of the list. */
export function namedQuestions(store: Asked, middle: string): Record<string, Ask> {
  const { page, search } = asking(store);
  return {
    'items(first: 20)': () => page(),
    'a page in the middle': () => page({}, middle),
    'by kind and article': () => page(both),
    'search for a word in 20 items': () => search('zebrafish'),
    'search for a word in 30 % of items': () => search('transparency'),
  };
}

export function otherQuestions(store: Store): Record<string, Ask> {
  const { page, search } = asking(store);
  const readers = delegate;
  const rare: Filter = { kinds: ['OPINION'], articles: ['113'] };
  return {
    'items of a kind': () => page({ kinds: ['ALERT'] }),
    'items of an article': () => page({ articles: ['50'] }),
    'items of five articles': () => page({ articles: ['50', '5', '6', '7', '8'] }),
    'items of a rare kind and article': () => page(rare),
    'count of all': () => store.count({ readers }),
    'count of a kind and an article': () => store.count({ readers, filter: both }),
    'facets of all': () => store.facets({ readers }),
    'facets of a kind': () => store.facets({ readers, filter: { kinds: ['ALERT'] } }),
    'search for a word in 0.1 % of items': () => search('quokka'),
    'search for two words in 30 % of items each': () => search('transparency recognition'),
    'search for a beginning of many words': () => search('tra'),
    'search for a word in 30 %, kind and article': () => search('transparency', both),
    'search for a word in 30 %, rare kind and article': () => search('transparency', rare),
    'search for a word in 30 % without rights': () => search('transparency', {}, anybody),
    'search for a word in 30 % as one of few readers': () =>
      search('transparency', {}, ['organisation:ecat/limited']),
  };
}

/** Those that look at every item that the reader sees: asked a few times only. */
export function longQuestions(store: Store): Record<string, Ask> {
  const readers = delegate;
  return {
    'count of a State': () => store.count({ readers, filter: { memberStates: ['DE'] } }),
    'count of an issuer': () => store.count({ readers, filter: { tags: [['issuer:ecat']] } }),
    'facets of an article': () => store.facets({ readers, filter: { articles: ['50'] } }),
  };
}
