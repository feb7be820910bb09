import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, type Input } from '../support/commands.ts';
import { erasable, erased, keeping, pairOf, read, refusing, why } from '../support/erasures.ts';
import { Clock, RunningApp } from '../support/running-app.ts';

const NOON = '2030-05-01T12:00:00.000Z';
const MINUTE = 60_000;

let running: RunningApp;
let anna: Client;
let bert: Client;
let office: Client;
let delegate: Client;
const clock = new Clock(NOON);
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

describe('an erasure', () => {
  test('is requested by one person of the issuer, seen by all readers, and done by another', async () => {
    const itemId = await raise();
    const request = await command(anna, 'requestErasure', { itemId, ...why }, keeping);
    const waiting = {
      erasureRequest: {
        ...why,
        at: clock.text,
        requestedBy: { id: 'anna@fi-traficom', organisation: { id: 'fi-traficom' } },
        confirmedBy: [],
      },
      retainUntil: null,
      legalHolds: [],
    };
    expect(request.item).toMatchObject({ revision: 2, ...waiting });
    expect(await read(delegate, itemId, keeping)).toEqual(waiting);

    const done = await command(bert, 'confirmErasure', { itemId, expectedRevision: 2 }, erased);
    const by = ['anna@fi-traficom', 'bert@fi-traficom'].map((id) => ({
      id,
      organisation: { id: 'fi-traficom' },
    }));
    expect(done.item).toEqual({
      __typename: 'ErasedItem',
      id: itemId,
      revision: 3,
      erasure: { ...why, at: clock.text, by },
    });
    expect(await read(delegate, itemId, `${erased} history { change actor { id } }`)).toEqual({
      __typename: 'ErasedItem',
      erasure: { ...why, at: clock.text, by },
      history: [
        { change: 'PUBLISHED', actor: { id: 'anna@fi-traficom' } },
        { change: 'ERASURE_REQUESTED', actor: { id: 'anna@fi-traficom' } },
        { change: 'ERASED', actor: { id: 'bert@fi-traficom' } },
      ],
    });
  });

  test('is not confirmed by who stands for it already, whatever their roles and organisation', async () => {
    const itemId = await raise();
    await command(anna, 'requestErasure', { itemId, ...why });
    const confirm: [string, Input] = ['confirmErasure', { itemId, expectedRevision: 2 }];
    await expectRefused(anna, confirm, ['FORBIDDEN']);
    const withAll = await running.client({
      organisation: 'fi-traficom',
      person: 'anna@fi-traficom',
      roles: ['authority-officer', 'administrator', 'auditor'],
    });
    await expectRefused(withAll, confirm, ['FORBIDDEN']);
    await expectRefused(office, confirm, ['FORBIDDEN']);
    const administrator = await running.client({ organisation: 'fi-traficom', roles: ['administrator'] });
    await expectRefused(administrator, confirm, ['FORBIDDEN']);
    await expectRefused(await running.client(null), confirm, ['UNAUTHENTICATED']);
    expect(await read(anna, itemId, '__typename')).toEqual({ __typename: 'Alert' });
  });

  test('is confirmed on the revision that was seen', async () => {
    const itemId = await raise();
    await command(anna, 'requestErasure', { itemId, ...why });
    await command(anna, 'completeAlert', { itemId, articles: ['73'] });
    await expectRefused(bert, ['confirmErasure', { itemId, expectedRevision: 2 }], ['REVISION_CONFLICT']);
    await expectRefused(bert, ['confirmErasure', { itemId }], ['BAD_USER_INPUT', 'expectedRevision']);
    await command(bert, 'confirmErasure', { itemId, expectedRevision: 3 });
  });

  test('that two persons confirm at once on the date of retention is done once', async () => {
    const itemId = await raise();
    const retainUntil = new Date(clock.now() + MINUTE).toISOString();
    await command(anna, 'setRetention', { itemId, retainUntil });
    clock.advance(MINUTE);
    running.app.look();
    await requestedByDate(itemId);
    const answers = await Promise.all(
      [anna, bert].map((client) =>
        command(client, 'confirmErasure', { itemId, expectedRevision: 3 }).catch(() => null),
      ),
    );
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
    expect(await read(anna, itemId, '__typename')).toEqual({ __typename: 'Alert' });
  });

  test('is declined with a reason, by whoever of the issuer', async () => {
    const itemId = await raise();
    await command(anna, 'requestErasure', { itemId, ...why });
    const { item } = await command(bert, 'declineErasure', { itemId, reason: 'Still needed' }, keeping);
    expect(item).toMatchObject({ revision: 3, erasureRequest: null });
    await expectRefused(bert, ['confirmErasure', { itemId, expectedRevision: 3 }], ['INVALID_STATE']);
    await expectRefused(bert, ['declineErasure', { itemId, reason: 'Again' }], ['INVALID_STATE']);
    await command(bert, 'requestErasure', { itemId, ...why });
    await command(anna, 'confirmErasure', { itemId, expectedRevision: 4 });
  });

  test('is refused where what is asked is not sound, or not theirs, or not there', async () => {
    const itemId = await raise();
    const long = 'x'.repeat(1_001);
    await expectRefused(
      anna,
      ['requestErasure', { itemId, ...why, reason: ' ' }],
      ['BAD_USER_INPUT', 'reason'],
    );
    await expectRefused(
      anna,
      ['requestErasure', { itemId, ...why, reason: long }],
      ['BAD_USER_INPUT', 'reason'],
    );
    await expectRefused(
      anna,
      ['requestErasure', { itemId, ...why, ground: 'TIDINESS' }],
      ['BAD_USER_INPUT', 'ground'],
    );
    await expectRefused(
      anna,
      ['requestErasure', { itemId, ...why, expectedRevision: 7 }],
      ['REVISION_CONFLICT'],
    );
    await expectRefused(office, ['requestErasure', { itemId, ...why }], ['FORBIDDEN']);
    await expectRefused(delegate, ['requestErasure', { itemId, ...why }], ['FORBIDDEN']);
    const hidden = await command(anna, 'raiseAlert', {
      ...erasable.raiseAlert.input,
      handling: { marking: 'LIMITED', audience: { organisations: ['board-fi'] } },
    });
    for (const id of [hidden.item.id, crypto.randomUUID(), '\u0000'])
      for (const [name, input] of [
        ['requestErasure', why],
        ['confirmErasure', { expectedRevision: 1 }],
        ['declineErasure', { reason: 'No' }],
        ['placeLegalHold', { basis: 'Case T-1/30' }],
        ['liftLegalHold', { number: 2 }],
        ['setRetention', { retainUntil: '2099-01-01T00:00:00Z' }],
      ] as [string, Input][])
        await expectRefused(office, [name, { itemId: id, ...input }], ['NOT_FOUND']);
    await command(anna, 'requestErasure', { itemId, ...why });
    await expectRefused(bert, ['requestErasure', { itemId, ...why }], ['INVALID_STATE']);
    await expectRefused(bert, ['declineErasure', { itemId, reason: '' }], ['BAD_USER_INPUT', 'reason']);
  });
});

