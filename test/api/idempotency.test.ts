import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { command, refused, sound, type Input, type Making } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

const key = () => crypto.randomUUID();
const conflict = { code: 'IDEMPOTENCY_CONFLICT', field: 'idempotencyKey' };

describe('the same key', () => {
  test.each(Object.keys(sound) as Making[])(
    'with the same input gives the first answer of %s again',
    async (name) => {
      const { by, input } = sound[name];
      const given = { ...input, idempotencyKey: key() };
      const client = await running.client(by);
      const first = await command(client, name, given, 'reference publishedAt');
      const head = running.app.store.head();
      expect(await command(client, name, given, 'reference publishedAt')).toEqual(first);
      const again = await running.client(by);
      expect(await command(again, name, given, 'reference publishedAt')).toEqual(first);
      expect(running.app.store.head()).toEqual(head);
    },
  );

  test.each([
    ['another title', { title: [{ language: 'en', text: 'Other' }] }],
    ['another handling', { handling: { marking: 'LIMITED', audience: { everyone: true } } }],
    ['one part more', { articles: ['50'] }],
  ] as [string, Input][])('with %s is refused', async (_what, change) => {
    const { by, input } = sound.publishGuidance;
    const client = await running.client(by);
    const given = { ...input, idempotencyKey: key() };
    await command(client, 'publishGuidance', given);
    const head = running.app.store.head();
    expect((await refused(client, 'publishGuidance', { ...given, ...change })).extensions).toEqual(conflict);
    expect(running.app.store.head()).toEqual(head);
  });

  test('for another command is refused', async () => {
    const { by, input } = sound.publishGuidance;
    const client = await running.client(by);
    const given = { ...input, idempotencyKey: key() };
    await command(client, 'publishGuidance', given);
    expect((await refused(client, 'draftGuidance', given)).extensions).toEqual(conflict);
  });

  test('with a part that is null instead of left out gives the first answer again, at any depth', async () => {
    const { by, input } = sound.publishFinding;
    const client = await running.client(by);
    const given = { ...input, idempotencyKey: key() };
    const first = await command(client, 'publishFinding', given);
    const nulls = {
      summary: null,
      embargoUntil: null,
      subject: { ...input.subject, system: null },
      handling: {
        ...input.handling,
        originatorControlled: null,
        audience: { ...input.handling.audience, everyone: null },
      },
    };
    expect(await command(client, 'publishFinding', { ...given, ...nulls })).toEqual(first);
  });

  test('with a null more in what means itself is refused', async () => {
    const { by, input } = sound.publishFinding;
    const client = await running.client(by);
    const given = (parameters: Input) => ({
      ...input,
      method: { ...input.method, parameters },
      idempotencyKey,
    });
    const idempotencyKey = key();
    await command(client, 'publishFinding', given({ seed: null }));
    expect((await refused(client, 'publishFinding', given({}))).extensions).toEqual(conflict);
  });

  test('of another person is another key', async () => {
    const { by, input } = sound.publishGuidance;
    const given = { ...input, idempotencyKey: key() };
    const [one, other] = await Promise.all(
      ['one', 'other'].map(async (person) =>
        command(await running.client({ organisation: by, person }), 'publishGuidance', given),
      ),
    );
    expect(one?.item.id).not.toBe(other?.item.id);
  });

  test('sent many times at once makes one item', async () => {
    const { by, input } = sound.raiseAlert;
    const client = await running.client(by);
    const given = { ...input, idempotencyKey: key() };
    const before = running.app.store.head().position;
    const answers = await Promise.all(Array.from({ length: 8 }, () => command(client, 'raiseAlert', given)));
    expect(new Set(answers.map(({ cursor, item }) => `${cursor} ${item.id}`)).size).toBe(1);
    expect(running.app.store.head().position).toBe(before + 1);
  });

  test('of a change gives the first answer, though the item has moved on since', async () => {
    const { by, input } = sound.openCase;
    const client = await running.client(by);
    const { item } = await command(client, 'openCase', input);
    const step = { itemId: item.id, name: 'Heard', expectedRevision: 1, idempotencyKey: key() };
    const first = await command(client, 'recordCaseStep', step, 'steps { name }');
    await command(client, 'recordCaseStep', { itemId: item.id, name: 'Decided' });
    expect(await command(client, 'recordCaseStep', step, 'steps { name }')).toEqual(first);
    const recall = { itemId: item.id, idempotencyKey: key() };
    const recalled = await command(client, 'recallItem', recall);
    expect(await command(client, 'recallItem', recall)).toEqual(recalled);
  });

  test('gives back nothing of an item that was hidden from its holder since', async () => {
    const [office, issuer] = [await running.client('ai-office'), await running.client('fi-traficom')];
    const { item } = await command(issuer, 'raiseAlert', sound.raiseAlert.input);
    const itemId = item.id;
    for (const basis of ['Case T-1/30', 'Case T-2/30'])
      await command(office, 'placeLegalHold', { itemId, basis });
    const taken = { itemId, idempotencyKey: key() };
    const sweden = await running.client('se-pts');
    await command(sweden, 'acknowledgeItem', taken);
    const lifted = { itemId, number: 2, idempotencyKey: key() };
    await command(office, 'liftLegalHold', lifted);
    await command(issuer, 'recallItem', { itemId });
    // The other hold still stands, so the office may lift it, and must be told nothing of the item all the same.
    expect((await refused(sweden, 'acknowledgeItem', taken)).extensions).toEqual({ code: 'NOT_FOUND' });
    expect((await refused(office, 'liftLegalHold', lifted)).extensions).toEqual({ code: 'NOT_FOUND' });
  });

  test('that changed nothing, because it was done before, is bound all the same', async () => {
    const issuer = await running.client('fi-traficom');
    const { item } = await command(issuer, 'raiseAlert', sound.raiseAlert.input);
    const other = await command(issuer, 'raiseAlert', sound.raiseAlert.input);
    const sweden = await running.client('se-pts');
    const [first, second] = [key(), key()];
    const taken = await command(sweden, 'acknowledgeItem', { itemId: item.id, idempotencyKey: first });
    const again = { itemId: item.id, idempotencyKey: second };
    expect(await command(sweden, 'acknowledgeItem', again)).toEqual(taken);
    expect(await command(sweden, 'acknowledgeItem', again)).toEqual(taken);
    for (const idempotencyKey of [first, second]) {
      const { extensions } = await refused(sweden, 'acknowledgeItem', {
        itemId: other.item.id,
        idempotencyKey,
      });
      expect(extensions).toEqual({ code: 'IDEMPOTENCY_CONFLICT', field: 'idempotencyKey' });
    }
  });

  test('of a refused command is free again', async () => {
    const { by, input } = sound.publishOpinion;
    const client = await running.client(by);
    const idempotencyKey = key();
    await refused(client, 'publishOpinion', { ...input, legalBasis: '', idempotencyKey });
    expect((await command(client, 'publishOpinion', { ...input, idempotencyKey })).item.revision).toBe(1);
  });
});

test('the history of an item holds each change with its place, its author and its time', async () => {
  const { by, input } = sound.openCase;
  const client = await running.client(by);
  const opened = await command(client, 'openCase', input);
  const itemId = opened.item.id;
  const stepped = await command(client, 'recordCaseStep', { itemId, name: 'Heard' });
  const taken = await command(await running.client('se-pts'), 'acknowledgeItem', { itemId });
  const { item } = await client.get<{ item: { history: object[] } }>(
    'query($id: ID!) { item(id: $id) { history { cursor revision at change actor { id organisation { id } } } } }',
    { id: itemId },
  );
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const lead = { id: 'authority-officer@fi-traficom', organisation: { id: by } };
  const sweden = { id: 'authority-officer@se-pts', organisation: { id: 'se-pts' } };
  expect(item.history).toEqual([
    { cursor: opened.cursor, revision: 1, at, change: 'OPENED', actor: lead },
    { cursor: stepped.cursor, revision: 2, at, change: 'STEP_RECORDED', actor: lead },
    { cursor: taken.cursor, revision: 3, at, change: 'ACKNOWLEDGED', actor: sweden },
  ]);
  expect(opened.cursor < stepped.cursor && stepped.cursor < taken.cursor).toBe(true);
});
