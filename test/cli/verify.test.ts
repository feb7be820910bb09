import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadKeys } from '../../src/identity/keys.ts';
import { RunningApp } from '../support/running-app.ts';
import { Workplace } from './command-line.ts';

let app: RunningApp;
let stored: Buffer;
let place: Workplace;

const TITLE = 'Widespread outage of a triage system (fictional)';

/** A journal of the register and one alert after it, as a stopped server leaves it. */
beforeAll(async () => {
  app = await RunningApp.start();
  const environment = { DATA_DIR: app.directory };
  const elsewhere = new Workplace();
  const args = ['publish', 'docs/examples/alert.json', '--url', app.url];
  expect(await elsewhere.run(args, environment)).toMatchObject({ code: 0 });
  elsewhere.remove();
  await app.stop({ keep: true });
  stored = readFileSync(join(app.directory, 'store', 'journal.mdb'));
});
afterAll(() => rmSync(app.directory, { recursive: true, force: true }));

beforeEach(() => {
  place = new Workplace();
});
afterEach(() => {
  place.remove();
  writeFileSync(join(app.directory, 'store', 'journal.mdb'), stored);
});

const verify = (...args: string[]) => place.run(['verify', ...args], { DATA_DIR: app.directory });

describe('concord verify', () => {
  test('prints the head of a journal that is whole', async () => {
    const { code, out, err } = await verify();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /position +(\d+)\n +hash +[\da-f]{64}\n +signed heads +[1-9]\d*, the last at position \1, \d{4}-/,
    );
  });

  test('takes the directories as options', async () => {
    const args = ['verify', '--data', app.directory, '--keys', join(app.directory, 'keys')];
    expect(await place.run(args)).toEqual(await verify());
  });

  test('names the first position that was altered', async () => {
    const whole = await verify();
    const last = Number(/position +(\d+)/.exec(whole.out)?.[1]);
    const altered = Buffer.from(stored);
    for (let at = altered.indexOf(TITLE); at !== -1; at = altered.indexOf(TITLE, at)) altered.write('w', at);
    writeFileSync(join(app.directory, 'store', 'journal.mdb'), altered);
    const { code, out, err } = await verify();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`^The journal fails at position ${last}: `));
  });

  test('does not take the signed heads of another key', async () => {
    await loadKeys(place.keysDir);
    const { code, err } = await verify('--keys', place.keysDir);
    expect(code).toBe(1);
    expect(err).toMatch(/position \d+: .*not signed by the key/);
  });

  test('works beside a running server', async () => {
    const running = await RunningApp.start({ directory: app.directory });
    try {
      expect(await verify()).toMatchObject({ code: 0, err: '' });
    } finally {
      await running.stop({ keep: true });
    }
  });

  test('tells where there is no key to check with, and makes none', async () => {
    const { code, out, err } = await verify('--keys', place.keysDir);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/checkpoint-public\.jwk \(ENOENT\)/);
  });

  test('tells where there is no journal, and makes none', async () => {
    const { code, out, err } = await place.run([
      'verify',
      '--data',
      place.dataDir,
      '--keys',
      join(app.directory, 'keys'),
    ]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^[A-Z].*\.\n$/);
    expect(() => renameSync(join(place.dataDir, 'store'), join(place.dataDir, 'made'))).toThrow();
  });
});
