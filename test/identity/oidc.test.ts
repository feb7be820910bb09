import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { createAuthenticator } from '../../src/identity/authenticator.ts';
import { loadKeys, type LocalKeys } from '../../src/identity/keys.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { TestProvider, newKey, type ProviderKey } from './provider.ts';

const NOON = Date.UTC(2030, 4, 1, 12);
const AT = NOON / 1000;
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

type Authenticate = (authorization: string | null) => ReturnType<ReturnType<typeof createAuthenticator>>;

let directory = '';
let localKeys: LocalKeys;
let byAlgorithm: ProviderKey[] = [];
let provider: TestProvider;
let authenticate: Authenticate;
let reasons: string[] = [];
/** Milliseconds; a test may move it. */
let at = NOON;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'concord-oidc-'));
  localKeys = await loadKeys(directory);
  byAlgorithm = await Promise.all(algorithms.map((alg) => newKey(`key-${alg}`, alg)));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  provider = new TestProvider(NOON);
  provider.keys = [...byAlgorithm];
  await provider.start();
  reasons = [];
  at = NOON;
  authenticate = authenticatorFor({});
});
afterEach(() => provider.stop());

function authenticatorFor(options: { issuer?: string; cooldownMs?: number }): Authenticate {
  // A look-up may end when the test that began it has ended.
  const told = reasons;
  const made = createAuthenticator(
    {
      oidc: { issuer: options.issuer ?? provider.issuer, audience: 'concord' },
      now: () => at,
      onRefusal: (reason) => told.push(reason),
      cooldownMs: options.cooldownMs ?? 0,
    },
    localKeys,
  );
  return (authorization) => made(authorization, '192.0.2.1');
}

const bearer = async (token: string | Promise<string>): Promise<string> => `Bearer ${await token}`;
const es256 = (): ProviderKey => byAlgorithm[2]!;
const expectCode = (authorization: string, code: string) =>
  expect(authenticate(authorization)).rejects.toMatchObject({ code });

describe('a token of an identity provider', () => {
  test.each(algorithms)('signed with %s names its holder', async (alg) => {
    const key = byAlgorithm.find((one) => one.alg === alg);
    expect(await authenticate(await bearer(provider.token(key ?? es256())))).toEqual({
      person: 'anna',
      organisation: { id: 'ecat', kind: 'ECAT', memberState: null },
      roles: ['ecat-analyst'],
      clearance: 'SENSITIVE',
      expiresAt: NOON + 300_000,
    });
  });

  test('is checked with keys that are fetched once', async () => {
    for (const key of byAlgorithm) await authenticate(await bearer(provider.token(key)));
    expect(provider.asked).toEqual(['/realm/.well-known/openid-configuration', '/realm/keys']);
  });

  test('costs no look-up where there is none', async () => {
    expect(await authenticate(null)).toBeNull();
    expect(provider.asked).toEqual([]);
  });

  test.each([
    ['expired more than half a minute ago', { exp: AT - 30 }],
    ['valid only in more than half a minute', { nbf: AT + 31 }],
    ['for another audience', { aud: 'other' }],
    ['of another issuer', { iss: 'https://login.example.eu' }],
    ['that never expires', { exp: undefined }],
    ['without person', { sub: undefined }],
    ['with a role of another organisation', { roles: ['secretariat'] }],
    ['of an unknown organisation', { organisation: 'acme' }],
  ])('%s is refused', async (_what, claims) => {
    await expectCode(await bearer(provider.token(es256(), claims)), 'UNAUTHENTICATED');
  });

  test.each([
    ['expired less than half a minute ago', { exp: AT - 29 }],
    ['valid in less than half a minute', { nbf: AT + 29 }],
    ['for several audiences', { aud: ['other', 'concord'] }],
  ])('%s is accepted', async (_what, claims) => {
    expect(await authenticate(await bearer(provider.token(es256(), claims)))).not.toBeNull();
  });

  test.each([
    ['jku', { jku: 'https://evil.example/keys' }],
    ['kid of no key', { kid: 'other' }],
    ['no kid', { kid: undefined }],
    ['an empty kid', { kid: '' }],
    ['typ of a logout', { typ: 'logout+jwt' }],
  ])('with header %s is refused', async (_what, header) => {
    await expectCode(await bearer(provider.token(es256(), {}, header)), 'UNAUTHENTICATED');
  });

  test.each(['JWT', 'at+jwt', 'application/at+jwt'])('with header typ %s is accepted', async (typ) => {
    expect(await authenticate(await bearer(provider.token(es256(), {}, { typ })))).not.toBeNull();
  });

  test('without kid costs no look-up, even where the provider has a single key', async () => {
    provider.keys = [es256()];
    await expectCode(await bearer(provider.token(es256(), {}, { kid: undefined })), 'UNAUTHENTICATED');
    expect(provider.asked).toEqual([]);
  });

  test('signed with an algorithm that is not on the list is refused', async () => {
    const key = await newKey('key-ES384', 'ES384');
    provider.keys.push(key);
    await expectCode(await bearer(provider.token(key)), 'UNAUTHENTICATED');
  });

  test('is refused when its key is not the one it names', async () => {
    const other = await newKey(es256().kid, 'ES256');
    await expectCode(await bearer(provider.token(other)), 'UNAUTHENTICATED');
  });

  test('is the only kind accepted: local ones are not', async () => {
    const token = mintLocalToken(localKeys.token, { organisation: 'ecat' }, NOON);
    await expectCode(await bearer(token), 'UNAUTHENTICATED');
  });
});

