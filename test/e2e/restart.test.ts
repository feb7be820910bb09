import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import {
  changesAfter,
  inEnglish,
  lastSeen,
  publishFinding,
  publishGuidance,
  type Published,
} from '../hub/messages.ts';
import { follow } from '../hub/transports.ts';
import { command } from '../support/commands.ts';
import { operation } from '../support/contract.ts';
import { Clock, RunningApp, type As } from '../support/running-app.ts';

const NOON = '2026-11-02T12:00:00.000Z';
const WORD = 'Quillwort';
const SECONDS_2 = 2_000;

const sensitive = (organisation: string): As => ({ organisation, clearance: 'SENSITIVE' });
const insiders: readonly As[] = [sensitive('ecat'), sensitive('ai-office')];
const addressees: readonly As[] = [sensitive('board-de'), sensitive('de-bundesnetzagentur')];
const outsiders: readonly (As | null)[] = [
  null,
  sensitive('board-fr'),
  { organisation: 'board-de', clearance: 'LIMITED' },
];

let clock: Clock;
let running: RunningApp;
beforeEach(async () => {
  clock = new Clock(NOON);
  running = await RunningApp.start({ now: clock.now });
});
afterEach(async () => {
  await running.stop();
  await rm(running.directory, { recursive: true, force: true });
});

/** The same journal, served by a new server. */
async function restart(): Promise<void> {
  running = await RunningApp.start({ directory: running.directory, now: clock.now });
}

async function embargoed(): Promise<Published> {
  return publishFinding(await running.client(sensitive('ecat')), {
    title: inEnglish(`${WORD} finding under embargo (fictional)`),
    embargoUntil: new Date(clock.now() + SECONDS_2).toISOString(),
  });
}

/** Every way of reading that shows the item to the reader. */
async function waysToSee(as: As | null, { id }: { id: string }): Promise<readonly string[]> {
  const client = await running.client(as);
  const { item } = await client.get<{ item: object | null }>(operation('Item'), { id });
  const { items } = await client.get<{ items: object }>(operation('Items'), { first: 5 });
  const { search } = await client.get<{ search: object }>(operation('Search'), { text: WORD });
  const { facets } = await client.get<{ facets: object }>(
    '{ facets(filter: { kinds: [FINDING] }) { kinds { kind count } } }',
  );
  const answers = {
    item: item ?? {},
    items,
    search,
    facets,
    changes: await changesAfter(client, null),
  };
  return Object.entries(answers)
    .filter(([way, answer]) => JSON.stringify(answer).includes(way === 'facets' ? 'FINDING' : id))
    .map(([way]) => way);
}

const everyWay = ['item', 'items', 'search', 'facets', 'changes'];

async function expectSeen(by: readonly (As | null)[], item: { id: string }, ways: readonly string[]) {
  for (const as of by) expect([as, await waysToSee(as, item)]).toEqual([as, ways]);
}

const released = ({ item }: Published) => ({
  __typename: 'ItemChanged',
  change: 'RELEASED',
  item: { id: item.id, title: item.title },
});

