import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { roles } from '../../src/reference/vocabulary.ts';
import { command, refused, sound, type Input, type Making } from '../support/commands.ts';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
/** One item of each kind that stands before the tests. */
const standing: Record<string, string> = {};

beforeAll(async () => {
  running = await RunningApp.start();
  for (const [name, { by, input }] of Object.entries(sound)) {
    const { item } = await command(await running.client(by), name, input);
    standing[name] = item.id;
  }
});
afterAll(() => running.stop());

/** What must not come back in the answer: every text of the input that the product does not know itself. */
const MARKER = 'Zqxj';
const long = (most: number): string => MARKER.padEnd(most + 1, 'x');
const en = (text: string) => [{ language: 'en', text }];

async function expectRefused(
  as: string | null,
  name: string,
  { input, code, field }: { input: Input; code: string; field: string | undefined },
): Promise<void> {
  const client = await running.client(as);
  const before = running.app.store.head();
  const { message, extensions } = await refused(client, name, input);
  expect({ code: extensions.code, field: extensions.field }).toEqual({ code, field });
  expect(running.app.store.head()).toEqual(before);
  expect(JSON.stringify([message, extensions])).not.toContain(MARKER);
  client.close();
}

type Row = [field: string, name: Making, change: Input, what: string];
const { subject, method } = sound.publishFinding.input;
const { handling } = sound.raiseAlert.input;
const audience = (part: Input, marking = 'LIMITED') => ({ handling: { marking, audience: part } });

const unknown: Row[] = [
  ...(['publishGuidance', 'publishFinding', 'raiseAlert', 'openCase', 'publishOpinion'] as const).flatMap(
    (name): Row[] => [
      ['articles', name, { articles: ['50', '114'] }, 'an article the Act does not have'],
      ['articles', name, { articles: [MARKER] }, 'an article that is no number'],
      [
        'title.language',
        name,
        { title: [{ language: MARKER, text: 'x' }] },
        'a language the Union does not have',
      ],
      [
        'handling.audience.organisations',
        name,
        audience({ organisations: [MARKER] }),
        'an unknown organisation',
      ],
      [
        'handling.audience.memberStates',
        name,
        audience({ memberStates: [MARKER] }),
        'an unknown Member State',
      ],
      ['handling.audience.memberStates', name, audience({ memberStates: ['UK'] }), 'a State that left'],
      ['handling.audience.groups', name, audience({ groups: [MARKER] }), 'an unknown group'],
      ['handling.marking', name, audience({ everyone: true }, MARKER), 'an unknown marking'],
      ['handling.audience.everyone', name, audience({ groups: ['AI_BOARD'] }, 'PUBLIC'), 'PUBLIC for some'],
      ['handling.audience.everyone', name, audience({ everyone: false }, 'PUBLIC'), 'PUBLIC for nobody'],
      ['handling.audience', name, audience({}), 'an empty audience'],
      ['handling.audience', name, audience({ groups: [], organisations: [] }), 'an audience of empty lists'],
      ['handling', name, { handling: null }, 'no handling'],
      ['title', name, { title: [] }, 'no title'],
      ['title', name, { title: en('') }, 'an empty title'],
      ['title', name, { title: en(' \n') }, 'a blank title'],
      ['title', name, { title: [...en('a'), ...en(MARKER)] }, 'a title twice in a language'],
      ['title', name, { title: en(`${MARKER}\u0000`) }, 'a title with a control character'],
      ['title', name, { title: en(`${MARKER}\u202e`) }, 'a title that turns the direction of writing'],
      ['title', name, { title: en(`${MARKER}\n${MARKER}`) }, 'a title of two lines'],
      ['title', name, { title: en('\u200b') }, 'a title that nobody sees'],
      ['title', name, { title: en('.') }, 'a title without a word'],
      ['summary', name, { summary: en('.') }, 'a summary without a word'],
    ],
  ),
  ['memberStates', 'publishGuidance', { memberStates: ['XX'] }, 'an unknown Member State'],
  ['concernedMemberStates', 'openCase', { concernedMemberStates: [MARKER] }, 'an unknown Member State'],
  ['rapporteur', 'publishOpinion', { rapporteur: MARKER }, 'an unknown organisation'],
  ['requestedBy', 'publishOpinion', { requestedBy: MARKER }, 'an unknown organisation'],
  ['procedure', 'openCase', { procedure: MARKER }, 'an unknown procedure'],
  ['grounds', 'openCase', { grounds: [MARKER] }, 'an unknown ground'],
  ['urgency', 'raiseAlert', { urgency: MARKER }, 'an unknown urgency'],
  ['severity', 'publishFinding', { severity: MARKER }, 'an unknown severity'],
  ['documentType', 'publishGuidance', { documentType: MARKER }, 'an unknown type'],
  [
    'relations',
    'publishGuidance',
    { relations: [{ type: 'REVISES', itemId: MARKER }] },
    'an unknown document',
  ],
  ['supersedes', 'publishFinding', { supersedes: MARKER }, 'an unknown finding'],
];

