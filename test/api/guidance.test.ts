import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, refused, sound, type Answer, type Input } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let anna: Client;
let bert: Client;
let anybody: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  anna = await running.client({ organisation: 'ai-office', person: 'anna@ai-office' });
  bert = await running.client({ organisation: 'ai-office', person: 'bert@ai-office' });
  anybody = await running.client(null);
});
afterAll(() => running.stop());

const en = (text: string) => [{ language: 'en', text }];
const { input } = sound.publishGuidance;
const toOffice = { marking: 'LIMITED', audience: { groups: ['AI_OFFICE'] } };
const publish = (change: Input = {}): Promise<Answer> =>
  command(anna, 'publishGuidance', { ...input, ...change });

const onGuidance = (fields: string) => `query($id: ID!) { item(id: $id) { ... on Guidance { ${fields} } } }`;

async function read(client: Client, id: string, fields: string): Promise<unknown> {
  return (await client.get<{ item: unknown }>(onGuidance(fields), { id })).item;
}

describe('a draft', () => {
  test('is published by a second person, and until then nobody else knows of it', async () => {
    const { item } = await command(anna, 'draftGuidance', { ...input, references: [] }, 'release');
    expect(item.release).toBe('DRAFT');
    expect(await read(anybody, item.id, 'id')).toBeNull();
    expect(await read(await running.client('board-de'), item.id, 'id')).toBeNull();
    const asRead = { itemId: item.id, expectedRevision: 1 };
    expect((await refused(anna, 'publishGuidanceDraft', asRead)).extensions.code).toBe('FORBIDDEN');
    const { item: published } = await command(bert, 'publishGuidanceDraft', asRead, 'release');
    expect(published).toEqual({ id: item.id, revision: 2, release: 'PUBLISHED' });
    expect(await read(anybody, item.id, 'history { change }')).toEqual({
      history: [{ change: 'PUBLISHED' }],
    });
    expect(await read(anna, item.id, 'history { change }')).toEqual({
      history: [{ change: 'DRAFTED' }, { change: 'PUBLISHED' }],
    });
  });

  test('is corrected by who drafted it alone', async () => {
    const { item } = await command(anna, 'draftGuidance', { ...input, references: [] });
    const given = { itemId: item.id, expectedRevision: 1, author: 'AI Office' };
    expect((await refused(bert, 'correctGuidance', given)).extensions.code).toBe('FORBIDDEN');
    expect((await command(anna, 'correctGuidance', given)).item.revision).toBe(2);
  });

  test('is published as the second person has read it, and not otherwise', async () => {
    const { item } = await command(anna, 'draftGuidance', { ...input, references: [] });
    await command(anna, 'correctGuidance', { itemId: item.id, expectedRevision: 1, author: 'AI Office' });
    const refusal = async (change: Input) =>
      (await refused(bert, 'publishGuidanceDraft', { itemId: item.id, ...change })).extensions;
    expect(await refusal({ expectedRevision: 1 })).toEqual({ code: 'REVISION_CONFLICT' });
    expect(await refusal({})).toEqual({ code: 'BAD_USER_INPUT', field: 'expectedRevision' });
  });

  test('cannot be superseded, so that no version of it is shown that was never published', async () => {
    const { item } = await command(anna, 'draftGuidance', input);
    const successor = {
      itemId: item.id,
      expectedRevision: 1,
      title: en('Second'),
      references: ['C(2030) 2'],
      documentDate: '2030-05',
    };
    expect((await refused(anna, 'supersedeGuidance', successor)).extensions.code).toBe('INVALID_STATE');
  });
});