/** Waits until the retention date has asked, which it does by itself. */
async function requestedByDate(itemId: string): Promise<void> {
  for (;;) {
    const item = await read(anna, itemId, 'erasureRequest { requestedBy { id } }');
    if ((item as { erasureRequest: object | null }).erasureRequest !== null) return;
  }
}

describe('a legal hold', () => {
  test('of the AI Office keeps an item of others that it can read, until the AI Office lifts it', async () => {
    const itemId = await raise();
    const basis = 'Case T-1/30 (fictional)';
    const { item } = await command(office, 'placeLegalHold', { itemId, basis }, keeping);
    const hold = { number: 2, organisation: { id: 'ai-office' }, basis, at: clock.text };
    expect(item.legalHolds).toEqual([hold]);
    expect(await read(delegate, itemId, keeping)).toMatchObject({ legalHolds: [hold] });
    await command(anna, 'requestErasure', { itemId, ...why });
    const confirm: [string, Input] = ['confirmErasure', { itemId, expectedRevision: 3 }];
    await expectRefused(bert, confirm, ['INVALID_STATE']);
    await expectRefused(anna, ['liftLegalHold', { itemId, number: 2 }], ['FORBIDDEN']);
    await expectRefused(office, ['liftLegalHold', { itemId, number: 3 }], ['BAD_USER_INPUT', 'number']);
    const lifted = await command(office, 'liftLegalHold', { itemId, number: 2 }, keeping);
    expect(lifted.item).toMatchObject({ revision: 4, legalHolds: [] });
    await command(bert, 'confirmErasure', { itemId, expectedRevision: 4 });
  });

  test('stands beside others, and the last one that is lifted sets the item free', async () => {
    const itemId = await raise();
    await command(anna, 'placeLegalHold', { itemId, basis: 'Own proceedings' });
    await command(office, 'placeLegalHold', { itemId, basis: 'Case T-1/30' });
    await command(anna, 'requestErasure', { itemId, ...why });
    await command(bert, 'liftLegalHold', { itemId, number: 2 });
    await expectRefused(bert, ['confirmErasure', { itemId, expectedRevision: 5 }], ['INVALID_STATE']);
    await command(office, 'liftLegalHold', { itemId, number: 3 });
    await command(bert, 'confirmErasure', { itemId, expectedRevision: 6 });
  });

  test('is placed by the issuer on its own items only, with a basis', async () => {
    const itemId = await raise();
    const other = await running.client('de-bundesnetzagentur');
    await expectRefused(other, ['placeLegalHold', { itemId, basis: 'Own' }], ['FORBIDDEN']);
    await expectRefused(delegate, ['placeLegalHold', { itemId, basis: 'Own' }], ['FORBIDDEN']);
    await expectRefused(anna, ['placeLegalHold', { itemId, basis: '' }], ['BAD_USER_INPUT', 'basis']);
    await command(anna, 'recallItem', { itemId });
    await command(anna, 'placeLegalHold', { itemId, basis: 'Own' });
  });

  test('is lifted also by who can no longer read the item, and shows nothing of it', async () => {
    const itemId = await raise();
    await command(office, 'placeLegalHold', { itemId, basis: 'Case T-1/30' });
    await command(anna, 'recallItem', { itemId });
    expect(await read(office, itemId, 'id')).toBeNull();
    const text =
      'mutation($input: LiftLegalHoldInput!) { liftLegalHold(input: $input) { cursor item { title } } }';
    const answer = await office.get<{ liftLegalHold: object }>(text, { input: { itemId, number: 2 } });
    expect(answer.liftLegalHold).toEqual({ cursor: expect.any(String), item: null });
    await expectRefused(office, ['liftLegalHold', { itemId, number: 2 }], ['NOT_FOUND']);
    expect(await read(anna, itemId, 'legalHolds { number }')).toEqual({ legalHolds: [] });
  });
});

