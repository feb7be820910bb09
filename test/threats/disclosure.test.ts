import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { TestProvider, newKey } from '../identity/provider.ts';
import { Client } from '../support/client.ts';
import { RunningApp } from '../support/running-app.ts';
import { Attacker, expectRefused, threatsTo } from './threat.ts';

/** In production, where nobody needs to be told what the schema holds. */
let running: RunningApp;
let attacker: Attacker;
let provider: TestProvider;
let officer: Client;
beforeAll(async () => {
  provider = new TestProvider(Date.now());
  const key = await newKey('key', 'ES256');
  provider.keys = [key];
  await provider.start();
  running = await RunningApp.start({
    env: { NODE_ENV: 'production', OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'concord' },
  });
  attacker = new Attacker(running);
  officer = new Client(running.url, await provider.token(key));
});
afterAll(async () => {
  officer.close();
  await running.stop();
  await provider.stop();
});

const threat = threatsTo(() => running.url);

const withToken = () => ({ authorization: `Bearer ${officer.token ?? ''}` });

describe('disclosure', () => {
  threat(8, 'the schema is told to nobody, on any transport, in any disguise', async () => {
    const questions = [
      getIntrospectionQuery(),
      '{ __schema { types { name } } }',
      '{ a: __schema { queryType { name } } }',
      '{ __type(name: "Item") { fields { name } } }',
      '{ ...F } fragment F on Query { __schema { types { name } } }',
      '{ ... on Query { ... { __type(name: "Query") { name } } } }',
      'query A { __typename } query B { __schema { types { name } } }',
      'mutation { __schema { types { name } } }',
      'subscription { __schema { types { name } } }',
      '{ items(first: 1) { edges { node { __schema { types { name } } } } } }',
    ];
    for (const query of questions) {
      for (const headers of [{}, withToken()]) {
        expectRefused(await attacker.post({ query, operationName: null }, headers), {
          status: 400,
          code: 'BAD_USER_INPUT',
        });
        expectRefused(await attacker.post({ query }, headers, '/graphql/stream'), { code: 'BAD_USER_INPUT' });
      }
      const feed = await officer.subscribe(query);
      expect(await feed.hasEnded()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    for (const path of [
      '/graphiql',
      '/graphql',
      '/schema.graphql',
      '/sdl',
      '/voyager',
      '/altair',
      '/playground',
    ])
      expect([404, 405]).toContain((await fetch(running.url + path)).status);
    const sdl = await attacker.post({ query: '{ _service { sdl } }' });
    expectRefused(sdl, { status: 400, code: 'BAD_USER_INPUT' });
  });

  threat(9, 'a near miss is answered as a far one, to the last byte', async () => {
    const pairs: [string, string][] = [
      ['{ itemz { totalCount } }', '{ qqqqq { totalCount } }'],
      ['{ items { totalCoun } }', '{ items { qqqqqqqqq } }'],
      ['{ items(firs: 1) { totalCount } }', '{ items(qqqq: 1) { totalCount } }'],
      ['{ items(filter: { kind: 1 }) { totalCount } }', '{ items(filter: { qqqq: 1 }) { totalCount } }'],
      [
        '{ items(filter: { kinds: [GUIDANCES] }) { totalCount } }',
        '{ items(filter: { kinds: [QQQQQQQQQ] }) { totalCount } }',
      ],
      ['{ ... on Quer { __typename } }', '{ ... on Qqqq { __typename } }'],
      [
        'query ($a: ItemFilte) { items(filter: $a) { totalCount } }',
        'query ($a: Qqqqqqqqqq) { items(filter: $a) { totalCount } }',
      ],
      ['{ __typename @includ(if: true) }', '{ __typename @qqqqqq(if: true) }'],
      [
        '{ items { edges { node { ... on Guidanc { id } } } } }',
        '{ items { edges { node { ... on Qqqqqqq { id } } } } }',
      ],
    ];
    for (const [near, far] of pairs) {
      const answers = [
        await attacker.post({ query: near }, withToken()),
        await attacker.post({ query: far }, withToken()),
      ];
      for (const answer of answers) {
        expectRefused(answer, { status: 400, code: 'BAD_USER_INPUT' });
        expect(answer.text).not.toMatch(/did you mean|Guidance|totalCount|GUIDANCE|include|ItemFilter/i);
      }
      expect(answers[0]?.text).toBe(answers[1]?.text);
    }
    const variables = [{ kinds: ['GUIDANCES'] }, { kinds: ['QQQQQQQQQ'] }];
    const texts = await Promise.all(
      variables.map((a) =>
        attacker.post({
          query: 'query ($a: ItemFilter) { items(filter: $a) { totalCount } }',
          variables: { a },
        }),
      ),
    );
    expect(texts[0]?.text).toBe(texts[1]?.text);
    expect(texts[0]?.text).not.toMatch(/GUIDANCE/);
  });
});
