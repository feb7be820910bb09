import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { assertWithin } from './limits.ts';

/** What a selection asks for, with every fragment counted at each place where it is used. */
interface Cost {
  depth: number;
  introspectionDepth: number;
  fields: number;
  aliases: number;
  directives: number;
  /** Fields at the top of the selection, `__typename` aside. */
  topFields: number;
}

const nothing: Cost = {
  depth: 0,
  introspectionDepth: 0,
  fields: 0,
  aliases: 0,
  directives: 0,
  topFields: 0,
};

const sum = (one: Cost, other: Cost): Cost => ({
  depth: Math.max(one.depth, other.depth),
  introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
  fields: one.fields + other.fields,
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  topFields: one.topFields + other.topFields,
});

type Selection = SelectionSetNode['selections'][number];

/** Each fragment is measured once, so that fragments which use fragments cost no time. */
function measurer(document: DocumentNode): (set: SelectionSetNode | undefined) => Cost {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const measured = new Map<string, Cost>();

  function ofFragment(name: string): Cost {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // Stands while the fragment is measured: a cycle counts once here and is refused by validation.
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const inner = ofSet(fragment?.selectionSet);
    const cost = { ...inner, directives: inner.directives + (fragment?.directives?.length ?? 0) };
    measured.set(name, cost);
    return cost;
  }

  function ofSelection(selection: Selection): Cost {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind !== Kind.FIELD) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : ofSet(selection.selectionSet);
      return { ...inner, directives: inner.directives + directives };
    }
    const name = selection.name.value;
    const inner = ofSet(selection.selectionSet);
    const introspects = name === '__schema' || name === '__type';
    return {
      depth: introspects ? 1 : 1 + inner.depth,
      introspectionDepth: introspects ? 1 + inner.depth : inner.introspectionDepth,
      fields: 1 + inner.fields,
      aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
      directives: inner.directives + directives,
      topFields: name === '__typename' ? 0 : 1,
    };
  }

  function ofSet(set: SelectionSetNode | undefined): Cost {
    return (set?.selections ?? []).reduce((total, selection) => sum(total, ofSelection(selection)), nothing);
  }

  return ofSet;
}

/**
 * Throws LimitExceeded when any operation of the document asks for too much. Needs no valid document, so it
 * comes before validation, whose own cost it bounds.
 */
export function assertAffordable(document: DocumentNode): void {
  const measure = measurer(document);
  const operations = document.definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  for (const operation of operations) {
    const cost = measure(operation.selectionSet);
    const onVariables = (operation.variableDefinitions ?? []).map(
      ({ directives }) => directives?.length ?? 0,
    );
    const around = onVariables.reduce((total, count) => total + count, operation.directives?.length ?? 0);
    assertWithin('depth', cost.depth);
    assertWithin('introspectionDepth', cost.introspectionDepth);
    assertWithin('fields', cost.fields);
    assertWithin('aliases', cost.aliases);
    assertWithin('directives', cost.directives + around);
    if (operation.operation === OperationTypeNode.QUERY) assertWithin('rootFieldsOfQuery', cost.topFields);
    if (operation.operation === OperationTypeNode.MUTATION)
      assertWithin('rootFieldsOfMutation', cost.topFields);
  }
}
