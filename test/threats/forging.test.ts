import { createHmac, createSecretKey, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { exportSPKI, importJWK, type CryptoKey } from 'jose';
import { newKey } from '../identity/provider.ts';
import { ProvidedApp, encode, from, newAddress, viewer } from './provided-app.ts';
import { expectRefused, threatsTo } from './threat.ts';

/** Where a token would have the server look for its key. */
let lure: Server | null = null;

let app: ProvidedApp;
beforeAll(async () => {
  app = await ProvidedApp.start();
});
afterAll(async () => {
  lure?.close();
  await app.stop();
});

const threat = threatsTo(() => app.running.url);

/** Every form in which a library might take the public key for the secret of an HMAC. */
async function secretsOf(publicKey: CryptoKey): Promise<(string | Buffer)[]> {
  const pem = await exportSPKI(publicKey);
  const base64 = pem.replace(/-----[^-]+-----|\s/g, '');
  return [
    pem,
    pem.trim(),
    `${pem}\n`,
    ` ${pem}`,
    `\n${pem}`,
    `\ufeff${pem}`,
    pem.replaceAll('\n', '\r\n'),
    pem.replaceAll('\n', ''),
    `subject=/CN=provider\n${pem}`,
    `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----`,
    base64,
    Buffer.from(base64, 'base64'),
    JSON.stringify(app.key.jwk),
    String(app.key.jwk.n),
    Buffer.from(String(app.key.jwk.n), 'base64url'),
  ];
}

const hmac = (alg: string, secret: string | Buffer) => (signed: string) =>
  createHmac(`sha${alg.slice(2)}`, createSecretKey(Buffer.from(secret)))
    .update(signed)
    .digest('base64url');

describe('forged tokens', () => {
  threat(24, 'none in any spelling, and an empty signature, are refused', async () => {
    const algorithms = [
      'none',
      'None',
      'NONE',
      'nOnE',
      'none ',
      '',
      ' ',
      null,
      undefined,
      0,
      [],
      ['none'],
      {},
    ];
    await app.refusesAll(
      algorithms.flatMap((alg) => [
        app.forged({ alg, kid: 'key' }, () => ''),
        app.forged({ alg, kid: 'key' }, () => 'AAAA'),
      ]),
    );
    const good = await app.provider.token(app.key);
    const [header = '', payload = ''] = good.split('.');
    await app.refusesAll([
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${good}.`,
      `${header}..AAAA`,
      `.${payload}.`,
    ]);
  });

  threat(24, 'the public key is no secret, however it is written', async () => {
    const publicKey = (await importJWK(app.key.jwk, 'RS256')) as CryptoKey;
    const secrets = await secretsOf(publicKey);
    await app.refusesAll(
      secrets.flatMap((secret) =>
        ['HS256', 'HS384', 'HS512'].map((alg) => app.forged({ alg, kid: 'key' }, hmac(alg, secret))),
      ),
    );
  });

  threat(24, 'an empty key signs nothing', async () => {
    const empty = (alg: string) => (signed: string) =>
      createHmac(`sha${alg.slice(2)}`, '')
        .update(signed)
        .digest('base64url');
    await app.refusesAll(
      ['HS256', 'HS384', 'HS512'].flatMap((alg) =>
        [{}, { kid: 'key' }, { kid: '' }, { kid: '/dev/null' }].map((header) =>
          app.forged({ alg, ...header }, empty(alg)),
        ),
      ),
    );
  });

  threat(24, 'a key that the token brings along, or points to, is not even looked at', async () => {
    const own = await newKey('key', 'RS256');
    const asked: string[] = [];
    lure = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(JSON.stringify({ keys: [own.jwk] }));
    });
    await new Promise<void>((resolve) => lure?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/keys`;
    const headers: Record<string, unknown>[] = [
      { jku: url },
      { x5u: url },
      { jwk: own.jwk },
      {
        x5c: [
          (await exportSPKI((await importJWK(own.jwk, 'RS256')) as CryptoKey)).replace(
            /-----[^-]+-----|\s/g,
            '',
          ),
        ],
      },
      { jku: url, kid: 'other' },
      { jku: `${app.provider.issuer}/keys#${url}` },
      { kid: url },
    ];
    await app.refusesAll(
      await Promise.all(headers.map((header) => app.issued({ ...own, kid: 'key' }, header))),
    );
    // Not even where the right key signed it: what says such things is not of the provider.
    const rightlySigned = headers.slice(0, 4).map((header) => app.issued(app.key, header));
    await app.refusesAll(await Promise.all(rightlySigned));
    expect(asked).toEqual([]);
  });

  threat(24, 'extensions that must be understood are not, so they are refused', async () => {
    const right = async (header: Record<string, unknown>) => {
      const signed = app.forged({ alg: 'RS256', kid: 'key', ...header }, () => '').slice(0, -1);
      const signature = await crypto.subtle.sign(
        app.key.privateKey.algorithm,
        app.key.privateKey,
        Buffer.from(signed),
      );
      return `${signed}.${Buffer.from(signature).toString('base64url')}`;
    };
    expect((await app.attacker.post(viewer, from(newAddress(), `Bearer ${await right({})}`))).errors).toEqual(
      [],
    );
    await app.refusesAll([
      await right({ crit: ['exp'], exp: 1 }),
      await right({ crit: [] }),
      await right({ crit: ['b64'], b64: false }),
      await right({ b64: true }),
      await right({ typ: 'logout+jwt' }),
      await right({ typ: 'secevent+jwt' }),
    ]);
  });

  threat(24, 'a kid finds a key of the provider by its name, and nothing else', async () => {
    const kids = [
      '../../../../dev/null',
      '/proc/sys/kernel/randomize_va_space',
      "key' OR '1'='1",
      "x' UNION SELECT 'secret",
      '$(id)',
      '{"$gt":""}',
      '__proto__',
      'constructor',
      'toString',
      '0',
      'KEY',
      'key ',
      'key\u0000',
      'x'.repeat(4_000),
      '',
      undefined,
      null,
      0,
      true,
      ['key'],
      { $gt: '' },
    ];
    await app.refusesAll(await Promise.all(kids.map((kid) => app.issued(app.key, { kid }))));
    // The set of the provider was asked for at the most once more, since nothing of the clock has passed.
    expect(app.provider.asked.length).toBeLessThanOrEqual(4);
  });

  threat(24, 'the algorithm is one of the list and the one of the key', async () => {
    const others = await Promise.all(
      (['RS384', 'RS512', 'PS384', 'ES384', 'ES512'] as const).map((alg) => newKey(`other-${alg}`, alg)),
    );
    app.provider.keys.push(...others);
    app.clock.advance(10_000);
    await app.refusesAll(await Promise.all(others.map((other) => app.issued(other))));
    const sign = (signed: string) => signed.split('.')[1] ?? '';
    await app.refusesAll(
      ['PS256', 'ES256', 'EdDSA', 'RS384'].map((alg) => app.forged({ alg, kid: 'key' }, sign)),
    );
  });

  threat(25, 'no name opens a door: the one way to an identity is a signed token', async () => {
    const good = await app.provider.token(app.key, { sub: 'anna' });
    await app.attacker.post(viewer, from(newAddress(), `Bearer ${good}`));
    const values = [
      'Bearer anna',
      'Bearer ecat',
      'Bearer administrator',
      'Bearer 00000000-0000-0000-0000-000000000000',
      `Bearer ${randomUUID()}`,
      'Bearer null',
      'Bearer undefined',
      'Bearer true',
      'Bearer {}',
      `Basic ${Buffer.from('anna:').toString('base64')}`,
      `Basic ${Buffer.from(`anna:${good}`).toString('base64')}`,
      `Token ${good}`,
      good,
      `Bearer ${encode({ sub: 'anna' })}`,
    ];
    for (const value of values) {
      expectRefused(await app.attacker.post(viewer, from(newAddress(), value)), {
        status: 401,
        code: 'UNAUTHENTICATED',
      });
      expect(await app.introduce({ authorization: value }, newAddress())).toBe(4403);
    }
    const elsewhere: [string, Record<string, string>][] = [
      [`/graphql?access_token=${good}`, {}],
      ['/graphql', { cookie: `access_token=${good}; token=${good}` }],
      ['/graphql', { 'x-access-token': good, 'x-api-key': 'anna', 'proxy-authorization': `Bearer ${good}` }],
    ];
    for (const [path, headers] of elsewhere)
      expect((await app.attacker.post(viewer, headers, path)).code).toBe('UNAUTHENTICATED');
  });
});
