import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, type Answer, type Input, type Making } from '../support/commands.ts';
import { erasable, erase, erased, keeping, pairOf, read, refusing, why } from '../support/erasures.ts';
import { Clock, RunningApp } from '../support/running-app.ts';

const MINUTE = 60_000;

let running: RunningApp;
let anna: Client;
let bert: Client;
let office: Client;
let delegate: Client;
const clock = new Clock('2030-05-01T12:00:00.000Z');
const expectRefused = refusing(() => running);
beforeAll(async () => {
  running = await RunningApp.start({ now: clock.now });
  [anna, bert] = await pairOf(running, 'fi-traficom');
  office = await running.client('ai-office');
  delegate = await running.client('board-de');
});
afterAll(() => running.stop());

const raise = async (): Promise<string> =>
  (await command(anna, 'raiseAlert', erasable.raiseAlert.input)).item.id;

describe('what is left of an item', () => {
  const base =
    '__typename id kind reference title summary languages issuer { id } articles memberStates ' +
    'handling { marking audience { groups } } release publishedAt revision acknowledgements { at } ';

  test.each(Object.entries(erasable) as [Making, (typeof erasable)[Making]][])(
    'of %s is an ErasedItem of the same kind, for the same readers',
    async (name, { by, input }) => {
      const pair = await pairOf(running, by);
      const { item } = await command(pair[0], name, input, 'kind handling { marking audience { groups } }');
      const publishedAt = clock.text;
      const { kind, handling } = item;
      await erase(pair, item.id);
      const expected = {
        __typename: 'ErasedItem',
        id: item.id,
        kind,
        reference: `${String(kind)}-2030-${item.id.slice(-8).toUpperCase()}`,
        title: 'Content erased',
        summary: '',
        languages: expect.arrayContaining(['en', 'fr', 'de', 'mt']),
        issuer: { id: by },
        articles: [],
        memberStates: [],
        handling,
        release: 'PUBLISHED',
        publishedAt,
        revision: 3,
        acknowledgements: [],
        retainUntil: null,
        erasureRequest: null,
        legalHolds: [],
      };
      expect(await read(delegate, item.id, base + keeping)).toEqual(expected);
      const outsider = await running.client(null);
      expect(await read(outsider, item.id, 'id')).toEqual(
        name === 'publishGuidance' ? { id: item.id } : null,
      );
    },
  );

  test('has its title in the language that is asked for', async () => {
    const itemId = await raise();
    await erase([anna, bert], itemId);
    const titles = 'fr: title(language: fr) de: title(language: de) el: title(language: el) title';
    const query = `query($id: ID!) { item(id: $id) { ${titles} } }`;
    const { item } = await delegate.get<{ item: object }>(query, { id: itemId }, { 'accept-language': 'sv' });
    expect(item).toEqual({
      fr: 'Contenu effacé',
      de: 'Inhalt gelöscht',
      el: 'Το περιεχόμενο διαγράφηκε',
      title: 'Innehåll raderat',
    });
  });

  test('takes no change any more, of its own kind or of any', async () => {
    const itemId = await raise();
    await erase([anna, bert], itemId);
    const handling = { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } };
    for (const [client, name, input] of [
      [delegate, 'acknowledgeItem', {}],
      [anna, 'changeHandling', { expectedRevision: 3, handling }],
      [anna, 'recallItem', {}],
      [anna, 'completeAlert', { articles: ['73'] }],
      [delegate, 'reportAlertFollowUp', { measures: [{ language: 'en', text: 'None' }] }],
      [anna, 'recordCaseStep', { name: 'Heard' }],
      [anna, 'requestErasure', why],
      [anna, 'confirmErasure', { expectedRevision: 3 }],
      [anna, 'declineErasure', { reason: 'No' }],
      [office, 'placeLegalHold', { basis: 'Case T-1/30' }],
      [office, 'liftLegalHold', { number: 2 }],
      [anna, 'setRetention', { retainUntil: '2099-01-01T00:00:00Z' }],
    ] as [Client, string, Input][])
      await expectRefused(client, [name, { itemId, ...input }], ['INVALID_STATE']);
  });

  test('of a draft, an embargoed and a recalled item stays where it stood', async () => {
    const pair = await pairOf(running, 'ecat');
    const embargoUntil = new Date(clock.now() + MINUTE).toISOString();
    const finding = await command(pair[0], 'publishFinding', {
      ...erasable.publishFinding.input,
      embargoUntil,
    });
    await erase(pair, finding.item.id);
    clock.advance(MINUTE);
    running.app.look();
    expect(await running.app.store.nextDue()).toBeNull();
    expect(await read(office, finding.item.id, 'release history { change }')).toMatchObject({
      release: 'EMBARGOED',
    });
    expect(await read(delegate, finding.item.id, 'id')).toBeNull();

    const itemId = await raise();
    await command(anna, 'recallItem', { itemId });
    await erase([anna, bert], itemId);
    expect(await read(anna, itemId, '__typename release')).toEqual({
      __typename: 'ErasedItem',
      release: 'RECALLED',
    });
    expect(await read(delegate, itemId, 'id')).toBeNull();

    const writers = await pairOf(running, 'ai-office');
    const draft = await command(writers[0], 'draftGuidance', erasable.publishGuidance.input);
    await erase(writers, draft.item.id);
    expect(await read(office, draft.item.id, '__typename release')).toEqual({
      __typename: 'ErasedItem',
      release: 'DRAFT',
    });
  });

  test('is no document, finding or successor that others point to', async () => {
    const [ecat, other] = await pairOf(running, 'ecat');
    const first = await command(ecat, 'publishFinding', erasable.publishFinding.input);
    const second = await command(ecat, 'publishFinding', {
      ...erasable.publishFinding.input,
      supersedes: first.item.id,
    });
    const links = '... on Finding { supersedes { id } supersededBy { id } }';
    await erase([ecat, other], first.item.id);
    expect(await read(office, second.item.id, links)).toEqual({ supersedes: null, supersededBy: null });
    await expectRefused(
      ecat,
      ['publishFinding', { ...erasable.publishFinding.input, supersedes: first.item.id }],
      ['BAD_USER_INPUT', 'supersedes'],
    );

    const writers = await pairOf(running, 'ai-office');
    const { input } = erasable.publishGuidance;
    const target = await command(writers[0], 'publishGuidance', input);
    const relations = [{ type: 'REVISES', itemId: target.item.id }];
    const source = await command(writers[0], 'publishGuidance', { ...input, relations });
    await erase(writers, target.item.id);
    const related = '... on Guidance { relations { item { id } } }';
    expect(await read(office, source.item.id, related)).toEqual({ relations: [] });
    await expectRefused(
      writers[0],
      ['publishGuidance', { ...input, relations }],
      ['BAD_USER_INPUT', 'relations'],
    );
  });
});

