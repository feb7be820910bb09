import { createHash } from 'node:crypto';
import { GraphQLError, Kind, OperationTypeNode, parse, print, visit, type DocumentNode } from 'graphql';
import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { DomainError } from '../errors.ts';
import { documentChecker } from './document.ts';

/** One operation that clients may ask for, with every fragment it uses. */
export interface ManifestOperation {
  /** What clients send in place of the text; SHA-256 of the normal form where we made the manifest. */
  id: string;
  name: string;
  type: OperationTypeNode;
  body: string;
}

/** The form that Apollo's clients make and read. */
export interface Manifest {
  format: 'apollo-persisted-query-manifest';
  version: 1;
  operations: readonly ManifestOperation[];
}

/** A manifest cannot be made or used; the text is for whoever runs the server and may name files and operations. */
export class ManifestUnusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ManifestUnusable';
  }
}

const nameOf = (node: { name?: { value: string } | undefined }): string => node.name?.value ?? '';

/** The same text for the same document, however it was laid out and in whatever order its fragments stood. */
export function normalForm({ definitions }: DocumentNode): string {
  const [operations, others] = [true, false].map((wanted) =>
    definitions.filter(({ kind }) => (kind === Kind.OPERATION_DEFINITION) === wanted),
  );
  const sorted = [...(others ?? [])].map((node) => ({ node, text: print(node) }));
  sorted.sort((one, other) => (one.text < other.text ? -1 : 1));
  return [...(operations ?? []).map((node) => print(node)), ...sorted.map(({ text }) => text)].join('\n\n');
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The operation with the fragments it uses, directly or by others; throws for one that is not there. */
function withFragments(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentNode {
  const used = new Map<string, FragmentDefinitionNode>();
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value: name } }) {
        const fragment = fragments.get(name);
        if (fragment === undefined)
          throw new ManifestUnusable(
            `The operation ${nameOf(operation)} uses a fragment that no file has: ${name}.`,
          );
        if (used.has(name)) return;
        used.set(name, fragment);
        look(fragment);
      },
    });
  };
  look(operation);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...used.values()] };
}

/** A text of operations and where it comes from. */
export interface Source {
  path: string;
  text: string;
}

function parsed({ path, text }: Source): DocumentNode {
  try {
    return parse(text, { maxTokens: 100_000 });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new ManifestUnusable(`${path} is not well-formed GraphQL: ${error.message}`);
  }
}

/** Every definition of the files by its name; throws for a name that is given twice. */
function definitionsOf(sources: readonly Source[]) {
  const operations = new Map<string, OperationDefinitionNode>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  const add = <Node>(
    map: Map<string, Node>,
    { name, node, path }: { name: string; node: Node; path: string },
  ) => {
    if (map.has(name)) throw new ManifestUnusable(`${path} defines ${name}, which is defined already.`);
    map.set(name, node);
  };
  for (const source of sources)
    for (const node of parsed(source).definitions) {
      const { path } = source;
      if (node.kind === Kind.FRAGMENT_DEFINITION) add(fragments, { name: nameOf(node), node, path });
      else if (node.kind !== Kind.OPERATION_DEFINITION)
        throw new ManifestUnusable(`${path} defines something that is neither an operation nor a fragment.`);
      else if (node.name === undefined)
        throw new ManifestUnusable(`${path} has an operation without a name; a manifest lists them by name.`);
      else add(operations, { name: node.name.value, node, path });
    }
  return { operations, fragments };
}

/** Throws ManifestUnusable for a document that this server would refuse whatever its variables. */
function assertServed(
  check: (text: string) => unknown,
  { name, body }: Pick<ManifestOperation, 'name' | 'body'>,
) {
  try {
    check(body);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const field = error.field === undefined ? '' : ` (${error.field})`;
    throw new ManifestUnusable(`The operation ${name} would be refused: ${error.message}${field}`);
  }
}

/** The manifest of all operations in the files, sorted by name. Throws ManifestUnusable. */
export function manifestOf(schema: GraphQLSchema, sources: readonly Source[]): Manifest {
  const { operations, fragments } = definitionsOf(sources);
  if (operations.size === 0) throw new ManifestUnusable('There is no operation in the files.');
  const check = documentChecker({ schema, introspection: true });
  const listed = [...operations.values()].map((operation) => {
    const body = normalForm(withFragments(operation, fragments));
    const entry = { id: hashOf(body), name: nameOf(operation), type: operation.operation, body };
    assertServed(check, entry);
    return entry;
  });
  listed.sort((one, other) => (one.name < other.name ? -1 : 1));
  return { format: 'apollo-persisted-query-manifest', version: 1, operations: listed };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Reads a manifest, ours or one that Apollo's tools made. Throws ManifestUnusable. */
export function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ManifestUnusable('The manifest is not JSON.');
  }
  const { format, version, operations } = (value ?? {}) as Partial<Record<keyof Manifest, unknown>>;
  if (format !== 'apollo-persisted-query-manifest' || version !== 1 || !Array.isArray(operations))
    throw new ManifestUnusable('The manifest is not an apollo-persisted-query-manifest of version 1.');
  const types: readonly unknown[] = Object.values(OperationTypeNode);
  const listed = operations as readonly (Partial<Record<keyof ManifestOperation, unknown>> | null)[];
  const wrong = listed.findIndex((one) => {
    const { id, name, type, body } = one ?? {};
    return !isText(id) || !isText(name) || !isText(body) || !types.includes(type);
  });
  if (wrong !== -1)
    throw new ManifestUnusable(`Entry ${wrong + 1} of the manifest lacks its id, name, type or body.`);
  if (new Set(listed.map((one) => one?.id)).size < listed.length)
    throw new ManifestUnusable('Two entries of the manifest have the same id.');
  return { format, version, operations: operations as readonly ManifestOperation[] };
}

/** What a client sends to say which operation it means. */
export interface Named {
  query: string;
  documentId?: string | null | undefined;
}

export interface TrustedDocuments {
  /** The text that is executed for what a client sends; throws FORBIDDEN, always with the same text, for all else. */
  textOf: (asked: Named) => string;
}

const notListed = (): DomainError =>
  new DomainError('FORBIDDEN', 'This server executes only the operations of its manifest.');

/**
 * Takes documents by their id, or by a text that has the same normal form as one of them. `parseText` throws
 * LimitExceeded or DocumentRefused. Throws ManifestUnusable where the schema does not fit an entry.
 */
export function trustedDocuments(
  { operations }: Manifest,
  check: (text: string) => DocumentNode,
  parseText: (text: string) => DocumentNode,
): TrustedDocuments {
  const byId = new Map<string, string>();
  const byForm = new Map<string, string>();
  for (const operation of operations) {
    assertServed(check, operation);
    byId.set(operation.id, operation.body);
    byForm.set(hashOf(normalForm(parse(operation.body))), operation.body);
  }
  const formOf = (query: string): string => {
    try {
      return hashOf(normalForm(parseText(query)));
    } catch (error) {
      // What is not well-formed is not listed either: whoever guesses learns nothing from the difference.
      if (error instanceof DomainError && error.code === 'BAD_USER_INPUT') return '';
      throw error;
    }
  };
  return {
    textOf({ query, documentId }) {
      const text = query === '' ? byId.get(documentId ?? '') : byForm.get(formOf(query));
      if (text === undefined) throw notListed();
      return text;
    },
  };
}
