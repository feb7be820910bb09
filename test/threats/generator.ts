import { randomFrom } from '../support/random.ts';
import { operation, operations, variables } from '../support/contract.ts';

/** Stands in much of what is sent; no refusal may hold it. */
export const MARKER = 'zebraMarker';

export type Body = Record<string, unknown> | unknown[] | string;

/** An operation as clients send it, spoilt in one or more places. */
interface Spoilt {
  query: unknown;
  variables?: unknown;
  operationName?: unknown;
}

/** A number of requests that belong together: a post, bytes on a connection, operations or frames on a socket. */
export type Generated =
  | { kind: 'post'; path: string; headers: Record<string, string>; body: string | Buffer; holder: number }
  | { kind: 'bytes'; bytes: Buffer; holder: number }
  | { kind: 'operations'; payloads: readonly string[]; holder: number }
  | { kind: 'frames'; frames: readonly (string | Buffer)[]; holder: number };

const pollution = JSON.parse(
  `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`,
) as object;
const deep = (depth: number): unknown => (depth === 0 ? MARKER : [deep(depth - 1)]);

const junk: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, '', ' ', MARKER, [], {}, [null], [MARKER]],
  ...[{ [MARKER]: MARKER }, { $ne: null }, { $where: MARKER }, { $gt: '' }, pollution, deep(5), deep(70)],
  ...[
    'a\u0000b',
    '\ud800',
    '\u202eb',
    '\uffff',
    `${MARKER}\n`,
    MARKER.repeat(600),
    '../../etc/passwd',
    "' OR '1'='1",
  ],
  ...[
    '2026-13-45',
    '9999-12-31T23:59:59Z',
    'javascript:alert(1)',
    'https://a:b@evil.example',
    'PUBLIC',
    'DE',
    'everyone',
  ],
  ...[
    Array.from({ length: 300 }, () => MARKER),
    Array.from({ length: 120 }, () => ({ language: 'en', text: MARKER })),
  ],
];

const scraps = [
  ...[
    MARKER,
    `"${MARKER}"`,
    `$${MARKER}`,
    `@${MARKER}`,
    `...${MARKER}`,
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '"',
    '"""',
    '#',
  ],
  ...[
    ':',
    '!',
    '$',
    '3',
    '-0',
    '1e999',
    'null',
    'on',
    '...',
    '\n',
    '\u0000',
    '\ufeff',
    '\\u',
    '=',
    '|',
    '&',
    '@skip(if: true)',
  ],
  ...[
    '__schema { types { name } }',
    '__typename',
    'fragment F on Query { ...F }',
    'a: ',
    '{ '.repeat(70),
    'a '.repeat(450),
  ],
  ...[
    'mutation',
    'subscription',
    'query',
    'first: 1000',
    'first: -1',
    'after: ""',
    'filter: {}',
    'id',
    'history',
    'related',
  ],
];

const headers: readonly [string, readonly string[]][] = [
  [
    'content-type',
    ['text/plain', 'application/json; charset=utf-16', 'application/json;', MARKER, 'application/graphql'],
  ],
  [
    'accept',
    [
      'text/html',
      '*/*',
      MARKER,
      'application/graphql-response+json',
      'application/json;q=0',
      'text/event-stream',
    ],
  ],
  [
    'authorization',
    [
      MARKER,
      'Bearer',
      `Bearer ${MARKER}`,
      'Bearer a.b.c',
      `Bearer ${'e30.'.repeat(2)}${MARKER}`,
      'Basic YTpi',
    ],
  ],
  ['accept-language', [MARKER, 'de;q=9', '*', ',,,', 'x'.repeat(2_000)]],
  ['content-encoding', ['gzip', 'br', 'identity', MARKER]],
  ['x-request-id', [MARKER, 'x'.repeat(200), '{}']],
  ['origin', ['null', `https://${MARKER}`]],
  ['expect', ['100-continue', MARKER]],
];

