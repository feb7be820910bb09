import {
  ExecutableDefinitionsRule,
  FieldsOnCorrectTypeRule,
  FragmentsOnCompositeTypesRule,
  GraphQLError,
  KnownArgumentNamesRule,
  KnownDirectivesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  NoSchemaIntrospectionCustomRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  SingleFieldSubscriptionsRule,
  UniqueArgumentNamesRule,
  ValuesOfCorrectTypeRule,
  VariablesInAllowedPositionRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type SourceLocation,
  type ValidationRule,
} from 'graphql';
import { DomainError } from '../errors.ts';
import { assertShallow } from './brackets.ts';
import { assertAffordable } from './cost.ts';
import { fieldOfNode } from './input-field.ts';
import { LimitExceeded, assertWithin, limits } from './limits.ts';
import { assertShortLiterals } from './lists.ts';

/** BAD_USER_INPUT for a document that is not valid; tells the places, in lines and columns, and no text of it. */
export class DocumentRefused extends DomainError {
  readonly locations: readonly SourceLocation[];

  constructor(message: string, { error, field }: { error: GraphQLError; field?: string | undefined }) {
    super('BAD_USER_INPUT', message, field);
    this.name = 'DocumentRefused';
    this.locations = error.locations ?? [];
  }
}

/** What is told for each rule: the texts of the rules themselves quote the document and the schema. */
const texts = new Map<ValidationRule, string>([
  [ExecutableDefinitionsRule, 'The document defines something that is neither an operation nor a fragment.'],
  [LoneAnonymousOperationRule, 'An operation without a name must be the only one of its document.'],
  [SingleFieldSubscriptionsRule, 'A subscription has exactly one field at its root.'],
  [KnownTypeNamesRule, 'The document names a type that does not exist.'],
  [FragmentsOnCompositeTypesRule, 'A fragment is made on a type that has no fields.'],
  [ScalarLeafsRule, 'A field lacks its selection, or has one where there is nothing to select.'],
  [FieldsOnCorrectTypeRule, 'A field is selected that does not exist on its type.'],
  [KnownFragmentNamesRule, 'A fragment is used that is not defined.'],
  [NoUnusedFragmentsRule, 'A fragment is defined that is not used.'],
  [PossibleFragmentSpreadsRule, 'A fragment is used where its type cannot occur.'],
  [NoFragmentCyclesRule, 'A fragment uses itself.'],
  [NoUndefinedVariablesRule, 'A variable is used that is not defined.'],
  [NoUnusedVariablesRule, 'A variable is defined that is not used.'],
  [KnownDirectivesRule, 'A directive is used that does not exist here.'],
  [KnownArgumentNamesRule, 'An argument is given that does not exist.'],
  [UniqueArgumentNamesRule, 'An argument is given twice.'],
  [ValuesOfCorrectTypeRule, 'A value is missing or is not what its type allows.'],
  [ProvidedRequiredArgumentsRule, 'A required argument is missing.'],
  [VariablesInAllowedPositionRule, 'A variable is used where its type does not fit.'],
  [OverlappingFieldsCanBeMergedRule, 'Two fields would answer under the same name: give one an alias.'],
  [NoSchemaIntrospectionCustomRule, 'Introspection is switched off on this server.'],
]);

const toldOfMissing = new Set<ValidationRule>([ValuesOfCorrectTypeRule, ProvidedRequiredArgumentsRule]);

/** The last node is the one at fault where a rule names two: the definition of a variable, then its use. */
function refusalOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  found: { rule: ValidationRule; error: GraphQLError },
) {
  const { rule, error } = found;
  const fields = [...(error.nodes ?? [])]
    .reverse()
    .map((node) => fieldOfNode(schema, document, { node, mayLack: toldOfMissing.has(rule) }));
  const text = texts.get(rule) ?? 'The document does not fit the schema.';
  return new DocumentRefused(text, { error, field: fields.find((field) => field !== undefined) });
}

/** Throws DocumentRefused for the first thing that is not valid. */
function assertValid(schema: GraphQLSchema, document: DocumentNode, rules: readonly ValidationRule[]): void {
  if (validate(schema, document, rules, { maxErrors: 1 }).length === 0) return;
  // An error does not tell the rule that found it, so the rules are asked one by one.
  for (const rule of rules) {
    const [error] = validate(schema, document, [rule], { maxErrors: 1 });
    if (error !== undefined) throw refusalOf(schema, document, { rule, error });
  }
}

/** Throws LimitExceeded or DocumentRefused. */
export function parseWithinLimits(query: string): DocumentNode {
  assertWithin('queryBytes', Buffer.byteLength(query));
  assertShallow(query);
  try {
    return parse(query, { maxTokens: limits.tokens.most });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // The parser counts, and says so in its text alone.
    if (error.message.endsWith('tokens. Parsing aborted.')) throw new LimitExceeded('tokens');
    throw new DocumentRefused('The document is not well-formed GraphQL.', { error });
  }
}

/** Parses and validates, cheap checks first. Throws LimitExceeded or DocumentRefused. */
export function documentChecker({
  schema,
  introspection,
}: {
  schema: GraphQLSchema;
  introspection: boolean;
}): (query: string) => DocumentNode {
  const rules = introspection ? specifiedRules : [NoSchemaIntrospectionCustomRule, ...specifiedRules];
  return (query) => {
    const document = parseWithinLimits(query);
    assertAffordable(document);
    assertShortLiterals(document);
    assertValid(schema, document, rules);
    return document;
  };
}
