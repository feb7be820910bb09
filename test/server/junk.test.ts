import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refusalCodes } from '../../src/errors.ts';
import { goodInput, publish } from './toy.ts';
import { startToyServer, type Reply, type ToyServer } from './toy-server.ts';

let server: ToyServer;
beforeAll(async () => (server = await startToyServer()));
afterAll(() => server.stop());

/** A name in GraphQL, so that it can stand anywhere. */
const MARKER = 'zebraMarker';

/** What holds of any answer at all, whatever was sent. */
function assertDecent(reply: Reply): void {
  expect(reply.status).toBeLessThan(500);
  expect(Buffer.byteLength(reply.text)).toBeLessThanOrEqual(2_048);
  expect(reply.text).not.toMatch(new RegExp(MARKER, 'i'));
  expect(reply.text).not.toMatch(/Did you mean|node_modules|at \w+ \(/);
  if (reply.data === undefined) expect(reply.errors).toHaveLength(1);
  for (const { extensions } of reply.errors) {
    expect(refusalCodes).toContain(extensions.code);
    expect(extensions.code).not.toBe('INTERNAL');
  }
}

const documents = [
  publish,
  'query Item($id: ID!) { item(id: $id) { ...F } } fragment F on Item { id title(language: "en") }',
  '{ items(filter: { articles: ["5"], marking: PUBLIC }, first: 3) { id related { id } } }',
  'mutation { publish(input: {title: [{language: "en", text: "T"}], method: {name: "a"}, handling: {marking: PUBLIC, audience: {}}}) { id } }',
  'subscription Live { ticks }',
  `query ($${MARKER}: Int!) { items(first: $${MARKER}) { id } }`,
];

const scraps = [
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
];
const moreScraps = [
  '"',
  '"""',
  '#',
  ':',
  '!',
  '$',
  '3',
  'null',
  'on',
  '\n',
  '\u0000',
  '\ufeff',
  '\\u',
  '…',
  '=',
  '|',
];

/** A document of which a stretch was replaced by scraps, some of them the marker. */
const spoiltDocument = fc
  .record({
    document: fc.constantFrom(...documents),
    at: fc.nat(200),
    length: fc.nat(20),
    scraps: fc.array(fc.constantFrom(...scraps, ...moreScraps), { minLength: 1, maxLength: 4 }),
  })
  .map(
    ({ document, at, length, scraps: put }) =>
      document.slice(0, at) + put.join('') + document.slice(at + length),
  );

const junkValue = fc.oneof(
  fc.constant(MARKER),
  fc.constant([MARKER]),
  fc.constant({ [MARKER]: MARKER }),
  fc.constant({ ...goodInput, [MARKER]: 1 }),
  fc.constant({ ...goodInput, title: MARKER }),
  fc.jsonValue(),
);

describe('whatever is sent', () => {
  test('as a body gets a short refusal that quotes nothing of it', async () => {
    const junk = fc.oneof(
      fc.json().map((text) => text + MARKER),
      fc.jsonValue().map((value) => JSON.stringify({ query: value, [MARKER]: MARKER })),
      fc.uint8Array({ maxLength: 200 }),
      fc.constant(JSON.stringify(MARKER)),
    );
    await fc.assert(
      fc.asyncProperty(junk, async (body) => {
        const reply = await server.post(body);
        expect(reply.status).toBe(400);
        assertDecent(reply);
      }),
      { numRuns: 150 },
    );
  });

  test('as a document gets an answer or a short refusal that quotes nothing of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        spoiltDocument,
        fc.dictionary(fc.constantFrom('input', 'id', MARKER), junkValue),
        async (query, variables) => {
          const reply = await server.post({ query, variables, operationName: null });
          // Names of answers are the client's own, so only refusals are looked at for the marker.
          if (reply.data === undefined) assertDecent(reply);
          else expect(reply.status).toBe(200);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('as variables gets an answer or a short refusal that names no more than a field', async () => {
    const fields = ['title', 'articles', 'method', 'handling'] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), junkValue, async (name, value) => {
        const input = { ...goodInput, [name]: value };
        const reply = await server.post({ query: publish, variables: { input } });
        assertDecent(reply);
        if (reply.errors.length > 0)
          expect(reply.errors[0]?.extensions.field).toMatch(new RegExp(`^${name}(\\.[a-zA-Z]+)*$`));
      }),
      { numRuns: 200 },
    );
  });

  test('as the name of the operation, the address or a header gets no echo', async () => {
    assertDecent(await server.post({ query: documents[2], operationName: MARKER }));
    assertDecent(await server.get(`/${MARKER}?${MARKER}`));
    assertDecent(await server.get('/nothing', { accept: MARKER, origin: `https://${MARKER}` }));
    assertDecent(await server.post({}, { 'content-type': MARKER, 'accept-language': MARKER }));
  });
});
