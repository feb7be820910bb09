import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { localized } from '../src/services/languages.ts';
import { itemFields } from './item.ts';

export const caseworkResolvers = {
  Query: {
    cases: (_root, asked, { casework, reader }) => casework.list(reader, asked),
    procedures: (_root, _args, { directory }) => directory.procedures,
  },
  Mutation: {
    openCase: (_root, { input }, { casework, actor }) => casework.open(actor, input),
    recordCaseStep: (_root, { input }, { casework, actor }) => casework.step(actor, input),
  },
  Case: {
    ...itemFields,
    procedure: ({ procedure }, _args, { directory }) => directory.procedure(procedure),
    lead: ({ lead }, _args, { directory }) => directory.get(lead),
    concernedMemberStates: ({ memberStates }) => memberStates,
  },
  CaseStep: {
    summary: ({ summary }, { language }, { reader }) => localized(summary, language, reader),
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
  CaseConnection: {
    totalCount: (listing) => listing.totalCount(),
  },
} satisfies Resolvers;
