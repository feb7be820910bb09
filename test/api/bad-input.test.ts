import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { As } from '../support/running-app.ts';
import { RunningApp } from '../support/running-app.ts';
import { operation, variablesOf } from '../support/contract.ts';

type Input = Record<string, unknown>;
interface Refusal {
  name: string;
  as: string | As;
  operation: string;
  /** Instead of an operation of the contract. */
  document?: string;
  input: (known: Known) => Input;
  code: string;
  field?: string;
}
interface Known {
  guidance: string;
  alert: string;
  openCase: string;
}

const office = 'ai-office';
const ecat = { organisation: 'ecat', clearance: 'SENSITIVE' } as const;
const guidance = (change: Input) => () => variablesOf('PublishGuidance', change).input;
const finding = (change: Input) => () => variablesOf('PublishFinding', change).input;
const without = (input: Input, field: string): Input =>
  Object.fromEntries(Object.entries(input).filter(([name]) => name !== field));
const MARKER = 'zzmarkerzz';

const bad = 'BAD_USER_INPUT';
const publishing = { as: office, operation: 'PublishGuidance', code: bad };
const reporting = { as: ecat, operation: 'PublishFinding', code: bad };
const limited = (audience: Input) => ({ marking: 'LIMITED', audience });
const correct = 'mutation($input: CorrectGuidanceInput!) { correctGuidance(input: $input) { cursor } }';

