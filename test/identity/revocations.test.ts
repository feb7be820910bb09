import { describe, expect, test } from '@jest/globals';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Actor } from '../../src/access/actor.ts';
import { Revocations } from '../../src/identity/revocations.ts';
import { cutWhenRevoked } from '../../src/server/exchange.ts';
import { refusalOf } from '../support/scenario.ts';

const bert: Actor = {
  person: 'bert',
  organisation: { id: 'board-fr', kind: 'BOARD_MEMBER', memberState: 'FR' },
  roles: ['representative'],
  clearance: 'LIMITED',
  expiresAt: 0,
  tokenId: 't-1',
};
const current = () => new Revocations(() => true);

describe('who is revoked', () => {
  test.each([
    [{ what: 'person', id: 'bert' }, true],
    [{ what: 'organisation', id: 'board-fr' }, true],
    [{ what: 'token', id: 't-1' }, true],
    [{ what: 'person', id: 'board-fr' }, false],
    [{ what: 'organisation', id: 'bert' }, false],
    [{ what: 'token', id: 'bert' }, false],
  ] as const)('by %j: %s', (revoked, is) => {
    const revocations = current();
    revocations.revoke('r', revoked);
    expect(revocations.isRevoked(bert)).toBe(is);
  });

  test('without a token id is by no token', () => {
    const { tokenId, ...nameless } = bert;
    const revocations = current();
    revocations.revoke('r', { what: 'token', id: tokenId ?? '' });
    revocations.revoke('s', { what: 'token', id: 'undefined' });
    expect(revocations.isRevoked(nameless)).toBe(false);
  });

  test('is so until each revocation is restored, in whatever order and however often it is told', () => {
    const revocations = current();
    for (const id of ['r', 's', 'r']) revocations.revoke(id, { what: 'person', id: 'bert' });
    for (const id of ['s', 's', 'unknown']) revocations.restore(id);
    expect(revocations.isRevoked(bert)).toBe(true);
    revocations.restore('r');
    expect(revocations.isRevoked(bert)).toBe(false);
  });

  test('is refused as UNAUTHENTICATED, anybody with a token as UNAVAILABLE while it is not known', () => {
    let isCurrent = true;
    const revocations = new Revocations(() => isCurrent);
    expect(refusalOf(() => revocations.assertStands(bert))).toBeNull();
    isCurrent = false;
    expect(refusalOf(() => revocations.assertStands(bert))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(refusalOf(() => revocations.assertStands(null))).toBeNull();
    revocations.revoke('r', { what: 'person', id: 'bert' });
    expect(refusalOf(() => revocations.assertStands(bert))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('whoever watches', () => {
  test('is told once, in the same turn, and not any more after stopping', () => {
    const revocations = current();
    const told: string[] = [];
    revocations.watch(bert, () => told.push('kept'));
    revocations.watch(bert, () => told.push('stopped'))();
    revocations.watch({ ...bert, person: 'anna', tokenId: 't-2' }, () => told.push('another'));
    revocations.watch(null, () => told.push('nobody'));
    revocations.revoke('r', { what: 'person', id: 'bert' });
    revocations.revoke('s', { what: 'token', id: 't-1' });
    expect(told).toEqual(['kept']);
  });

  test('is told at once of what has happened before', () => {
    const revocations = current();
    revocations.revoke('r', { what: 'organisation', id: 'board-fr' });
    let isTold = false;
    revocations.watch(bert, () => (isTold = true));
    expect(isTold).toBe(true);
  });
});

describe('an answer that waits to be taken', () => {
  const SIZE = 64 * 1024 * 1024;

  async function serving(revocations: Revocations): Promise<Server> {
    const server = createServer((_request, response) => {
      response.end(Buffer.alloc(SIZE));
      cutWhenRevoked(response, bert, revocations);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  test('is cut when its reader is revoked', async () => {
    const revocations = current();
    const server = await serving(revocations);
    const { port } = server.address() as AddressInfo;
    let bytes = 0;
    await new Promise<void>((resolve) => {
      request({ port, host: '127.0.0.1' }, (answer) => {
        answer.once('data', (first: Buffer) => {
          answer.pause();
          revocations.revoke('r', { what: 'person', id: 'bert' });
          bytes += first.length;
          answer.on('data', (more: Buffer) => (bytes += more.length));
          answer.resume();
        });
        answer.on('error', () => undefined);
        answer.once('close', resolve);
      }).end();
    });
    await new Promise((resolve) => server.close(resolve));
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(SIZE);
  });
});
