import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { resolvers } from '../resolvers/index.ts';

/** The schema of `schema/*.graphql` with the resolvers of every area; throws where the two do not fit. */
export function buildSchema(root: string): GraphQLSchema {
  const directory = join(root, 'schema');
  const typeDefs = readdirSync(directory)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(join(directory, name), 'utf8'));
  return makeExecutableSchema({
    typeDefs,
    resolvers,
    inheritResolversFromInterfaces: true,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
}
