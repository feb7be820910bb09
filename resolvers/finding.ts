import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { itemFields } from './item.ts';

export const findingResolvers = {
  Mutation: {
    publishFinding: (_root, { input }, { findings, actor }) => findings.publish(actor, input),
  },
  Finding: {
    ...itemFields,
    supersedes: (item, _args, { findings, reader }) => findings.supersedes(reader, item),
    supersededBy: (item, _args, { findings, reader }) => findings.supersededBy(reader, item),
  },
} satisfies Resolvers;
