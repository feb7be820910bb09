import { describe, expect, test } from '@jest/globals';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLScalarType } from 'graphql';
import { DomainError } from '../../src/errors.ts';
import { DocumentRefused } from '../../src/server/document.ts';
import { memoryLimits } from '../../src/server/limits.ts';
import { createPreparation, type OperationRequest } from '../../src/server/prepare.ts';
import { goodInput, publish, toySchema, toyWeights } from './toy.ts';

const { prepare } = createPreparation({ schema: toySchema, introspection: true, weights: toyWeights });

const ask = (
  query: string,
  variables: OperationRequest['variables'] = null,
  operationName: string | null = null,
) => prepare({ query, operationName, variables });

/** The refusal that preparing ends in. */
function refusalOf(action: () => unknown): DomainError {
  try {
    action();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const inputWith = (change: object) => ({ input: { ...goodInput, ...change } });

describe('a variable that does not fit', () => {
  test.each<[string, string, object]>([
    ['a required field that is missing', 'method', inputWith({ method: undefined })],
    ['a required field that is null', 'method', inputWith({ method: null })],
    ['a required field that is missing deeper', 'method.name', inputWith({ method: {} })],
    ['a required field that is missing in a list', 'title.text', inputWith({ title: [{ language: 'en' }] })],
    ['a list entry of a wrong type', 'articles', inputWith({ articles: ['5', 6] })],
    ['a list entry that is null', 'articles', inputWith({ articles: ['5', null] })],
    [
      'a value outside of an enum',
      'handling.marking',
      inputWith({ handling: { marking: 'X', audience: {} } }),
    ],
    [
      'an enum value in a list, deep down',
      'handling.audience.memberStates',
      inputWith({ handling: { marking: 'PUBLIC', audience: { memberStates: ['PUBLIC', 'XX'] } } }),
    ],
    [
      'an enum value where the list is left out',
      'handling.audience.memberStates',
      inputWith({ handling: { marking: 'PUBLIC', audience: { memberStates: 'XX' } } }),
    ],
    ['a text in place of an object', 'handling', inputWith({ handling: 'PUBLIC' })],
    ['a list in place of an object', 'handling', inputWith({ handling: [] })],
    ['a field that does not exist', 'handling', inputWith({ handling: { ...goodInput.handling, bogus: 1 } })],
    ['a field that does not exist at the top', 'input', inputWith({ bogus: 1 })],
    ['no input at all', 'input', {}],
    ['input that is null', 'input', { input: null }],
    ['input that is a number', 'input', { input: 3 }],
  ])('names the field for %s', (_name, field, variables) => {
    const sent = JSON.parse(JSON.stringify(variables)) as OperationRequest['variables'];
    expect(refusalOf(() => ask(publish, sent))).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('says what kind of fault it is', () => {
    const texts = [inputWith({ method: null }), inputWith({ bogus: 1 }), inputWith({ articles: [1] })].map(
      (variables) => refusalOf(() => ask(publish, variables)).message,
    );
    expect(texts).toEqual([
      'A required value is missing.',
      'A field is given that does not exist here.',
      'This value is not what its type allows.',
    ]);
  });

  test('is named by the place where it is used and not by the name that the client gave it', () => {
    const query = `query ($mine: [String!]!) { items(filter: { articles: $mine }) { id } }`;
    expect(refusalOf(() => ask(query, { mine: [3] })).field).toBe('filter.articles');
    expect(refusalOf(() => ask(query, {})).field).toBe('filter.articles');
  });

  test('is named by its place inside a fragment', () => {
    const query = `query ($mine: String) { item(id: 1) { ...F } } fragment F on Item { title(language: $mine) }`;
    expect(refusalOf(() => ask(query, { mine: 3 })).field).toBe('language');
  });

  test('keeps the field names of filters', () => {
    const query = `query ($filter: Filter, $first: Int) { items(filter: $filter, first: $first) { id } }`;
    expect(refusalOf(() => ask(query, { filter: { marking: 'X' } })).field).toBe('filter.marking');
    expect(refusalOf(() => ask(query, { first: 'many' })).field).toBe('first');
  });

  test('is told in the words of the scalar that refuses it, where these are a refusal', () => {
    const schema = makeExecutableSchema({
      typeDefs: 'scalar Day scalar Odd type Query { on(day: Day, odd: Odd): Int }',
      resolvers: {
        Day: new GraphQLScalarType({
          name: 'Day',
          parseValue: () => {
            throw new DomainError('BAD_USER_INPUT', 'This is not a day.');
          },
        }),
        Odd: new GraphQLScalarType({
          name: 'Odd',
          parseValue: (value) => {
            throw new Error(`${String(value)} is not odd`);
          },
        }),
      },
    });
    const other = createPreparation({ schema, introspection: true, weights: toyWeights });
    const query = 'query ($day: Day, $odd: Odd) { on(day: $day, odd: $odd) }';
    const refused = (variables: object) =>
      refusalOf(() => other.prepare({ query, operationName: null, variables: { ...variables } }));
    expect(refused({ day: 'x' })).toMatchObject({ message: 'This is not a day.', field: 'day' });
    expect(refused({ odd: 'x' })).toMatchObject({
      message: 'This value is not what its type allows.',
      field: 'odd',
    });
  });
});

describe('a value written into the document', () => {
  const literal = (input: string) => `mutation { publish(input: ${input}) { id } }`;
  const handling = 'handling: {marking: PUBLIC, audience: {}}';

  test.each([
    ['a required field that is missing', 'method', literal(`{title: [], ${handling}}`)],
    [
      'a required field that is missing deeper',
      'method.name',
      literal(`{title: [], method: {}, ${handling}}`),
    ],
    ['a required argument that is missing', 'input', 'mutation { publish { id } }'],
    ['a value of a wrong type', 'method.name', literal(`{title: [], method: {name: 3}, ${handling}}`)],
    [
      'an enum value in a list',
      'handling.audience.memberStates',
      literal(
        '{title: [], method: {name: "a"}, handling: {marking: PUBLIC, audience: {memberStates: [XX]}}}',
      ),
    ],
    [
      'a field that does not exist',
      'method',
      literal(`{title: [], method: {name: "a", bogus: 1}, ${handling}}`),
    ],
    ['an argument of a field below', 'language', '{ item(id: 1) { title(language: 3) } }'],
    ['a filter', 'filter.marking', '{ items(filter: {marking: "PUBLIC"}) { id } }'],
    ['a variable of a wrong type', 'first', 'query ($a: String) { items(first: $a) { id } }'],
  ])('names the field for %s', (_name, field, query) => {
    expect(refusalOf(() => ask(query))).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('names no field for an argument that does not exist', () => {
    const refusal = refusalOf(() => ask('{ items(bogus: 1) { id } }'));
    expect(refusal).toMatchObject({ message: 'An argument is given that does not exist.', field: undefined });
  });
});

describe('a document that is not valid', () => {
  test.each([
    ['', 'The document is not well-formed GraphQL.'],
    ['{ asker', 'The document is not well-formed GraphQL.'],
    ['{ item(id: "unended) { id } }', 'The document is not well-formed GraphQL.'],
    ['{ bogus }', 'A field is selected that does not exist on its type.'],
    ['{ asker { id } }', 'A field lacks its selection, or has one where there is nothing to select.'],
    ['{ item(id: 1) { ...Bogus } }', 'A fragment is used that is not defined.'],
    ['{ asker @bogus }', 'A directive is used that does not exist here.'],
    ['query ($bogus: Int) { asker }', 'A variable is defined that is not used.'],
    ['{ items(first: $bogus) { id } }', 'A variable is used that is not defined.'],
    [
      '{ a: item(id: 1) { id } a: item(id: 2) { id } }',
      'Two fields would answer under the same name: give one an alias.',
    ],
    ['subscription { ticks more: ticks }', 'A subscription has exactly one field at its root.'],
    ['type Bogus { id: ID }', 'The document defines something that is neither an operation nor a fragment.'],
    ['query A { asker } query A { asker }', 'The document does not fit the schema.'],
  ])('is refused in words of our own: %s', (query, message) => {
    expect(refusalOf(() => ask(query))).toMatchObject({ code: 'BAD_USER_INPUT', message });
  });

  test('is refused with the place of the fault', () => {
    const refusal = refusalOf(() => ask('{\n  asker\n  bogus\n}'));
    expect(refusal).toBeInstanceOf(DocumentRefused);
    expect(refusal).toMatchObject({ locations: [{ line: 3, column: 3 }] });
  });

  test('is refused for introspection where that is off', () => {
    const closed = createPreparation({ schema: toySchema, introspection: false, weights: toyWeights });
    const request = { operationName: null, variables: null };
    const introspect = () => closed.prepare({ ...request, query: '{ __schema { types { name } } }' });
    expect(refusalOf(introspect).message).toBe('Introspection is switched off on this server.');
    expect(() => closed.prepare({ ...request, query: '{ __typename }' })).not.toThrow();
  });
});

describe('choosing the operation', () => {
  const two =
    'query First { asker } mutation Second($input: PublishInput!) { publish(input: $input) { id } }';

  test('takes the one that is named, and asks for its variables alone', () => {
    expect(ask(two, null, 'First').operation.name?.value).toBe('First');
    expect(refusalOf(() => ask(two, null, 'Second')).field).toBe('input');
  });

  test.each([
    ['none of several is named', two, null],
    ['the name is not there', two, 'Third'],
    ['the name is empty', '{ asker }', ''],
  ])('is refused when %s', (_name, query, operationName) => {
    const refusal = refusalOf(() => ask(query, null, operationName));
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'operationName' });
  });

  test('is refused without any', () => {
    const refusal = refusalOf(() => ask('fragment F on Item { id }'));
    expect(refusal.code).toBe('BAD_USER_INPUT');
  });
});

describe('what is prepared', () => {
  test('holds the variables as they were sent, without those that nobody declared', () => {
    const { variables } = ask(publish, { input: goodInput, other: 1 });
    expect(variables).toEqual({ input: goodInput });
  });

  test('is parsed once for equal texts', () => {
    const one = ask('query Same { asker }');
    expect(ask('query Same { asker }').document).toBe(one.document);
    expect(ask('query Same { asker  }').document).not.toBe(one.document);
  });

  test('is forgotten when the texts together are too long, the longest unused first', () => {
    const own = createPreparation({ schema: toySchema, introspection: true, weights: toyWeights });
    const document = (text: string) =>
      own.prepare({ query: text, operationName: null, variables: null }).document;
    const padded = (index: number) => `{ asker } # ${index} ${'x'.repeat(60_000)}`;
    const used = document('{ asker }');
    const unused = document('{ __typename }');
    for (let index = 0; index * 60_000 < memoryLimits.documentCache.most; index += 1) {
      document(padded(index));
      document('{ asker }');
    }
    expect(document('{ asker }')).toBe(used);
    expect(document('{ __typename }')).not.toBe(unused);
  });
});
