import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createAuthenticator } from '../../src/identity/authenticator.ts';
import { loadKeys } from '../../src/identity/keys.ts';
import { Workplace } from './command-line.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.remove());

describe('concord token', () => {
  test('prints one token that a server over the same keys accepts, and nothing else', async () => {
    const { code, out, err } = await place.run([
      'token',
      '--organisation',
      'board-de',
      '--role',
      'representative',
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const authenticate = createAuthenticator({ oidc: null }, await loadKeys(place.keysDir));
    expect(await authenticate(`Bearer ${out.trim()}`, '127.0.0.1')).toMatchObject({
      person: 'representative@board-de',
      organisation: { id: 'board-de' },
      roles: ['representative'],
      clearance: 'LIMITED',
    });
  });

  test('takes all that a token can say', async () => {
    const { out } = await place.run([
      ...['token', '--organisation', 'board-el', '--role', 'alternate', '--role', 'auditor'],
      ...['--clearance', 'sensitive', '--person', 'eleni', '--expires', '90m'],
    ]);
    const { sub, organisation, roles, clearance, iat, exp } = decodeJwt(out.trim());
    expect({ sub, organisation, roles, clearance }).toEqual({
      sub: 'eleni',
      organisation: 'board-el',
      roles: ['alternate', 'auditor'],
      clearance: 'sensitive',
    });
    expect((exp ?? 0) - (iat ?? 0)).toBe(90 * 60);
  });

  test.each([
    ['board-fr', 'representative'],
    ['edps', 'observer'],
    ['board-secretariat', 'secretariat'],
    ['ai-office', 'office-officer'],
    ['ecat', 'ecat-analyst'],
    ['scientific-panel', 'panel-expert'],
    ['advisory-forum', 'forum-member'],
  ])('gives a person of %s the role %s where none is asked for', async (organisation, role) => {
    const { out } = await place.run(['token', '--organisation', organisation]);
    expect(decodeJwt(out.trim()).roles).toEqual([role]);
  });

  test('keeps its keys where KEYS_DIR says', async () => {
    const keys = join(place.dataDir, 'elsewhere');
    await place.run(['token', '--organisation', 'ecat'], { KEYS_DIR: keys });
    expect(existsSync(join(keys, 'token-signing.jwk'))).toBe(true);
    expect(statSync(keys).mode & 0o777).toBe(0o700);
    expect(existsSync(place.keysDir)).toBe(false);
  });

  test('says that a server with a provider does not take local tokens', async () => {
    const { code, out, err } = await place.run(['token', '--organisation', 'ecat'], {
      OIDC_ISSUER: 'https://login.example.eu',
    });
    expect(code).toBe(0);
    expect(out.split('.')).toHaveLength(3);
    expect(err).toMatch(/OIDC_ISSUER/);
  });

  test.each([
    ['an unknown organisation', ['--organisation', 'board-xx'], /^organisation: .*no such organisation/],
    [
      'a role of others',
      ['--organisation', 'board-de', '--role', 'secretariat'],
      /^role: .*representative, alternate/,
    ],
    ['an unknown clearance', ['--organisation', 'board-de', '--clearance', 'top'], /^clearance: /],
    ['a life of more than a day', ['--organisation', 'board-de', '--expires', '25h'], /^expires: /],
    ['a time without unit', ['--organisation', 'board-de', '--expires', '60'], /45s, 30m or 8h/],
    ['no organisation', [], /--organisation/],
    ['an unknown option', ['--organisation', 'board-de', '--rule'], /unknown option/],
  ])('refuses %s on stderr', async (_what, args, message) => {
    const { code, out, err } = await place.run(['token', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('tells when the keys cannot be used', async () => {
    await place.run(['token', '--organisation', 'ecat']);
    chmodSync(join(place.keysDir, 'token-signing.jwk'), 0o644);
    const { code, out, err } = await place.run(['token', '--organisation', 'ecat']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/chmod 600/);
  });
});

describe('concord', () => {
  test('explains itself', async () => {
    const { code, out } = await place.run(['--help']);
    expect(code).toBe(0);
    for (const command of ['token', 'watch', 'publish', 'verify'])
      expect(out).toMatch(new RegExp(`^  ${command}`, 'm'));
    expect(out).toContain('Examples:');
  });

  test('explains each command', async () => {
    for (const command of ['token', 'watch', 'publish', 'verify']) {
      const { code, out } = await place.run([command, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`$ npm run --silent concord -- ${command}`);
    }
  });

  test('refuses what it does not know', async () => {
    expect(await place.run(['erase'])).toMatchObject({ code: 2, out: '' });
    expect(await place.run([])).toMatchObject({ code: 2, out: '' });
  });
});

test.each(['token', 'watch', 'publish', 'verify', 'export', 'import', 'rebuild'])(
  'concord %s --help shows no value in the language of the program',
  async (name) => {
    const { code, out } = await place.run([name, '--help']);
    expect(code).toBe(0);
    expect(out).not.toMatch(/\[\]|undefined|null/);
    for (const line of out.split('\n')) expect(line).not.toMatch(/\.\.$/);
  },
);