describe('an embargo', () => {
  test('keeps a finding between ECAT and the AI Office until its instant', async () => {
    const german = await running.client(sensitive('board-de'));
    const start = await lastSeen(german);
    const [delegate, french, office] = [
      await follow('a socket', german),
      await follow('a socket', await running.client(sensitive('board-fr'))),
      await follow('a socket', await running.client(sensitive('ai-office'))),
    ];
    const finding = await embargoed();
    await expectSeen(insiders, finding.item, everyWay);
    clock.advance(SECONDS_2 - 1);
    running.app.look();
    await expectSeen([...addressees, ...outsiders], finding.item, []);
    const early = await publishGuidance(await running.client('ai-office'));
    expect(await delegate.take(1)).toMatchObject([{ cursor: early.cursor, previous: start }]);
    for (const { raw } of [delegate, french]) expect(raw()).not.toContain(finding.item.id);

    clock.advance(1);
    running.app.look();
    const [, message] = await delegate.take(2);
    expect(message).toMatchObject({ ...released(finding), previous: early.cursor });
    running.app.look();
    const late = await publishGuidance(await running.client('ai-office'));
    const all = await delegate.take(3);
    expect(all[2]).toMatchObject({ cursor: late.cursor, previous: message?.cursor });
    expect((await office.take(4)).map(({ change }) => change)).toEqual([
      'PUBLISHED',
      'PUBLISHED',
      'RELEASED',
      'PUBLISHED',
    ]);
    await expectSeen([...insiders, ...addressees], finding.item, everyWay);
    await expectSeen(outsiders, finding.item, []);
    await french.take(2);
    expect(french.raw()).not.toContain(finding.item.id);
    expect(await changesAfter(german, start)).toEqual(all);
    const resumed = await follow('a socket', german, { after: start });
    expect(await resumed.take(3)).toEqual(all);
  });

  test('ends by itself, without anybody looking', async () => {
    const { item } = await embargoed();
    const { take } = await follow('a socket', await running.client(sensitive('board-de')));
    // The server's own timer runs in real time and finds that the clock has come this far.
    clock.advance(SECONDS_2);
    expect(await take(1)).toMatchObject([{ change: 'RELEASED', item: { id: item.id } }]);
  });

  test('that ended while no server ran is made up for once, whoever resumes', async () => {
    const start = await lastSeen(await running.client(sensitive('board-de')));
    const finding = await embargoed();
    await running.stop({ keep: true });
    clock.advance(60_000);
    await restart();
    await expectSeen([...insiders, ...addressees], finding.item, everyWay);
    await expectSeen(outsiders, finding.item, []);
    const german = await running.client(sensitive('board-de'));
    const first = await follow('a socket', german, { after: start });
    const [message] = await first.take(1);
    expect(message).toMatchObject({ ...released(finding), previous: start });

    await running.stop({ keep: true });
    await restart();
    running.app.look();
    const again = await running.client(sensitive('board-de'));
    const resumed = await follow('a socket', again, { after: message?.cursor ?? null });
    const next = await publishGuidance(await running.client('ai-office'));
    expect(await resumed.take(1)).toMatchObject([{ cursor: next.cursor, previous: message?.cursor }]);
    const seen = await changesAfter(again, start);
    expect(seen.map(({ cursor }) => cursor)).toEqual([message?.cursor, next.cursor]);
  });

  test('that has not ended when the server stops ends after the next start', async () => {
    const finding = await embargoed();
    await running.stop({ keep: true });
    await restart();
    await expectSeen(addressees, finding.item, []);
    const { take } = await follow('a socket', await running.client(sensitive('board-de')));
    clock.advance(SECONDS_2);
    running.app.look();
    expect(await take(1)).toMatchObject([released(finding)]);
  });

  test('that is recalled before its instant never reaches its addressees', async () => {
    const { item } = await embargoed();
    const german = await running.client(sensitive('board-de'));
    const { take, raw } = await follow('a socket', german);
    const ecat = await running.client(sensitive('ecat'));
    await ecat.get(operation('RecallItem'), { input: { itemId: item.id } });
    clock.advance(SECONDS_2);
    running.app.look();
    await running.stop({ keep: true });
    await restart();
    const next = await publishGuidance(await running.client('ai-office'));
    const seen = await changesAfter(await running.client(sensitive('board-de')), null);
    expect(seen.at(-1)?.cursor).toBe(next.cursor);
    expect(JSON.stringify(seen)).not.toContain(item.id);
    await expect(take(1)).rejects.toThrow(/ended/);
    expect(raw()).not.toContain(item.id);
  });
});

describe('a retention date', () => {
  const query = 'query($id: ID!) { item(id: $id) { history { change } erasureRequest { ground } } }';
  interface Kept {
    item: { history: { change: string }[]; erasureRequest: { ground: string } | null };
  }
  const changesOf = async ({ item }: Published): Promise<readonly string[]> => {
    const ecat = await running.client(sensitive('ecat'));
    const answer = await ecat.get<Kept>(query, { id: item.id });
    return answer.item.history.map(({ change }) => change);
  };

  async function kept(): Promise<Published> {
    const ecat = await running.client(sensitive('ecat'));
    const finding = await publishFinding(ecat, { title: inEnglish(`${WORD} (fictional)`) });
    const retainUntil = new Date(clock.now() + SECONDS_2).toISOString();
    await command(ecat, 'setRetention', { itemId: finding.item.id, retainUntil });
    return finding;
  }

  test('that came while no server ran asks for the erasure once', async () => {
    const finding = await kept();
    for (let start = 0; start < 3; start += 1) {
      await running.stop({ keep: true });
      clock.advance(SECONDS_2);
      await restart();
      expect(await changesOf(finding)).toEqual(['PUBLISHED', 'RETENTION_SET', 'ERASURE_REQUESTED']);
    }
  });

  test('that has not come when the server stops comes after the next start, without anybody looking', async () => {
    const finding = await kept();
    await running.stop({ keep: true });
    await restart();
    expect(await changesOf(finding)).toEqual(['PUBLISHED', 'RETENTION_SET']);
    const { take } = await follow('a socket', await running.client(sensitive('board-de')));
    clock.advance(SECONDS_2);
    expect(await take(1)).toMatchObject([{ change: 'ERASURE_REQUESTED', item: { id: finding.item.id } }]);
  });

  test('that asked before a restart does not ask again when what it asked for is declined', async () => {
    const finding = await kept();
    const itemId = finding.item.id;
    clock.advance(SECONDS_2);
    await running.stop({ keep: true });
    await restart();
    const ecat = await running.client(sensitive('ecat'));
    await command(ecat, 'declineErasure', { itemId, reason: 'Still needed (fictional)' });
    await running.stop({ keep: true });
    await restart();
    expect((await changesOf(finding)).slice(2)).toEqual(['ERASURE_REQUESTED', 'ERASURE_DECLINED']);
  });
});
