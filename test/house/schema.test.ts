import { describe, expect, test } from '@jest/globals';
import { isEnumType, isInputObjectType, isIntrospectionType, getNamedType } from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import { root } from '../support/root.ts';

const schema = buildSchema(root);
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
const rootFields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
  (type) => Object.values(type?.getFields() ?? {}),
);

interface Described {
  name: string;
  description?: string | null | undefined;
}
const silent = (named: readonly Described[]): string[] =>
  named.filter(({ description }) => !description?.trim()).map(({ name }) => name);

describe('the schema that is served describes', () => {
  test('each type, input and scalar', () => {
    expect(types.length).toBeGreaterThan(80);
    expect(silent(types)).toEqual([]);
  });

  test('each value of an enum', () => {
    const values = types
      .filter(isEnumType)
      .flatMap((type) =>
        type.getValues().map(({ name, description }) => ({ name: `${type.name}.${name}`, description })),
      );
    expect(silent(values)).toEqual([]);
  });

  test('each field at the root', () => {
    expect(silent(rootFields)).toEqual([]);
  });

  test('each argument of a field at the root, inputs by their type', () => {
    const args = rootFields.flatMap((field) =>
      field.args
        .filter(({ name, type }) => name !== 'input' || !isInputObjectType(getNamedType(type)))
        .map(({ name, description }) => ({ name: `${field.name}(${name})`, description })),
    );
    expect(silent(args)).toEqual([]);
  });
});
