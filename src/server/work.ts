import {
  GraphQLObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { assertWithin, limits } from './limits.ts';
import { UNSTATED, USUAL_PAGE, type Weight } from './weights.ts';

export type Weights = Readonly<Record<string, Weight>>;

/** A valid operation with the variables that it is to run with. */
export interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}

/** Introspection reads nothing: its fields are made several times faster. */
const INTROSPECTION_SHARE = 0.05;

/** The number that an argument gives; null where it is left out, null, or a variable that is neither given nor has a default. */
function numberOf(value: ValueNode | undefined, { operation, variables }: Asked): number | null {
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  if (!Object.hasOwn(variables, name)) {
    const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    return definition?.defaultValue?.kind === Kind.INT ? Number(definition.defaultValue.value) : null;
  }
  const given = variables[name];
  return typeof given === 'number' ? given : null;
}

/** Entries that `first` asks for, within its bounds; null for a field without that argument. */
function firstOf(node: FieldNode, field: GraphQLField<unknown, unknown>, asked: Asked): number | null {
  if (!field.args.some(({ name }) => name === 'first')) return null;
  const argument = node.arguments?.find(({ name }) => name.value === 'first');
  const first = numberOf(argument?.value, asked) ?? USUAL_PAGE;
  return Math.min(Math.max(first, 1), limits.pageSize.most);
}

class Work {
  readonly #asked: Asked;
  readonly #weights: Weights;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** A fragment is looked at once for each type and page that it is used in, however often that is. */
  readonly #known = new WeakMap<SelectionSetNode, Map<string, number>>();

  constructor(asked: Asked, weights: Weights) {
    this.#asked = asked;
    this.#weights = weights;
    this.#fragments = new Map(
      asked.document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
      ),
    );
  }

  /** An object is of one type: of an interface the dearest counts. `first` is what the field around asked for. */
  ofSet(set: SelectionSetNode, type: GraphQLCompositeType, first: number | null): number {
    if (!isAbstractType(type)) return this.#ofObject(set, type, first);
    const possible = this.#asked.schema.getPossibleTypes(type);
    return Math.max(0, ...possible.map((one) => this.#ofObject(set, one, first)));
  }

  #ofObject(set: SelectionSetNode, type: GraphQLObjectType, first: number | null): number {
    const known = this.#known.get(set) ?? new Map<string, number>();
    this.#known.set(set, known);
    const key = `${type.name} ${first ?? ''}`;
    const work = known.get(key) ?? this.#sum(set, type, first);
    known.set(key, work);
    return work;
  }

  #sum({ selections }: SelectionSetNode, type: GraphQLObjectType, first: number | null): number {
    return selections.reduce((total, selection) => {
      if (selection.kind === Kind.FIELD) return total + this.#ofField(selection, type, first);
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      if (fragment === undefined || !this.#isOf(type, fragment.typeCondition?.name.value)) return total;
      return total + this.#ofObject(fragment.selectionSet, type, first);
    }, 0);
  }

  #isOf(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wider = this.#asked.schema.getType(condition);
    return isAbstractType(wider) && this.#asked.schema.isSubType(wider, type);
  }

  #ofField(node: FieldNode, parent: GraphQLObjectType, around: number | null): number {
    const name = node.name.value;
    const meta = [SchemaMetaFieldDef, TypeMetaFieldDef].find((one) => one.name === name);
    const field = meta ?? parent.getFields()[name];
    if (field === undefined) return 1;
    const { once = 1, each = 0, entries = around ?? UNSTATED } = this.#weights[name] ?? {};
    const type = getNamedType(field.type);
    if (!isCompositeType(type) || node.selectionSet === undefined) return once;
    const first = firstOf(node, field, this.#asked);
    if (isListType(getNullableType(field.type)))
      return once + (first ?? entries) * (each + this.ofSet(node.selectionSet, type, null));
    const inner = this.ofSet(node.selectionSet, type, first);
    return once + inner * (meta === undefined ? 1 : INTROSPECTION_SHARE);
  }
}

/** Units of work that an operation asks for at the most, as far as its lists are of the sizes that are stated. */
export function workOf(asked: Asked, weights: Weights): number {
  const { schema, operation } = asked;
  const root = schema.getRootType(operation.operation);
  return root ? new Work(asked, weights).ofSet(operation.selectionSet, root, null) : 0;
}

/** Throws LimitExceeded for an operation that asks for too much, before anything of it is executed. */
export const assertWorkable = (asked: Asked, weights: Weights): void =>
  assertWithin('work', workOf(asked, weights));
