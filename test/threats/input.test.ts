import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { forTheBoard, inEnglish, publishFinding, publishGuidance } from '../hub/messages.ts';
import type { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
import { Attacker, INSIDE, threatsTo } from './threat.ts';

/** Over the embedded store, and over MongoDB where CONCORD_TEST_STORE says so. */
let running: RunningApp;
let attacker: Attacker;
let office: Client;
let stranger: Client;
let hidden: string;
const SECRET = 'zebra for the Board alone';
beforeAll(async () => {
  running = await RunningApp.start();
  attacker = new Attacker(running);
  office = await running.client('ai-office');
  stranger = await running.client('ecat');
  const { item } = await publishGuidance(office, { title: inEnglish(SECRET), handling: forTheBoard });
  hidden = item.id;
}, 120_000);
afterAll(() => running.stop());

const threat = threatsTo(() => running.url);

const operators: unknown[] = [
  { $ne: null },
  { $gt: '' },
  { $regex: '.*' },
  { $where: 'sleep(5000) || true' },
  { $expr: { $function: { body: 'function() { return true }', args: [], lang: 'js' } } },
  { $nor: [{ a: 1 }] },
  { $or: [{}, {}] },
  { $in: [/./.source, null] },
  [{ $ne: null }],
  { $exists: true },
  { readers: { $exists: true } },
];

/** Where a filter, an id or a place can be given, each with the operation that takes it. */
const places: readonly [string, (value: unknown) => Record<string, unknown>][] = [
  ['query($id: ID!) { item(id: $id) { id title } }', (id) => ({ id })],
  [
    'query($f: ItemFilter) { items(filter: $f) { totalCount edges { node { id title } } } }',
    (kinds) => ({ f: { kinds } }),
  ],
  [
    'query($f: ItemFilter) { items(filter: $f) { totalCount edges { node { id title } } } }',
    (articles) => ({ f: { articles } }),
  ],
  ['query($f: ItemFilter) { items(filter: $f) { totalCount edges { node { id title } } } }', (f) => ({ f })],
  [
    'query($f: ItemFilter) { facets(filter: $f) { kinds { count } } }',
    (memberStates) => ({ f: { memberStates } }),
  ],
  ['query($t: String!) { search(text: $t) { totalCount edges { node { id title } } } }', (t) => ({ t })],
  ['query($a: Cursor) { changes(after: $a) { cursor } }', (a) => ({ a })],
  ['query($a: Cursor) { items(after: $a) { totalCount edges { node { id title } } } }', (a) => ({ a })],
  [
    'mutation($i: AcknowledgeItemInput!) { acknowledgeItem(input: $i) { cursor } }',
    (itemId) => ({ i: { itemId } }),
  ],
  ['mutation($i: RecallItemInput!) { recallItem(input: $i) { cursor } }', (itemId) => ({ i: { itemId } })],
  [
    'mutation($i: AcknowledgeItemInput!) { acknowledgeItem(input: $i) { cursor } }',
    (idempotencyKey) => ({ i: { itemId: 'x', idempotencyKey } }),
  ],
];

describe('input', () => {
  threat(1, 'an operator is no value: it is refused where a name or an id belongs', async () => {
    for (const [query, variables] of places)
      for (const operator of operators) {
        const { errors, data } = await stranger.ask(query, variables(operator));
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
        expect(data ?? null).toBeNull();
        expect(JSON.stringify(errors)).not.toMatch(INSIDE);
      }
  });

  threat(1, 'as text it is text, and finds nothing that the reader may not see', async () => {
    for (const [query, variables] of places)
      for (const operator of operators) {
        const result = await stranger.ask(query, variables(JSON.stringify(operator)));
        expect(JSON.stringify(result)).not.toMatch(/zebra/);
        expect(JSON.stringify(result)).not.toContain(hidden);
        for (const { extensions } of result.errors ?? [])
          expect(['BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN']).toContain(extensions.code);
      }
  });

  threat(
    1,
    'inside the one JSON scalar it is refused, and what looks like one in a value is content',
    async () => {
      const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
      const method = variablesOf('PublishFinding').input.method as object;
      for (const parameters of [
        { $where: 'true' },
        { $set: { readers: ['everyone'] } },
        { a: [{ $gt: '' }] },
        { 'a.b': 1 },
      ])
        expect(
          await ecat.refusal(
            operation('PublishFinding'),
            variablesOf('PublishFinding', { method: { ...method, parameters } }),
          ),
        ).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'method.parameters' } });
      const parameters = {
        operator: '$where',
        code: 'function() { return true }',
        set: { readers: ['everyone'] },
      };
      const { item } = await publishFinding(ecat, { method: { ...method, parameters } });
      const read = 'query($id: ID!) { item(id: $id) { ... on Finding { method { parameters } } } }';
      expect(await ecat.get(read, { id: item.id })).toEqual({ item: { method: { parameters } } });
      expect(await (await running.client('board-fr')).get(read, { id: item.id })).toEqual({ item: null });
    },
  );

  threat(2, 'names of the language are names without a meaning, in every object', async () => {
    const authorization = { authorization: `Bearer ${office.token ?? ''}` };
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'];
    const query = operation('PublishGuidance');
    for (const name of names) {
      const { input } = variablesOf('PublishGuidance');
      const polluting = `{"${name}":{"polluted":true,"marking":"PUBLIC","prototype":{"polluted":true}}`;
      const bodies = [
        `${polluting},"query":"{ __typename }"}`,
        `{"query":"{ __typename }","variables":${polluting}}}`,
        `{"query":"{ __typename }","extensions":${polluting}}}`,
        `{"query":"{ __typename }","operationName":"${name}"}`,
        `{"query":${JSON.stringify(query)},"variables":{"input":${polluting},${JSON.stringify(input).slice(1)}}}`,
        `{"query":${JSON.stringify(query)},"variables":{"input":${JSON.stringify(input).replace('"handling":{', `"handling":${polluting},`)}}}`,
        `{"query":"query($f: ItemFilter) { items(filter: $f) { totalCount } }","variables":{"f":${polluting}}}}`,
        `{"query":"{ items(filter: { ${name}: { polluted: true } }) { totalCount } }"}`,
        `{"query":"{ ${name} }"}`,
        `{"query":"{ ${name}: __typename }"}`,
        `{"query":"query($${name}: Int) { items(first: $${name}) { totalCount } }","variables":{"${name}":3}}`,
        `{"query":"{ ...${name} } fragment ${name} on Query { __typename }"}`,
        `{"query":"{ item(id: \\"${name}\\") { id } }"}`,
      ];
      for (const body of bodies) {
        const reply = await attacker.post(body, authorization);
        expect([undefined, 'BAD_USER_INPUT']).toContain(reply.code);
        expect(reply.text).not.toMatch(/polluted/);
        expect(reply.status).toBeLessThan(500);
      }
    }
    // The app runs in this very process.
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  threat(
    2,
    'within the JSON scalar such a name is refused or stays a member, and reaches nothing else',
    async () => {
      const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
      const { input } = variablesOf('PublishFinding');
      const text = JSON.stringify(input).replace(
        '"samples":20000',
        '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}',
      );
      expect(text).toContain('__proto__');
      const reply = await attacker.post(
        `{"query":${JSON.stringify(operation('PublishFinding'))},"variables":{"input":${text}}}`,
        {
          authorization: `Bearer ${ecat.token ?? ''}`,
        },
      );
      expect([undefined, 'BAD_USER_INPUT']).toContain(reply.code);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      expect(await ecat.get('{ items(first: 5) { edges { node { id title } } } }')).toBeDefined();
    },
  );

  threat(31, 'the text of a search is words, in no language of its own', async () => {
    const searches = [
      '*',
      '.*',
      '?',
      'title:zebra',
      'zebr*',
      'zebra~2',
      '/zebra/',
      '"zebra" OR 1=1',
      'zebra OR article',
      '+zebra -x',
      '{"match_all":{}}',
      '${zebra}',
      "ctx._source.title == 'zebra'",
      "doc['readers'].value",
      'readers:everyone',
      '$text: { $search: "zebra" }',
      '(a+)+$'.repeat(30),
      '\\p{L}',
    ];
    for (const text of searches) {
      const { data, errors } = await stranger.ask<{
        search: { edges: { node: { id: string; title: string } }[] };
      }>('query($t: String!) { search(text: $t, first: 100) { edges { node { id title } } } }', { t: text });
      for (const { extensions } of errors ?? []) expect(extensions.code).toBe('BAD_USER_INPUT');
      expect(JSON.stringify(data ?? null)).not.toMatch(/zebra/i);
    }
    const everything = await stranger
      .get<{ search: { edges: unknown[] } }>('{ search(text: "*a OR *") { edges { node { id } } } }')
      .catch(() => null);
    expect(everything?.search.edges ?? []).toEqual([]);
  });

  threat(32, 'what is not well-formed is refused, with its field', async () => {
    const texts = [
      'a\u0000b',
      '\u0000',
      'a\ud800b',
      'a\udc00',
      '\u202egnp.exe',
      'a\u2066b\u2069',
      '\u0007',
      '\u009b31m',
      '\ufeff',
      '\u200b',
      ' ',
    ];
    for (const text of texts) {
      const title = JSON.stringify(variablesOf('PublishGuidance', { title: inEnglish(text) }));
      const reply = await attacker.post(
        `{"query":${JSON.stringify(operation('PublishGuidance'))},"variables":${title}}`,
        {
          authorization: `Bearer ${office.token ?? ''}`,
        },
      );
      expect(reply.code).toBe('BAD_USER_INPUT');
      expect(reply.errors[0]?.extensions.field).toMatch(/^(title|input)/);
    }
    for (const text of ['a\u0000b', 'a\ud800b', '\udfff'])
      for (const [query, variables] of places) {
        const { errors } = await stranger.ask(query, variables(text));
        for (const { extensions } of errors ?? [])
          expect(['BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN']).toContain(extensions.code);
      }
  });

  threat(32, 'what is well-formed is kept as it was sent, and found however it is written', async () => {
    const decomposed = `Zu\u0308rich \u03a9\u0301mega ${crypto.randomUUID()}`;
    const { item } = await publishGuidance(office, { title: inEnglish(decomposed) });
    expect(await office.get('query($id: ID!) { item(id: $id) { title } }', { id: item.id })).toEqual({
      item: { title: decomposed },
    });
    for (const text of [decomposed.normalize('NFC'), decomposed.normalize('NFKD'), decomposed.toUpperCase()])
      expect(
        await office.get('query($t: String!) { search(text: $t) { edges { node { id } } } }', { t: text }),
      ).toEqual({
        search: { edges: [{ node: { id: item.id } }] },
      });
  });
});