const refusals: readonly Refusal[] = [
  {
    name: 'an unknown article',
    ...publishing,
    input: guidance({ articles: ['3', MARKER] }),
    field: 'articles',
  },
  {
    name: 'an unknown organisation',
    ...publishing,
    input: guidance({ handling: limited({ organisations: [MARKER] }) }),
    field: 'handling.audience.organisations',
  },
  {
    name: 'an unknown language',
    ...publishing,
    input: guidance({ title: [{ language: MARKER, text: 'x' }] }),
    field: 'title.language',
  },
  {
    name: 'an unknown Member State',
    ...publishing,
    input: guidance({ handling: limited({ memberStates: ['UK'] }) }),
    field: 'handling.audience.memberStates',
  },
  {
    name: 'PUBLIC without everyone',
    ...publishing,
    input: guidance({ handling: { marking: 'PUBLIC', audience: { groups: ['AI_BOARD'] } } }),
    field: 'handling.audience.everyone',
  },
  {
    name: 'an empty audience',
    ...publishing,
    input: guidance({ handling: limited({}) }),
    field: 'handling.audience',
  },
  {
    name: 'an audience of empty lists',
    ...publishing,
    input: guidance({ handling: limited({ groups: [], memberStates: [] }) }),
    field: 'handling.audience',
  },
  {
    name: 'a title without text',
    ...publishing,
    input: guidance({ title: [{ language: 'en', text: '  ' }] }),
    field: 'title',
  },
  { name: 'a title in no language', ...publishing, input: guidance({ title: [] }), field: 'title' },
  {
    name: 'a language twice',
    ...publishing,
    input: guidance({
      title: [
        { language: 'en', text: 'a' },
        { language: 'en', text: 'b' },
      ],
    }),
    field: 'title',
  },
  {
    name: 'an address that is not https',
    ...publishing,
    input: guidance({ documentUrl: `http://${MARKER}.example` }),
    field: 'documentUrl',
  },
  {
    name: 'an address that is a script',
    ...publishing,
    input: guidance({ documentUrl: `javascript:${MARKER}` }),
    field: 'documentUrl',
  },
  {
    name: 'a day that does not exist',
    ...publishing,
    input: guidance({ documentDate: '2026-02-30' }),
    field: 'documentDate',
  },
  {
    name: 'a month that does not exist',
    ...publishing,
    input: guidance({ documentDate: '2026-13' }),
    field: 'documentDate',
  },
  {
    name: 'an instant that does not exist',
    ...reporting,
    input: finding({ embargoUntil: '2030-02-30T00:00:00Z' }),
    field: 'embargoUntil',
  },
  {
    name: 'an embargo that has ended',
    ...reporting,
    input: finding({ embargoUntil: '2020-01-01T00:00:00Z' }),
    field: 'embargoUntil',
  },
  {
    name: 'a finding without method',
    ...reporting,
    input: () => without(variablesOf('PublishFinding').input, 'method'),
    field: 'method',
  },
  {
    name: 'a finding about a model and a system',
    ...reporting,
    input: finding({ subject: { provider: 'P', model: 'M', system: 'S', version: '1' } }),
    field: 'subject',
  },
  {
    name: 'a data-set hash that is none',
    ...reporting,
    input: finding({ method: { name: 'm', datasetHash: MARKER } }),
    field: 'method.datasetHash',
  },
  {
    name: 'parameters that mean something to a store',
    ...reporting,
    input: finding({ method: { name: 'm', parameters: { $where: MARKER } } }),
    field: 'method.parameters',
  },
  {
    name: 'a title over its limit',
    ...publishing,
    input: guidance({ title: [{ language: 'en', text: MARKER.repeat(31) }] }),
    field: 'title',
  },
  {
    name: 'a summary over its limit',
    ...publishing,
    input: guidance({ summary: [{ language: 'en', text: 'x'.repeat(5_001) }] }),
    field: 'summary',
  },
  {
    name: 'text that is not well-formed',
    ...publishing,
    input: guidance({ title: [{ language: 'en', text: `a\u0000${MARKER}` }] }),
    field: 'title',
  },
  {
    name: 'a relation to a document that is not there',
    ...publishing,
    input: guidance({ relations: [{ type: 'ADOPTS', itemId: MARKER }] }),
    field: 'relations',
  },
  {
    name: 'an unknown procedure',
    as: 'fi-traficom',
    operation: 'OpenCase',
    input: () => variablesOf('OpenCase', { procedure: MARKER }).input,
    code: bad,
    field: 'procedure',
  },
  {
    name: 'an unknown ground',
    as: 'fi-traficom',
    operation: 'OpenCase',
    input: () => variablesOf('OpenCase', { grounds: [MARKER] }).input,
    code: bad,
    field: 'grounds',
  },
  {
    name: 'guidance without a reference from one person',
    as: office,
    operation: 'PublishGuidance',
    input: guidance({ references: [] }),
    code: 'FORBIDDEN',
    field: 'references',
  },
  {
    name: 'a delegate who publishes guidance',
    as: 'board-de',
    operation: 'PublishGuidance',
    input: guidance({}),
    code: 'FORBIDDEN',
  },
  {
    name: 'an administrator who publishes guidance',
    as: { organisation: office, roles: ['administrator'] },
    operation: 'PublishGuidance',
    input: guidance({}),
    code: 'FORBIDDEN',
  },
  {
    name: 'the AI Office that publishes a finding',
    as: office,
    operation: 'PublishFinding',
    input: finding({}),
    code: 'FORBIDDEN',
  },
  {
    name: 'an organisation that issues for another',
    as: office,
    operation: 'PublishGuidance',
    input: guidance({ issuer: 'ecat' }),
    code: 'FORBIDDEN',
    field: 'issuer',
  },
  {
    name: 'an organisation that leads for another',
    as: 'fi-traficom',
    operation: 'OpenCase',
    input: () => variablesOf('OpenCase', { lead: 'se-pts' }).input,
    code: 'FORBIDDEN',
    field: 'lead',
  },
  {
    name: 'an organisation that acknowledges for another',
    as: 'board-de',
    operation: 'AcknowledgeItem',
    input: ({ alert }) => ({ itemId: alert, organisation: 'board-fr' }),
    code: 'FORBIDDEN',
    field: 'organisation',
  },
  {
    name: 'a step of a State that the case does not concern',
    as: 'it-acn',
    operation: 'RecordCaseStep',
    input: ({ openCase }) => ({ itemId: openCase, name: 'Step' }),
    code: 'FORBIDDEN',
  },
  {
    name: 'a step in a case that one may not know of',
    as: 'board-de',
    operation: 'RecordCaseStep',
    input: () => ({ itemId: MARKER, name: 'Step' }),
    code: 'FORBIDDEN',
  },
  {
    name: 'an acknowledgement of what is not there',
    as: 'board-de',
    operation: 'AcknowledgeItem',
    input: () => ({ itemId: MARKER }),
    code: 'NOT_FOUND',
  },
  {
    name: 'an id that no store could hold',
    as: 'board-de',
    operation: 'AcknowledgeItem',
    input: () => ({ itemId: `\u0000${MARKER.repeat(400)}` }),
    code: 'NOT_FOUND',
  },
  {
    name: 'a stale revision',
    as: office,
    operation: '',
    document: correct,
    input: ({ guidance: itemId }) => ({ itemId, expectedRevision: 7, articles: ['5'] }),
    code: 'REVISION_CONFLICT',
  },
  { name: 'no token', as: '', operation: 'PublishGuidance', input: guidance({}), code: 'UNAUTHENTICATED' },
];

