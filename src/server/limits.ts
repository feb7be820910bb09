import { DomainError } from '../errors.ts';

interface Limit {
  most: number;
  /** What a client is told when it goes over; never quotes what was sent. */
  refusal: string;
  reason: string;
}

const KIB = 1024;

/** What one request may cost. Every limit is checked before the work that it protects from. */
export const limits = {
  bodyBytes: {
    most: 256 * KIB,
    refusal: 'The body is larger than 256 KiB.',
    reason:
      'The largest input, every text in 24 languages at its longest that is met in practice, needs less.',
  },
  queryBytes: {
    most: 64 * KIB,
    refusal: 'The text of the document is larger than 64 KiB.',
    reason: 'Content belongs into variables; the largest document of the contract has 6 KiB.',
  },
  nesting: {
    most: 60,
    refusal: 'Brackets are nested more than 60 deep.',
    reason: 'Parsers recurse; counting brackets first keeps hostile nesting away from the call stack.',
  },
  tokens: {
    most: 1_000,
    refusal: 'The document has more than 1,000 tokens.',
    reason: 'All operations of the contract in one document have 948.',
  },
  depth: {
    most: 12,
    refusal: 'Fields are selected more than 12 levels deep.',
    reason: 'Twice the deepest operation of the contract; each level can multiply what is loaded.',
  },
  introspectionDepth: {
    most: 16,
    refusal: 'The introspection is more than 16 levels deep.',
    reason: 'The introspection of the usual tools has 15 and reads nothing but the schema.',
  },
  fields: {
    most: 400,
    refusal: 'More than 400 fields are selected, counting each use of a fragment.',
    reason: 'Fragments make a short document long; the introspection of the usual tools has some 250.',
  },
  work: {
    most: 30_000,
    refusal:
      'The operation asks for more than 30,000 units of work: ask for smaller pages or for fewer lists within lists.',
    reason:
      'Lists within lists multiply. The dearest operation of the contract with 100 entries a page has 10,000, and what has 30,000 is answered in a fraction of a second.',
  },
  aliases: {
    most: 30,
    refusal: 'The document has more than 30 aliases.',
    reason: 'Aliases run the same field many times over.',
  },
  directives: {
    most: 20,
    refusal: 'The document has more than 20 directives.',
    reason: 'Each one is looked up and evaluated; no client needs more than a few.',
  },
  rootFieldsOfQuery: {
    most: 5,
    refusal: 'A query has more than 5 fields at its root.',
    reason: 'Each is a read of its own, and the rate counts operations.',
  },
  rootFieldsOfMutation: {
    most: 1,
    refusal: 'A mutation has more than one field at its root.',
    reason: 'One command for each answer: nothing is half done, and a repeat is told by its key.',
  },
  inFlightPerConnection: {
    most: 8,
    refusal: 'More than 8 requests wait on this connection.',
    reason: 'A client that pipelines without reading would keep all its answers in memory.',
  },
  headerBytes: {
    most: 16 * KIB,
    refusal: 'The headers are larger than 16 KiB.',
    reason: 'A token has at most 8 KiB.',
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** How long, in milliseconds, a client may take to send; checked every `checkEvery`. */
export const timeLimits = { headers: 10_000, request: 15_000, checkEvery: 1_000 } as const;

/** Bounds on what the server keeps between requests. */
export const memoryLimits = {
  /** Characters of document text; a parsed document takes some fifty times its text. */
  documentCache: 512 * KIB,
  /** Callers whose rate is remembered. */
  rateBuckets: 20_000,
  /** Bytes of an oversized body that are read and thrown away, so that its sender gets to read the refusal. */
  discardedBody: 1024 * KIB,
} as const;

/** TOO_COMPLEX, naming the limit. */
export class LimitExceeded extends DomainError {
  readonly limit: LimitName;

  constructor(limit: LimitName) {
    super('TOO_COMPLEX', limits[limit].refusal);
    this.name = 'LimitExceeded';
    this.limit = limit;
  }
}

/** Throws LimitExceeded when the value is over the limit. */
export function assertWithin(limit: LimitName, value: number): void {
  if (value > limits[limit].most) throw new LimitExceeded(limit);
}

const QUOTE = 0x22;
const HASH = 0x23;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const OPEN = new Set([0x28, 0x5b, 0x7b]);
const CLOSE = new Set([0x29, 0x5d, 0x7d]);

/** Index of the last character of the string or comment that begins at `start`. */
function endOfQuoted(text: string, start: number): number {
  if (text.charCodeAt(start) === HASH) {
    const end = text.indexOf('\n', start);
    return end === -1 ? text.length : end;
  }
  if (text.startsWith('"""', start)) {
    let end = text.indexOf('"""', start + 3);
    while (end !== -1 && text.charCodeAt(end - 1) === BACKSLASH) end = text.indexOf('"""', end + 1);
    return end === -1 ? text.length : end + 2;
  }
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index += 1;
    else if (code === QUOTE || code === LINE_FEED) return index;
  }
  return text.length;
}

/**
 * Throws LimitExceeded when brackets outside strings and comments nest too deep. Serves GraphQL and JSON: what
 * is a comment or a block string in one and not in the other is a syntax error there, which the parser finds
 * at that very place.
 */
export function assertShallow(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE || code === HASH) index = endOfQuoted(text, index);
    else if (OPEN.has(code)) assertWithin('nesting', (depth += 1));
    else if (CLOSE.has(code)) depth -= 1;
  }
}