describe('a retention date', () => {
  test('asks for the erasure by itself, and two persons confirm it', async () => {
    const itemId = await raise();
    const retainUntil = new Date(clock.now() + MINUTE).toISOString();
    const feed = await delegate.subscribe<{ exchange: { change: string; item: object } }>(
      `subscription { exchange { ... on ItemChanged { change item { id ${keeping} } } } }`,
    );
    const { item } = await command(anna, 'setRetention', { itemId, retainUntil }, keeping);
    expect(item).toMatchObject({ retainUntil, erasureRequest: null });
    clock.advance(MINUTE - 1);
    running.app.look();
    await command(anna, 'completeAlert', { itemId, articles: ['73'] });
    clock.advance(1);
    running.app.look();
    const [, , third] = await feed.take(3);
    expect(third?.exchange).toMatchObject({
      change: 'ERASURE_REQUESTED',
      item: {
        id: itemId,
        retainUntil,
        erasureRequest: { ground: 'RETENTION_ENDED', at: retainUntil, requestedBy: null, confirmedBy: [] },
      },
    });
    const first = await command(anna, 'confirmErasure', { itemId, expectedRevision: 4 }, keeping);
    expect(first.item).toMatchObject({ erasureRequest: { confirmedBy: [{ id: 'anna@fi-traficom' }] } });
    await expectRefused(anna, ['confirmErasure', { itemId, expectedRevision: 5 }], ['FORBIDDEN']);
    const second = await command(bert, 'confirmErasure', { itemId, expectedRevision: 5 }, erased);
    expect(second.item).toMatchObject({ __typename: 'ErasedItem', erasure: { ground: 'RETENTION_ENDED' } });
    expect(await read(delegate, itemId, 'retainUntil history { change actor { id } }')).toMatchObject({
      retainUntil: null,
      history: [
        { change: 'PUBLISHED' },
        { change: 'RETENTION_SET' },
        { change: 'COMPLETED' },
        { change: 'ERASURE_REQUESTED', actor: { id: 'concord:clock' } },
        { change: 'ERASURE_CONFIRMED' },
        { change: 'ERASED' },
      ],
    });
  });

  test("lies in the future, is taken off, and is the issuer's to set", async () => {
    const itemId = await raise();
    await expectRefused(
      anna,
      ['setRetention', { itemId, retainUntil: clock.text }],
      ['BAD_USER_INPUT', 'retainUntil'],
    );
    await expectRefused(
      anna,
      ['setRetention', { itemId, retainUntil: '2099-02-30T00:00:00Z' }],
      ['BAD_USER_INPUT', 'retainUntil'],
    );
    await expectRefused(
      office,
      ['setRetention', { itemId, retainUntil: '2099-01-01T00:00:00Z' }],
      ['FORBIDDEN'],
    );
    await command(anna, 'setRetention', { itemId, retainUntil: '2099-01-01T00:00:00Z' });
    const { item } = await command(anna, 'setRetention', { itemId, retainUntil: null }, keeping);
    expect(item).toMatchObject({ revision: 3, retainUntil: null });
  });
});