const malformed: Row[] = [
  ...['http:', 'javascript:', 'data:', 'ftp:', 'file:'].map((scheme): Row => [
    'documentUrl',
    'publishGuidance',
    { documentUrl: `${scheme}//${MARKER}.eu/` },
    scheme,
  ]),
  ['fileUrl', 'publishGuidance', { fileUrl: `${MARKER}.eu` }, 'no scheme'],
  ['fileUrl', 'publishGuidance', { fileUrl: `https://${MARKER}:secret@example.eu/` }, 'a password'],
  ['documentUrl', 'publishOpinion', { documentUrl: `https://example.eu/ ${MARKER}` }, 'a blank'],
  ['documentUrl', 'publishOpinion', { documentUrl: `http://${MARKER}.eu/` }, 'http:'],
  ...['2026-02-30', '2025-02-29', '2026-13', '30.02.2026', '0000-01-01', MARKER].map((documentDate): Row => [
    'documentDate',
    'publishGuidance',
    { documentDate },
    documentDate,
  ]),
  [
    'datedReferences',
    'publishGuidance',
    { datedReferences: [{ value: 'C', stage: 'OTHER', date: '2026-02-30' }] },
    '30 February',
  ],
  ['adoptedOn', 'publishOpinion', { adoptedOn: '2026-02-30' }, '30 February'],
  ...['2099-02-30T09:00:00Z', '2099-01-01', '2099-01-01T09:00:00', MARKER, '2001-01-01T09:00:00Z'].map(
    (embargoUntil): Row => ['embargoUntil', 'publishFinding', { embargoUntil }, embargoUntil],
  ),
  ['followUpDueAt', 'raiseAlert', { followUpDueAt: '2099-02-30T09:00:00Z' }, '30 February'],
  ['method', 'publishFinding', { method: undefined }, 'no method'],
  ['method', 'publishFinding', { method: null }, 'a method that is null'],
  ['method.name', 'publishFinding', { method: {} }, 'a method without a name'],
  ['method.name', 'publishFinding', { method: { name: ' ' } }, 'a method with a blank name'],
  ['method.datasetHash', 'publishFinding', { method: { ...method, datasetHash: MARKER } }, 'another hash'],
  [
    'method.parameters',
    'publishFinding',
    { method: { ...method, parameters: { [`$${MARKER}`]: 1 } } },
    'a $ key',
  ],
  ['subject', 'publishFinding', { subject: { provider: 'P', version: '1' } }, 'no model or system'],
  ['subject', 'publishFinding', { subject: { ...subject, system: 'S' } }, 'a model and a system'],
  ['legalBasis', 'publishFinding', { legalBasis: '' }, 'no legal basis'],
  ['title.text', 'publishGuidance', { title: [{ language: 'en' }] }, 'a title without text'],
  ['title.text', 'publishGuidance', { title: [{ language: 'en', text: 5 }] }, 'a title that is a number'],
];

const tooLong: Row[] = (
  [
    ['title', 'publishGuidance', { title: en(long(300)) }],
    ['summary', 'publishGuidance', { summary: en(long(5_000)) }],
    ['references', 'publishGuidance', { references: [long(200)] }],
    ['datedReferences', 'publishGuidance', { datedReferences: [{ value: long(200), stage: 'OTHER' }] }],
    ['author', 'publishGuidance', { author: long(200) }],
    ['documentUrl', 'publishGuidance', { documentUrl: `https://a.eu/${long(2_000)}` }],
    ['references', 'publishGuidance', { references: Array(51).fill(MARKER) }],
    ['title', 'publishFinding', { title: en(long(300)) }],
    ['legalBasis', 'publishFinding', { legalBasis: long(500) }],
    ['subject.provider', 'publishFinding', { subject: { ...subject, provider: long(200) } }],
    ['subject.model', 'publishFinding', { subject: { ...subject, model: long(200) } }],
    ['subject.version', 'publishFinding', { subject: { ...subject, version: long(200) } }],
    ['method.name', 'publishFinding', { method: { name: long(200) } }],
    ['method.uncertainty', 'publishFinding', { method: { ...method, uncertainty: long(500) } }],
    ['method.parameters', 'publishFinding', { method: { ...method, parameters: { a: long(8_192) } } }],
    ['affected', 'raiseAlert', { affected: long(200) }],
    ['followUpOwed', 'raiseAlert', { followUpOwed: en(long(5_000)) }],
    ['summary', 'openCase', { summary: en(long(5_000)) }],
    ['legalBasis', 'publishOpinion', { legalBasis: long(500) }],
    ['idempotencyKey', 'publishOpinion', { idempotencyKey: long(200) }],
  ] as const
).map(([field, name, change]) => [field, name, change, 'text over its limit']);

