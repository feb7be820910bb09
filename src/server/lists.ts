import {
  getNullableType,
  isInputObjectType,
  isListType,
  visit,
  type DocumentNode,
  type GraphQLInputType,
} from 'graphql';
import { assertWithin } from './limits.ts';

/** Throws LimitExceeded for a list too long among the values that are written into the document. */
export function assertShortLiterals(document: DocumentNode): void {
  visit(document, { ListValue: ({ values }) => assertWithin('listEntries', values.length) });
}

/**
 * Throws LimitExceeded for a list too long, before any entry of it is looked at. A free-form value is bounded by
 * what the domain says of its length.
 */
export function assertShortLists(value: unknown, type: GraphQLInputType): void {
  const nullable = getNullableType(type);
  if (isListType(nullable) && Array.isArray(value)) {
    assertWithin('listEntries', value.length);
    for (const entry of value) assertShortLists(entry, nullable.ofType);
  } else if (isInputObjectType(nullable) && typeof value === 'object' && value !== null) {
    for (const [name, { type: inner }] of Object.entries(nullable.getFields()))
      if (Object.hasOwn(value, name)) assertShortLists((value as Record<string, unknown>)[name], inner);
  }
}
