import { buildSchema } from '../../src/schema.ts';
import type { LimitName } from '../../src/server/limits.ts';
import { createPreparation } from '../../src/server/prepare.ts';
import { weights } from '../../src/server/weights.ts';
import { workOf } from '../../src/server/work.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { root } from '../support/root.ts';

/** What a client sends, and as whom where that matters. */
export interface Asked {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  organisation?: string;
}

const times = (count: number, one: (index: number) => string): string =>
  Array.from({ length: Math.max(count, 0) }, (_, index) => one(index)).join(' ');

const FIELDS_OF_ONE = 390;

/** Several operations, for one alone may not have so many fields: each has four tokens around its fields. */
function ofTokens(count: number): Asked {
  const operations: string[] = [];
  for (let left = count; left > 0;) {
    const fields = Math.min(left - 4, FIELDS_OF_ONE);
    operations.push(`query Q${operations.length} { ${times(fields, () => '__typename')} }`);
    left -= fields + 4;
  }
  return { query: operations.join(' '), operationName: 'Q0' };
}

function ofDepth(levels: number): Asked {
  const pairs = Math.floor((levels - 4) / 2);
  const last = (levels - 4) % 2 === 0 ? 'id' : 'issuer { id }';
  const open = '... on Guidance { relatedBy(first: 1) { item { '.repeat(pairs);
  return { query: `{ items(first: 1) { edges { node { ${open} ${last} ${'} } } '.repeat(pairs)} } } } }` };
}

const { prepare } = createPreparation({ schema: buildSchema(root), introspection: true, weights });
const schema = buildSchema(root);

/** Exactly so many units: fields at the root cost one each. */
function ofWork(units: number): Asked {
  const query = (pages: number, plain: number) =>
    `{ items(first: 100) { edges { node { ${times(pages, () => 'id')} } } } ${times(plain, () => '__typename')} }`;
  const workIn = (text: string) =>
    workOf({ schema, ...prepare({ query: text, operationName: null, variables: null }) }, weights);
  const [none, one] = [workIn(query(1, 0)), workIn(query(2, 0))];
  const pages = Math.floor((units - none) / (one - none)) + 1;
  return { query: query(pages, units - workIn(query(pages, 0))) };
}

const introspection = (levels: number): string =>
  `{ __type(name: "Item") { ${'ofType { '.repeat(levels - 2)} name ${'} '.repeat(levels - 2)} } }`;

const publishing = (index: number): string =>
  `a${index}: publishGuidance(input: $input) { cursor item { id } }`;

/** A list within lists is no value of its type, but that is found behind the parser, whose stack is guarded here. */
const nested = (brackets: number): string => {
  const around = 3;
  return `{ items(filter: {kinds: ${'['.repeat(brackets - around)}GUIDANCE${']'.repeat(brackets - around)}}) { totalCount } }`;
};

/** For each limit of a request that every transport has: a request with so much of it. */
export const documents = {
  queryBytes: (count) => ({ query: `{ __typename } #${'x'.repeat(count - 16)}` }),
  nesting: (count) => ({ query: nested(count) }),
  tokens: ofTokens,
  depth: ofDepth,
  introspectionDepth: (count) => ({ query: introspection(count) }),
  fields: (count) => ({ query: `{ ${times(count, () => '__typename')} }` }),
  aliases: (count) => ({ query: `{ ${times(count, (index) => `a${index}: __typename`)} }` }),
  directives: (count) => ({ query: `{ ${times(count, () => '__typename @include(if: true)')} }` }),
  rootFieldsOfQuery: (count) => ({ query: `{ ${times(count, (at) => `a${at}: languages { code }`)} }` }),
  rootFieldsOfMutation: (count) => ({
    query: `mutation ($input: PublishGuidanceInput!) { ${times(count, publishing)} }`,
    variables: variablesOf('PublishGuidance'),
    organisation: 'ai-office',
  }),
  listEntries: (count) => ({
    query: operation('Items'),
    variables: { filter: { kinds: Array<string>(count).fill('GUIDANCE') } },
  }),
  pageSize: (count) => ({
    query: 'query ($n: Int) { items(first: $n) { totalCount } }',
    variables: { n: count },
  }),
  work: ofWork,
} as const satisfies Partial<Record<LimitName, (count: number) => Asked>>;