describe('input that is not sound', () => {
  test.each([...unknown, ...malformed, ...tooLong])(
    'names %s of %s (%j): %s',
    async (field, name, change) => {
      const { by, input } = sound[name];
      await expectRefused(by, name, { input: { ...input, ...change }, code: 'BAD_USER_INPUT', field });
    },
  );

  test.each([
    ['acknowledgeItem', 'board-de', 'itemId'],
    ['changeHandling', 'fi-traficom', 'itemId'],
    ['publishGuidance', 'ai-office', 'title'],
  ])('is refused for %s with parts missing and unknown', async (name, by, field) => {
    await expectRefused(by, name, { input: { [MARKER]: 1 }, code: 'BAD_USER_INPUT', field });
  });

  test('is refused for every change of an item that stands', async () => {
    const rows: [string, string, Making, Input, string][] = [
      ['fi-traficom', 'recallItem', 'raiseAlert', { reason: long(1_000) }, 'reason'],
      ['fi-traficom', 'recordCaseStep', 'openCase', { name: long(200) }, 'name'],
      ['fi-traficom', 'recordCaseStep', 'openCase', { name: ' ' }, 'name'],
      ['fi-traficom', 'completeAlert', 'raiseAlert', { articles: [MARKER] }, 'articles'],
      ['board-se', 'reportAlertFollowUp', 'raiseAlert', { measures: [] }, 'measures'],
      ['ai-office', 'correctGuidance', 'publishGuidance', { expectedRevision: 1, title: en('') }, 'title'],
      [
        'ai-office',
        'correctGuidance',
        'publishGuidance',
        { expectedRevision: 1, fileUrl: MARKER },
        'fileUrl',
      ],
      [
        'fi-traficom',
        'changeHandling',
        'openCase',
        { expectedRevision: 1, ...audience({}) },
        'handling.audience',
      ],
    ];
    for (const [by, name, made, change, field] of rows) {
      const input = { itemId: standing[made], ...change };
      await expectRefused(by, name, { input, code: 'BAD_USER_INPUT', field });
    }
  });
});

