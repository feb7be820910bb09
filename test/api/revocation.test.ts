import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { RunningApp } from '../support/running-app.ts';
import { publishGuidance } from '../hub/messages.ts';
import {
  refusedRestoration,
  refusedRevocation,
  restore,
  revocationsOf,
  revoke,
  type Shown,
} from '../support/revoking.ts';

let running: RunningApp;
let administrator: Client;
let another: Client;
let auditor: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  administrator = await running.client({
    organisation: 'ai-office',
    roles: ['administrator'],
    person: 'anna',
  });
  another = await running.client({ organisation: 'ecat', roles: ['administrator'], person: 'otto' });
  auditor = await running.client({ organisation: 'edps', roles: ['auditor'] });
});
afterAll(() => running.stop());

const me = '{ viewer { id tokenId } }';
const newPerson = () => `p-${crypto.randomUUID()}`;
const codeOf = async (client: Client) => (await client.ask(me)).errors?.[0]?.extensions.code ?? 'OK';

describe('a revocation', () => {
  test('of a person holds for every token of theirs, and for nobody else', async () => {
    const person = newPerson();
    const one = await running.client({ organisation: 'board-fr', person });
    const elsewhere = await running.client({ organisation: 'board-de', person });
    const colleague = await running.client({ organisation: 'board-fr', person: newPerson() });
    await revoke(administrator, { person });
    expect(await Promise.all([one, elsewhere, colleague].map(codeOf))).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'OK',
    ]);
  });

  test('of an organisation holds for all of its people, also for those who come later', async () => {
    const before = await running.client('board-mt');
    const { revocation } = await revoke(administrator, { organisation: 'board-mt' });
    const after = await running.client({ organisation: 'board-mt', person: newPerson() });
    expect(await Promise.all([before, after].map(codeOf))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    await restore(another, revocation.id);
    expect(await Promise.all([before, after].map(codeOf))).toEqual(['OK', 'OK']);
  });

  test('of a token leaves its holder the others', async () => {
    const person = newPerson();
    const lost = await running.client({ organisation: 'board-fr', person });
    const kept = await running.client({ organisation: 'board-fr', person });
    const { viewer } = await lost.get<{ viewer: { tokenId: string } }>(me);
    await revoke(administrator, { tokenId: viewer.tokenId });
    expect(await Promise.all([lost, kept].map(codeOf))).toEqual(['UNAUTHENTICATED', 'OK']);
  });

  test('is refused as any token that is not accepted, before anything is looked at', async () => {
    const person = newPerson();
    const client = await running.client({ organisation: 'board-fr', person });
    await revoke(administrator, { person });
    const [refused] = (await client.ask(me)).errors ?? [];
    const [unknown] =
      (await new (client.constructor as typeof Client)(running.url, 'a.b.c').ask(me)).errors ?? [];
    expect(refused?.message).toBe(unknown?.message);
    expect(refused?.extensions.code).toBe(unknown?.extensions.code);
  });

  test('stops what its people would change', async () => {
    const person = newPerson();
    const office = await running.client({ organisation: 'ai-office', person });
    await publishGuidance(office);
    const head = running.app.store.head().position;
    await revoke(another, { person });
    await expect(publishGuidance(office)).rejects.toThrow('UNAUTHENTICATED');
    expect(running.app.store.head().position).toBe(head + 1);
  });

  test('stands beside others against the same one: access is back when none does', async () => {
    const person = newPerson();
    const client = await running.client({ organisation: 'board-fr', person });
    const [one, other] = await Promise.all([
      revoke(administrator, { person, reason: 'Device stolen (fictional)' }),
      revoke(another, { person, reason: 'Under investigation (fictional)' }),
    ]);
    await restore(administrator, one.revocation.id);
    expect(await codeOf(client)).toBe('UNAUTHENTICATED');
    await restore(administrator, other.revocation.id);
    expect(await codeOf(client)).toBe('OK');
  });

  test('is restored once, whoever of two administrators comes first', async () => {
    const { revocation } = await revoke(administrator, { person: newPerson() });
    const outcomes = await Promise.allSettled(
      [administrator, another].map((client) => restore(client, revocation.id)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusedRestoration(another, revocation.id)).toMatchObject({
      extensions: { code: 'INVALID_STATE' },
    });
  });

  test('is made once by a repeated key, which is no key for anything else', async () => {
    const asked = { person: newPerson(), idempotencyKey: crypto.randomUUID() };
    const first = await revoke(administrator, asked);
    expect(await revoke(administrator, asked)).toEqual(first);
    expect(await refusedRevocation(administrator, { ...asked, person: newPerson() })).toMatchObject({
      extensions: { code: 'IDEMPOTENCY_CONFLICT', field: 'idempotencyKey' },
    });
    const idempotencyKey = crypto.randomUUID();
    const restored = await restore(administrator, first.revocation.id, { idempotencyKey });
    expect(await restore(administrator, first.revocation.id, { idempotencyKey })).toEqual(restored);
  });
});

