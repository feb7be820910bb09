import { DomainError, type RefusalCode } from '../errors.ts';

/** Every limit of the server: how much, what a client is told, and why. `docs/limits.md` is made from this file. */

interface Limit {
  most: number;
  code: Extract<RefusalCode, 'TOO_COMPLEX' | 'BAD_USER_INPUT' | 'RATE_LIMITED' | 'UNAVAILABLE'>;
  /** What a client is told when it goes over; never quotes what was sent. */
  refusal: string;
  reason: string;
}

const KIB = 1024;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What one request may hold. Every limit is checked before the work that it protects from. */
const requestLimits = {
  headerBytes: {
    most: 16 * KIB,
    code: 'TOO_COMPLEX',
    refusal: 'The headers are larger than 16 KiB.',
    reason: 'A token has at most 8 KiB. What counts is the address, and names and values of headers.',
  },
  bodyBytes: {
    most: 256 * KIB,
    code: 'TOO_COMPLEX',
    refusal: 'The body is larger than 256 KiB.',
    reason:
      'The largest input, every text in 24 languages at its longest that is met in practice, needs less.',
  },
  batch: {
    most: 1,
    code: 'BAD_USER_INPUT',
    refusal: 'Send one operation for each request.',
    reason: 'The rate counts requests: a batch would be a way around it.',
  },
  queryBytes: {
    most: 64 * KIB,
    code: 'TOO_COMPLEX',
    refusal: 'The text of the document is larger than 64 KiB.',
    reason: 'Content belongs into variables; the largest document of the contract has 6 KiB.',
  },
  nesting: {
    most: 60,
    code: 'TOO_COMPLEX',
    refusal: 'Brackets are nested more than 60 deep.',
    reason: 'Parsers recurse; counting brackets first keeps hostile nesting away from the call stack.',
  },
  tokens: {
    most: 1_000,
    code: 'TOO_COMPLEX',
    refusal: 'The document has more than 1,000 tokens.',
    reason: 'All operations of the contract in one document have 948.',
  },
  depth: {
    most: 12,
    code: 'TOO_COMPLEX',
    refusal: 'Fields are selected more than 12 levels deep.',
    reason: 'Twice the deepest operation of the contract; each level can multiply what is loaded.',
  },
  introspectionDepth: {
    most: 16,
    code: 'TOO_COMPLEX',
    refusal: 'The introspection is more than 16 levels deep.',
    reason: 'The introspection of the usual tools has 15 and reads nothing but the schema.',
  },
  fields: {
    most: 400,
    code: 'TOO_COMPLEX',
    refusal: 'More than 400 fields are selected, counting each use of a fragment.',
    reason: 'Fragments make a short document long; the introspection of the usual tools has some 250.',
  },
  aliases: {
    most: 30,
    code: 'TOO_COMPLEX',
    refusal: 'The document has more than 30 aliases.',
    reason: 'Aliases run the same field many times over.',
  },
  directives: {
    most: 20,
    code: 'TOO_COMPLEX',
    refusal: 'The document has more than 20 directives.',
    reason: 'Each one is looked up and evaluated; no client needs more than a few.',
  },
  rootFieldsOfQuery: {
    most: 5,
    code: 'TOO_COMPLEX',
    refusal: 'A query has more than 5 fields at its root.',
    reason: 'Each is a read of its own, and the rate counts operations.',
  },
  rootFieldsOfMutation: {
    most: 1,
    code: 'TOO_COMPLEX',
    refusal: 'A mutation has more than one field at its root.',
    reason: 'One command for each answer: nothing is half done, and a repeat is told by its key.',
  },
  listEntries: {
    most: 200,
    code: 'TOO_COMPLEX',
    refusal: 'A list in the input has more than 200 entries.',
    reason: 'The longest list that makes sense names each of the 119 articles; many are shorter still.',
  },
  pageSize: {
    most: 100,
    code: 'BAD_USER_INPUT',
    refusal: 'A page holds 1 to 100 entries.',
    reason: 'What is read for a page is held in memory until it is sent; 20 are given where nothing is said.',
  },
  work: {
    most: 30_000,
    code: 'TOO_COMPLEX',
    refusal:
      'The operation asks for more than 30,000 units of work: ask for smaller pages or for fewer lists within lists.',
    reason:
      'Lists within lists multiply. The dearest operation of the contract with 100 entries a page has 10,000, and what has 30,000 is answered in a fraction of a second.',
  },
} as const satisfies Record<string, Limit>;

