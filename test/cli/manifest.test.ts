import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import type { Manifest } from '../../src/server/manifest.ts';
import { Running } from './command-line.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'concord-manifest-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

async function made(...more: string[]) {
  const running = new Running(['manifest', directory, ...more], {});
  const exit = await running.exit;
  return { exit, out: running.out, err: running.err };
}

const VIEWER = 'query Viewer { viewer { ...Who } }';
const WHO = 'fragment Who on Viewer { id organisation { ...Org } }';
const ORG = 'fragment Org on Organisation { id name }';

describe('a manifest', () => {
  test('lists each operation with its fragments, wherever they stand, under the hash of its text', async () => {
    put({
      'deep/er/viewer.graphql': VIEWER,
      'fragments.gql': `${WHO} ${ORG} fragment Unused on Viewer { id }`,
      'more.graphql': 'subscription Feed { exchange { __typename } } query Areas { languages { code } }',
      'notes.txt': 'not GraphQL',
    });
    const { exit, out, err } = await made();
    expect({ exit, err }).toEqual({ exit: 0, err: 'Listed 3 operations.\n' });
    const { operations, ...head } = JSON.parse(out) as Manifest;
    expect(head).toEqual({ format: 'apollo-persisted-query-manifest', version: 1 });
    expect(operations.map(({ name, type }) => [name, type])).toEqual([
      ['Areas', 'query'],
      ['Feed', 'subscription'],
      ['Viewer', 'query'],
    ]);
    const body = [VIEWER, ORG, WHO].map((text) => print(parse(text))).join('\n\n');
    expect(operations[2]).toEqual({
      id: createHash('sha256').update(body).digest('hex'),
      name: 'Viewer',
      type: 'query',
      body,
    });
  });

  test('is the same whatever the files are called and however they are laid out', async () => {
    put({ 'a.graphql': `${WHO}\n${ORG}\n${VIEWER}` });
    const one = await made();
    rmSync(join(directory, 'a.graphql'));
    put({
      'z.graphql': `# a comment\n${VIEWER.replaceAll(' ', '\n  ')}`,
      'b.graphql': ORG,
      'c.graphql': WHO,
    });
    expect((await made()).out).toBe(one.out);
  });

  test('is written to a file', async () => {
    put({ 'a.graphql': 'query Areas { languages { code } }' });
    const file = join(directory, 'manifest.json');
    expect(await made('--out', file)).toMatchObject({ exit: 0, out: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ operations: [{ name: 'Areas' }] });
    expect(await made('--out', join(directory, 'none', 'm.json'))).toMatchObject({ exit: 1, out: '' });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['there is no file', {}, /has no .graphql file/],
    ['there is no operation', { 'a.graphql': ORG }, /no operation in the files/],
    ['a file is not GraphQL', { 'a.graphql': 'query {' }, /a\.graphql is not well-formed/],
    ['an operation has no name', { 'a.graphql': '{ languages { code } }' }, /without a name/],
    [
      'two have one name',
      { 'a.graphql': 'query A { __typename }', 'b.graphql': 'query A { __typename }' },
      /b\.graphql defines A/,
    ],
    ['a fragment is nowhere', { 'a.graphql': VIEWER }, /Viewer uses a fragment that no file has: Who/],
    ['it holds a schema', { 'a.graphql': 'type A { b: Int }' }, /neither an operation nor a fragment/],
    [
      'a field does not exist',
      { 'a.graphql': 'query A { bogus }' },
      /A would be refused: A field is selected/,
    ],
    [
      'it asks for too much',
      { 'a.graphql': `query A { ${'a: __typename '.repeat(31)} }` },
      /A would be refused: The document has more than 30 aliases/,
    ],
  ])('is not made where %s', async (_what, files, message) => {
    put(files);
    const { exit, out, err } = await made();
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('is not made of a directory that is not there', async () => {
    rmSync(directory, { recursive: true });
    expect(await made()).toMatchObject({ exit: 2, out: '' });
  });
});
