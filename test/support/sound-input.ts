import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { sound, type Input } from './commands.ts';

/** A value of each scalar that the schema takes; another scalar is a mistake here, not a value. */
const scalars: Record<string, unknown> = {
  ID: 'no-such-item',
  String: 'Text (fictional)',
  Int: 1,
  Boolean: true,
  Cursor: 'no-such-cursor',
  DateTime: '2031-05-01T12:00:00Z',
  PartialDate: '2030-04',
  URL: 'https://example.eu/',
  JSON: {},
};

function valueOf(type: GraphQLInputType): unknown {
  const named = getNullableType(type);
  if (isListType(named)) return [valueOf(named.ofType)];
  if (isInputObjectType(named)) {
    const required = Object.values(named.getFields()).filter(({ type: inner }) => isNonNullType(inner));
    const given = required.map((field) => [field.name, valueOf(field.type)] as const);
    // One of several parts must be given, and any will do.
    const first = Object.values(named.getFields())[0];
    if (named.isOneOf && first !== undefined) return { [first.name]: valueOf(first.type) };
    return Object.fromEntries(given);
  }
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (!(named.name in scalars)) throw new Error(`no value for the scalar ${named.name}`);
  return scalars[named.name];
}

export interface Mutation {
  name: string;
  /** A document with the one variable `input`. */
  text: string;
  /** Sound for the schema, and where `commands.ts` knows better, for the domain too. */
  input: Input;
  /** Whether the input names an item that is there already. */
  namesItem: boolean;
  takesRevision: boolean;
  /** The field that may name the organisation that a new item is to be of. */
  actsFor: 'issuer' | 'lead' | null;
  /** The type of item that it answers with; `Item` where any kind will do. */
  answersWith: string;
}

const isMaking = (name: string): name is keyof typeof sound => name in sound;

function itemTypeOf(payload: GraphQLOutputType): string {
  const type = getNamedType(payload);
  const item = isObjectType(type) ? type.getFields().item : undefined;
  return item === undefined ? 'Item' : getNamedType(item.type).name;
}

function toMutation({ name, args, type: payload }: GraphQLField<unknown, unknown>): Mutation {
  const [argument, ...more] = args;
  if (argument?.name !== 'input' || more.length > 0) throw new Error(`${name} has another form than (input)`);
  const type = getNullableType(argument.type);
  const text = `mutation($input: ${String(argument.type)}) { ${name}(input: $input) { __typename } }`;
  const input = isMaking(name) ? sound[name].input : (valueOf(type) as Input);
  const names = isInputObjectType(type) ? Object.keys(type.getFields()) : [];
  const takes = { namesItem: names.includes('itemId'), takesRevision: names.includes('expectedRevision') };
  const actsFor = (['issuer', 'lead'] as const).find((field) => names.includes(field)) ?? null;
  return { name, text, input, ...takes, actsFor, answersWith: itemTypeOf(payload) };
}

const fieldsOf = (type: GraphQLObjectType | null | undefined) => Object.values(type?.getFields() ?? {});

/** Every mutation of the schema, ready to be sent. */
export const mutationsOf = (schema: GraphQLSchema): readonly Mutation[] =>
  fieldsOf(schema.getMutationType()).map(toMutation);

export interface Query {
  name: string;
  text: string;
  variables: Input;
}

function toQuery({ name, args }: GraphQLField<unknown, unknown>): Query {
  const required = args.filter(({ type }) => isNonNullType(type));
  const given = (of: (argument: (typeof args)[number]) => string, [open, close]: [string, string]): string =>
    required.length === 0 ? '' : `${open}${required.map(of).join(', ')}${close}`;
  const declared = given((argument) => `$${argument.name}: ${String(argument.type)}`, ['(', ')']);
  const passed = given((argument) => `${argument.name}: $${argument.name}`, ['(', ')']);
  const variables = required.map((argument) => [argument.name, valueOf(argument.type)] as const);
  return {
    name,
    text: `query${declared} { ${name}${passed} { __typename } }`,
    variables: Object.fromEntries(variables),
  };
}

/** Every query of the schema with the arguments that it needs; their values name nothing that there is. */
export const queriesOf = (schema: GraphQLSchema): readonly Query[] =>
  fieldsOf(schema.getQueryType()).map(toQuery);
