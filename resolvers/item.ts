import type { Context } from '../src/context.ts';
import type { Item } from '../src/domain/items.ts';
import type { LanguageCode } from '../src/reference/vocabulary.ts';
import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { checkFilter } from '../src/services/items.ts';
import { localized } from '../src/services/languages.ts';

type InLanguage = { language?: LanguageCode | null | undefined };

/** What every kind of item answers in the same way; each kind's own resolvers add to it. */
export const itemFields = {
  title: (item: Item, { language }: InLanguage, { reader }: Context) =>
    localized(item.title, language, reader),
  summary: (item: Item, { language }: InLanguage, { reader }: Context) =>
    localized(item.summary, language, reader),
  languages: (item: Item) => item.title.map(({ language }) => language),
  issuer: (item: Item, _args: unknown, { directory }: Context) => directory.get(item.issuer),
  history: (item: Item, _args: unknown, { items, reader }: Context) => items.history(reader, item),
  withdrawals: (item: Item, _args: unknown, { access, reader }: Context) => access.withdrawals(reader, item),
  annexes: (item: Item, page: { first?: number | null | undefined }, { annexes, reader }: Context) =>
    annexes.of(reader, item, page),
  retainUntil: (item: Item) => item.retention?.until ?? null,
};

export const itemResolvers = {
  Query: {
    item: (_root, { id }, { items, reader }) => items.find(reader, id),
    items: (_root, { filter, ...page }, { items, reader }) => items.list(reader, page, checkFilter(filter)),
    search: (_root, { filter, ...asked }, { items, reader }) =>
      items.search(reader, asked, checkFilter(filter)),
    facets: (_root, { filter }, { items, reader }) => items.facets(reader, checkFilter(filter)),
  },
  Mutation: {
    acknowledgeItem: (_root, { input }, { items, actor }) => items.acknowledge(actor, input),
    changeHandling: (_root, { input }, { items, actor }) => items.changeHandling(actor, input),
    recallItem: (_root, { input }, { items, actor }) => items.recall(actor, input),
  },
  Acknowledgement: {
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
  ChangeActor: {
    id: (author, _args, { items, reader }) => items.nameOf(reader, author),
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
  ItemConnection: {
    totalCount: (listing) => listing.totalCount(),
  },
} satisfies Resolvers;