const TOKENS = /"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|\s+|\w+|[^]/g;

interface Sample {
  name: string;
  tokens: readonly string[];
  variables: unknown;
}

/** The operations of the contract with working variables, about an item that is there. */
function samplesAbout(item: string): Sample[] {
  const usual = {
    id: item,
    itemId: item,
    first: 2,
    text: 'Article 50',
    filter: { kinds: ['GUIDANCE'], articles: ['50'] },
    input: {
      itemId: item,
      expectedRevision: 1,
      idempotencyKey: 'generated',
      reason: 'Generated (fictional)',
    },
  };
  return [...operations.keys()].map((name) => ({
    name,
    tokens: operation(name).match(TOKENS) ?? [],
    variables: { ...usual, ...variables[name] },
  }));
}

const isFeed = ({ tokens }: Sample): boolean => tokens[0] === 'subscription';

/** Makes the same requests in the same order for the same seed. */
export class Generator {
  readonly #random: () => number;
  readonly #all: readonly Sample[];
  /** Those that one answer ends. */
  readonly #answered: readonly Sample[];

  constructor(seed: number, item: string) {
    this.#random = randomFrom(seed);
    this.#all = samplesAbout(item);
    this.#answered = this.#all.filter((one) => !isFeed(one));
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #one<T>(list: readonly T[]): T {
    const found = list[this.#below(list.length)];
    if (found === undefined && list.length === 0) throw new Error('nothing to choose from');
    return found as T;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  next(): Generated {
    const holder = this.#below(3);
    const kind = this.#random();
    if (kind < 0.06) {
      const payloads = Array.from({ length: 30 }, () =>
        JSON.stringify(this.#forSocket(this.#spoilt(this.#answered))),
      );
      return { kind: 'operations', payloads, holder };
    }
    if (kind < 0.075) return { kind: 'frames', frames: this.#frames(), holder };
    if (kind < 0.11)
      return { kind: 'bytes', bytes: this.#flipped(this.#wholeRequest(), 1 + this.#below(4)), holder };
    return this.#post(holder);
  }

  #post(holder: number): Generated {
    const path = this.#chance(0.9)
      ? '/graphql'
      : this.#one(['/graphql/stream', '/graphql?a=b', '/', `/${MARKER}`, '/metrics']);
    const extra = this.#chance(0.15) ? [this.#one(headers)] : [];
    const given = Object.fromEntries(extra.map(([name, values]) => [name, this.#one(values)]));
    return { kind: 'post', path, headers: given, body: this.#body(), holder };
  }

  #body(): string | Buffer {
    const spoilt = this.#spoilt(this.#chance(0.05) ? this.#all : this.#answered);
    const kind = this.#random();
    if (kind < 0.05)
      return JSON.stringify(
        this.#one<unknown>([[spoilt], [spoilt, spoilt], this.#one(junk), { [MARKER]: spoilt }, '']),
      );
    if (kind < 0.1)
      return JSON.stringify({
        ...spoilt,
        [this.#one(['extensions', 'operationName', 'id', 'variables', 'query'])]: this.#one(junk),
      });
    const text = JSON.stringify(spoilt);
    if (kind < 0.15) return text.slice(0, this.#below(text.length));
    if (kind < 0.3) return this.#flipped(Buffer.from(text), 1 + this.#below(3));
    return text;
  }

  /** Almost always spoilt: what is left as it is must be answered. */
  #spoilt(from: readonly Sample[]): Spoilt {
    const { tokens, variables: given, name } = this.#one(from);
    const kind = this.#random();
    const isTextSpoilt = kind < 0.35 || kind > 0.95;
    const query = isTextSpoilt ? this.#text(tokens) : tokens.join('');
    const value = kind > 0.4 ? this.#value(given, 1 + this.#below(2)) : given;
    return { query, variables: value, ...(this.#chance(0.3) ? { operationName: name } : {}) };
  }

  /** What is no message of the protocol would end the socket for the others that are sent on it. */
  #forSocket(spoilt: Spoilt): Spoilt {
    const { variables: given } = spoilt;
    const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
    return isObject ? spoilt : { ...spoilt, variables: { input: given, id: given } };
  }

  #text(tokens: readonly string[]): string {
    const spoilt = [...tokens];
    for (let left = 1 + this.#below(3); left > 0; left -= 1) {
      const at = this.#below(spoilt.length);
      const kind = this.#below(6);
      if (kind === 0) spoilt.splice(at, 1);
      else if (kind === 1) spoilt.splice(at, 1 + this.#below(8));
      else if (kind === 2) spoilt.splice(at, 0, spoilt[at] ?? '', ' ');
      else if (kind === 3) spoilt[at] = ` ${this.#one(scraps)} `;
      else if (kind === 4) spoilt.splice(at, 0, ` ${this.#one(scraps)} `);
      else spoilt.splice(at, 1, this.#one(spoilt));
    }
    return spoilt.join('');
  }

  /** The value with so many places replaced, left out, repeated or added to. */
  #value(value: unknown, places: number): unknown {
    let spoilt = value;
    for (let left = places; left > 0; left -= 1) spoilt = this.#spoil(spoilt);
    return spoilt;
  }

  #spoil(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.#chance(0.1)) return this.#one(junk);
    if (Array.isArray(value)) {
      const list = value as unknown[];
      if (list.length === 0 || this.#chance(0.2)) return [...list, list[0] ?? this.#one(junk)];
      const at = this.#below(list.length);
      return list.map((entry, index) => (index === at ? this.#spoil(entry) : entry));
    }
    const entries = Object.entries(value);
    if (entries.length === 0 || this.#chance(0.1))
      return { ...value, [this.#one([MARKER, 'id', '$ne', 'readers'])]: this.#one(junk) };
    const [name] = this.#one(entries);
    const rest = Object.fromEntries(entries.filter(([other]) => other !== name));
    if (this.#chance(0.15)) return rest;
    return { ...rest, [name]: this.#spoil((value as Record<string, unknown>)[name]) };
  }

  #flipped(bytes: Buffer, count: number): Buffer {
    const flipped = Buffer.from(bytes);
    for (let left = count; left > 0 && flipped.length > 0; left -= 1) {
      const at = this.#below(flipped.length);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << this.#below(8)), at);
    }
    return flipped;
  }

  #wholeRequest(): Buffer {
    const body = Buffer.from(JSON.stringify(this.#spoilt(this.#answered)));
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), body]);
  }

  /** What a client says, in another order, some of it twice, some left out, some spoilt. */
  #frames(): (string | Buffer)[] {
    const said: object[] = [
      { type: 'connection_init', payload: {} },
      { type: 'ping' },
      { type: 'pong', payload: { [MARKER]: 1 } },
      ...['1', '2', '3'].map((id) => ({ id, type: 'subscribe', payload: this.#spoilt(this.#all) })),
      { id: '1', type: 'complete' },
      { id: '4', type: 'subscribe', payload: { query: '{ __typename }' } },
      { id: '4', type: 'next', payload: {} },
      { type: MARKER },
    ];
    const frames = said
      .flatMap((one) => (this.#chance(0.15) ? [one, one] : this.#chance(0.15) ? [] : [one]))
      .map((one) => (this.#chance(0.1) ? this.#value(one, 1) : one))
      .map((one) => JSON.stringify(one));
    // Most begin as they should, so that what follows is looked at.
    const [first = '', ...others] = frames;
    const shuffled = others
      .map((one) => [this.#random(), one] as const)
      .sort(([one], [other]) => one - other);
    const ordered = [first, ...shuffled.map(([, one]) => one)];
    if (this.#chance(0.2)) ordered.reverse();
    return ordered.map((one) => (this.#chance(0.05) ? this.#flipped(Buffer.from(one), 1) : one));
  }
}