describe('revoking', () => {
  const ordinary = ['board-de', 'board-secretariat', 'ai-office', 'fi-traficom', 'ecat', 'edps'];

  test('is for administrators: others are refused and change nothing', async () => {
    const { revocation } = await revoke(administrator, { person: newPerson() });
    const head = running.app.store.head().position;
    for (const client of [auditor, ...(await Promise.all(ordinary.map((one) => running.client(one))))]) {
      expect((await refusedRevocation(client, { person: newPerson() })).extensions.code).toBe('FORBIDDEN');
      expect((await refusedRestoration(client, revocation.id)).extensions.code).toBe('FORBIDDEN');
    }
    const anybody = await running.client(null);
    expect((await refusedRevocation(anybody, { person: newPerson() })).extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect(running.app.store.head().position).toBe(head);
  });

  test.each([
    [{ person: 'anna' }, 'FORBIDDEN', 'person'],
    [{ organisation: 'ai-office' }, 'FORBIDDEN', 'organisation'],
    [{ organisation: 'nowhere' }, 'BAD_USER_INPUT', 'organisation'],
    [{ person: 'bert', organisation: 'board-de' }, 'BAD_USER_INPUT', 'organisation'],
    [{}, 'BAD_USER_INPUT', 'input'],
  ])('%j is refused with %s and the field %s', async (input, code, field) => {
    expect(await refusedRevocation(administrator, input)).toMatchObject({ extensions: { code, field } });
  });

  test('their own token is refused to an administrator', async () => {
    const { viewer } = await administrator.get<{ viewer: { tokenId: string } }>(me);
    expect(await refusedRevocation(administrator, { tokenId: viewer.tokenId })).toMatchObject({
      extensions: { code: 'FORBIDDEN', field: 'tokenId' },
    });
  });

  test.each(['no-such-revocation', '', '\u0000'])(
    '%j, which is none, is not there to restore',
    async (id) => {
      expect((await refusedRestoration(administrator, id)).extensions.code).toBe('NOT_FOUND');
    },
  );

  test('an item is not a revocation to restore', async () => {
    const office = await running.client('ai-office');
    const { item } = await publishGuidance(office);
    expect((await refusedRestoration(administrator, item.id)).extensions.code).toBe('NOT_FOUND');
  });
});

describe('the list of revocations', () => {
  test('shows administrators and auditors who revoked whom, when, why, and what was restored, newest first', async () => {
    const person = newPerson();
    const { revocation: older } = await revoke(administrator, { person });
    const { revocation: newer } = await revoke(another, { organisation: 'board-cy' });
    await restore(another, older.id);
    for (const client of [administrator, auditor]) {
      const [first, second] = (await revocationsOf(client, { first: 2 })).edges.map(({ node }) => node);
      expect(first).toEqual({
        ...newer,
        person: null,
        organisation: { id: 'board-cy' },
        tokenId: null,
        revokedBy: { person: 'otto', organisation: { id: 'ecat' } },
        restoration: null,
      });
      expect(second).toMatchObject({
        id: older.id,
        person,
        reason: 'Left the service (fictional)',
        revokedBy: { person: 'anna' },
        restoration: { reason: 'Came back (fictional)', by: { person: 'otto' } },
      });
    }
    await restore(administrator, newer.id);
  });

  test('goes on page by page, each revocation once', async () => {
    for (let count = 0; count < 5; count++) await revoke(administrator, { person: newPerson() });
    const all = (await revocationsOf(auditor, { first: 100 })).edges.map(({ node }) => node);
    const paged: Shown[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { edges, pageInfo } = await revocationsOf(auditor, { first: 2, after });
      paged.push(...edges.map(({ node }) => node));
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    expect(all.length).toBeGreaterThan(5);
    expect(paged).toEqual(all);
    expect(all.map(({ revokedAt }) => revokedAt)).toEqual(
      all
        .map(({ revokedAt }) => revokedAt)
        .sort()
        .reverse(),
    );
  });

  test('is refused to everybody else', async () => {
    const text = '{ revocations { edges { cursor } } }';
    expect((await (await running.client('ai-office')).refusal(text)).extensions.code).toBe('FORBIDDEN');
    expect((await (await running.client(null)).refusal(text)).extensions.code).toBe('UNAUTHENTICATED');
  });

  test('takes no cursor of anything else, and no page of none', async () => {
    const { cursor } = await publishGuidance(await running.client('ai-office'));
    const text =
      'query($first: Int, $after: Cursor) { revocations(first: $first, after: $after) { edges { cursor } } }';
    expect(await auditor.refusal(text, { after: cursor })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'after' },
    });
    expect(await auditor.refusal(text, { first: 0 })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'first' },
    });
  });
});

