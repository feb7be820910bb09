import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { itemFields } from './item.ts';

export const erasureResolvers = {
  Mutation: {
    requestErasure: (_root, { input }, { erasures, actor }) => erasures.request(actor, input),
    confirmErasure: (_root, { input }, { erasures, actor }) => erasures.confirm(actor, input),
    declineErasure: (_root, { input }, { erasures, actor }) => erasures.decline(actor, input),
    placeLegalHold: (_root, { input }, { erasures, actor }) => erasures.placeHold(actor, input),
    liftLegalHold: (_root, { input }, { erasures, actor }) => erasures.liftHold(actor, input),
    setRetention: (_root, { input }, { erasures, actor }) => erasures.setRetention(actor, input),
  },
  ErasedItem: itemFields,
  LegalHold: {
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
} satisfies Resolvers;
