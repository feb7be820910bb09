import { createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { rolesOfKind } from '../../src/access/actor.ts';
import { DomainError } from '../../src/errors.ts';
import { createAuthenticator } from '../../src/identity/authenticator.ts';
import { loadKeys, type LocalKeys, type SigningKey } from '../../src/identity/keys.ts';
import { mintLocalToken, type TokenRequest } from '../../src/identity/local.ts';
import { organisations } from '../../src/reference/organisations.ts';
import { roles } from '../../src/reference/vocabulary.ts';

const NOON = Date.UTC(2030, 4, 1, 12);
const SECOND = 1000;
const HOUR = 3600 * SECOND;

let directory = '';
let keys: LocalKeys;
let reasons: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'concord-local-'));
  keys = await loadKeys(directory);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const authenticateAt = (now: number) => {
  reasons = [];
  return createAuthenticator(
    { oidc: null, now: () => now, onRefusal: (reason) => reasons.push(reason) },
    keys,
  );
};
const authenticate = (authorization: string | null, now = NOON) =>
  authenticateAt(now)(authorization, '192.0.2.1');
const mint = (request: TokenRequest = { organisation: 'board-de' }) =>
  mintLocalToken(keys.token, request, NOON);

async function expectRefused(authorization: string, now = NOON): Promise<void> {
  const error: unknown = await authenticate(authorization, now).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({
    code: 'UNAUTHENTICATED',
    message: 'This token is not accepted; it may have expired.',
    field: undefined,
  });
  expect(reasons).toHaveLength(1);
}

const usualClaims = { organisation: 'board-de', roles: ['representative'], clearance: 'limited' };

/** A token that is right in everything but what is given. */
function forge(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
  key: SigningKey = keys.token,
): Promise<string> {
  const at = NOON / SECOND;
  return new SignJWT({
    ...usualClaims,
    iss: 'concord-local',
    aud: 'concord',
    sub: 'anna',
    jti: 'one',
    iat: at,
    exp: at + 60,
    ...claims,
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, ...header })
    .sign(key.privateKey);
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a local token', () => {
  test('names its holder', async () => {
    const token = await mint({
      organisation: 'board-de',
      roles: ['alternate', 'auditor'],
      clearance: 'sensitive',
      person: 'anna',
      life: 3600,
      tokenId: 'token-1',
    });
    expect(await authenticate(`Bearer ${token}`)).toEqual({
      person: 'anna',
      organisation: { id: 'board-de', kind: 'BOARD_MEMBER', memberState: 'DE' },
      roles: ['alternate', 'auditor'],
      clearance: 'SENSITIVE',
      expiresAt: NOON + HOUR,
      tokenId: 'token-1',
    });
  });

  test('has an id that no other has, where none is given', async () => {
    const minted = await Promise.all(Array.from({ length: 20 }, () => mint()));
    expect(new Set(minted.map((token) => decodeJwt(token).jti)).size).toBe(20);
  });

  test('of somebody who has lost access is refused as any other, with its reason for the log alone', async () => {
    const reasons: string[] = [];
    const options = { oidc: null, now: () => NOON, onRefusal: (reason: string) => reasons.push(reason) };
    const revoked = createAuthenticator({ ...options, isRevoked: ({ person }) => person === 'anna' }, keys);
    const token = await mint({ organisation: 'board-de', person: 'anna' });
    await expect(revoked(`Bearer ${token}`, '192.0.2.1')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(reasons).toEqual(['access is revoked']);
  });

  test('has usual values for what is left out', async () => {
    const token = await mint();
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: keys.token.kid });
    expect(decodeJwt(token)).toEqual({
      iss: 'concord-local',
      aud: 'concord',
      sub: 'representative@board-de',
      organisation: 'board-de',
      roles: ['representative'],
      clearance: 'limited',
      jti: expect.any(String),
      iat: NOON / SECOND,
      exp: (NOON + 8 * HOUR) / SECOND,
    });
  });

  test('is accepted for every role that fits the organisation and refused for every other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...organisations),
        fc.constantFrom(...roles),
        async (organisation, role) => {
          const request = { organisation: organisation.id, roles: [role] };
          if (rolesOfKind(organisation.kind).includes(role)) {
            expect(await authenticate(`Bearer ${await mint(request)}`)).toMatchObject({
              roles: [role],
              organisation: { id: organisation.id },
            });
          } else {
            await expect(mint(request)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'role' });
            await expectRefused(`Bearer ${await forge({ organisation: organisation.id, roles: [role] })}`);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is good until the very second it expires', async () => {
    const token = await mint({ organisation: 'board-de', life: 1 });
    expect(await authenticate(`Bearer ${token}`, NOON + SECOND - 1)).not.toBeNull();
    await expectRefused(`Bearer ${token}`, NOON + SECOND);
  });

  test.each([
    ['organisation', { organisation: 'board-xx' }],
    ['role', { organisation: 'board-de', roles: ['king'] }],
    ['clearance', { organisation: 'board-de', clearance: 'SENSITIVE' }],
    ['person', { organisation: 'board-de', person: 'a\nb' }],
    ['expires', { organisation: 'board-de', life: 24 * 3600 + 1 }],
    ['expires', { organisation: 'board-de', life: 0 }],
  ])('is not made with a wrong %s', async (field, request) => {
    await expect(mint(request)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('an authorization header', () => {
  test('that is absent stands for nobody', async () => {
    expect(await authenticate(null)).toBeNull();
  });

  test.each(['', ' ', 'Bearer', 'Bearer ', 'Bearer a.b', 'Bearer a.b.c', 'Basic YTpi', 'Bearer a.b.c.d.e'])(
    'of %j is refused',
    async (authorization) => {
      await expectRefused(authorization);
    },
  );

  test('with a token in another wrapping is refused', async () => {
    const token = await mint();
    await expectRefused(token);
    await expectRefused(`Bearer  ${token}`);
    await expectRefused(`Bearer ${token} `);
    await expectRefused(`Bearer ${token}, Bearer ${token}`);
  });

  test('may hold 8 KiB and no more', async () => {
    const token = await forge({ padding: '' });
    const room = 8 * 1024 - `Bearer ${token}`.length;
    const most = Math.floor((room * 3) / 4);
    expect(await authenticate(`Bearer ${await forge({ padding: 'x'.repeat(most - 3) })}`)).not.toBeNull();
    await expectRefused(`Bearer ${await forge({ padding: 'x'.repeat(most + 3) })}`);
    expect(reasons).toEqual(['the header is too long']);
  });

  test('of any other form is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Bearer ${text}`),
        ),
        (text) => expectRefused(text),
      ),
    );
  });
});

