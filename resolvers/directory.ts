import type { Resolvers } from '../src/generated/resolvers-types.ts';

export const directoryResolvers = {
  Query: {
    viewer: (_root, _args, { directory, actor }) => directory.viewer(actor),
    organisations: (_root, _args, { directory }) => directory.organisations,
    organisation: (_root, { id }, { directory }) => directory.find(id),
    memberStates: (_root, _args, { directory }) => directory.memberStates,
    languages: (_root, _args, { directory }) => directory.languages,
    articles: (_root, _args, { directory }) => directory.articles,
  },
  Viewer: {
    id: ({ person }) => person,
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation.id),
  },
  Organisation: {
    tasks: ({ roles }) => roles ?? [],
  },
} satisfies Resolvers;
