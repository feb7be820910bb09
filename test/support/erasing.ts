import { evolve, type DomainEvent } from '../../src/domain/events.ts';
import { publishFinding } from '../../src/domain/finding.ts';
import type { Item } from '../../src/domain/items.ts';
import { everyone, guidanceEvent } from './items.ts';
import { LATER, NOON, makingAs, scenarioFor } from './scenario.ts';

/** Events of a life that ends with an erasure, for given/when/then. */

export const item = scenarioFor<Item, DomainEvent>(evolve);
export const SOON = '2030-05-01T18:00:00.000Z';
export const MUCH_LATER = '2031-01-01T00:00:00.000Z';

const ofOffice = (person: string) => ({ person, organisation: 'ai-office' });
export const anna = ofOffice('anna@ai-office');
export const bert = ofOffice('bert@ai-office');
export const stranger = { person: 'dora@ecat', organisation: 'ecat' };

/** The same persons, acting at LATER. */
export const later = {
  anna: { ...anna, now: LATER },
  bert: { ...bert, now: LATER },
  stranger: { ...stranger, now: LATER },
};

export const ground = 'NO_LONGER_NEEDED' as const;
export const reason = 'The procedure has ended (fictional).';

/** By the AI Office, to whom anna and bert belong. */
export const published = guidanceEvent({ title: 'Quillwort', articles: ['50'], memberStates: ['DE'] });
export const embargoed: DomainEvent = publishFinding(
  {
    title: [{ language: 'en', text: 'Quillwort' }],
    subject: { provider: 'Example Provider (fictional)', model: 'Example-1', version: '1' },
    method: { name: 'Audit' },
    severity: 'LOW',
    legalBasis: 'Article 50',
    embargoUntil: LATER,
    handling: everyone,
  },
  makingAs('ecat'),
);

export const requested: DomainEvent = {
  type: 'ErasureRequested',
  data: { ground, reason, requestedBy: anna, at: SOON },
};
export const askedByDate: DomainEvent = {
  type: 'ErasureRequested',
  data: { ground: 'RETENTION_ENDED', reason, requestedBy: null, at: SOON },
};
export const confirmedByAnna: DomainEvent = { type: 'ErasureConfirmed', data: { ...anna, at: SOON } };
export const declined: DomainEvent = { type: 'ErasureDeclined', data: { ...anna, reason, at: SOON } };
export const erased: DomainEvent = {
  type: 'ItemErased',
  data: { ground, reason, by: [anna, bert], at: SOON },
};
/** By an organisation that is not the issuer. */
export const held: DomainEvent = {
  type: 'LegalHoldPlaced',
  data: { ...stranger, basis: 'Case T-1/30', at: SOON },
};
export const lifted = (number: number): DomainEvent => ({
  type: 'LegalHoldLifted',
  data: { ...stranger, number, at: SOON },
});
export const kept = (until: string | null): DomainEvent => ({
  type: 'RetentionSet',
  data: { ...anna, until, at: NOON },
});
export const recalled: DomainEvent = { type: 'ItemRecalled', data: { reason: 'Quillwort', at: NOON } };
