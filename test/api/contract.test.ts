import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import { root } from '../support/root.ts';
import { RunningApp } from '../support/running-app.ts';
import { operation, operations, operationsText, variables, variablesOf } from '../support/contract.ts';

/** Operations whose feature is still to come; each one that works leaves this list. */
const missing = [
  'Deadlines',
  'RequestInformation',
  'AnswerInformationRequest',
  'RequestOpinion',
  'SubmitOpinionDraft',
  'OpenVote',
  'CastVote',
  'CloseVote',
];

interface Payload {
  cursor: string;
  item: {
    id: string;
    revision: number;
    title: string;
    handling: { audience: { memberStates: string[] } };
  } & Record<string, unknown>;
}

describe('the operations that clients hold', () => {
  const schema = buildSchema(root);

  test.each([...operations.keys()].filter((name) => !missing.includes(name)))(
    '%s fits the schema',
    (name) => {
      expect(validate(schema, parse(operation(name)))).toEqual([]);
    },
  );

  test.each(missing)('%s stays out of the schema until it works', (name) => {
    expect(validate(schema, parse(operation(name)))).not.toEqual([]);
  });

  test('are the ones of the contract, none left out', () => {
    expect(
      [...operationsText.matchAll(/^(?:query|mutation|subscription) (\w+)/gm)].map(([, name]) => name),
    ).toEqual([...operations.keys()]);
  });
});

