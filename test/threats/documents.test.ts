import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Result } from '../support/client.ts';
import { RunningApp } from '../support/running-app.ts';
import { RawSocket } from '../hub/raw-socket.ts';
import { Attacker, expectRefused, threatsTo } from './threat.ts';

let running: RunningApp;
let attacker: Attacker;
beforeAll(async () => {
  running = await RunningApp.start();
  attacker = new Attacker(running);
});
afterAll(() => running.stop());

const threat = threatsTo(() => running.url);

const numbered = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** The shortest of a few tries: what else the machine does is no part of the cost. */
async function quickest(tries: number, work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let index = 0; index < tries; index += 1) {
    const began = performance.now();
    await work();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

/** The result of one operation over a socket of its own. */
async function overSocket(payload: object): Promise<Result> {
  const socket = await new RawSocket(running.url).opened();
  try {
    await socket.greet(null);
    socket.send({ id: 'one', type: 'subscribe', payload });
    const [, frame = ''] = await socket.has(2);
    const message = JSON.parse(frame) as { type: string; payload: unknown };
    return message.type === 'error'
      ? { errors: message.payload as NonNullable<Result['errors']> }
      : (message.payload as Result);
  } finally {
    socket.close();
  }
}

const deep = {
  selections: '{ a '.repeat(12_000),
  lists: `{ item(id: ${'['.repeat(50_000)}`,
  objects: `{ item(id: ${'{a:'.repeat(20_000)}`,
  arguments: '{ a(b: '.repeat(8_000),
  types: `query ($a: ${'['.repeat(40_000)}`,
  'behind a string': `{ item(id: "}}}}}}") ${'{'.repeat(30_000)}`,
  'behind a comment': `# }}}}}}\n${'{'.repeat(30_000)}`,
};

describe('documents', () => {
  threat(3, 'brackets are counted first, and 61 are one too many', async () => {
    for (const query of Object.values(deep))
      expectRefused(await attacker.post({ query }), { code: 'TOO_COMPLEX', limit: 'nesting' });
    const lists = (depth: number) => `{ item(id: ${'['.repeat(depth - 2)}1${']'.repeat(depth - 2)}) { id } }`;
    expectRefused(await attacker.post({ query: lists(60) }), { code: 'BAD_USER_INPUT' });
    expectRefused(await attacker.post({ query: lists(61) }), { code: 'TOO_COMPLEX', limit: 'nesting' });
  });

  threat(3, 'a body and its variables are counted as well', async () => {
    const body = `{"query":"{ __typename }","variables":{"a":${'['.repeat(90_000)}`;
    expectRefused(await attacker.post(body), { code: 'TOO_COMPLEX', limit: 'nesting' });
  });

  threat(4, 'the same field a thousand times, plain or in fragments, is refused in no time', async () => {
    const floods = [
      `{ ${'viewer '.repeat(900)} }`,
      `{ ${numbered(160, () => '... { viewer { id } }')} }`,
      `{ ${numbered(120, () => '... on Query { facets { kinds { count } } }')} }`,
      `{ ${numbered(150, (index) => `...F${index % 3}`)} } ${numbered(3, (index) => `fragment F${index} on Query { ${'viewer { id roles } '.repeat(30)} }`)}`,
    ];
    for (const query of floods) {
      expect((await attacker.post({ query })).code).toBe('TOO_COMPLEX');
      expect(await quickest(5, () => attacker.post({ query }))).toBeLessThan(100);
    }
  });

  threat(5, 'each flood is refused by the limit that it breaks', async () => {
    const fragments = numbered(
      20,
      (index) => `fragment F${index} on Item { ...F${index + 1} ...F${index + 1} }`,
    );
    const floods: [string, string][] = [
      [`{ facets { kinds { ${numbered(31, (index) => `a${index}: count`)} } } }`, 'aliases'],
      [`{ viewer { ${numbered(31, (index) => `a${index}: __typename`)} } }`, 'aliases'],
      [`{ ${'__typename '.repeat(401)} }`, 'fields'],
      [`{ viewer { id ${'@include(if: true) '.repeat(21)} } }`, 'directives'],
      [`query ${'@a '.repeat(21)} { viewer { id } }`, 'directives'],
      [
        '{ viewer { id } facets { kinds { count } } organisations { id } journalHead { hash } items { totalCount } cases { totalCount } }',
        'rootFieldsOfQuery',
      ],
      [`{ item(id: "1") { ...F0 } } ${fragments} fragment F20 on Item { id title }`, 'fields'],
      [numbered(201, (index) => `query Q${index} { __typename }`), 'tokens'],
    ];
    for (const [query, limit] of floods)
      expectRefused(await attacker.post({ query }), { code: 'TOO_COMPLEX', limit });
  });

  threat(5, 'an alias is no second guess: one command for each operation', async () => {
    const guess = (name: string) => `${name}: acknowledgeItem(input: { itemId: "${name}" }) { cursor }`;
    expectRefused(await attacker.post({ query: `mutation { ${guess('a')} ${guess('b')} }` }), {
      code: 'TOO_COMPLEX',
      limit: 'rootFieldsOfMutation',
    });
    const hidden = `mutation { ...M } fragment M on Mutation { ${guess('a')} ...N } fragment N on Mutation { ${guess('b')} }`;
    expectRefused(await attacker.post({ query: hidden }), {
      code: 'TOO_COMPLEX',
      limit: 'rootFieldsOfMutation',
    });
  });

  threat(6, 'a list of operations is refused whole, however short', async () => {
    const one = { query: '{ viewer { id } }' };
    for (const batch of [[], [one], Array.from({ length: 1_000 }, () => one)])
      expectRefused(await attacker.post(batch), { status: 400, code: 'BAD_USER_INPUT' });
    expectRefused(await attacker.post([one], {}, '/graphql/stream'), { code: 'BAD_USER_INPUT' });
  });

  threat(10, 'what is refused over HTTP is refused over a socket and an event stream too', async () => {
    const refused: object[] = [
      ...Object.values(deep).map((query) => ({ query })),
      { query: `{ ${'viewer '.repeat(900)} }` },
      { query: `{ facets { kinds { ${numbered(31, (index) => `a${index}: count`)} } } }` },
      { query: `# ${'x'.repeat(70_000)}\n{ __typename }` },
      {
        query:
          '{ items(first: 100) { edges { node { ... on Guidance { relations(first: 100) { item { relations(first: 100) { item { id } } } } } } } } }',
      },
      { query: '{ items(first: 101) { totalCount } }' },
      { query: 'query ($a: Int!) { items(first: $a) { totalCount } }', variables: { a: 'many' } },
      { query: '{ noSuchField }' },
      { query: '{' },
    ];
    for (const payload of refused) {
      const reply = await attacker.post(payload);
      const [error] = (await overSocket(payload)).errors ?? [];
      expect(error?.extensions).toEqual(reply.errors[0]?.extensions);
      const streamed = await attacker.post(payload, {}, '/graphql/stream');
      const code = streamed.code ?? /"code":"([A-Z_]+)"/.exec(streamed.text)?.[1];
      expect(code).toBe(reply.code);
    }
  });

  threat(28, 'the answer to much is little, and nothing of what was sent', async () => {
    const MUCH = 'zebra'.repeat(12_000);
    const requests = [
      { query: `{ items(first: "${MUCH}") { totalCount } }` },
      { query: `{ items(first: ${MUCH}) { totalCount } }` },
      { query: `{ ${MUCH} }` },
      { query: `query ($${MUCH}: Int!) { items(first: $${MUCH}) { totalCount } }` },
      { query: `{ ...${MUCH} }` },
      { query: `{ __typename @${MUCH} }` },
      { query: `{ items(filter: { kinds: [${'zebra '.repeat(800)}] }) { totalCount } }` },
      { query: `{ item(id: "${MUCH}${MUCH}") { id } }` },
      { query: '{ __typename }', operationName: MUCH },
      { query: 'query ($a: Int) { items(first: $a) { totalCount } }', variables: { a: MUCH } },
      {
        query: 'query ($a: ItemFilter) { items(filter: $a) { totalCount } }',
        variables: { a: { [MUCH]: 1 } },
      },
      {
        query: 'query ($a: ItemFilter) { items(filter: $a) { totalCount } }',
        variables: { a: { kinds: Array(30_000).fill('zebra') } },
      },
      { query: 'query ($a: Cursor) { items(after: $a) { totalCount } }', variables: { a: MUCH } },
    ];
    for (const request of requests) {
      const reply = await attacker.post(request);
      expect(['BAD_USER_INPUT', 'TOO_COMPLEX']).toContain(reply.code);
      expect(Buffer.byteLength(reply.text)).toBeLessThanOrEqual(2_048);
      expect(reply.text).not.toMatch(/zebra/);
    }
  });

  threat(30, 'the size of a page counts however it is given', async () => {
    const nested = (first: string) =>
      `items(first: ${first}) { edges { node { ... on Guidance { relations(first: ${first}) { item { relations(first: ${first}) { item { id } } } } } } } }`;
    const tooMuch: object[] = [
      { query: `{ ${nested('100')} }` },
      { query: `query ($n: Int) { ${nested('$n')} }`, variables: { n: 100 } },
      { query: `query ($n: Int = 100) { ${nested('$n')} }` },
      { query: `query ($n: Int = 100) { ${nested('$n')} }`, variables: {} },
    ];
    for (const request of tooMuch)
      expectRefused(await attacker.post(request), { code: 'TOO_COMPLEX', limit: 'work' });
    // Left out or null is a page of the usual size, and costs as much.
    for (const n of [null, undefined, 20])
      expectRefused(await attacker.post({ query: `query ($n: Int) { ${nested('$n')} }`, variables: { n } }), {
        code: 'TOO_COMPLEX',
        limit: 'work',
      });
    const few = await attacker.post({ query: `query ($n: Int) { ${nested('$n')} }`, variables: { n: 5 } });
    expect(few.errors).toEqual([]);
    for (const n of [0, -1, 101, 2_147_483_647, 2_147_483_648, 1.5, '20', 1e300])
      expect(
        await attacker.post({
          query: 'query ($n: Int) { items(first: $n) { totalCount } }',
          variables: { n },
        }),
      ).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
