import { describe, expect, test } from '@jest/globals';
import {
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import { LimitExceeded, limits } from '../../src/server/limits.ts';
import { createPreparation, type Variables } from '../../src/server/prepare.ts';
import { weights } from '../../src/server/weights.ts';
import { workOf } from '../../src/server/work.ts';
import { operation, operations, variables } from '../support/contract.ts';
import { root } from '../support/root.ts';

const schema = buildSchema(root);
const { prepare } = createPreparation({ schema, introspection: true, weights });
const ask = (query: string, given: Variables | null = null) =>
  prepare({ query, operationName: null, variables: given });

const workIn = (query: string, given: Variables | null = null): number =>
  workOf({ schema, ...ask(query, given) }, weights);

/** The limit that the operation breaks; null where it may run. */
function limitBrokenBy(query: string, given: Variables | null = null): string | null {
  try {
    ask(query, given);
    return null;
  } catch (error) {
    if (error instanceof LimitExceeded) return error.limit;
    throw error;
  }
}

const items = (first: string, node: string, declared = '') =>
  `query ${declared} { items${first} { edges { node { ${node} } } } }`;
const related = (page: string) => `... on Guidance { relatedBy${page} { item { id } } }`;

describe('the work of an operation', () => {
  test('of lists within lists is refused before it multiplies', () => {
    const query = `{ items(first: 100) { edges { node { ... on Guidance { relations { item { relatedBy { item {
      relations { item { relatedBy { item { id title summary } } } } } } } } } } } } }`;
    expect(limitBrokenBy(query)).toBe('work');
  });

  test('is the product of the sizes of the lists around a field', () => {
    const added = (first: number) =>
      workIn(items(`(first: ${first})`, 'id kind')) - workIn(items(`(first: ${first})`, 'id'));
    expect([added(1), added(20), added(100)]).toEqual([1, 20, 100]);
    const deep = (page: number) =>
      workIn(items('(first: 3)', related(`(first: ${page})`))) -
      workIn(items('(first: 3)', related('(first: 1)')));
    expect(deep(11)).toBe(10 * deep(2));
    expect(deep(2) % 3).toBe(0);
  });

  test.each<[string, string, string, Variables | null]>([
    ['left out', '', '', null],
    ['null', '(first: null)', '', null],
    ['a variable that is left out', '(first: $n)', '($n: Int)', {}],
    ['a variable that is null', '(first: $n)', '($n: Int)', { n: null }],
    ['a variable', '(first: $n)', '($n: Int)', { n: 20 }],
    ['the default of a variable', '(first: $n)', '($n: Int = 20)', {}],
  ])('takes a page whose `first` is %s for 20 entries', (_name, first, declared, given) => {
    expect(workIn(items(first, 'id', declared), given)).toBe(workIn(items('(first: 20)', 'id')));
  });

  test.each([
    ['more than there can be', '(first: 2147483647)', '(first: 100)'],
    ['less than nothing', '(first: -2147483648)', '(first: 1)'],
  ])('is bounded for a page of %s', (_name, asked, bound) => {
    expect(workIn(items(asked, 'id'))).toBe(workIn(items(bound, 'id')));
  });

  test('is refused by the variable that makes it too much', () => {
    const query = items('(first: $n)', related('(first: $m)'), '($n: Int, $m: Int)');
    expect(limitBrokenBy(query, { n: 20, m: 20 })).toBeNull();
    expect(limitBrokenBy(query, { n: 100, m: 100 })).toBe('work');
    expect(limitBrokenBy(query, { n: 100 })).toBeNull();
  });

  test('counts lists without pages by the size that is stated for them', () => {
    const rows = workIn('{ item(id: 1) { ... on Alert { stateMatrix { answer } } } }');
    const more = workIn('{ item(id: 1) { ... on Alert { stateMatrix { answer memberState } } } }');
    expect(more - rows).toBe(27);
  });

  test('counts the dearest kind of an item, not all of them', () => {
    const finding = '... on Finding { legalBasis severity }';
    const alert = '... on Alert { urgency }';
    expect(workIn(items('', `${finding} ${alert}`))).toBe(workIn(items('', finding)));
  });

  test('counts a fragment at each place and page where it is used', () => {
    const fragment = 'fragment C on ItemConnection { edges { node { id } } }';
    const one = workIn(`{ items(first: 1) { ...C } } ${fragment}`);
    const hundred = workIn(`{ items(first: 100) { ...C } } ${fragment}`);
    const both = workIn(`{ a: items(first: 1) { ...C } b: items(first: 100) { ...C } } ${fragment}`);
    expect(both).toBe(one + hundred);
  });

  test('of introspection within introspection is refused', () => {
    const args = Array.from({ length: 12 }, (_, at) => `a${at}: args { name description }`).join(' ');
    const query = `{ __schema { types { fields { type { fields { ${args} } } } } } }`;
    expect(limitBrokenBy(query)).toBe('work');
  });

  test('leaves room for the introspection of the usual tools', () => {
    const query = getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true });
    expect(workIn(query)).toBeLessThan(limits.work.most / 2);
  });

  const known = [...operations.keys()].filter((name) => limitBrokenByOrUnknown(name) !== 'unknown');
  function limitBrokenByOrUnknown(name: string): string | null {
    try {
      return limitBrokenBy(operation(name), { ...variables[name], id: '1', text: 'x', first: 100 });
    } catch {
      return 'unknown';
    }
  }
  test.each(known)('leaves room for %s of the contract with 100 entries a page', (name) => {
    expect(limitBrokenByOrUnknown(name)).toBeNull();
  });
});

describe('the sizes of lists', () => {
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) => Object.values(type.getFields()));

  test('are known of each list of objects: by pages, or by a line in the table', () => {
    const lists = fields.filter(
      ({ type }) => isListType(getNullableType(type)) && isCompositeType(getNamedType(type)),
    );
    const without = lists.filter(
      ({ name, args }) =>
        name !== 'edges' &&
        weights[name]?.entries === undefined &&
        !args.some((argument) => argument.name === 'first'),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test('are stated of fields that there are', () => {
    const names = new Set(fields.map(({ name }) => name));
    expect(Object.keys(weights).filter((name) => !names.has(name))).toEqual([]);
  });
});
