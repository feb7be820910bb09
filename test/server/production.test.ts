import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { TestProvider, newKey } from '../identity/provider.ts';
import { Client } from '../support/client.ts';
import { RunningApp } from '../support/running-app.ts';
import { ensureBuilt } from '../support/server-process.ts';

const introspections = ['{ __schema { types { name } } }', '{ __type(name: "Item") { name } }'];

let provider: TestProvider;
let inProduction: RunningApp;
let local: RunningApp;
let officer: Client;
beforeAll(async () => {
  await ensureBuilt();
  provider = new TestProvider(Date.now());
  const key = await newKey('key', 'ES256');
  provider.keys = [key];
  await provider.start();
  inProduction = await RunningApp.start({
    env: { NODE_ENV: 'production', OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'concord' },
  });
  local = await RunningApp.start();
  officer = new Client(inProduction.url, await provider.token(key));
}, 120_000);
afterAll(async () => {
  officer.close();
  await inProduction.stop();
  await local.stop();
  await provider.stop();
});

describe('introspection in production', () => {
  const refused = {
    extensions: { code: 'BAD_USER_INPUT' },
    message: 'Introspection is switched off on this server.',
  };

  test.each(introspections)(
    'is refused over HTTP and over a socket, with and without a token: %s',
    async (query) => {
      for (const client of [officer, new Client(inProduction.url, null)]) {
        expect(await client.refusal(query)).toMatchObject(refused);
        const feed = await client.subscribe(query);
        expect(await feed.hasEnded()).toMatchObject({ errors: [refused] });
        client.close();
      }
    },
  );

  test('is answered in local mode', async () => {
    const anybody = await local.client(null);
    expect(await anybody.get(getIntrospectionQuery())).toHaveProperty('__schema');
  });
});

describe('GraphiQL', () => {
  test.each(['/', '/graphiql', '/graphiql/', '/graphiql/assets/page.js'])(
    'is not served in production: nothing is at %s',
    async (path) => {
      const ask = async (url: string) => (await fetch(url + path, { redirect: 'manual' })).status;
      expect(await ask(inProduction.url)).toBe(404);
      expect(await ask(local.url)).not.toBe(404);
    },
  );
});
