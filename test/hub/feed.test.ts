import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '../support/client.ts';
import { Clock, RunningApp } from '../support/running-app.ts';
import {
  chainBehind,
  changeHandling,
  changesAfter,
  forTheBoard,
  inEnglish,
  lastSeen,
  publishFinding,
  publishGuidance,
  recall,
} from './messages.ts';
import { follow, transports } from './transports.ts';

let running: RunningApp;
let office: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  office = await running.client('ai-office');
});
afterAll(() => running.stop());

describe.each(transports)('a feed over %s', (transport) => {
  test('starts live without a cursor', async () => {
    const delegate = await running.client('board-fr');
    const before = await lastSeen(delegate);
    const { take } = await follow(transport, delegate, { after: null });
    const published = await publishGuidance(office);
    const [first] = await take(1);
    expect(first).toMatchObject({
      __typename: 'ItemChanged',
      change: 'PUBLISHED',
      cursor: published.cursor,
      previous: before,
      item: { id: published.item.id },
    });
  });

  test('resumes behind a cursor and goes on live, as the pages of changes have it', async () => {
    const delegate = await running.client('board-fr');
    const start = await lastSeen(delegate);
    const open = await follow(transport, delegate, { after: null });
    for (let count = 0; count < 3; count++) await publishGuidance(office, { handling: forTheBoard });
    const live = await open.take(3);
    const resumed = await follow(transport, delegate, { after: live[0]?.cursor ?? null });
    expect(await resumed.take(2)).toEqual(live.slice(1));
    for (let count = 0; count < 2; count++) await publishGuidance(office);

    const all = await open.take(5);
    expect(await resumed.take(4)).toEqual(all.slice(1));
    expect(all.map(({ previous }) => previous)).toEqual(chainBehind(start, all));
    expect(await changesAfter(delegate, start)).toEqual(all);
  });

  test('resumes from the first change of the journal through all of it', async () => {
    const anybody = await running.client(null);
    const all = await changesAfter(anybody, null);
    const { take } = await follow(transport, anybody, { after: all[0]?.cursor ?? null });
    expect(all.length).toBeGreaterThan(89);
    expect(await take(all.length - 1)).toEqual(all.slice(1));
  });

  test('gives readers with the same rights and filter the same bytes, live and resumed', async () => {
    const filter = { kinds: ['GUIDANCE'], articles: ['50'] };
    const one = await running.client({ organisation: 'board-fr', person: 'one@board-fr' });
    const two = await running.client({
      organisation: 'board-fr',
      person: 'two@board-fr',
      roles: ['alternate'],
    });
    const before = await lastSeen(one);
    const first = await follow(transport, one, { after: null, filter });
    const second = await follow(transport, two, { after: null, filter });
    await publishGuidance(office, { articles: ['3'] });
    await publishGuidance(office, { articles: ['50'] });
    await publishGuidance(office, { articles: ['3', '50'], handling: forTheBoard });
    await Promise.all([first.take(2), second.take(2)]);
    const resumed = await follow(transport, two, { after: before, filter });
    await resumed.take(2);
    expect(first.payloads()).toHaveLength(2);
    expect(second.payloads()).toEqual(first.payloads());
    expect(resumed.payloads()).toEqual(first.payloads());
  });

  test('tells of a recalled item the id alone, to who listens and to who resumes', async () => {
    const delegate = await running.client('board-fr');
    const start = await lastSeen(delegate);
    const open = await follow(transport, delegate, { after: null });
    const title = `Recalled ${crypto.randomUUID()}`;
    const { cursor, item } = await publishGuidance(office, {
      title: inEnglish(title),
      handling: forTheBoard,
    });
    await open.take(1);
    const untilThen = open.raw();
    expect(untilThen).toContain(title);
    const { recallItem } = await recall(office, item.id);
    const withdrawn = {
      __typename: 'ItemWithdrawn',
      cursor: recallItem.cursor,
      previous: cursor,
      at: expect.any(String),
      itemId: item.id,
    };
    expect((await open.take(2))[1]).toEqual(withdrawn);
    expect(open.raw().slice(untilThen.length)).not.toContain(title);

    const resumed = await follow(transport, delegate, { after: start });
    expect(await resumed.take(2)).toEqual([{ ...withdrawn, cursor, previous: start }, withdrawn]);
    expect(resumed.raw()).not.toContain(title);
    expect(resumed.raw()).not.toContain(item.reference);
    expect(await changesAfter(delegate, start)).toEqual(await resumed.take(2));
  });

  test('withdraws what a narrower audience takes away, and shows it again once it is widened', async () => {
    const french = await running.client('board-fr');
    const german = await running.client('board-de');
    const start = await lastSeen(french);
    const [open, kept] = [await follow(transport, french), await follow(transport, german)];
    const title = `Narrowed ${crypto.randomUUID()}`;
    const published = await publishGuidance(office, { title: inEnglish(title), handling: forTheBoard });
    const { id: itemId } = published.item;
    await open.take(1);
    const untilThen = open.raw();
    const forGermany = { marking: 'LIMITED', audience: { memberStates: ['DE'] } };
    const narrowed = await changeHandling(office, { itemId, revision: 1, handling: forGermany });
    expect((await open.take(2))[1]).toMatchObject({ __typename: 'ItemWithdrawn', itemId });
    expect(open.raw().slice(untilThen.length)).not.toContain(title);
    expect((await kept.take(2))[1]).toMatchObject({
      change: 'HANDLING_CHANGED',
      item: { id: itemId, title },
    });
    const away = await follow(transport, french, { after: start });
    expect((await away.take(2)).map(({ __typename }) => __typename)).toEqual([
      'ItemWithdrawn',
      'ItemWithdrawn',
    ]);
    expect(away.raw()).not.toContain(title);

    const widened = await changeHandling(office, { itemId, revision: 2, handling: forTheBoard });
    const all = await open.take(3);
    expect(all[2]).toMatchObject({
      cursor: widened.cursor,
      previous: narrowed.cursor,
      change: 'HANDLING_CHANGED',
      item: { id: itemId, title, revision: 3 },
    });
    const resumed = await follow(transport, french, { after: start });
    expect(await resumed.take(3)).toEqual(all);
  });

  test('speaks the language that the connection asks for', async () => {
    const anybody = await running.client(null);
    const [french, english] = [
      await follow(transport, anybody, { language: 'fr' }),
      await follow(transport, anybody),
    ];
    await publishGuidance(office);
    const [inFrench] = await french.take(1);
    const [original] = await english.take(1);
    expect(inFrench?.item?.title).toMatch(/^Lignes directrices sur la définition/);
    expect(original?.item?.title).toMatch(/^Guidelines on the definition/);
    expect({ ...inFrench, item: null }).toEqual({ ...original, item: null });
  });

  test('takes GR for Greece and says EL', async () => {
    const greek = await running.client({ organisation: 'board-el', clearance: 'SENSITIVE' });
    const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
    const { take, raw } = await follow(transport, greek, { filter: { memberStates: ['GR'] } });
    const only = (state: string) => ({
      handling: { marking: 'SENSITIVE', audience: { memberStates: [state] } },
    });
    await publishFinding(ecat, only('DE'));
    const { item } = await publishFinding(ecat, only('GR'));
    expect(await take(1)).toMatchObject([
      { item: { id: item.id, handling: { audience: { memberStates: ['EL'] } } } },
    ]);
    expect(raw()).not.toContain('"GR"');
  });
});

