import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { localized } from '../src/services/languages.ts';
import { itemFields } from './item.ts';

export const annexResolvers = {
  Mutation: {
    addAnnex: (_root, { input }, { annexes, actor }) => annexes.add(actor, input),
  },
  Annex: {
    ...itemFields,
    annexTo: ({ annexTo }, _args, { items, reader }) => items.find(reader, annexTo),
    text: ({ summary }, { language }, { reader }) => localized(summary, language, reader),
  },
} satisfies Resolvers;
