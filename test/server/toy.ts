import { makeExecutableSchema } from '@graphql-tools/schema';
import { DomainError } from '../../src/errors.ts';
import type { Actor } from '../../src/access/actor.ts';
import { weights } from '../../src/server/weights.ts';

/** A small exchange: enough shapes to break every rule of the server. */
export const typeDefs = /* GraphQL */ `
  enum Marking {
    PUBLIC
    LIMITED
  }

  type Item {
    id: ID!
    title(language: String): String
    related: [Item!]!
  }

  input TextInput {
    language: String!
    text: String!
  }

  input AudienceInput {
    everyone: Boolean
    memberStates: [Marking!]
  }

  input HandlingInput {
    marking: Marking!
    audience: AudienceInput!
  }

  input MethodInput {
    name: String!
  }

  input PublishInput {
    title: [TextInput!]!
    articles: [String!]
    method: MethodInput!
    handling: HandlingInput!
  }

  input Filter {
    articles: [String!]
    marking: Marking
  }

  type Query {
    item(id: ID!): Item
    items(filter: Filter, first: Int): [Item!]!
    asker: String
    refused(code: String!): String
    broken: String
    fragile: String!
  }

  type Mutation {
    publish(input: PublishInput!): Item!
  }

  type Subscription {
    ticks: Int
  }
`;

/** As the product's, and each item of the toy has one that is related. */
export const toyWeights = { ...weights, related: { entries: 1 } };

export interface ToyContext {
  actor: Actor | null;
  acceptLanguage: string | null;
}

interface ToyItem {
  id: string;
  related: () => ToyItem[];
}

const itemOf = (id: string): ToyItem => ({ id, related: () => [itemOf(`${id}x`)] });

export const SECRET_OF_THE_INSIDE = 'MDB_PANIC at /srv/data.mdb';

export const toySchema = makeExecutableSchema<ToyContext>({
  typeDefs,
  resolvers: {
    Query: {
      item: (_root, { id }: { id: string }) => itemOf(id),
      items: () => [itemOf('1')],
      asker: (_root, _args, { actor }) => actor?.person ?? null,
      refused: (_root, { code }: { code: DomainError['code'] }) => {
        throw new DomainError(code, 'Refused for a reason.', 'handling.audience');
      },
      broken: () => {
        throw new Error(SECRET_OF_THE_INSIDE);
      },
      fragile: () => null,
    },
    Mutation: { publish: () => itemOf('new') },
    Item: { title: (item: ToyItem) => item.id },
  },
});

export const anna: Actor = {
  person: 'anna',
  organisation: { id: 'board-de', kind: 'BOARD_MEMBER', memberState: 'DE' },
  roles: ['representative'],
  clearance: 'LIMITED',
  expiresAt: 4_102_444_800_000,
};

/** Variables that `publish` accepts; each test spoils one part. */
export const goodInput = {
  title: [{ language: 'en', text: 'A title' }],
  articles: ['5', '50'],
  method: { name: 'Audit' },
  handling: { marking: 'LIMITED', audience: { memberStates: ['PUBLIC'] } },
};

export const publish = 'mutation Publish($input: PublishInput!) { publish(input: $input) { id } }';