describe('the keys of an identity provider', () => {
  test('may change while the server runs', async () => {
    await authenticate(await bearer(provider.token(es256())));
    const next = await newKey('next', 'ES256');
    provider.keys = [next];
    expect(await authenticate(await bearer(provider.token(next)))).toMatchObject({ person: 'anna' });
    await expectCode(await bearer(provider.token(es256())), 'UNAUTHENTICATED');
  });

  test('are not fetched again for each unknown key id', async () => {
    authenticate = authenticatorFor({ cooldownMs: 60_000 });
    for (const kid of ['a', 'b', 'c'])
      await expectCode(await bearer(provider.token(es256(), {}, { kid })), 'UNAUTHENTICATED');
    expect(provider.asked).toHaveLength(2);
  });

  test('are fetched once for requests that arrive together', async () => {
    const authorization = await bearer(provider.token(es256()));
    await Promise.all(Array.from({ length: 10 }, () => authenticate(authorization)));
    expect(provider.asked).toHaveLength(2);
  });
});

describe('the cool-down of look-ups', () => {
  const COOLDOWN = 5_000;
  const madeUp = (kid: string) => bearer(provider.token(es256(), {}, { kid }));

  beforeEach(() => {
    authenticate = authenticatorFor({ cooldownMs: COOLDOWN });
  });

  test('lets a new key in once it has passed, whatever was made up meanwhile', async () => {
    const next = await newKey('next', 'ES256');
    await expectCode(await madeUp('made-up'), 'UNAUTHENTICATED');
    provider.keys = [...byAlgorithm, next];
    await expectCode(await bearer(provider.token(next)), 'UNAUTHENTICATED');
    at += COOLDOWN;
    expect(await authenticate(await bearer(provider.token(next)))).toMatchObject({ person: 'anna' });
  });

  test('holds against a thousand made-up key ids at once', async () => {
    const token = await provider.token(es256());
    const [, payload, signature] = token.split('.');
    const flood = Array.from({ length: 1_000 }, (_, index) => {
      const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: `made-up-${index}` }));
      return `Bearer ${header.toString('base64url')}.${payload ?? ''}.${signature ?? ''}`;
    });
    const refused = await Promise.allSettled(flood.map((one) => authenticate(one)));
    expect(refused.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(provider.asked).toHaveLength(2);
    expect(await authenticate(`Bearer ${token}`)).toMatchObject({ person: 'anna' });
    expect(provider.asked).toHaveLength(2);
  });

  test('holds while the provider fails too, and no known key is lost by it', async () => {
    const good = await bearer(provider.token(es256()));
    await authenticate(good);
    provider.failing = true;
    at += COOLDOWN;
    for (const kid of ['a', 'b', 'c']) await expectCode(await madeUp(kid), 'UNAVAILABLE');
    expect(provider.asked).toHaveLength(3);
    expect(await authenticate(good)).toMatchObject({ person: 'anna' });
  });

  test('does not last for ever where the clock is put back', async () => {
    await expectCode(await madeUp('a'), 'UNAUTHENTICATED');
    at -= 3_600_000;
    await expectCode(await madeUp('b'), 'UNAUTHENTICATED');
    expect(provider.asked).toHaveLength(3);
  });
});

