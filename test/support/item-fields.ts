import {
  getNamedType,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

const COUNT = /count$/i;

/** Which fields of a schema lead to items, or to a number of them. */
class Leading {
  readonly #schema: GraphQLSchema;
  readonly #known = new Map<string, boolean>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  isItem(type: GraphQLNamedType): boolean {
    return (
      type.name === 'Item' || (isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Item'))
    );
  }

  leads(type: GraphQLNamedType): boolean {
    const known = this.#known.get(type.name);
    if (known !== undefined) return known;
    // A type that leads back to itself alone leads nowhere.
    this.#known.set(type.name, false);
    const objects = isAbstractType(type)
      ? this.#schema.getPossibleTypes(type)
      : isObjectType(type)
        ? [type]
        : [];
    const leads = this.isItem(type) || objects.some((object) => this.fieldsOf(object).length > 0);
    this.#known.set(type.name, leads);
    return leads;
  }

  fieldsOf(type: GraphQLObjectType): string[] {
    return Object.values(type.getFields())
      .filter(({ name, type: answer }) => {
        const named = getNamedType(answer);
        return this.leads(named) || (named.name === 'Int' && COUNT.test(name));
      })
      .map(({ name }) => `${type.name}.${name}`);
  }
}

/** `Type.field` of each; what a mutation answers with is its caller's own change, and left out. */
export function fieldsWithItems(schema: GraphQLSchema): readonly string[] {
  const leading = new Leading(schema);
  const mutation = schema.getMutationType();
  const payloads = Object.values(mutation?.getFields() ?? {}).map(({ type }) => getNamedType(type).name);
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => type !== mutation && !payloads.includes(type.name) && !isIntrospectionType(type))
    .flatMap((type) => leading.fieldsOf(type));
}

/** `Type.field` of every field that a document asks for. */
export function fieldsAsked(schema: GraphQLSchema, text: string): readonly string[] {
  const info = new TypeInfo(schema);
  const asked: string[] = [];
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field: ({ name }) => {
        asked.push(`${info.getParentType()?.name ?? ''}.${name.value}`);
      },
    }),
  );
  return asked;
}
