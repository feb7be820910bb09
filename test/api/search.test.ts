import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, sound, type Input } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let anybody: Client;
let office: Client;
const ids: Record<string, string> = {};
const text = (language: string, words: string) => [{ language, text: words }];

beforeAll(async () => {
  running = await RunningApp.start();
  anybody = await running.client(null);
  office = await running.client('ai-office');
  const { by, input } = sound.publishGuidance;
  const publisher = await running.client(by);
  const publish = async (name: string, change: Input) => {
    ids[name] = (await command(publisher, 'publishGuidance', { ...input, ...change })).item.id;
  };
  await publish('french', {
    title: text('fr', 'Lignes directrices sur la Transparence algorithmique Zèbre'),
    summary: text('en', 'A reading of transparency duties.'),
    references: ['C(2031) 777 final'],
    articles: ['50'],
  });
  await publish('greek', { title: text('el', 'Κατευθυντήριες γραμμές για ζέβρες'), articles: ['75a'] });
  await publish('german', { title: text('de', 'Leitlinien für Zebras mit Übergröße'), articles: ['5'] });
  await publish('secret', {
    title: text('en', 'Zebra under embargo'),
    articles: ['50'],
    handling: { marking: 'LIMITED', audience: { groups: ['AI_OFFICE'] } },
  });
});
afterAll(() => running.stop());

interface Found {
  search: { edges: { node: { id: string; reference: string; articles: string[] } }[]; totalCount: number };
}

async function search(words: string, client = anybody, filter: Input = {}): Promise<Found['search']> {
  const { search: found } = await client.get<Found>(
    'query($words: String!, $filter: ItemFilter) { search(text: $words, filter: $filter, first: 100) { edges { node { id reference articles } } totalCount } }',
    { words, filter },
  );
  return found;
}
const nodes = ({ edges }: Found['search']) => edges.map(({ node }) => node);

describe('a search', () => {
  test.each(['Article 50', 'article 50', 'Artikel 50', 'Art. 50', 'άρθρο 50'])(
    'for "%s" finds what is about it',
    async (words) => {
      const found = nodes(await search(words));
      expect(found.map(({ id }) => id)).toContain(ids.french);
      expect(found.map(({ id }) => id)).not.toContain(ids.german);
      expect(found.length).toBeGreaterThan(1);
    },
  );

  test.each(['Article 75a', 'article 75A'])(
    'for "%s" takes the letter for part of the number',
    async (words) => {
      const found = nodes(await search(words)).map(({ id }) => id);
      expect(found).toContain(ids.greek);
    },
  );

  test.each(['C(2025) 5053', 'c(2025)5053', 'C(2025) 5053 final'])(
    'for "%s" finds that document',
    async (words) => {
      const found = nodes(await search(words));
      expect(found.map(({ reference }) => reference)).toContain('C(2025) 5053 final');
    },
  );

  test('for a reference does not take a part of its number for it', async () => {
    expect(nodes(await search('C(2031) 777')).map(({ id }) => id)).toEqual([ids.french]);
    expect((await search('C(2031) 77')).totalCount).toBe(0);
    expect((await search('C(2030) 777')).totalCount).toBe(0);
  });

  test.each([
    ['zebre', 'french'],
    ['ZÈBRE', 'french'],
    ['Ze\u0300bre', 'french'],
    ['transparence algorithmique', 'french'],
    ['algorithmique TRANSPARENCE', 'french'],
    ['transparency duties', 'french'],
    ['κατευθυντηριες', 'greek'],
    ['ΚΑΤΕΥΘΥΝΤΉΡΙΕΣ ΓΡΑΜΜΈΣ', 'greek'],
    ['ubergrosse', 'german'],
    ['ÜBERGRÖẞE', 'german'],
    ['überg', 'german'],
  ])('for "%s" finds the %s one, whatever the accents, the case and the order', async (words, name) => {
    expect(nodes(await search(words)).map(({ id }) => id)).toContain(ids[name]);
  });

  test('needs every word', async () => {
    expect((await search('zèbre quagga')).totalCount).toBe(0);
  });

  test('finds and counts only what the reader may see', async () => {
    const hits = nodes(await search('zebra')).map(({ id }) => id);
    expect(hits).not.toContain(ids.secret);
    const seen = await search('zebra', office);
    expect(nodes(seen).map(({ id }) => id)).toContain(ids.secret);
    expect(seen.totalCount).toBe((await search('zebra')).totalCount + 1);
    expect(await search('zebra embargo')).toEqual({ edges: [], totalCount: 0 });
  });

  test.each([
    [{ articles: ['5'] }, ['german']],
    [{ articles: ['5', '75a'], kinds: ['GUIDANCE'] }, ['german']],
    [{ kinds: ['ALERT'] }, []],
    [{ issuers: ['ecat'] }, []],
  ])('is narrowed by %j', async (filter, expected) => {
    const found = await search('zebra', anybody, filter);
    expect(nodes(found).map(({ id }) => id)).toEqual(expected.map((name) => ids[name]));
    expect(found.totalCount).toBe(expected.length);
  });
});

describe('facets', () => {
  interface Facets {
    facets: { kinds: { kind: string; count: number }[]; articles: { article: string; count: number }[] };
  }
  const facetsOf = (client: Client, filter: Input = {}) =>
    client.get<Facets>(
      'query($filter: ItemFilter) { facets(filter: $filter) { kinds { kind count } articles { article count } } }',
      { filter },
    );

  test('count what a list under the same filter holds', async () => {
    for (const client of [anybody, office]) {
      const { facets } = await facetsOf(client);
      for (const { article, count } of facets.articles.slice(0, 8)) {
        const { items } = await client.get<{ items: { totalCount: number } }>(
          'query($filter: ItemFilter) { items(filter: $filter) { totalCount } }',
          { filter: { articles: [article] } },
        );
        expect({ article, count: items.totalCount }).toEqual({ article, count });
      }
    }
  });

  test('show nothing of what the reader may not see', async () => {
    const of = async (client: Client) =>
      (await facetsOf(client, { articles: ['50'] })).facets.kinds.find(({ kind }) => kind === 'GUIDANCE')
        ?.count ?? 0;
    expect(await of(office)).toBe((await of(anybody)) + 1);
  });

  test('hold no zero', async () => {
    const { facets } = await facetsOf(anybody);
    expect(facets.kinds.map(({ kind }) => kind)).toEqual(['GUIDANCE']);
    expect(facets.articles.every(({ count }) => count > 0)).toBe(true);
  });
});
