import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Kind, getIntrospectionQuery, parse, print, stripIgnoredCharacters, validate } from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import { hashOf, manifestOf, readManifest, type Manifest } from '../../src/server/manifest.ts';
import { Running } from '../cli/command-line.ts';
import { follow, transports } from '../hub/transports.ts';
import { publishGuidance } from '../hub/messages.ts';
import type { Client } from '../support/client.ts';
import { operation, operations, variablesOf } from '../support/contract.ts';
import { root } from '../support/root.ts';
import { RunningApp } from '../support/running-app.ts';
import { overHttp, overSocket, overStream } from './asking.ts';

const schema = buildSchema(root);
/** The operations of the contract that this version has. */
const served = [...operations.keys()].filter((name) => validate(schema, parse(operation(name))).length === 0);

let directory: string;
let manifest: Manifest;
let running: RunningApp;
let anybody: Client;
let office: Client;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'concord-trusted-'));
  const fragments = new Map<string, string>();
  for (const name of served) {
    const document = parse(operation(name));
    for (const node of document.definitions)
      fragments.set(node.kind === Kind.FRAGMENT_DEFINITION ? node.name.value : name, print(node));
  }
  writeFileSync(join(directory, 'contract.graphql'), [...fragments.values()].join('\n'));
  const file = join(directory, 'manifest.json');
  const command = new Running(['manifest', directory, '--out', file], {});
  expect([await command.exit, command.err]).toEqual([0, `Listed ${served.length} operations.\n`]);
  running = await RunningApp.start({ env: { TRUSTED_DOCUMENTS: file } });
  manifest = manifestOf(schema, [{ path: 'contract', text: [...fragments.values()].join('\n') }]);
  anybody = await running.client(null);
  office = await running.client('ai-office');
});
afterAll(async () => {
  await running.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ways = { HTTP: overHttp, 'a socket': overSocket, 'an event stream': overStream };
const eachWay = Object.entries(ways);

const idOf = (name: string): string => manifest.operations.find((one) => one.name === name)?.id ?? '';
const taken = { limit: null, code: null, hasData: true };
const refused = { code: 'FORBIDDEN', hasData: false };

describe.each(eachWay)('a server with a manifest, asked over %s,', (way, ask) => {
  const isSocket = way === 'a socket';

  test('executes what is listed, sent as its text, however that is laid out', async () => {
    const text = operation('Items');
    const [query = '', ...parts] = text.split(/(?=^fragment )/m);
    for (const sent of [text, stripIgnoredCharacters(text), [...parts.reverse(), query].join('\n')])
      expect(await ask(anybody, { query: sent })).toMatchObject(taken);
  });

  test('executes what is listed, named by its id as Apollo clients do', async () => {
    const persisted = {
      ...(isSocket ? { query: '' } : {}),
      operationName: 'Items',
      variables: { first: 1 },
      extensions: { persistedQuery: { version: 1, sha256Hash: idOf('Items') } },
    };
    expect(await ask(anybody, persisted)).toMatchObject(taken);
  });

  test('executes what is listed, named by a documentId', async () => {
    const named = { ...(isSocket ? { query: '' } : {}), documentId: idOf('PublishGuidance') };
    expect(await ask(office, { ...named, variables: variablesOf('PublishGuidance') })).toMatchObject(taken);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another document', { query: 'query Other { languages { code } }' }],
    ['a plain one', { query: '{ __typename }' }],
    ['one that is listed and another in the same text', { query: 'TWO', operationName: 'Viewer' }],
    ['one of a name that is listed', { query: 'query Viewer { languages { code } }' }],
    ['introspection', { query: getIntrospectionQuery() }],
    ['what is no GraphQL', { query: 'query {' }],
    ['what is not valid', { query: 'query Viewer { bogus }' }],
    ['an id that is not listed', { query: '', documentId: hashOf('x') }],
    ['an id that is the name of a member of every object', { query: '', documentId: 'constructor' }],
    ['another document under an id that is listed', { query: '{ __typename }', documentId: 'LISTED' }],
  ])('refuses %s with the one text, to everybody', async (_what, asked) => {
    const sent = JSON.parse(
      JSON.stringify(asked)
        .replace('"TWO"', JSON.stringify(`${operation('Viewer')} query Mine { __typename }`))
        .replace('LISTED', idOf('Items')),
    ) as object;
    const administrator = await running.client({ organisation: 'ai-office', roles: ['administrator'] });
    for (const client of [anybody, office, administrator])
      expect(await ask(client, sent)).toMatchObject(refused);
  });
});

test('every refusal of a document has the same bytes', async () => {
  const bytesOf = async (body: object) => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [response.status, await response.text()];
  };
  const one = await bytesOf({ query: '{ __typename }' });
  expect(one[0]).toBe(403);
  for (const body of [{ query: 'query {' }, { query: '{ bogus }' }, { documentId: 'x' }])
    expect(await bytesOf(body)).toEqual(one);
});

test.each(transports)('the exchange of the contract is served over %s', async (transport) => {
  const feed = await followed(transport);
  const { cursor } = await publishGuidance(office);
  expect((await feed.take(1))[0]).toMatchObject({ cursor });
  feed.feed.stop();
});

/** A client whose round trip, by which it knows that it is heard, is an operation that is not listed. */
const followed = (transport: (typeof transports)[number]) => follow(transport, anybody);

describe('a manifest of other tools', () => {
  test('is read with ids of its own, and served by them and by the texts', async () => {
    const body = 'query Areas {\n  languages {\n    code\n    __typename\n  }\n}';
    const file = join(directory, 'other.json');
    const other = { id: 'areas-1', name: 'Areas', type: 'query', body };
    writeFileSync(
      file,
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: [other] }),
    );
    const app = await RunningApp.start({ env: { TRUSTED_DOCUMENTS: file } });
    const client = await app.client(null);
    expect(await overHttp(client, { documentId: 'areas-1' })).toMatchObject(taken);
    expect(await overHttp(client, { query: stripIgnoredCharacters(body) })).toMatchObject(taken);
    expect(await overHttp(client, { query: operation('Items') })).toMatchObject(refused);
    await app.stop();
  });

  const entry = { id: '1', name: 'A', type: 'query', body: 'query A { __typename }' };
  const manifestWith = (...listed: unknown[]) =>
    JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: listed });

  test.each([
    ['it is no JSON', '{'],
    ['it is of another form', '{"format":"relay","version":1,"operations":[]}'],
    ['it is of another version', manifestWith().replace('"version":1', '"version":2')],
    ['an entry is null', manifestWith(null)],
    ['an entry lacks its text', manifestWith({ ...entry, body: undefined })],
    ['an entry has a type that there is not', manifestWith({ ...entry, type: 'fragment' })],
    ['two entries have one id', manifestWith(entry, entry)],
  ])('is refused where %s', (_what, text) => {
    expect(() => readManifest(text)).toThrow(/manifest/i);
  });

  test('stops the start of a server whose schema it does not fit', async () => {
    const file = join(directory, 'wrong.json');
    writeFileSync(file, manifestWith({ ...entry, body: 'query A { bogus }' }));
    await expect(RunningApp.start({ env: { TRUSTED_DOCUMENTS: file } })).rejects.toThrow(
      'The operation A would be refused: A field is selected that does not exist on its type.',
    );
  });
});

test('a server without a manifest knows no document by an id', async () => {
  const plain = await RunningApp.start();
  const client = await plain.client(null);
  for (const named of [
    { documentId: idOf('Items') },
    { extensions: { persistedQuery: { version: 1, sha256Hash: idOf('Items') } } },
  ])
    expect(await overHttp(client, named)).toMatchObject({ code: 'BAD_USER_INPUT', hasData: false });
  await plain.stop();
});
