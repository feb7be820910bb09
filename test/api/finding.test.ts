import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, refused, sound } from '../support/commands.ts';
import { Clock, RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let ecat: Client;
let office: Client;
let delegate: Client;
const clock = new Clock('2030-05-01T12:00:00.000Z');
beforeAll(async () => {
  running = await RunningApp.start({ now: clock.now });
  ecat = await running.client('ecat');
  office = await running.client('ai-office');
  delegate = await running.client('board-de');
});
afterAll(() => running.stop());

const { input } = sound.publishFinding;
const { subject, method } = input;
const read = async (client: Client, id: string, fields: string): Promise<unknown> =>
  (
    await client.get<{ item: unknown }>(
      `query($id: ID!) { item(id: $id) { ... on Finding { ${fields} } } }`,
      { id },
    )
  ).item;

describe('a finding', () => {
  test('is read back as it was measured', async () => {
    const measured = {
      ...method,
      version: '3.1',
      parameters: { samples: 20000, seeds: [1, null, 'a'], nested: { on: true } },
      datasetHash: `sha256:${'0f'.repeat(32)}`,
      uncertainty: '95 % CI ±1.8 points',
    };
    const { item } = await command(ecat, 'publishFinding', { ...input, method: measured });
    expect(
      await read(
        delegate,
        item.id,
        'severity subject { provider model system version } method { name version parameters datasetHash uncertainty }',
      ),
    ).toEqual({ severity: 'HIGH', subject: { ...subject, system: null }, method: measured });
  });

  test('says nothing of a finding on either side that its reader may not see', async () => {
    const hidden = { marking: 'LIMITED', audience: { organisations: ['ai-office'] } };
    const { item: secret } = await command(ecat, 'publishFinding', { ...input, handling: hidden });
    const { item: open } = await command(ecat, 'publishFinding', { ...input, supersedes: secret.id });
    const { item: later } = await command(ecat, 'publishFinding', {
      ...input,
      handling: hidden,
      supersedes: open.id,
    });
    const links = 'supersedes { id } supersededBy { id }';
    expect(await read(delegate, open.id, links)).toEqual({ supersedes: null, supersededBy: null });
    expect(await read(office, open.id, links)).toEqual({
      supersedes: { id: secret.id },
      supersededBy: { id: later.id },
    });
  });

  test('says which one it took the place of, and the other way round', async () => {
    const { item: first } = await command(ecat, 'publishFinding', input);
    const { item: second } = await command(ecat, 'publishFinding', { ...input, supersedes: first.id });
    const links = 'supersedes { id } supersededBy { id }';
    expect(await read(delegate, first.id, links)).toEqual({
      supersedes: null,
      supersededBy: { id: second.id },
    });
    expect(await read(delegate, second.id, links)).toEqual({
      supersedes: { id: first.id },
      supersededBy: null,
    });
  });

  test('does not show a successor that the reader may not see', async () => {
    const { item: first } = await command(ecat, 'publishFinding', input);
    const handling = { marking: 'LIMITED', audience: { groups: ['AI_OFFICE'] } };
    const { item: second } = await command(ecat, 'publishFinding', {
      ...input,
      handling,
      supersedes: first.id,
    });
    expect(await read(delegate, first.id, 'supersededBy { id }')).toEqual({ supersededBy: null });
    expect(await read(office, first.id, 'supersededBy { id }')).toEqual({ supersededBy: { id: second.id } });
  });

  test('takes the place of a finding only', async () => {
    const { item } = await command(ecat, 'raiseAlert', sound.raiseAlert.input);
    const { extensions } = await refused(ecat, 'publishFinding', { ...input, supersedes: item.id });
    expect(extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'supersedes' });
  });
});

describe('an embargo', () => {
  test('keeps the finding from its audience, then brings it by itself', async () => {
    const feed = await delegate.subscribe<{ exchange: { change: string; item: { id: string } } }>(
      'subscription { exchange { ... on ItemChanged { change item { id publishedAt } } } }',
    );
    const embargoUntil = new Date(clock.now() + 60_000).toISOString();
    const { item, cursor } = await command(ecat, 'publishFinding', { ...input, embargoUntil }, 'release');
    expect(item.release).toBe('EMBARGOED');
    expect(await read(delegate, item.id, 'id')).toBeNull();
    expect(await read(office, item.id, 'release')).toEqual({ release: 'EMBARGOED' });
    const counted = '{ items(filter: { kinds: [FINDING] }) { totalCount } facets { kinds { kind count } } }';
    const before = await delegate.get<{ items: { totalCount: number } }>(counted);

    clock.advance(60_000);
    running.app.look();
    const [first] = await feed.take(1);
    expect(first?.exchange).toEqual({ change: 'RELEASED', item: { id: item.id, publishedAt: embargoUntil } });
    const after = await delegate.get<typeof before>(counted);
    expect(after.items.totalCount).toBe(before.items.totalCount + 1);
    expect(await read(delegate, item.id, 'release history { change }')).toEqual({
      release: 'PUBLISHED',
      history: [{ change: 'RELEASED' }],
    });
    const { changes } = await delegate.get<{ changes: { change: string }[] }>(
      'query($after: Cursor) { changes(after: $after) { ... on ItemChanged { change } } }',
      { after: cursor },
    );
    expect(changes).toEqual([{ change: 'RELEASED' }]);
  });
});