describe('a repeat with the same key', () => {
  const key = () => crypto.randomUUID();

  test('of what erased an item gives the first answer again', async () => {
    const itemId = await raise();
    await command(anna, 'requestErasure', { itemId, ...why });
    const input = { itemId, expectedRevision: 2, idempotencyKey: key() };
    const first: Answer = await command(bert, 'confirmErasure', input, erased);
    const head = running.app.store.head();
    expect(await command(bert, 'confirmErasure', input, erased)).toEqual(first);
    const other: [string, Input] = ['confirmErasure', { ...input, expectedRevision: 3 }];
    await expectRefused(bert, other, ['IDEMPOTENCY_CONFLICT', 'idempotencyKey']);
    expect(running.app.store.head()).toEqual(head);
  });

  test('of what was done to an item before it was erased is told so, and nothing is done again', async () => {
    const made = { ...erasable.raiseAlert.input, idempotencyKey: key() };
    const itemId = (await command(anna, 'raiseAlert', made)).item.id;
    const taken = { itemId, idempotencyKey: key() };
    await command(delegate, 'acknowledgeItem', taken);
    const request = { itemId, ...why, idempotencyKey: key() };
    const { item } = await command(anna, 'requestErasure', request);
    await command(bert, 'confirmErasure', { itemId, expectedRevision: item.revision });
    await expectRefused(anna, ['raiseAlert', made], ['INVALID_STATE']);
    await expectRefused(anna, ['raiseAlert', { ...made, urgency: 'ROUTINE' }], ['INVALID_STATE']);
    await expectRefused(delegate, ['acknowledgeItem', taken], ['INVALID_STATE']);
    await expectRefused(anna, ['requestErasure', request], ['INVALID_STATE']);
  });

  test('is not told even that by who can no longer read what is left', async () => {
    const itemId = await raise();
    const taken = { itemId, idempotencyKey: key() };
    await command(delegate, 'acknowledgeItem', taken);
    await command(anna, 'recallItem', { itemId });
    await erase([anna, bert], itemId);
    await expectRefused(delegate, ['acknowledgeItem', taken], ['NOT_FOUND']);
  });
});