/** How much may go on at a time. "Actor" is a person acting for an organisation, or without a token an address. */
const concurrencyLimits = {
  inFlightPerConnection: {
    most: 8,
    code: 'RATE_LIMITED',
    refusal: 'More than 8 requests wait on this connection.',
    reason: 'A client that pipelines without reading would keep all its answers in memory.',
  },
  ratePerActor: {
    most: 100,
    code: 'RATE_LIMITED',
    refusal: 'Too many operations: wait a moment and try again.',
    reason:
      'Operations a second in the long run, and ten times that at once; RATE_PER_ACTOR sets it. A desk asks for a few when it is opened, a client system for some tens.',
  },
  operationsPerActor: {
    most: 250,
    code: 'RATE_LIMITED',
    refusal: 'More than 250 queries and mutations of this caller run at the same time.',
    reason: 'The rate does not bound what is slow: the answers of one caller must not fill the memory.',
  },
  operationsPerSocket: {
    most: 100,
    code: 'RATE_LIMITED',
    refusal: 'More than 100 operations run on this socket.',
    reason: 'A desk shows a handful of feeds; each one costs at every change.',
  },
  subscriptionsPerActor: {
    most: 2_000,
    code: 'RATE_LIMITED',
    refusal: 'More than 2,000 subscriptions of this caller are open.',
    reason:
      'Over all its sockets and event streams on this server. A client system with one account for a whole authority has one for each desk; a leak in a client must not take every place.',
  },
  sockets: {
    most: 10_000,
    code: 'UNAVAILABLE',
    refusal: 'No more sockets are taken at the moment; try again later.',
    reason: '27 delegations with hundreds of desks each, and room for reconnects; MAX_SOCKETS sets it.',
  },
} as const satisfies Record<string, Limit>;

export const limits = { ...requestLimits, ...concurrencyLimits } as const;

export type LimitName = keyof typeof limits;

interface Closing {
  most: number;
  /** Code of the close frame. Clients of graphql-ws come back after 4408 and resume, and after 1009 do not. */
  close: 1009 | 4408;
  /** Reason of the close frame. */
  refusal: string;
  reason: string;
}

/** A socket that goes over one of these is closed; times are in milliseconds. */
export const closings = {
  messageBytes: {
    most: 256 * KIB,
    close: 1009,
    refusal: 'A message is larger than 256 KiB',
    reason: 'The same as a body over HTTP.',
  },
  initMs: {
    most: 3 * SECOND,
    close: 4408,
    refusal: 'Connection initialisation timeout',
    reason:
      'Time to send connection_init, from the opening of the socket: nothing else that is sent extends it.',
  },
  idleMs: {
    most: 10 * MINUTE,
    close: 4408,
    refusal: 'No operation has run for 10 minutes; connect again when there is one',
    reason: 'A socket without an operation takes a place that others need; pings do not count as use.',
  },
  lifeMs: {
    most: 24 * HOUR,
    close: 4408,
    refusal: 'Open for 24 hours; connect again and resume from your last cursor',
    reason:
      'So that clients find servers that were added, and nothing that a socket holds lives for ever. Event streams end after the same time.',
  },
  unreadMs: {
    most: 20 * SECOND,
    close: 4408,
    refusal: 'Reading too slowly; resume from your last cursor',
    reason:
      'Time in which a reader takes nothing of what waits for it; its place in the journal is not lost. Event streams and answers over HTTP are cut after the same time.',
  },
} as const satisfies Record<string, Closing>;

export type ClosingName = keyof typeof closings;

interface Bound {
  most: number;
  reason: string;
}

/** How long, in milliseconds, a client may take or a closing may last. */
export const timeLimits = {
  headers: {
    most: 10 * SECOND,
    reason: 'From the first byte of a request to the end of its headers; then 408.',
  },
  request: {
    most: 15 * SECOND,
    reason: 'From the first byte of a request to the end of its body; then 408.',
  },
  checkEvery: { most: SECOND, reason: 'How often the two above are looked at.' },
  ping: { most: 15 * SECOND, reason: 'A peer that answers no ping until the next one is gone, and is cut.' },
  goodbye: {
    most: 2 * SECOND,
    reason: 'For the closing handshake of a socket when the server stops; then the connection is cut.',
  },
  lastWords: {
    most: 10 * SECOND,
    reason: 'For a reader that was too slow to take what was sent and why it is cut.',
  },
  shutdown: {
    most: 10 * SECOND,
    reason: 'For requests in flight when the server stops; then they are cut off.',
  },
} as const satisfies Record<string, Bound>;

/** Bounds on what the server keeps. */
export const memoryLimits = {
  documentCache: {
    most: 512 * KIB,
    reason:
      'Characters of text of the documents that are kept; a parsed one takes some fifty times its text.',
  },
  rateBuckets: { most: 20_000, reason: 'Callers whose rate is remembered.' },
  discardedBody: {
    most: 1024 * KIB,
    reason: 'Bytes of an oversized body that are read and thrown away, so that its sender reads the refusal.',
  },
  unsentBytes: {
    most: 256 * KIB,
    reason: 'Unsent data of a socket above which its next message waits until the reader has taken it.',
  },
} as const satisfies Record<string, Bound>;

/** Seconds of the rate that may be used at once. */
export const SECONDS_OF_BURST = 10;

/** Longest delay that a timer of Node takes. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Over a limit: its code, and its name for `extensions.limit`. */
export class LimitExceeded extends DomainError {
  readonly limit: LimitName;

  constructor(limit: LimitName) {
    super(limits[limit].code, limits[limit].refusal);
    this.name = 'LimitExceeded';
    this.limit = limit;
  }
}

/** Throws LimitExceeded when the value is over the limit. */
export function assertWithin(limit: LimitName, value: number): void {
  if (value > limits[limit].most) throw new LimitExceeded(limit);
}
