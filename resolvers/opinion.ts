import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { documentDate } from '../src/services/document-date.ts';
import { itemFields } from './item.ts';

export const opinionResolvers = {
  Mutation: {
    publishOpinion: (_root, { input }, { opinions, actor }) => opinions.publish(actor, input),
  },
  Opinion: {
    ...itemFields,
    adoptedOn: (item) => documentDate(item.adoptedOn),
    requestedBy: ({ requestedBy }, _args, { directory }) => directory.find(requestedBy),
    rapporteur: ({ rapporteur }, _args, { directory }) => directory.find(rapporteur),
    // Acts adopted outside Concord carry no vote of its docket.
    vote: () => null,
  },
} satisfies Resolvers;
