import type { ExchangeMessage } from '../src/services/exchange.ts';
import type { Resolvers } from '../src/generated/resolvers-types.ts';

export const exchangeResolvers = {
  Query: {
    changes: (_root, asked, { exchange, reader }) => exchange.changes(reader, asked),
    journalHead: (_root, _args, { exchange, actor }) => exchange.head(actor),
  },
  Subscription: {
    exchange: {
      subscribe: (_root, asked, { exchange, reader }) => exchange.open(reader, asked),
      resolve: (message: ExchangeMessage) => message,
    },
  },
  ExchangeMessage: {
    __resolveType: ({ type }) => type,
  },
} satisfies Resolvers;
