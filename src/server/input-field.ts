/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- the rule of 8.73 recurses without end on the types of graphql */
import {
  BREAK,
  Kind,
  TypeInfo,
  getNamedType,
  isInputObjectType,
  isRequiredArgument,
  isRequiredInputField,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * Path of an input field as clients read it: names of arguments and input fields as the schema has them, joined
 * by dots, without list indexes and without the argument `input` that every mutation has.
 */
export function toFieldPath(path: readonly (string | number)[]): string | undefined {
  const names = path.filter((part) => typeof part === 'string');
  const shown = names[0] === 'input' && names.length > 1 ? names.slice(1) : names;
  return shown.length === 0 ? undefined : shown.join('.');
}

interface Place {
  /** Ends where the document names something that the schema does not have. */
  path: readonly string[];
  /** What is required there and not given; null where nothing is. */
  missing: string | null;
}

/** The first place in the document, in its order, that `isWanted` accepts. */
function findPlace(
  schema: GraphQLSchema,
  document: DocumentNode,
  isWanted: (node: ASTNode) => boolean,
): Place | null {
  const types = new TypeInfo(schema);
  const names: (string | null)[] = [];
  let place: Place | null = null;
  const visitor = visitWithTypeInfo(types, {
    enter(node) {
      if (node.kind === Kind.ARGUMENT) names.push(types.getArgument() ? node.name.value : null);
      if (node.kind === Kind.OBJECT_FIELD) names.push(types.getInputType() ? node.name.value : null);
      if (!isWanted(node)) return undefined;
      const unknown = names.indexOf(null);
      const path = unknown === -1 ? names : names.slice(0, unknown);
      place = { path: path.filter((name) => name !== null), missing: missingAt(node, types) };
      return BREAK;
    },
    leave(node) {
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) names.pop();
    },
  });
  visit(document, visitor);
  return place;
}

function missingAt(node: ASTNode, types: TypeInfo): string | null {
  if (node.kind === Kind.FIELD || node.kind === Kind.DIRECTIVE) {
    const definition = node.kind === Kind.FIELD ? types.getFieldDef() : types.getDirective();
    const given = new Set(node.arguments?.map(({ name }) => name.value));
    return definition?.args.find((one) => isRequiredArgument(one) && !given.has(one.name))?.name ?? null;
  }
  if (node.kind !== Kind.OBJECT) return null;
  const type = getNamedType(types.getInputType());
  const given = new Set(node.fields.map(({ name }) => name.value));
  return isInputObjectType(type) ? missingField(type, (name) => given.has(name)) : null;
}

function missingField(type: GraphQLInputObjectType, isGiven: (name: string) => boolean): string | null {
  const fields = Object.values(type.getFields());
  return fields.find((field) => isRequiredInputField(field) && !isGiven(field.name))?.name ?? null;
}

/** Path of the input field in which a node of the document stands; undefined for one outside of any. */
export function fieldOfNode(
  schema: GraphQLSchema,
  document: DocumentNode,
  { node, mayLack }: { node: ASTNode; mayLack: boolean },
): string | undefined {
  const place = findPlace(schema, document, (one) => one === node);
  if (place === null) return undefined;
  const missing = mayLack ? place.missing : null;
  return toFieldPath(missing === null ? place.path : [...place.path, missing]);
}

/** Where the operation uses a variable: the client chose its name, so only its place can be told. */
export function pathOfVariable(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operation, name }: { operation: OperationDefinitionNode; name: string },
): readonly string[] {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  // Definitions of variables name the variable too, outside of any argument.
  const used = { ...operation, variableDefinitions: [] };
  const place = findPlace(
    schema,
    { kind: Kind.DOCUMENT, definitions: [used, ...fragments] },
    (node) => node.kind === Kind.VARIABLE && node.name.value === name,
  );
  return place?.path ?? [];
}

export type Fault = 'MISSING' | 'UNKNOWN_FIELD' | 'NOT_ALLOWED';

/** What is wrong with a value that could not be coerced, and what lacks below it. */
export function faultOf(value: unknown, type: GraphQLInputType): { fault: Fault; missing: string | null } {
  if (value === null || value === undefined) return { fault: 'MISSING', missing: null };
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== 'object' || Array.isArray(value))
    return { fault: 'NOT_ALLOWED', missing: null };
  const missing = missingField(named, (name) => Object.hasOwn(value, name));
  if (missing !== null) return { fault: 'MISSING', missing };
  const known = named.getFields();
  return {
    fault: Object.keys(value).every((name) => name in known) ? 'NOT_ALLOWED' : 'UNKNOWN_FIELD',
    missing,
  };
}

/** Type of the value at a path of coercion, list indexes included. */
export function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  return path.reduce<GraphQLInputType>((current, part) => {
    const named = getNamedType(current);
    const field = typeof part === 'string' && isInputObjectType(named) ? named.getFields()[part] : undefined;
    return field?.type ?? named;
  }, type);
}
