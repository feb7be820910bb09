import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { getIntrospectionQuery, parse } from 'graphql';
import { assertShallow } from '../../src/server/brackets.ts';
import { assertAffordable } from '../../src/server/cost.ts';
import { LimitExceeded, limits, type LimitName } from '../../src/server/limits.ts';
import { createPreparation } from '../../src/server/prepare.ts';
import { operationsText } from '../support/contract.ts';
import { toySchema, toyWeights } from './toy.ts';

const { prepare } = createPreparation({ schema: toySchema, introspection: true, weights: toyWeights });

function limitBrokenBy(query: string): LimitName | null {
  try {
    prepare({ query, operationName: null, variables: null });
    return null;
  } catch (error) {
    if (error instanceof LimitExceeded) return error.limit;
    throw error;
  }
}

const times = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ');

const nested = (levels: number): string =>
  `{ item(id: 1) { ${'related { '.repeat(levels - 2)} id ${'} '.repeat(levels - 2)} } }`;

/** `id` so often that the document has this many tokens. */
const ofTokens = (count: number): string => {
  const aroundIds = 10;
  return `{ item(id: 1) { ${'id '.repeat(count - aroundIds)} } }`;
};

const ofFields = (count: number): string =>
  `{ item(id: 1) { ...F ...F } } fragment F on Item { ${'id '.repeat((count - 1) / 2)} }`;

const texts: Record<string, (count: number) => string> = {
  depth: nested,
  fields: ofFields,
  aliases: (count) => `{ item(id: 1) { ${times(count, (index) => `a${index}: id`)} } }`,
  directives: (count) => `{ item(id: 1) { ${'id @include(if: true) '.repeat(count)} } }`,
  rootFieldsOfQuery: (count) => `{ __typename ${times(count, (index) => `a${index}: asker`)} }`,
  rootFieldsOfMutation: (count) =>
    `mutation { ${times(
      count,
      (index) =>
        `a${index}: publish(input: {title: [], method: {name: "x"}, handling: {marking: PUBLIC, audience: {}}}) { id }`,
    )} }`,
};

describe('a limit of documents', () => {
  test.each(Object.entries(texts))('%s accepts its most and refuses one more', (name, text) => {
    const { most } = limits[name as LimitName];
    // Fragments count in pairs.
    const [within, over] = name === 'fields' ? [most - 1, most + 1] : [most, most + 1];
    expect(limitBrokenBy(text(within))).toBeNull();
    expect(limitBrokenBy(text(over))).toBe(name);
  });

  test('tokens accepts its most and refuses one more', () => {
    // So many tokens are too many fields as well, but tokens are counted first.
    expect(limitBrokenBy(ofTokens(limits.tokens.most))).toBe('fields');
    expect(limitBrokenBy(ofTokens(limits.tokens.most + 1))).toBe('tokens');
  });

  test('queryBytes accepts its most and refuses one more, counting bytes and not characters', () => {
    const padded = (bytes: number) => `{ asker } # ${'é'.repeat(Math.floor((bytes - 12) / 2))}`;
    expect(Buffer.byteLength(padded(limits.queryBytes.most))).toBe(limits.queryBytes.most);
    expect(limitBrokenBy(padded(limits.queryBytes.most))).toBeNull();
    expect(limitBrokenBy(padded(limits.queryBytes.most + 2))).toBe('queryBytes');
  });

  test('counts a fragment at each of its uses, however they are stacked', () => {
    const doubling = times(30, (index) => `fragment F${index} on Item { ...F${index + 1} ...F${index + 1} }`);
    expect(limitBrokenBy(`{ item(id: 1) { ...F0 } } ${doubling} fragment F30 on Item { id }`)).toBe('fields');
  });

  test('refuses the depth that fragments hide', () => {
    const chain = times(12, (index) => `fragment F${index} on Item { related { ...F${index + 1} } }`);
    expect(limitBrokenBy(`{ item(id: 1) { ...F0 } } ${chain} fragment F12 on Item { id }`)).toBe('depth');
  });

  test('ends on fragments that use each other', () => {
    const cycle =
      '{ item(id: 1) { ...A } } fragment A on Item { related { ...B } } fragment B on Item { ...A }';
    expect(() => prepare({ query: cycle, operationName: null, variables: null })).toThrow(
      'A fragment uses itself.',
    );
  });

  test('counts directives on operations and variables', () => {
    const twentyOne = `query (${times(21, (index) => `$v${index}: Int @d`)}) { asker }`;
    expect(limitBrokenBy(twentyOne)).toBe('directives');
  });

  test('leaves room for the introspection of the usual tools', () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    expect(limitBrokenBy(query)).toBeNull();
  });

  test('refuses introspection that is deeper than that of the tools', () => {
    const deeper = `{ __type(name: "Item") { ${'ofType { '.repeat(16)} name ${'} '.repeat(16)} } }`;
    expect(limitBrokenBy(deeper)).toBe('introspectionDepth');
  });

  test('leaves room for each operation of the contract', () => {
    expect(() => assertAffordable(parse(operationsText, { maxTokens: limits.tokens.most }))).not.toThrow();
  });
});

describe('counting brackets', () => {
  const most = limits.nesting.most;

  test.each(['[', '{', '('])('accepts the most and refuses one more of %s', (bracket) => {
    expect(() => assertShallow(bracket.repeat(most))).not.toThrow();
    expect(() => assertShallow(bracket.repeat(most + 1))).toThrow(LimitExceeded);
  });

  test('counts depth and not number', () => {
    expect(() => assertShallow('[]'.repeat(most * 10))).not.toThrow();
  });

  test.each([
    ['a string', '"((((', '"'],
    ['a string with an escaped quote', '"\\"((((', '"'],
    ['a block string', '"""((((" \\""" ((((', '"""'],
    ['a comment', '# ((((', '\n'],
  ])('does not count inside %s, and counts after it', (_name, begin, end) => {
    const quoted = begin + '('.repeat(most) + end;
    expect(() => assertShallow(quoted + '('.repeat(most))).not.toThrow();
    expect(() => assertShallow(quoted + '('.repeat(most + 1))).toThrow(LimitExceeded);
  });

  test('never refuses JSON whose values nest less, whatever its strings hold', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        expect(() => assertShallow(text)).not.toThrow();
      }),
    );
  });

  test('refuses any JSON around which more brackets stand', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.integer({ min: most + 1, max: 500 }), (text, levels) => {
        expect(() => assertShallow('['.repeat(levels) + text + ']'.repeat(levels))).toThrow(LimitExceeded);
      }),
    );
  });
});
