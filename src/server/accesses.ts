import {
  defaultFieldResolver,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** What an execution tells of the items that it shows. */
export interface Noting {
  /** `field` is the one at the root that leads to it. */
  shown: (item: object, field: string | null) => void;
}

/** Name of the field that answers under this key; the key may be an alias. */
function fieldNamed(key: string, { selections }: SelectionSetNode, info: GraphQLResolveInfo): string | null {
  for (const one of selections) {
    if (one.kind === Kind.FIELD) {
      if ((one.alias ?? one.name).value === key) return one.name.value;
      continue;
    }
    const inner =
      one.kind === Kind.INLINE_FRAGMENT ? one.selectionSet : info.fragments[one.name.value]?.selectionSet;
    const found = inner === undefined ? null : fieldNamed(key, inner, info);
    if (found !== null) return found;
  }
  return null;
}

function rootField(info: GraphQLResolveInfo): string | null {
  let { path } = info;
  while (path.prev !== undefined) path = path.prev;
  return fieldNamed(String(path.key), info.operation.selectionSet, info);
}

type Resolver = GraphQLFieldResolver<unknown, Noting>;

const noting =
  (resolve: Resolver): Resolver =>
  (...call) => {
    const [, , context, info] = call;
    const note = (value: unknown): unknown => {
      const items = (Array.isArray(value) ? value : [value]) as readonly (object | null | undefined)[];
      const field = rootField(info);
      for (const item of items) if (item !== null && item !== undefined) context.shown(item, field);
      return value;
    };
    const value = resolve(...call);
    return value instanceof Promise ? value.then(note) : note(value);
  };

function isItem(schema: GraphQLSchema, name: string): boolean {
  const item = schema.getType('Item');
  const type = schema.getType(name);
  if (!isInterfaceType(item) || type === undefined) return false;
  return type === item || (isObjectType(type) && schema.isSubType(item, type));
}

/**
 * Every field that answers an item, or a list of them, tells the context of each: there is no way to be shown one that
 * passes it by. Changes the schema that it is given.
 */
export function noteItems(schema: GraphQLSchema): GraphQLSchema {
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
  for (const type of types)
    for (const field of Object.values(type.getFields()))
      if (isItem(schema, getNamedType(field.type).name))
        field.resolve = noting((field.resolve ?? defaultFieldResolver) as Resolver);
  return schema;
}