describe('a forged token', () => {
  test('is the real one until something is changed', async () => {
    expect(await authenticate(`Bearer ${await forge({})}`)).toMatchObject({ person: 'anna' });
  });

  test.each([
    ['no algorithm', { alg: 'none' }, ''],
    ['no algorithm in other letters', { alg: 'NoNe' }, ''],
    ['no algorithm and a signature', { alg: 'none' }, 'c2ln'],
  ])('with %s is refused', async (_what, header, signature) => {
    const [, payload] = (await forge({})).split('.');
    await expectRefused(`Bearer ${encode({ kid: keys.token.kid, ...header })}.${payload}.${signature}`);
  });

  test('is refused when the public key served as an HMAC secret', async () => {
    const { publicKey } = keys.token;
    const [, payload] = (await forge({})).split('.');
    const secrets = [
      publicKey.export({ format: 'pem', type: 'spki' }),
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
      '',
    ];
    for (const secret of secrets) {
      const signed = `${encode({ alg: 'HS256', kid: keys.token.kid })}.${payload}`;
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      await expectRefused(`Bearer ${signed}.${signature}`);
    }
  });

  test('is refused when another key signed it', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await expectRefused(`Bearer ${await forge({}, {}, { kid: keys.token.kid, privateKey, publicKey })}`);
    await expectRefused(`Bearer ${await forge({}, {}, keys.checkpoint)}`);
  });

  test.each([
    ['kid of another key', { kid: 'other' }],
    ['kid like a path', { kid: '../../../dev/null' }],
    ['no kid', { kid: undefined }],
    ['jku', { jku: 'https://evil.example/keys' }],
    ['x5u', { x5u: 'https://evil.example/cert' }],
    ['x5c', { x5c: ['MIIB'] }],
    ['jwk', { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'x' } }],
    ['crit', { crit: ['exp'], exp: 1 }],
  ])('with header %s is refused', async (_what, header) => {
    const [, payload] = (await forge({})).split('.');
    const { sign } = await import('node:crypto');
    const signed = `${encode({ alg: 'EdDSA', kid: keys.token.kid, ...header })}.${payload}`;
    const signature = sign(null, Buffer.from(signed), keys.token.privateKey).toString('base64url');
    await expectRefused(`Bearer ${signed}.${signature}`);
  });

  test('is refused when one bit of it is turned', async () => {
    const [header = '', payload = '', signature = ''] = (await forge({})).split('.');
    const bytes = Buffer.from(signature, 'base64url');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const turned = Buffer.from(bytes);
        turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        await expectRefused(`Bearer ${header}.${payload}.${turned.toString('base64url')}`);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['of another issuer', { iss: 'concord-remote' }],
    ['without issuer', { iss: undefined }],
    ['for another audience', { aud: 'other' }],
    ['without audience', { aud: undefined }],
    ['not valid yet', { nbf: NOON / SECOND + 1 }],
    ['from the future', { iat: NOON / SECOND + 1 }],
    ['issued too long ago', { iat: NOON / SECOND - 24 * 3600 - 1 }],
    ['that never expires', { exp: undefined }],
    ['expired', { exp: NOON / SECOND }],
    ['expiring by a text', { exp: '2030-05-01T13:00:00Z' }],
    ['without id', { jti: undefined }],
    ['without person', { sub: undefined }],
    ['of an empty person', { sub: '' }],
    ['of a person with a line break', { sub: 'anna\nboris' }],
    ['without organisation', { organisation: undefined }],
    ['of an unknown organisation', { organisation: 'board-xx' }],
    ['of an organisation named like a part of objects', { organisation: '__proto__' }],
    ['without roles', { roles: undefined }],
    ['of no role', { roles: [] }],
    ['with a role as text', { roles: 'representative' }],
    ['with an unknown role among known ones', { roles: ['representative', 'king'] }],
    ['with a role of another kind of organisation', { roles: ['representative', 'office-officer'] }],
    ['without clearance', { clearance: undefined }],
    ['with an unknown clearance', { clearance: 'secret' }],
  ])('%s is refused', async (_what, claims) => {
    await expectRefused(`Bearer ${await forge(claims)}`);
    for (const value of Object.values(usualClaims)) expect(reasons.join()).not.toContain(String(value));
  });
});
