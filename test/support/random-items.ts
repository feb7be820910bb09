import fc from 'fast-check';
import { organisations } from '../../src/reference/organisations.ts';
import type { Given } from './oracle.ts';

const ids = organisations.map(({ id }) => id);
const someOrganisations = [
  'board-de',
  'board-fr',
  'de-bundesnetzagentur',
  'edps',
  'ecat',
  'scientific-panel',
  'it-acn',
];
const part = fc.record(
  {
    groups: fc.subarray(
      ['AI_BOARD', 'NATIONAL_AUTHORITIES', 'AI_OFFICE', 'ECAT', 'SCIENTIFIC_PANEL', 'ADVISORY_FORUM'],
      { maxLength: 2 },
    ),
    memberStates: fc.subarray(['DE', 'FR', 'EL', 'IT', 'FI'], { maxLength: 3 }),
    organisations: fc.subarray(someOrganisations, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const isAddressed = ({ groups = [], memberStates = [], organisations: named = [] }: Given['audience']) =>
  groups.length + memberStates.length + named.length > 0;
const handling: fc.Arbitrary<Given> = fc.oneof(
  fc.constant<Given>({ marking: 'PUBLIC', audience: { everyone: true } }),
  fc.record({
    marking: fc.constantFrom('LIMITED' as const, 'SENSITIVE' as const),
    audience: fc.constant({ everyone: true }),
  }),
  fc.record({
    marking: fc.constantFrom('LIMITED' as const, 'SENSITIVE' as const),
    audience: part.filter(isAddressed),
  }),
  fc.record({
    marking: fc.constantFrom('LIMITED' as const, 'SENSITIVE' as const),
    audience: part.filter(isAddressed),
  }),
);
/** What is to happen to one item. */
export const plan = fc.record({
  kind: fc.constantFrom('guidance', 'draft', 'finding', 'embargoed', 'released', 'alert', 'case', 'opinion'),
  handling,
  articles: fc.subarray(['5', '50', '73'], { maxLength: 2 }),
  then: fc.array(fc.oneof(handling, handling, fc.constantFrom('recall' as const, 'erase' as const)), {
    maxLength: 3,
  }),
});
export type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** Who asks. */
export const actor = fc.record({
  organisation: fc.oneof(
    fc.constantFrom(...ids),
    fc.constantFrom(...someOrganisations, 'ai-office', 'board-secretariat'),
  ),
  clearance: fc.constantFrom('PUBLIC' as const, 'LIMITED' as const, 'SENSITIVE' as const),
  office: fc.constantFrom('reader', 'reader', 'reader', 'auditor' as const, 'administrator' as const),
});

const text = (value: string) => [{ language: 'en', text: value }];

/** Issuer, mutation and input for each kind of item. */
export function makerOf({ kind, handling: to, articles }: Plan, index: number, soon: string) {
  const base = { title: text(`Probe ${index} (fictional)`), articles, handling: to };
  const finding = {
    ...base,
    subject: { provider: 'Example Provider (fictional)', model: 'Example-1', version: '1' },
    method: { name: 'Audit' },
    severity: 'LOW',
    legalBasis: 'Article 50',
  };
  const opinion = { ...base, legalBasis: 'Article 66(e)', references: [`F/${index}`], adoptedOn: '2030-04' };
  switch (kind) {
    case 'guidance':
      return {
        issuer: 'ai-office',
        mutation: 'publishGuidance',
        input: { ...base, references: [`F/${index}`], documentDate: '2030-04' },
      };
    case 'draft':
      return { issuer: 'ai-office', mutation: 'draftGuidance', input: base };
    case 'finding':
      return { issuer: 'ecat', mutation: 'publishFinding', input: finding };
    case 'embargoed':
    case 'released':
      return { issuer: 'ecat', mutation: 'publishFinding', input: { ...finding, embargoUntil: soon } };
    case 'alert':
      return { issuer: 'fi-traficom', mutation: 'raiseAlert', input: { ...base, urgency: 'URGENT' } };
    case 'case':
      return {
        issuer: 'de-bundesnetzagentur',
        mutation: 'openCase',
        input: { ...base, procedure: 'ART_79_5_PROVISIONAL_MEASURE' },
      };
    default:
      return { issuer: 'board-secretariat', mutation: 'publishOpinion', input: opinion };
  }
}

export const kindOf: Record<string, string> = {
  guidance: 'GUIDANCE',
  draft: 'GUIDANCE',
  alert: 'ALERT',
  case: 'CASE',
  opinion: 'OPINION',
};