describe('bad input', () => {
  let running: RunningApp;
  let known: Known;
  beforeAll(async () => {
    running = await RunningApp.start();
    const idOf = async (as: string, name: string, field: string) => {
      const client = await running.client(as);
      const data = await client.get<Record<string, { item: { id: string } }>>(
        operation(name),
        variablesOf(name),
      );
      return data[field]?.item.id ?? '';
    };
    known = {
      guidance: await idOf('ai-office', 'PublishGuidance', 'publishGuidance'),
      alert: await idOf('fi-traficom', 'RaiseAlert', 'raiseAlert'),
      openCase: await idOf('fi-traficom', 'OpenCase', 'openCase'),
    };
  });
  afterAll(() => running.stop());

  test.each(refusals)('$name is refused with $code, and leaves the journal as it was', async (refusal) => {
    const client = await running.client(refusal.as === '' ? null : refusal.as);
    const before = running.app.store.head();
    const document = refusal.document ?? operation(refusal.operation);
    const error = await client.refusal(document, { input: refusal.input(known) });
    expect(error.extensions.code).toBe(refusal.code);
    expect(error.extensions.field).toBe(refusal.field);
    expect(JSON.stringify(error)).not.toContain(MARKER);
    expect(running.app.store.head()).toEqual(before);
  });

  test('a key repeated with other input is refused, and with the same input finds the first answer', async () => {
    const client = await running.client(office);
    const variables = variablesOf('PublishGuidance');
    const first = await client.get(operation('PublishGuidance'), variables);
    const before = running.app.store.head();
    expect(await client.get(operation('PublishGuidance'), variables)).toEqual(first);
    const other = { input: { ...variables.input, articles: ['5'] } };
    const error = await client.refusal(operation('PublishGuidance'), other);
    expect(error.extensions).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', field: 'idempotencyKey' });
    const otherAction = 'mutation($input: PublishGuidanceInput!) { draftGuidance(input: $input) { cursor } }';
    expect((await client.refusal(otherAction, variables)).extensions.code).toBe('IDEMPOTENCY_CONFLICT');
    expect(running.app.store.head()).toEqual(before);
    // The key is the person's own: a colleague may use the same.
    const colleague = await running.client({ organisation: office, person: 'colleague@ai-office' });
    await colleague.get(operation('PublishGuidance'), variables);
    expect(running.app.store.head().position).toBe(before.position + 1);
  });

  test.each([0, 101, -1])('a page of %d is refused', async (first) => {
    const client = await running.client(null);
    for (const name of ['Items', 'Cases', 'Changes'])
      expect((await client.refusal(operation(name), { first })).extensions).toMatchObject({
        code: bad,
        field: 'first',
      });
  });

  test('a cursor that is none is refused by lists', async () => {
    const client = await running.client(null);
    const error = await client.refusal(operation('Items'), { after: MARKER });
    expect(error.extensions).toMatchObject({ code: bad, field: 'after' });
  });
});
