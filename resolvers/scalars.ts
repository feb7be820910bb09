import { Kind, type ValueNode } from 'graphql';
import { toInstant } from '../src/domain/checks.ts';

/**
 * A scalar that is a string on the wire; `parse` throws for a value that is not of its form. Parts of the scalar that
 * the schema describes, not one of its own, so that its description stays.
 */
const textScalar = (name: string, parse: (value: string) => string) => {
  const parseValue = (value: unknown): string => {
    if (typeof value !== 'string') throw new TypeError(`${name} is written as a string.`);
    return parse(value);
  };
  return {
    __serialize: String,
    __parseValue: parseValue,
    __parseLiteral: (node: ValueNode) => parseValue(node.kind === Kind.STRING ? node.value : null),
  };
};

const asItIs = (value: string): string => value;

/** Form is checked here only where every value of the type has one; the rest is the domain's, with its field name. */
export const scalarResolvers = {
  Cursor: textScalar('Cursor', asItIs),
  PartialDate: textScalar('PartialDate', asItIs),
  URL: textScalar('URL', asItIs),
  DateTime: textScalar('DateTime', toInstant),
};

/** Greece: GR comes in, EL is kept and shown; the later name of the two is the one shown. */
export const enumResolvers = { MemberState: { GR: 'EL', EL: 'EL' } };
