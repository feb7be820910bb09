import { createHash } from 'node:crypto';
import {
  Kind,
  coerceInputValue,
  isInputType,
  isNonNullType,
  typeFromAST,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { DomainError, badInput } from '../errors.ts';
import { documentChecker, parseWithinLimits } from './document.ts';
import { faultOf, pathOfVariable, toFieldPath, typeAt, type Fault } from './input-field.ts';
import { memoryLimits } from './limits.ts';
import { assertShortLists } from './lists.ts';
import { trustedDocuments, type Manifest, type Named } from './manifest.ts';
import { assertWorkable, type Weights } from './work.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** An operation as a client sends it, by whatever transport. */
export interface OperationRequest {
  /** Empty where the document is named by its id alone. */
  query: string;
  /** Id of a document of the manifest. */
  documentId?: string | null;
  operationName: string | null;
  variables: Variables | null;
}

/** An operation that may be executed. */
export interface PreparedOperation {
  /** The text of the document; that of the manifest where it was named by its id. */
  query: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** As they were sent, checked, and only those that the operation declares. */
  variables: Variables;
}

export interface Preparation {
  /**
   * Throws DomainError: BAD_USER_INPUT, with the field where one is at fault, or TOO_COMPLEX with the limit.
   * Synchronous and free of effects but for the cache.
   */
  prepare: (request: OperationRequest) => PreparedOperation;
  /** A document that was prepared lately, by the SHA-256 of its text in lower-case hex. */
  documentOf: (hash: string) => DocumentNode | undefined;
}

const faultTexts: Record<Fault, string> = {
  MISSING: 'A required value is missing.',
  UNKNOWN_FIELD: 'A field is given that does not exist here.',
  NOT_ALLOWED: 'This value is not what its type allows.',
};

/** The longest unused documents leave first once the texts together are over the bound. */
function documentCache(most: number) {
  const entries = new Map<string, { document: DocumentNode; size: number }>();
  let total = 0;
  return {
    get(hash: string): DocumentNode | undefined {
      const entry = entries.get(hash);
      if (entry === undefined) return undefined;
      entries.delete(hash);
      entries.set(hash, entry);
      return entry.document;
    },
    add(hash: string, document: DocumentNode, size: number): void {
      entries.set(hash, { document, size });
      total += size;
      for (const [oldest, entry] of entries) {
        if (total <= most) break;
        entries.delete(oldest);
        total -= entry.size;
      }
    },
  };
}

function operationOf(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [first] = operations;
  if (first === undefined) throw badInput('query', 'The document has no operation.');
  if (name === null) {
    if (operations.length > 1)
      throw badInput('operationName', 'The document has several operations: name one.');
    return first;
  }
  const named = operations.find((operation) => operation.name?.value === name);
  if (named === undefined) throw badInput('operationName', 'The document has no operation of this name.');
  return named;
}

interface Checked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** A scalar may say in a DomainError of its own what it wants; any other text quotes the value. */
function textOf(error: GraphQLError, fault: Fault): string {
  const cause = error.originalError;
  return cause instanceof DomainError ? cause.message : faultTexts[fault];
}

function checkVariable(checked: Checked, definition: VariableDefinitionNode, value: unknown): void {
  const { schema, document, operation } = checked;
  const name = definition.variable.name.value;
  const fieldAt = (path: readonly (string | number)[]): string =>
    toFieldPath([...pathOfVariable(schema, document, { operation, name }), ...path]) ?? 'variables';
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) throw badInput('variables', faultTexts.NOT_ALLOWED);
  if (value === undefined) {
    if (isNonNullType(type) && definition.defaultValue === undefined)
      throw badInput(fieldAt([]), faultTexts.MISSING);
    return;
  }
  assertShortLists(value, type);
  coerceInputValue(value, type, (path, invalid, error) => {
    const { fault, missing } = faultOf(invalid, typeAt(type, path));
    throw badInput(fieldAt(missing === null ? path : [...path, missing]), textOf(error, fault));
  });
}

function checkVariables(checked: Checked, given: Variables): Variables {
  const declared = checked.operation.variableDefinitions ?? [];
  const variables = declared.flatMap((definition) => {
    const name = definition.variable.name.value;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    checkVariable(checked, definition, value);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(variables);
}

export interface PreparationOptions {
  schema: GraphQLSchema;
  /** False refuses `__schema` and `__type`. */
  introspection: boolean;
  /** What fields cost. */
  weights: Weights;
  /** Where it is set, nothing but its documents is executed. */
  manifest?: Manifest | null;
}

/** Without a manifest a document comes as its text. */
function plainText({ query, documentId }: Named): string {
  if (query === '' && (documentId ?? null) !== null)
    throw badInput('documentId', 'Documents are not known by an id here: send the text.');
  return query;
}

/** Throws ManifestUnusable where there is a manifest that does not fit the schema. */
export function createPreparation(options: PreparationOptions): Preparation {
  const { schema, weights, manifest = null } = options;
  const check = documentChecker(options);
  const trusted = manifest === null ? null : trustedDocuments(manifest, check, parseWithinLimits);
  const documents = documentCache(memoryLimits.documentCache.most);

  const textOf = trusted?.textOf ?? plainText;

  function documentFor(query: string): DocumentNode {
    const hash = createHash('sha256').update(query).digest('hex');
    const known = documents.get(hash);
    if (known !== undefined) return known;
    const document = check(query);
    documents.add(hash, document, query.length);
    return document;
  }

  return {
    prepare({ query: sent, documentId, operationName, variables }) {
      const query = textOf({ query: sent, documentId });
      const document = documentFor(query);
      const operation = operationOf(document, operationName);
      const checked = checkVariables({ schema, document, operation }, variables ?? {});
      assertWorkable({ schema, document, operation, variables: checked }, weights);
      return { query, document, operation, variables: checked };
    },
    documentOf: (hash) => documents.get(hash),
  };
}
