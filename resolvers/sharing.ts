import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { itemFields } from './item.ts';

export const sharingResolvers = {
  Query: {
    explainAccess: (_root, asked, { access, actor }) => access.explain(actor, asked),
    explainDelivery: (_root, asked, { access, actor }) => access.explainDelivery(actor, asked),
    accessLog: (_root, asked, { accessLog, actor }) => accessLog.list(actor, asked),
  },
  Mutation: {
    shareItem: (_root, { input }, { sharing, actor }) => sharing.share(actor, input),
    answerShareRequest: (_root, { input }, { sharing, actor }) => sharing.answer(actor, input),
    acknowledgeWithdrawal: (_root, { input }, { sharing, actor }) =>
      sharing.acknowledgeWithdrawal(actor, input),
  },
  ShareRequest: {
    ...itemFields,
    sharedItem: ({ itemId }, _args, { items, reader }) => items.find(reader, itemId),
    originator: ({ originator }, _args, { directory }) => directory.get(originator),
  },
  ShareAnswer: {
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
  Access: {
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
  Withdrawal: {
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
} satisfies Resolvers;