describe.each(transports)('a cursor that cannot be resumed, over %s', (transport) => {
  let other: RunningApp;
  beforeAll(async () => {
    other = await RunningApp.start();
  });
  afterAll(() => other.stop());

  const unusable: readonly [string, (own: string) => Promise<string> | string][] = [
    ['of no change', (own) => own.slice(0, -1) + (own.endsWith('0') ? '1' : '0')],
    ['of another journal', async () => lastSeen(await other.client(null))],
    ['that is no cursor', () => 'no cursor of any journal'],
    ['that is empty', () => ''],
  ];
  test.each(unusable)('%s gives one ResyncRequired and the end', async (_name, make) => {
    const delegate = await running.client('board-fr');
    const last = await lastSeen(delegate);
    const cursor = await make(last);
    const { take, feed } = await follow(transport, delegate, { after: cursor });
    const resync = {
      __typename: 'ResyncRequired',
      cursor: last,
      previous: null,
      at: expect.any(String),
      reason: 'UNKNOWN_CURSOR',
    };
    expect(await feed.hasEnded()).toBe('complete');
    expect(feed.received).toEqual([{ exchange: resync }]);
    expect(await changesAfter(delegate, cursor)).toEqual([resync]);

    const [message] = await take(1);
    const again = await follow(transport, delegate, { after: message?.cursor ?? null });
    const published = await publishGuidance(office);
    expect(await again.take(1)).toMatchObject([{ cursor: published.cursor, previous: last }]);
  });
});

describe.each(transports)('a token, over %s', (transport) => {
  const cut = transport === 'a socket' ? 4403 : 0;
  const refused = transport === 'a socket' ? 4403 : 401;

  test('that is none opens nothing', async () => {
    const { feed, raw } = await follow(transport, new Client(running.url, 'no token'));
    expect(await feed.hasEnded()).toMatchObject({ code: refused });
    expect(raw()).toBe('');
  });

  test('ends its feed when it expires, and what came after can be resumed', async () => {
    const clock = new Clock('2026-11-02T09:00:00.000Z');
    const timed = await RunningApp.start({ now: clock.now });
    try {
      const delegate = await timed.client({ organisation: 'board-fr', expiresIn: 1 });
      const publisher = await timed.client('ai-office');
      const start = await lastSeen(delegate);
      const { feed, raw } = await follow(transport, delegate);
      clock.advance(1_000);
      const { cursor, item } = await publishGuidance(publisher);
      expect(await feed.hasEnded()).toMatchObject({ code: cut });
      expect(raw()).not.toContain(item.id);

      const resumed = await follow(transport, await timed.client('board-fr'), { after: start });
      expect(await resumed.take(1)).toMatchObject([{ cursor, previous: start, item: { id: item.id } }]);
    } finally {
      await timed.stop();
    }
  });

  test('ends its feed when it expires though nothing happens', async () => {
    const clock = new Clock('2026-11-02T09:00:00.000Z');
    const timed = await RunningApp.start({ now: clock.now });
    try {
      const delegate = await timed.client({ organisation: 'board-fr', expiresIn: 1 });
      const { feed } = await follow(transport, delegate);
      clock.advance(1_000);
      expect(await feed.hasEnded()).toMatchObject({ code: cut });
    } finally {
      await timed.stop();
    }
  });
});