describe('what is shared', () => {
  test('shows nothing of a revocation, by no path and to nobody', async () => {
    const readers = await Promise.all(
      [
        null,
        'ai-office',
        { organisation: 'board-de', clearance: 'SENSITIVE' as const },
        { organisation: 'ai-office', roles: ['administrator' as const] },
        { organisation: 'edps', roles: ['auditor' as const] },
      ].map((as) => running.client(as)),
    );
    const text = `{ items(first: 1) { totalCount edges { node { id } } } erased: items(first: 1, filter: { erased: true }) { totalCount }
      facets { kinds { kind count } articles { article count } } search(text: "fictional", first: 5) { totalCount } }`;
    const feed = `query($after: Cursor) { changes(first: 100, after: $after) { __typename ... on ItemChanged { cursor } ... on ItemWithdrawn { cursor } } }`;
    const last = async (client: Client): Promise<string | null> => {
      for (let after: string | null = null; ;) {
        const page: { changes: { cursor: string }[] } = await client.get(feed, { after });
        const { changes } = page;
        if (changes.length === 0) return after;
        after = changes.at(-1)?.cursor ?? null;
      }
    };
    const look = (client: Client) => Promise.all([client.get(text), last(client)]);
    const before = await Promise.all(readers.map(look));
    const person = newPerson();
    const { revocation, cursor } = await revoke(another, { person, reason: 'Fictional fictional' });
    await restore(another, revocation.id);
    expect(await Promise.all(readers.map(look))).toEqual(before);
    for (const client of readers) {
      const { item } = await client.get('query($id: ID!) { item(id: $id) { id } }', { id: revocation.id });
      expect(item).toBeNull();
      const { changes } = await client.get<{ changes: object[] }>(feed, { after: cursor });
      expect(changes).toEqual([]);
    }
  });

  test('is not changed by naming a revocation where an item is meant', async () => {
    const { revocation } = await revoke(another, { person: newPerson() });
    const office = await running.client('ai-office');
    for (const [name, input] of [
      ['RecallItem', {}],
      ['LiftLegalHold', { number: 1 }],
      ['PlaceLegalHold', { basis: 'Article 78 (fictional)' }],
    ] as const) {
      const text = `mutation($input: ${name}Input!) { ${name.charAt(0).toLowerCase()}${name.slice(1)}(input: $input) { cursor } }`;
      const refused = await office.refusal(text, { input: { itemId: revocation.id, ...input } });
      expect([name, refused.extensions.code]).toEqual([name, 'NOT_FOUND']);
    }
  });
});
