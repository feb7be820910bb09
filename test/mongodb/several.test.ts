import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KeptCommit } from '../../src/journal/commit.ts';
import type { Store } from '../../src/store/port.ts';
import { acknowledge } from '../../src/domain/sharing.ts';
import { NOON, appendOf, guidanceEvent, officer, publish, toStates } from '../support/items.ts';
import { newDatabase, openShared } from './databases.ts';

const anybody = { readers: ['everyone'] };

let uri: string;
let one: Store;
let other: Store;
beforeEach(async () => {
  uri = newDatabase();
  [one, other] = await Promise.all([openShared(uri), openShared(uri)]);
});
afterEach(() => Promise.all([one.close(), other.close()]));

/** Resolves when the store has been told of that many commits. */
function told(store: Store, count: number): Promise<readonly KeptCommit[]> {
  const commits: KeptCommit[] = [];
  return new Promise((resolve) => {
    store.onAppend((commit) => {
      if (commits.push(commit) === count) resolve(commits);
    });
  });
}

describe('two servers on one database', () => {
  test('that begin at the same time serve one journal', () => {
    expect(one.journalTag).toBe(other.journalTag);
  });

  test('keep one order while both append: each is told of every commit once, chained', async () => {
    const both = Promise.all([told(one, 400), told(other, 400)]);
    const answered = await Promise.all(
      Array.from({ length: 400 }, (_, index) => publish(index % 2 === 0 ? one : other)),
    );
    const [byOne, byOther] = await both;
    expect(byOther).toEqual(byOne);
    expect(byOne.map(({ header }) => header.position)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    const marks = byOne.map(({ header }) => header.mark);
    expect([...marks].sort()).toEqual(marks);
    expect(new Set(answered.map(({ header }) => header.position)).size).toBe(400);
    const feeds = await Promise.all(
      [one, other].map((store) => store.feed(anybody, { after: 0, limit: 1_000 })),
    );
    expect(feeds[1]).toEqual(feeds[0]);
    expect(feeds[0]?.changes.map(({ previous }) => previous)).toEqual([null, ...marks.slice(0, -1)]);
    expect([await one.count(anybody), await other.count(anybody)]).toEqual([400, 400]);
  });

  test('let one of two writers of the same revision through', async () => {
    const { content } = await publish(one, { id: 'contested' });
    const by = (store: Store, organisation: string) => {
      const event = acknowledge(content.state, { person: 'p', organisation }, NOON);
      if (event === null) throw new Error('nothing to acknowledge');
      return store.append(appendOf(content.state, event)).then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      );
    };
    const outcomes = await Promise.all([by(one, 'board-de'), by(other, 'board-fr')]);
    expect([...outcomes].sort()).toEqual(['REVISION_CONFLICT', 'done']);
  });

  test('give one answer to a key that comes to both at once', async () => {
    const once = () =>
      appendOf(null, guidanceEvent({ id: 'once' }), { idempotency: { key: 'k', input: 'a' } });
    const [first, second] = await Promise.all([one.append(once()), other.append(once())]);
    expect(second.header).toEqual(first.header);
    expect(one.head().position).toBe(1);
  });

  test.each(['the same server', 'the other server'])(
    'that look for a key while its commit is written find the item with it, on %s',
    async (where) => {
      await one.close();
      let found: Promise<unknown> = Promise.resolve();
      one = await openShared(uri, {
        onStep: (step) => {
          if (step !== 'committed') return;
          const store = where === 'the same server' ? one : other;
          found = store
            .receipt(officer, 'k')
            .then(async (receipt) => [receipt, await store.item('once', anybody)]);
        },
      });
      const event = guidanceEvent({ id: 'once' });
      await one.append(appendOf(null, event, { idempotency: { key: 'k', input: 'a' } }));
      expect(await found).toEqual([{ input: 'a', position: 1 }, expect.objectContaining({ id: 'once' })]);
    },
  );

  test('know a cursor of the other at once', async () => {
    const { header } = await publish(one);
    expect(await other.positionOf(header.mark)).toBe(header.position);
  });

  test('count what the other has changed, for each reader', async () => {
    const heard = told(other, 2);
    await publish(one, { id: 'a', handling: toStates('DE') });
    await publish(one, { id: 'b' });
    await heard;
    expect(await other.count({ readers: ['everyone', 'state:DE/limited'] })).toBe(2);
    expect(await other.count(anybody)).toBe(1);
  });

  test('wake each other within 100 ms in the median', async () => {
    const delays: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const heard = told(other, 1);
      await publish(one);
      const answered = performance.now();
      await heard;
      delays.push(performance.now() - answered);
    }
    delays.sort((a, b) => a - b);
    expect(delays[15]).toBeLessThan(100);
  });

  test('start where the last left off', async () => {
    const heard = told(other, 50);
    await Promise.all(Array.from({ length: 50 }, () => publish(one)));
    await heard;
    await one.close();
    one = await openShared(uri);
    expect(one.head()).toEqual(other.head());
    expect(await one.count(anybody)).toBe(50);
  });
});
