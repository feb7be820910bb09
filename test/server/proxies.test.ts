import { afterEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { addressReader } from '../../src/server/proxies.ts';
import { startToyServer, type ToyServer } from './toy-server.ts';

const addressOf = (trusted: readonly string[], peer: string | undefined, forwarded?: string): string =>
  addressReader(trusted)({
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage);

describe('the address of a caller', () => {
  test.each<[string, string | undefined, string]>([
    ['192.0.2.9', '203.0.113.1', '192.0.2.9'],
    ['10.0.0.2', undefined, '10.0.0.2'],
    ['10.0.0.2', '203.0.113.1', '203.0.113.1'],
    ['::ffff:10.0.0.2', '203.0.113.1', '203.0.113.1'],
    ['10.0.0.2', '2001:db8::1', '2001:db8::1'],
    ['fd00::5', '203.0.113.1', '203.0.113.1'],
    // What the caller itself claims stands in front of what the proxy saw.
    ['10.0.0.2', '198.51.100.7, 203.0.113.1', '203.0.113.1'],
    ['10.0.0.2', '203.0.113.1, 10.0.0.3', '203.0.113.1'],
    ['10.0.0.2', '10.0.0.4, 10.0.0.3', '10.0.0.4'],
    ['10.0.0.2', 'unknown', '10.0.0.2'],
    ['10.0.0.2', '203.0.113.1, not an address', '10.0.0.2'],
    ['10.0.0.2', '203.0.113.1:4711', '10.0.0.2'],
    ['10.0.0.2', '', '10.0.0.2'],
  ])('behind the peer %s that says %j is %s', (peer, forwarded, address) => {
    expect(addressOf(['10.0.0.0/8', 'fd00::5'], peer, forwarded)).toBe(address);
  });

  test('is that of the peer where no proxy is trusted', () => {
    expect(addressOf([], '127.0.0.1', '203.0.113.1')).toBe('127.0.0.1');
  });

  test('is none where the peer has left already', () => {
    expect(addressOf(['10.0.0.0/8'], undefined)).toBe('');
  });
});

describe('the rate of those who have no token', () => {
  let server: ToyServer;
  afterEach(() => server.stop());
  const refusedOf = async (addresses: readonly string[]) => {
    const replies = [];
    for (const address of addresses)
      replies.push(await server.post({ query: '{ asker }' }, { 'x-forwarded-for': address }));
    return replies.filter(({ code }) => code === 'RATE_LIMITED').length;
  };
  const callers = Array.from({ length: 12 }, (_, index) => `203.0.113.${index}`);

  test('is counted for each of them behind a trusted proxy', async () => {
    server = await startToyServer({ perSecond: 1, now: () => 0, addressOf: addressReader(['127.0.0.1']) });
    expect(await refusedOf(callers)).toBe(0);
    expect(await refusedOf(callers.map(() => '203.0.113.1'))).toBe(3);
  });

  test('does not believe any other peer', async () => {
    server = await startToyServer({ perSecond: 1, now: () => 0 });
    expect(await refusedOf(callers)).toBe(2);
  });
});