describe('a correction', () => {
  test('changes what it names, keeps the rest, and adds no version', async () => {
    const { item } = await publish({ articles: ['50'], documentDate: '2030-04' });
    const fields =
      'title articles documentDate { value precision } references { value stage } versions { revision }';
    const given = { itemId: item.id, expectedRevision: 1, title: en('Mended'), documentDate: '2030-04-02' };
    expect((await command(anna, 'correctGuidance', given, fields)).item).toEqual({
      id: item.id,
      revision: 2,
      title: 'Mended',
      articles: ['50'],
      documentDate: { value: '2030-04-02', precision: 'DAY' },
      references: [{ value: 'C(2030) 1 (fictional)', stage: 'OTHER' }],
      versions: [],
    });
  });
});

describe('a new document in the place of another', () => {
  const successor = {
    expectedRevision: 1,
    title: en('Second edition'),
    references: ['C(2030) 2'],
    documentDate: '2030-05',
  };

  test('leaves the old one readable, known as it was known', async () => {
    const datedReferences = [
      { value: 'C(2030) 1', stage: 'ADOPTION', date: '2030-04-01' },
      { value: 'OJ C, 2030/9', stage: 'PUBLICATION', date: '2030-04-09' },
    ];
    const { item } = await publish({ references: [], datedReferences });
    expect(await read(anybody, item.id, 'reference')).toEqual({ reference: 'C(2030) 1' });
    await command(anna, 'supersedeGuidance', { itemId: item.id, ...successor });
    expect(
      await read(anybody, item.id, 'reference title revision versions { revision reference title }'),
    ).toEqual({
      reference: 'C(2030) 2',
      title: 'Second edition',
      revision: 2,
      versions: [{ revision: 1, reference: 'C(2030) 1', title: 'Guidelines (fictional)' }],
    });
  });

  test('shows the old one to those alone who could read it then', async () => {
    const { item } = await publish({ handling: toOffice });
    const handling = { marking: 'PUBLIC', audience: { everyone: true } };
    await command(anna, 'supersedeGuidance', { itemId: item.id, ...successor, handling });
    expect(await read(anybody, item.id, 'versions { revision }')).toEqual({ versions: [] });
    expect(await read(bert, item.id, 'versions { revision }')).toEqual({ versions: [{ revision: 1 }] });
  });

  test('takes the old one out of the search and itself in', async () => {
    const { item } = await publish({ title: en('Quagga guidelines') });
    await command(anna, 'supersedeGuidance', {
      itemId: item.id,
      ...successor,
      title: en('Okapi guidelines'),
    });
    const found = (text: string) =>
      anybody.get('query($text: String!) { search(text: $text) { edges { node { id } } } }', { text });
    expect(await found('quagga')).toEqual({ search: { edges: [] } });
    expect(await found('okapi')).toEqual({ search: { edges: [{ node: { id: item.id } }] } });
  });
});

describe('a relation', () => {
  const both = 'relations { type item { id } } relatedBy { type item { id } }';

  test('is shown from both ends', async () => {
    const { item: old } = await publish();
    const relations = [{ type: 'REVISES', itemId: old.id }];
    const { item } = await publish({ relations });
    expect(await read(anybody, item.id, both)).toEqual({
      relations: [{ type: 'REVISES', item: { id: old.id } }],
      relatedBy: [],
    });
    expect(await read(anybody, old.id, both)).toEqual({
      relations: [],
      relatedBy: [{ type: 'REVISES', item: { id: item.id } }],
    });
  });

  test('to or from what one may not see is not shown', async () => {
    const { item: hidden } = await publish({ handling: toOffice });
    const { item: shown } = await publish({ relations: [{ type: 'ANNEXES', itemId: hidden.id }] });
    const { item: pointing } = await publish({
      handling: toOffice,
      relations: [{ type: 'ASSESSES', itemId: shown.id }],
    });
    expect(await read(anybody, shown.id, both)).toEqual({ relations: [], relatedBy: [] });
    expect(await read(bert, shown.id, both)).toEqual({
      relations: [{ type: 'ANNEXES', item: { id: hidden.id } }],
      relatedBy: [{ type: 'ASSESSES', item: { id: pointing.id } }],
    });
  });
});
