import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { serverAddress } from '../../src/cli/server-address.ts';
import { Workplace } from './command-line.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.remove());

const found = async (given?: string) => (await serverAddress(given, place.dataDir)).href;

describe('the address of the server', () => {
  test('is the usual one where nothing is known', async () => {
    expect(await found()).toBe('http://127.0.0.1:4000/');
  });

  test.each([
    ['{"url":"http://127.0.0.1:33397"}', 'http://127.0.0.1:33397/'],
    ['{"url":"http://[::1]:33397"}', 'http://[::1]:33397/'],
    ['{"url":"http://0.0.0.0:33397"}', 'http://127.0.0.1:33397/'],
    ['{"url":"http://[::]:33397"}', 'http://127.0.0.1:33397/'],
    ['{"url":"http://127.', 'http://127.0.0.1:4000/'],
    ['{}', 'http://127.0.0.1:4000/'],
  ])('over a data directory where a server wrote %s is %s', async (written, address) => {
    writeFileSync(join(place.dataDir, 'server.json'), written);
    expect(await found()).toBe(address);
  });

  test.each(['http://127.0.0.1:5000', 'http://127.0.0.1:5000/', 'http://127.0.0.1:5000/graphql'])(
    'may be given as %s',
    async (given) => {
      writeFileSync(join(place.dataDir, 'server.json'), '{"url":"http://127.0.0.1:33397"}');
      expect(await found(given)).toBe('http://127.0.0.1:5000/');
    },
  );

  test.each(['127.0.0.1:5000', 'ws://127.0.0.1:5000', ''])('is refused as %j', async (given) => {
    await expect(found(given)).rejects.toMatchObject({ exitCode: 2 });
  });
});