describe('a client that holds the contract', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await RunningApp.start();
  });
  afterAll(() => running.stop());

  test('learns who it is', async () => {
    const client = await running.client({ organisation: 'board-el', clearance: 'SENSITIVE' });
    expect(await client.get(operation('Viewer'))).toEqual({
      viewer: {
        id: 'representative@board-el',
        roles: ['representative'],
        clearance: 'SENSITIVE',
        organisation: {
          id: 'board-el',
          name: 'Greece: representation to the European AI Board',
          kind: 'BOARD_MEMBER',
          memberState: 'EL',
        },
      },
    });
  });

  test('publishes guidance, and anybody reads it back without a token', async () => {
    const office = await running.client('ai-office');
    const { publishGuidance } = await office.get<{ publishGuidance: Payload }>(
      operation('PublishGuidance'),
      variables.PublishGuidance,
    );
    expect(publishGuidance.item).toMatchObject({
      __typename: 'Guidance',
      reference: 'C(2025) 5053 final',
      title: 'Guidelines on the definition of an artificial intelligence system',
      issuer: { id: 'ai-office' },
      articles: ['3', '96'],
      handling: { marking: 'PUBLIC', originatorControlled: false, audience: { everyone: true, groups: [] } },
      revision: 1,
    });
    const anybody = await running.client(null);
    const { item } = await anybody.get<{ item: Payload['item'] & { history: object[] } }>(operation('Item'), {
      id: publishGuidance.item.id,
    });
    const { history, ...fields } = item;
    expect(fields).toEqual(publishGuidance.item);
    expect(history).toEqual([
      {
        cursor: publishGuidance.cursor,
        revision: 1,
        at: expect.any(String),
        change: 'PUBLISHED',
        actor: { id: 'ai-office' },
      },
    ]);
  });

  test('publishes a finding that its addressees read and others do not', async () => {
    const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
    const { publishFinding } = await ecat.get<{ publishFinding: Payload }>(
      operation('PublishFinding'),
      variables.PublishFinding,
    );
    expect(publishFinding.item).toMatchObject({
      __typename: 'Finding',
      severity: 'HIGH',
      legalBasis: 'Regulation (EU) 2022/2065, Article 27',
      subject: { provider: 'Example Provider (fictional)', model: 'Example-1', version: '1.2.0' },
      method: { name: 'Counterfactual ranking audit', parameters: { samples: 20000 } },
      embargoUntil: null,
    });
    const { id } = publishFinding.item;
    const read = async (organisation: string, clearance: 'LIMITED' | 'SENSITIVE') =>
      (await running.client({ organisation, clearance })).get<{ item: object | null }>(operation('Item'), {
        id,
      });
    expect(await read('board-de', 'SENSITIVE')).toMatchObject({ item: { id } });
    expect(await read('board-el', 'SENSITIVE')).toMatchObject({ item: { id } });
    expect(await read('de-bundesnetzagentur', 'SENSITIVE')).toMatchObject({ item: { id } });
    expect(await read('ai-office', 'SENSITIVE')).toMatchObject({ item: { id } });
    expect(await read('board-de', 'LIMITED')).toEqual({ item: null });
    expect(await read('board-fr', 'SENSITIVE')).toEqual({ item: null });
  });

  test('raises an alert, and each acknowledgement is kept with its time', async () => {
    const authority = await running.client('fi-traficom');
    const { raiseAlert } = await authority.get<{ raiseAlert: Payload }>(
      operation('RaiseAlert'),
      variables.RaiseAlert,
    );
    expect(raiseAlert.item).toMatchObject({ __typename: 'Alert', urgency: 'EMERGENCY' });
    const delegate = await running.client('board-se');
    const { acknowledgeItem } = await delegate.get<{ acknowledgeItem: Payload }>(
      operation('AcknowledgeItem'),
      {
        input: { itemId: raiseAlert.item.id },
      },
    );
    expect(acknowledgeItem.item.acknowledgements).toEqual([
      { organisation: { id: 'board-se' }, at: expect.any(String) },
    ]);
  });

  test('opens a case, records a step, and lists it', async () => {
    const authority = await running.client('fi-traficom');
    const { openCase } = await authority.get<{ openCase: Payload }>(
      operation('OpenCase'),
      variables.OpenCase,
    );
    expect(openCase.item).toMatchObject({
      __typename: 'Case',
      title: 'Prohibited practice in a recruitment system (fictional)',
      procedure: { code: 'ART_79_5_PROVISIONAL_MEASURE', article: '79(5), (6)' },
      state: 'OPEN',
      lead: { id: 'fi-traficom' },
      concernedMemberStates: ['FI', 'SE', 'EE'],
      clocks: [],
    });
    const { recordCaseStep } = await authority.get<{ recordCaseStep: Payload }>(operation('RecordCaseStep'), {
      input: { itemId: openCase.item.id, name: 'Operator heard', expectedRevision: 1 },
    });
    expect(recordCaseStep.item.revision).toBe(2);
    const { cases } = await authority.get<{
      cases: { edges: { cursor: string; node: { id: string } }[]; totalCount: number };
    }>(operation('Cases'), { filter: { procedures: ['ART_79_5_PROVISIONAL_MEASURE'] }, first: 5 });
    expect(cases.edges.map(({ node }) => node.id)).toContain(openCase.item.id);
    expect(cases.edges[0]?.cursor).toBe(recordCaseStep.cursor);
  });

  test('publishes an opinion that was adopted elsewhere', async () => {
    const secretariat = await running.client('board-secretariat');
    const { publishOpinion } = await secretariat.get<{ publishOpinion: Payload }>(
      operation('PublishOpinion'),
      {
        input: {
          idempotencyKey: crypto.randomUUID(),
          title: [{ language: 'en', text: 'Opinion on the application of Article 50 (fictional)' }],
          legalBasis: 'Article 66(e)',
          articles: ['50', '66'],
          references: ['AIB/2026/7 (fictional)'],
          adoptedOn: '2026-07-09',
          rapporteur: 'board-el',
          handling: { marking: 'LIMITED', audience: { groups: ['AI_BOARD', 'AI_OFFICE'] } },
        },
      },
    );
    expect(publishOpinion.item).toMatchObject({
      __typename: 'Opinion',
      state: 'PUBLISHED',
      legalBasis: 'Article 66(e)',
      requestedBy: null,
      rapporteur: { id: 'board-el' },
      vote: null,
    });
  });

  test('lists, searches and pages through what it may see', async () => {
    const client = await running.client(null);
    const first = await client.get<{
      items: {
        edges: { cursor: string }[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }>(operation('Items'), { filter: { kinds: ['GUIDANCE'] }, first: 50 });
    expect(first.items.totalCount).toBe(90);
    expect(first.items.pageInfo.hasNextPage).toBe(true);
    const second = await client.get<typeof first>(operation('Items'), {
      filter: { kinds: ['GUIDANCE'] },
      first: 50,
      after: first.items.pageInfo.endCursor,
    });
    expect(second.items.edges).toHaveLength(40);
    const { search } = await client.get<{ search: { edges: { node: { reference: string } }[] } }>(
      operation('Search'),
      {
        text: 'C(2025) 5052',
      },
    );
    expect(search.edges.map(({ node }) => node.reference)).toContain('C(2025) 5052 final');
  });

  test('recalls an item, and reads the changes page by page to the end', async () => {
    const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
    const { publishFinding } = await ecat.get<{ publishFinding: Payload }>(
      operation('PublishFinding'),
      variablesOf('PublishFinding'),
    );
    const { recallItem } = await ecat.get<{ recallItem: { cursor: string; itemId: string } }>(
      operation('RecallItem'),
      {
        input: { itemId: publishFinding.item.id, reason: 'Measured again (fictional)' },
      },
    );
    expect(recallItem.itemId).toBe(publishFinding.item.id);
    const delegate = await running.client({ organisation: 'board-de', clearance: 'SENSITIVE' });
    interface Message {
      __typename: string;
      cursor: string;
      previous: string | null;
      itemId?: string;
      item?: { id: string };
    }
    const seen: Message[] = [];
    for (let after: string | null = null; ;) {
      const { changes } = await delegate.get<{ changes: Message[] }>(operation('Changes'), {
        after,
        first: 100,
      });
      if (changes.length === 0) break;
      seen.push(...changes);
      after = seen.at(-1)?.cursor ?? null;
    }
    expect(seen.at(-1)).toMatchObject({
      __typename: 'ItemWithdrawn',
      cursor: recallItem.cursor,
      itemId: recallItem.itemId,
    });
    expect(seen.map(({ previous }) => previous)).toEqual([
      null,
      ...seen.slice(0, -1).map(({ cursor }) => cursor),
    ]);
    expect([...seen].sort((a, b) => (a.cursor < b.cursor ? -1 : 1))).toEqual(seen);
  });

  test('knows the signed head of the journal', async () => {
    await running.app.checkpoint();
    const auditor = await running.client({ organisation: 'edps', roles: ['auditor'] });
    const { journalHead } = await auditor.get<{
      journalHead: { position: number; hash: string; checkpoint: string };
    }>(operation('JournalHead'));
    expect(journalHead).toEqual({
      ...running.app.store.head(),
      checkpoint: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
  });

  test('follows the exchange live under the filter that comes with the contract', async () => {
    const delegate = await running.client('board-el');
    const feed = await delegate.subscribe<{ exchange: { change: string; item: { title: string } } }>(
      operation('Exchange'),
      variables.Exchange,
    );
    const office = await running.client('ai-office');
    await office.get(operation('PublishGuidance'), variablesOf('PublishGuidance', { articles: ['3'] }));
    await office.get(operation('PublishGuidance'), variablesOf('PublishGuidance', { articles: ['50'] }));
    const [message] = await feed.take(1);
    expect(message?.exchange).toMatchObject({
      __typename: 'ItemChanged',
      change: 'PUBLISHED',
      item: { articles: ['50'] },
    });
  });
});
