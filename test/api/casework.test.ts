import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { command, refused, sound, type Input } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
let finland: Client;
let office: Client;
beforeAll(async () => {
  running = await RunningApp.start();
  finland = await running.client('fi-traficom');
  office = await running.client('ai-office');
});
afterAll(() => running.stop());

const { input } = sound.openCase;
const open = async (client: Client, change: Input = {}): Promise<string> =>
  (await command(client, 'openCase', { ...input, ...change })).item.id;

describe('a case', () => {
  test('is carried on by its lead and by a concerned State, and by no other', async () => {
    const id = await open(finland, { concernedMemberStates: ['SE'] });
    const step = (name: string) => ({ itemId: id, name });
    const sweden = await running.client('se-pts');
    await command(sweden, 'recordCaseStep', step('Objection considered'));
    const { item } = await command(
      finland,
      'recordCaseStep',
      { ...step('Closed'), closes: true },
      'state steps { number name organisation { id } state }',
    );
    expect(item).toEqual({
      id,
      revision: 3,
      state: 'CLOSED',
      steps: [
        { number: 1, name: 'Objection considered', organisation: { id: 'se-pts' }, state: 'OPEN' },
        { number: 2, name: 'Closed', organisation: { id: 'fi-traficom' }, state: 'CLOSED' },
      ],
    });
    expect((await refused(finland, 'recordCaseStep', step('More'))).extensions.code).toBe('INVALID_STATE');
    const germany = await running.client('de-bundesnetzagentur');
    expect((await refused(germany, 'recordCaseStep', step('More'))).extensions.code).toBe('FORBIDDEN');
    expect((await refused(office, 'recordCaseStep', step('More'))).extensions.code).toBe('FORBIDDEN');
  });

  test('shows its procedure with the day from which it applies', async () => {
    const { item } = await command(
      finland,
      'openCase',
      input,
      'procedure { code article title appliesFrom }',
    );
    expect(item.procedure).toEqual({
      code: 'ART_79_5_PROVISIONAL_MEASURE',
      article: '79(5), (6)',
      title: 'Notification of a provisional measure',
      appliesFrom: '2026-08-02',
    });
  });
});

describe('the list of cases', () => {
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    ids.incident = await open(finland, {
      procedure: 'ART_73_SERIOUS_INCIDENT',
      articles: ['73'],
      concernedMemberStates: ['GR', 'MT'],
    });
    ids.office = await open(office, { articles: ['5'], concernedMemberStates: ['MT'] });
    ids.closed = await open(finland, { articles: ['5'], concernedMemberStates: ['LU'] });
    await command(finland, 'recordCaseStep', { itemId: ids.closed, name: 'Closed', closes: true });
    ids.secret = await open(finland, {
      articles: ['5', '73'],
      concernedMemberStates: ['MT'],
      handling: { marking: 'SENSITIVE', audience: { groups: ['NATIONAL_AUTHORITIES'] } },
    });
  });

  test.each([
    [{ articles: ['73'] }, ['incident']],
    [{ articles: ['5'] }, ['closed', 'office']],
    [{ articles: ['5', '73'] }, ['closed', 'office', 'incident']],
    [{ articles: ['5'], leads: ['fi-traficom'] }, ['closed']],
    [{ procedures: ['ART_73_SERIOUS_INCIDENT'] }, ['incident']],
    [{ articles: ['5'], states: ['CLOSED'] }, ['closed']],
    [{ articles: ['5', '73'], states: ['OPEN'] }, ['office', 'incident']],
    [{ articles: ['5', '73'], memberStates: ['EL'] }, ['incident']],
    [{ articles: ['5', '73'], memberStates: ['GR', 'LU'] }, ['closed', 'incident']],
    [
      { articles: ['5', '73'], memberStates: ['MT'], leads: ['ai-office', 'fi-traficom'] },
      ['office', 'incident'],
    ],
    [{ articles: ['5'], procedures: ['ART_73_SERIOUS_INCIDENT'] }, []],
  ])('under %j holds %j, newest first', async (filter, expected) => {
    const board = await running.client('board-de');
    const { cases } = await board.get<{ cases: { edges: { node: { id: string } }[]; totalCount: number } }>(
      'query($filter: CaseFilter) { cases(filter: $filter, first: 100) { edges { node { id } } totalCount } }',
      { filter },
    );
    expect(cases.edges.map(({ node }) => node.id)).toEqual(expected.map((name) => ids[name]));
    expect(cases.totalCount).toBe(expected.length);
  });

  test('holds a sensitive case for who is cleared, and shows GR as EL', async () => {
    const cleared = await running.client({ organisation: 'lt-rrt', clearance: 'SENSITIVE' });
    const query =
      '{ cases(filter: { articles: ["73"] }) { edges { node { id concernedMemberStates memberStates } } totalCount } }';
    expect(await cleared.get(query)).toEqual({
      cases: {
        edges: [
          { node: { id: ids.secret, concernedMemberStates: ['MT'], memberStates: ['MT'] } },
          { node: { id: ids.incident, concernedMemberStates: ['EL', 'MT'], memberStates: ['EL', 'MT'] } },
        ],
        totalCount: 2,
      },
    });
  });
});
