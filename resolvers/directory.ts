import type { Revoked } from '../src/domain/revocation.ts';
import type { Resolvers } from '../src/generated/resolvers-types.ts';

const idOf = ({ what, id }: Revoked, wanted: Revoked['what']): string | null => (what === wanted ? id : null);

export const directoryResolvers = {
  Query: {
    viewer: (_root, _args, { directory, actor }) => directory.viewer(actor),
    organisations: (_root, _args, { directory }) => directory.organisations,
    organisation: (_root, { id }, { directory }) => directory.find(id),
    memberStates: (_root, _args, { directory }) => directory.memberStates,
    languages: (_root, _args, { directory }) => directory.languages,
    articles: (_root, _args, { directory }) => directory.articles,
    revocations: (_root, page, { revocations, actor }) => revocations.list(actor, page),
  },
  Mutation: {
    revokeAccess: (_root, { input }, { revocations, actor }) => revocations.revoke(actor, input),
    restoreAccess: (_root, { input }, { revocations, actor }) => revocations.restore(actor, input),
  },
  Revocation: {
    person: ({ revoked }) => idOf(revoked, 'person'),
    organisation: ({ revoked }, _args, { directory }) => directory.find(idOf(revoked, 'organisation')),
    tokenId: ({ revoked }) => idOf(revoked, 'token'),
    revokedAt: ({ at }) => at,
    revokedBy: ({ by }) => by,
    restoration: ({ restored }) => restored,
  },
  Restoration: {
    by: (restored) => restored,
  },
  Administrator: {
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
  },
  Viewer: {
    id: ({ person }) => person,
    tokenId: ({ tokenId }) => tokenId ?? null,
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation.id),
  },
  Organisation: {
    tasks: ({ roles }) => roles ?? [],
  },
} satisfies Resolvers;
