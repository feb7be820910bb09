import { describe, test } from '@jest/globals';
import { evolveOpinion, publishOpinion, type OpinionInput } from '../../src/domain/opinion.ts';
import { NOON, makingAs, scenarioFor } from '../support/scenario.ts';

const opinion = scenarioFor(evolveOpinion);
const adopted: OpinionInput = {
  title: [{ language: 'en', text: 'Opinion on Article 50 (fictional)' }],
  legalBasis: 'Article 66(e)',
  references: ['AIB/2030/7', 'AIB/2030/7 rev. 1'],
  adoptedOn: '2030-04',
  rapporteur: 'board-el',
  handling: { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } },
};
const publish = (change: Partial<OpinionInput>) =>
  opinion.when(() => publishOpinion({ ...adopted, ...change }, makingAs('board-secretariat')));

describe('publishing an opinion', () => {
  test('keeps the act as it was adopted elsewhere', () => {
    publish({}).thenState({
      kind: 'OPINION',
      state: 'PUBLISHED',
      reference: 'AIB/2030/7',
      adoptedOn: '2030-04',
      rapporteur: 'board-el',
      requestedBy: null,
      publishedAt: NOON,
      revision: 1,
    });
  });

  test('is refused without the reference of an act: that takes two people', () => {
    publish({ references: [] }).thenRefused('FORBIDDEN', 'references');
  });

  test('takes a reference that names an act as proof, and none that tells no act from another', () => {
    publish({ adoptedOn: null }).thenState({ adoptedOn: null });
    publish({ references: ['7'] }).thenRefused('FORBIDDEN', 'references');
  });

  test.each([
    ['adoptedOn', { adoptedOn: '2030-02-30' }],
    ['rapporteur', { rapporteur: 'board-xx' }],
    ['requestedBy', { requestedBy: 'nobody' }],
    ['documentUrl', { documentUrl: 'http://example.eu/' }],
    ['legalBasis', { legalBasis: ' ' }],
  ])('is refused for a wrong %s', (field, change) => {
    publish(change).thenRefused('BAD_USER_INPUT', field);
  });
});
