import { describe, expect, test } from '@jest/globals';
import { dueAtOf, fallDue } from '../../src/domain/due.ts';
import {
  confirmErasure,
  declineErasure,
  liftLegalHold,
  placeLegalHold,
  requestErasure,
  setRetention,
} from '../../src/domain/erasure.ts';
import { evolve, type DomainEvent } from '../../src/domain/events.ts';
import { draftGuidance } from '../../src/domain/guidance.ts';
import { acknowledge, changeHandling, recall } from '../../src/domain/sharing.ts';
import { languageCodes } from '../../src/reference/vocabulary.ts';
import {
  MUCH_LATER,
  SOON,
  anna,
  bert,
  embargoed,
  erased,
  ground,
  item,
  kept,
  later,
  published,
  reason,
  recalled,
  requested,
  stranger,
} from '../support/erasing.ts';
import { everyone } from '../support/items.ts';
import { LATER, NOON, makingAs } from '../support/scenario.ts';

describe('what is left of an item', () => {
  test('is what its readers need to know, and nothing that it said', () => {
    const acknowledged: DomainEvent = { type: 'ItemAcknowledged', data: { ...stranger, at: SOON } };
    const { state: before } = item.given(published, acknowledged, kept(MUCH_LATER), requested);
    const state = evolve(before, erased);
    const { id, handling } = before;
    expect(state).toEqual({
      id,
      kind: 'GUIDANCE',
      reference: `GUIDANCE-2030-${id.replaceAll('-', '').slice(-8).toUpperCase()}`,
      title: expect.arrayContaining([
        { language: 'en', text: 'Content erased' },
        { language: 'fr', text: 'Contenu effacé' },
        { language: 'el', text: 'Το περιεχόμενο διαγράφηκε' },
      ]),
      summary: [],
      issuer: 'ai-office',
      articles: [],
      memberStates: [],
      handling,
      release: 'PUBLISHED',
      publishedAt: NOON,
      updatedAt: SOON,
      revision: 5,
      acknowledgements: [],
      recall: null,
      grantedRequests: [],
      withdrawalAcknowledgements: [],
      retention: null,
      erasureRequest: null,
      legalHolds: [],
      erasure: { ground, reason, by: [anna, bert], at: SOON },
    });
    expect(state.title[0]?.language).toBe('en');
    expect(state.title.map(({ language }) => language).sort()).toEqual([...languageCodes].sort());
    expect(JSON.stringify([state, erased])).not.toMatch(/Quillwort|F\/1/);
  });

  test('stands where the item stood, and nothing falls due for it', () => {
    const draft = draftGuidance(
      { title: [{ language: 'en', text: 'Draft' }], handling: everyone },
      makingAs('ai-office'),
    );
    for (const [release, history] of [
      ['EMBARGOED', [embargoed]],
      ['DRAFT', [draft]],
      ['RECALLED', [published, recalled]],
    ] satisfies [string, DomainEvent[]][]) {
      const [first, ...rest] = history;
      const { state } = item.given(first!, ...rest, kept(SOON), requested, erased);
      expect(state).toMatchObject({ release, recall: null });
      expect([dueAtOf(state), fallDue(state, MUCH_LATER)]).toEqual([null, null]);
    }
  });

  test('takes no change any more', () => {
    const { state } = item.given(published, erased);
    const handling = { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } } as const;
    for (const decide of [
      () => acknowledge(state, stranger, LATER),
      () => changeHandling(state, handling, LATER),
      () => recall(state, null, LATER),
      () => requestErasure(state, { ground, reason }, later.anna),
      () => confirmErasure(state, later.bert),
      () => declineErasure(state, reason, later.anna),
      () => placeLegalHold(state, 'Case T-1/30', later.anna),
      () => liftLegalHold(state, 2, later.stranger),
      () => setRetention(state, MUCH_LATER, later.anna),
    ])
      item.given(published, erased).when(decide).thenRefused('INVALID_STATE');
    expect(() => evolve(state, requested)).toThrow(/before it/);
  });
});
