import { describe, test } from '@jest/globals';
import {
  evolveRevocation,
  restoreAccess,
  revokeAccess,
  type RevocationEvent,
  type RevocationInput,
} from '../../src/domain/revocation.ts';
import { LATER, NOON, scenarioFor } from '../support/scenario.ts';

const revocation = scenarioFor(evolveRevocation);
const administrator = { person: 'anna', organisation: 'ai-office', tokenId: 'token-of-anna', now: NOON };
const by = { person: 'anna', organisation: 'ai-office' };
const reason = 'Left the service (fictional)';
const revoking = (input: Partial<RevocationInput>) => () =>
  revokeAccess({ reason, ...input }, 'r-1', administrator);

const revoked: RevocationEvent = {
  type: 'AccessRevoked',
  data: { id: 'r-1', revoked: { what: 'person', id: 'bert' }, reason, by, at: NOON },
};
const restored: RevocationEvent = {
  type: 'AccessRestored',
  data: { person: 'carla', organisation: 'ecat', reason: 'Came back (fictional)', at: LATER },
};

describe('revoking access', () => {
  test.each<[Partial<RevocationInput>, { what: 'person' | 'organisation' | 'token'; id: string }]>([
    [{ person: 'bert' }, { what: 'person', id: 'bert' }],
    [{ organisation: 'board-de' }, { what: 'organisation', id: 'board-de' }],
    [{ tokenId: 'a token' }, { what: 'token', id: 'a token' }],
    [
      { person: 'bert', organisation: null, tokenId: null },
      { what: 'person', id: 'bert' },
    ],
  ])('takes it from who is named by %j', (input, named) => {
    revocation
      .when(revoking(input))
      .thenEvent({ type: 'AccessRevoked', data: { id: 'r-1', revoked: named, reason, by, at: NOON } });
  });

  test.each<[string, Partial<RevocationInput>, string]>([
    ['of nobody', {}, 'input'],
    ['of two at once', { person: 'bert', tokenId: 'a token' }, 'tokenId'],
    ['of an organisation that there is not', { organisation: 'board-xx' }, 'organisation'],
    ['of a person without a name', { person: ' ' }, 'person'],
    ['of a person of two lines', { person: 'bert\nanna' }, 'person'],
    ['of a token without an id', { tokenId: '' }, 'tokenId'],
    ['without a reason', { person: 'bert', reason: '...' }, 'reason'],
  ])('%s is refused', (_name, input, field) => {
    revocation.when(revoking(input)).thenRefused('BAD_USER_INPUT', field);
  });

  test.each<[string, Partial<RevocationInput>, string]>([
    ['as a person', { person: 'anna' }, 'person'],
    ['with all of their organisation', { organisation: 'ai-office' }, 'organisation'],
    ['by their token', { tokenId: 'token-of-anna' }, 'tokenId'],
  ])('is not for anybody to do to themselves, %s', (_name, input, field) => {
    revocation.when(revoking(input)).thenRefused('FORBIDDEN', field);
  });
});

describe('restoring access', () => {
  const carla = { person: 'carla', organisation: 'ecat', now: LATER };

  test('ends the revocation, with who did it, when and why', () => {
    const { when } = revocation.given(revoked);
    when((state) => restoreAccess(state, 'Came back (fictional)', carla)).thenEvent(restored);
    when((state) => restoreAccess(state, 'Came back (fictional)', carla)).thenState({
      id: 'r-1',
      revision: 2,
      by,
      at: NOON,
      restored: { ...restored.data },
    });
  });

  test('is refused where it was restored before', () => {
    revocation
      .given(revoked, restored)
      .when((state) => restoreAccess(state, 'Again (fictional)', carla))
      .thenRefused('INVALID_STATE');
  });

  test('needs a reason', () => {
    revocation
      .given(revoked)
      .when((state) => restoreAccess(state, '', carla))
      .thenRefused('BAD_USER_INPUT', 'reason');
  });
});
