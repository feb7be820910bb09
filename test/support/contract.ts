import { readFileSync } from 'node:fs';
import {
  Kind,
  parse,
  print,
  visit,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';

/** The operations that client systems hold, word for word. */
export const operationsText = readFileSync(new URL('operations.graphql', import.meta.url), 'utf8');

/** Working variables that come with the operations. */
export const variables = JSON.parse(
  readFileSync(new URL('variables.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, unknown>>;

const document = parse(operationsText);
const fragments = new Map<string, FragmentDefinitionNode>();
export const operations = new Map<string, OperationDefinitionNode>();
for (const definition of document.definitions) {
  if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  if (definition.kind === Kind.OPERATION_DEFINITION && definition.name)
    operations.set(definition.name.value, definition);
}

function fragmentsOf(
  node: OperationDefinitionNode | FragmentDefinitionNode,
  found: Set<string>,
): Set<string> {
  visit(node, {
    FragmentSpread: ({ name }) => {
      const fragment = fragments.get(name.value);
      if (fragment === undefined || found.has(name.value)) return;
      found.add(name.value);
      fragmentsOf(fragment, found);
    },
  });
  return found;
}

/** One operation of the contract with the fragments it uses. */
export function operation(name: string): string {
  const found = operations.get(name);
  if (found === undefined) throw new Error(`the contract has no operation ${name}`);
  const used = [...fragmentsOf(found, new Set())].flatMap((fragment) => fragments.get(fragment) ?? []);
  return [found, ...used].map((node) => print(node)).join('\n');
}

/** The variables of an operation with a key of their own, so that tests do not repeat each other. */
export function variablesOf(
  name: string,
  change: Record<string, unknown> = {},
): { input: Record<string, unknown> } {
  const { input } = structuredClone(variables[name]) as { input: Record<string, unknown> };
  return { input: { ...input, idempotencyKey: crypto.randomUUID(), ...change } };
}