describe('a key that the provider has taken back', () => {
  const MINUTE = 60_000;
  /** Good for longer than the test moves the clock. */
  const lasting = (key: ProviderKey) => bearer(provider.token(key, { exp: AT + 24 * 3_600 }));

  test('is good for ten minutes at the most', async () => {
    const good = await lasting(es256());
    await authenticate(good);
    provider.keys = [byAlgorithm[0]!];
    at += 10 * MINUTE;
    await expectCode(good, 'UNAUTHENTICATED');
  });

  test('is good for an hour at the most where the provider cannot say so', async () => {
    const good = await lasting(es256());
    await authenticate(good);
    provider.failing = true;
    at += 60 * MINUTE - 1;
    await authenticate(good);
    expect(await authenticate(good)).toMatchObject({ person: 'anna' });
    at += 1;
    await expectCode(good, 'UNAVAILABLE');
    provider.failing = false;
    expect(await authenticate(good)).toMatchObject({ person: 'anna' });
  });
});

describe('an identity provider that hangs', () => {
  test('keeps nobody waiting whose key is known, once it has failed', async () => {
    const good = await bearer(provider.token(es256(), { exp: AT + 3_600 }));
    await authenticate(good);
    at += 600_000;
    provider.failing = true;
    await authenticate(good);
    provider.hanging = true;
    const began = performance.now();
    for (let count = 0; count < 20; count += 1)
      expect(await authenticate(good)).toMatchObject({ person: 'anna' });
    // A look-up is given up after five seconds.
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe('an identity provider that fails', () => {
  test('makes tokens uncheckable, not wrong, and is asked again later', async () => {
    provider.failing = true;
    const authorization = await bearer(provider.token(es256()));
    await expectCode(authorization, 'UNAVAILABLE');
    expect(reasons).toEqual([expect.stringMatching(/^identity provider: /)]);
    provider.failing = false;
    expect(await authenticate(authorization)).toMatchObject({ person: 'anna' });
  });

  test('after its keys were found is still not held against the token', async () => {
    await authenticate(await bearer(provider.token(es256())));
    provider.failing = true;
    await expectCode(await bearer(provider.token(es256(), {}, { kid: 'next' })), 'UNAVAILABLE');
  });

  test('is told from one that answers for another issuer', async () => {
    provider.discovery = { issuer: 'https://login.example.eu' };
    await expectCode(await bearer(provider.token(es256())), 'UNAVAILABLE');
    expect(reasons).toEqual(['identity provider: the discovery document is of another issuer']);
  });

  test.each([
    ['nowhere', undefined],
    ['at no address', 'keys'],
    ['on another host without encryption', 'http://keys.example.eu/'],
    ['in a file', 'file:///etc/passwd'],
  ])('is not followed to keys %s', async (_where, jwks_uri) => {
    provider.discovery = { jwks_uri };
    await expectCode(await bearer(provider.token(es256())), 'UNAVAILABLE');
    expect(provider.asked).toHaveLength(1);
  });

  test.each([
    ['no set of keys', { keys: 'none' }],
    ['more than anybody needs', { padding: 'x'.repeat(300_000) }],
  ])('is told from one that has %s', async (_what, answer) => {
    provider.answer = answer;
    await expectCode(await bearer(provider.token(es256())), 'UNAVAILABLE');
    provider.answer = null;
    expect(await authenticate(await bearer(provider.token(es256())))).toMatchObject({ person: 'anna' });
  });

  test('does not stop anybody without a token', async () => {
    const { issuer } = provider;
    authenticate = authenticatorFor({ issuer });
    await provider.stop();
    expect(await authenticate(null)).toBeNull();
    const token = new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(es256().privateKey);
    await expectCode(await bearer(token), 'UNAVAILABLE');
    await provider.start();
  });
});
