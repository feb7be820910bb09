import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { command, sound } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let threefold: string;
let finnish: string;
beforeAll(async () => {
  running = await RunningApp.start();
  const { by, input } = sound.publishGuidance;
  const publisher = await running.client(by);
  const titles = (...languages: string[]) =>
    languages.map((language) => ({ language, text: `in ${language}` }));
  const summary = [{ language: 'sv', text: 'på svenska' }];
  const title = titles('fi', 'en', 'de');
  threefold = (await command(publisher, 'publishGuidance', { ...input, title, summary })).item.id;
  finnish = (await command(publisher, 'publishGuidance', { ...input, title: titles('fi', 'sv') })).item.id;
});
afterAll(() => running.stop());

async function titleOf(id: string, accepted: string | null, language: string | null): Promise<string> {
  const client = await running.client(null);
  const { item } = await client.get<{ item: { title: string } }>(
    'query($id: ID!, $language: Language) { item(id: $id) { title(language: $language) } }',
    { id, language },
    accepted === null ? {} : { 'accept-language': accepted },
  );
  return item.title;
}

describe('a title', () => {
  test.each([
    ['in the language of the argument', 'de', 'fi', 'in de'],
    ['in the language of the header', null, 'de', 'in de'],
    ['in the best match of the header', null, 'mt, de-AT;q=0.9, en;q=0.1', 'in de'],
    ['in the language of the header, where that of the argument is not there', 'mt', 'fi', 'in fi'],
    ['in English without either', null, null, 'in en'],
    ['in English where neither is there', 'mt', 'ga', 'in en'],
    ['in English for a header that is no header', null, ';;;=', 'in en'],
  ])('is answered %s', async (_what, language, accepted, expected) => {
    expect(await titleOf(threefold, accepted, language)).toBe(expected);
  });

  test('is answered in the original where there is no English', async () => {
    expect(await titleOf(finnish, null, null)).toBe('in fi');
    expect(await titleOf(finnish, 'mt', 'de')).toBe('in fi');
    expect(await titleOf(finnish, 'sv', null)).toBe('in sv');
  });

  test('and a summary each have languages of their own', async () => {
    const client = await running.client(null);
    expect(
      await client.get(
        'query($id: ID!) { item(id: $id) { languages title(language: de) summary(language: de) } }',
        {
          id: threefold,
        },
      ),
    ).toEqual({ item: { languages: ['fi', 'en', 'de'], title: 'in de', summary: 'på svenska' } });
  });

  test('comes over a socket in the language the socket asked for', async () => {
    const client = await running.client('ai-office');
    const query = 'subscription { exchange { ... on ItemChanged { item { title } } } }';
    const german = await client.subscribe<object>(query, {}, { language: 'de' });
    const finnishFeed = await client.subscribe<object>(query, {}, { language: 'fi' });
    const input = { itemId: threefold, expectedRevision: 1, author: 'AI Office' };
    await command(client, 'correctGuidance', input);
    expect(await german.take(1)).toEqual([{ exchange: { item: { title: 'in de' } } }]);
    expect(await finnishFeed.take(1)).toEqual([{ exchange: { item: { title: 'in fi' } } }]);
  });
});

describe('Greece', () => {
  test.each(['GR', 'EL'])('is accepted as %s and shown as EL', async (code) => {
    const { by, input } = sound.publishGuidance;
    const handling = { marking: 'LIMITED', audience: { memberStates: [code] } };
    const given = { ...input, handling, memberStates: [code] };
    const fields = 'memberStates handling { audience { memberStates } }';
    const { item } = await command(await running.client(by), 'publishGuidance', given, fields);
    expect(item).toMatchObject({ memberStates: ['EL'], handling: { audience: { memberStates: ['EL'] } } });
    const greek = await running.client('board-el');
    expect(
      await greek.get(
        `query($id: ID!) { item(id: $id) { id } items(filter: { memberStates: [${code}], issuers: ["ai-office"] }, first: 1) { edges { node { id } } } }`,
        { id: item.id },
      ),
    ).toEqual({ item: { id: item.id }, items: { edges: [{ node: { id: item.id } }] } });
  });
});