describe('who may not', () => {
  const makers: Record<Making, readonly string[]> = {
    publishGuidance: ['office-officer'],
    publishFinding: ['ecat-analyst'],
    raiseAlert: ['office-officer', 'authority-officer', 'ecat-analyst', 'panel-expert'],
    openCase: ['office-officer', 'authority-officer'],
    publishOpinion: ['secretariat'],
  };
  const holders: Record<string, string> = {
    representative: 'board-de',
    alternate: 'board-de',
    observer: 'edps',
    secretariat: 'board-secretariat',
    'office-officer': 'ai-office',
    'authority-officer': 'de-bundesnetzagentur',
    'ecat-analyst': 'ecat',
    'panel-expert': 'scientific-panel',
    'forum-member': 'advisory-forum',
    auditor: 'edps',
    administrator: 'ai-office',
  };

  test.each(Object.keys(sound) as Making[])(
    '%s: every other role is refused, and nobody without a token',
    async (name) => {
      const { input } = sound[name];
      await expectRefused(null, name, { input, code: 'UNAUTHENTICATED', field: undefined });
      for (const role of roles.filter((one) => !makers[name].includes(one))) {
        const client = await running.client({ organisation: holders[role] ?? '', roles: [role] });
        const before = running.app.store.head();
        expect((await refused(client, name, input)).extensions).toEqual({ code: 'FORBIDDEN' });
        expect(running.app.store.head()).toEqual(before);
      }
    },
  );

  test.each([
    ['ai-office', 'publishGuidance', 'issuer', 'ecat'],
    ['ecat', 'publishFinding', 'issuer', 'ai-office'],
    ['fi-traficom', 'raiseAlert', 'issuer', 'se-pts'],
    ['fi-traficom', 'openCase', 'lead', 'se-pts'],
    ['board-secretariat', 'publishOpinion', 'issuer', 'board-de'],
  ] as const)(
    '%s: %s with a foreign %s is refused, and so is an unknown one',
    async (by, name, field, other) => {
      const { input } = sound[name];
      await expectRefused(by, name, { input: { ...input, [field]: other }, code: 'FORBIDDEN', field });
      await expectRefused(by, name, { input: { ...input, [field]: MARKER }, code: 'BAD_USER_INPUT', field });
    },
  );

  test('acknowledges for another organisation', async () => {
    const input = { itemId: standing.raiseAlert, organisation: 'board-fr' };
    await expectRefused('board-de', 'acknowledgeItem', { input, code: 'FORBIDDEN', field: 'organisation' });
  });

  test.each([MARKER, '', `\u0000${MARKER.repeat(500)}`])(
    'acts on an id that no item has is told so',
    async (itemId) => {
      await expectRefused('board-de', 'acknowledgeItem', {
        input: { itemId },
        code: 'NOT_FOUND',
        field: undefined,
      });
    },
  );

  test.each([
    ['changeHandling', { expectedRevision: 1, handling }],
    ['recallItem', {}],
    ['completeAlert', { articles: ['73'] }],
  ])('%s: is not done to an item of another organisation', async (name, change) => {
    const input = { itemId: standing.raiseAlert, ...change };
    await expectRefused('de-bundesnetzagentur', name, { input, code: 'FORBIDDEN', field: undefined });
  });

  test('acts on what it may not see is told the same as for what is not there', async () => {
    const { item } = await command(await running.client('fi-traficom'), 'raiseAlert', {
      ...sound.raiseAlert.input,
      ...audience({ organisations: ['board-fi'] }),
    });
    const client = await running.client('board-de');
    const hidden = await refused(client, 'acknowledgeItem', { itemId: item.id });
    const absent = await refused(client, 'acknowledgeItem', { itemId: crypto.randomUUID() });
    expect(hidden).toEqual(absent);
    expect(hidden.extensions.code).toBe('NOT_FOUND');
  });

  test('acts on an item of another kind is told that there is none', async () => {
    const input = { itemId: standing.openCase, articles: ['73'] };
    await expectRefused('fi-traficom', 'completeAlert', { input, code: 'NOT_FOUND', field: undefined });
  });
});

describe('a write on what has moved on', () => {
  test.each([0, 2, 99, -1])('at revision %s is refused where revision 1 stands', async (expectedRevision) => {
    const input = { itemId: standing.openCase, expectedRevision };
    const conflict = { code: 'REVISION_CONFLICT', field: undefined };
    await expectRefused('fi-traficom', 'recordCaseStep', { input: { ...input, name: 'Heard' }, ...conflict });
    await expectRefused('fi-traficom', 'changeHandling', { input: { ...input, handling }, ...conflict });
    await expectRefused('fi-traficom', 'recallItem', { input, ...conflict });
  });
});

describe('a read', () => {
  test.each([
    ['{ items(first: 0) { totalCount } }', 'first'],
    ['{ items(first: 101) { totalCount } }', 'first'],
    ['{ cases(first: -1) { totalCount } }', 'first'],
    ['{ changes(first: 101) { cursor } }', 'first'],
    ['{ items(after: "Zqxj") { totalCount } }', 'after'],
    ['{ items(filter: { articles: ["Zqxj"] }) { totalCount } }', 'filter.articles'],
    ['{ items(filter: { issuers: ["Zqxj"] }) { totalCount } }', 'filter.issuers'],
    ['{ items(filter: { memberStates: [XX] }) { totalCount } }', 'filter.memberStates'],
    ['{ cases(filter: { procedures: ["Zqxj"] }) { totalCount } }', 'filter.procedures'],
    ['{ cases(filter: { leads: ["Zqxj"] }) { totalCount } }', 'filter.leads'],
    ['{ changes(filter: { articles: ["0"] }) { cursor } }', 'filter.articles'],
    ['{ search(text: " - ") { totalCount } }', 'text'],
    [`{ search(text: "${long(200)}") { totalCount } }`, 'text'],
  ])('%s is refused for %s', async (query, field) => {
    const client = await running.client(null);
    const { message, extensions } = await client.refusal(query);
    expect(extensions).toEqual({ code: 'BAD_USER_INPUT', field });
    expect(message).not.toContain(MARKER);
  });
});
