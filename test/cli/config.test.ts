import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConfigError, readClientConfig, readConfig, type Environment } from '../../src/config.ts';

function problemsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const provider = { OIDC_ISSUER: 'https://login.example.eu', OIDC_AUDIENCE: 'concord' };

describe('the configuration', () => {
  test('is complete without any variable', () => {
    const { dataDir, keysDir, ...rest } = readConfig({});
    expect(dataDir).toMatch(/^\/.*\/data$/);
    expect(keysDir).toBe(`${dataDir}/keys`);
    expect(rest).toEqual({
      port: 4000,
      host: '127.0.0.1',
      mongodbUri: null,
      oidc: null,
      ratePerActor: 100,
      mostSockets: 10_000,
      trustedDocuments: null,
      logLevel: 'info',
      metricsToken: null,
      production: false,
      checkpointInterval: 60,
      allowedOrigins: [],
      trustedProxies: [],
    });
  });

  test('takes every variable', () => {
    const config = readConfig({
      ...provider,
      PORT: '0',
      HOST: '0.0.0.0',
      DATA_DIR: '/srv/concord',
      KEYS_DIR: '/srv/keys',
      MONGODB_URI: 'mongodb://concord@one.example.eu,two.example.eu/concord?replicaSet=rs',
      RATE_PER_ACTOR: '0',
      MAX_SOCKETS: '20000',
      TRUSTED_DOCUMENTS: '/etc/concord/manifest.json',
      LOG_LEVEL: 'silent',
      METRICS_TOKEN: 'a-token-of-the-collector',
      NODE_ENV: 'production',
      CHECKPOINT_INTERVAL: '5',
      ALLOWED_ORIGINS: 'https://desk.example.eu, http://localhost:5173',
      TRUSTED_PROXIES: '192.0.2.7, 10.0.0.0/8,fd00::/8',
    });
    expect(config).toEqual({
      port: 0,
      host: '0.0.0.0',
      dataDir: '/srv/concord',
      keysDir: '/srv/keys',
      mongodbUri: 'mongodb://concord@one.example.eu,two.example.eu/concord?replicaSet=rs',
      oidc: { issuer: 'https://login.example.eu', audience: 'concord' },
      ratePerActor: 0,
      mostSockets: 20_000,
      trustedDocuments: '/etc/concord/manifest.json',
      logLevel: 'silent',
      metricsToken: 'a-token-of-the-collector',
      production: true,
      checkpointInterval: 5,
      allowedOrigins: ['https://desk.example.eu', 'http://localhost:5173'],
      trustedProxies: ['192.0.2.7', '10.0.0.0/8', 'fd00::/8'],
    });
  });

  test('takes an empty variable as unset', () => {
    expect(readConfig({ PORT: '', OIDC_ISSUER: '', MONGODB_URI: '' }).port).toBe(4000);
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4000x'],
    ['HOST', 'two words'],
    ['RATE_PER_ACTOR', '1.5'],
    ['MAX_SOCKETS', '0'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS_TOKEN', 'short'],
    ['CHECKPOINT_INTERVAL', '0'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'https://desk.example.eu/'],
    ['TRUSTED_PROXIES', 'nginx'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', 'fe80::1%eth0'],
    ['MONGODB_URI', 'postgres://user:secret@db.example.eu'],
  ])('refuses a %s of %j in one sentence', (name, value) => {
    const problems = problemsOf({ ...provider, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .*\\.$`));
  });

  test('names every wrong variable at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'x', HOST: '0.0.0.0', MONGODB_URI: 'x' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
      'MONGODB_URI',
      'HOST',
    ]);
  });

  test('never shows a value', () => {
    const names = [
      'PORT',
      'HOST',
      'OIDC_ISSUER',
      'OIDC_AUDIENCE',
      'LOG_LEVEL',
      'MONGODB_URI',
      'ALLOWED_ORIGINS',
      'TRUSTED_PROXIES',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), (name, junk) => {
        const secret = `s3cr3t ${junk}`;
        expect(problemsOf({ [name]: secret }).join(' ')).not.toContain('s3cr3t');
      }),
    );
  });
});

describe('local mode', () => {
  test.each(['0.0.0.0', '::', '192.0.2.1', 'concord.example.eu', '127.0.0.1.example.eu'])(
    'does not listen on %s',
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([expect.stringMatching(/^HOST .*loopback/)]);
    },
  );

  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('listens on %s', (host) => {
    expect(readConfig({ HOST: host }).host).toBe(host);
  });

  test('does not start in production', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^OIDC_ISSUER .*production/),
    ]);
  });
});

describe('an identity provider', () => {
  test('needs issuer and audience together', () => {
    expect(problemsOf({ OIDC_ISSUER: provider.OIDC_ISSUER })).toHaveLength(1);
    expect(problemsOf({ OIDC_AUDIENCE: provider.OIDC_AUDIENCE })).toHaveLength(1);
  });

  test.each(['http://127.0.0.1:8080', 'http://localhost:8080/realms/eu', 'http://[::1]:8080'])(
    'may be reached without encryption at %s',
    (issuer) => {
      expect(readConfig({ ...provider, OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer);
    },
  );

  test.each([
    'http://login.example.eu',
    'ftp://login.example.eu',
    'login.example.eu',
    'https://user:word@login.example.eu',
    'https://login.example.eu?x=1',
  ])('is refused at %s', (issuer) => {
    expect(problemsOf({ ...provider, OIDC_ISSUER: issuer })).toEqual([
      expect.stringMatching(/^OIDC_ISSUER /),
    ]);
  });
});

describe('the configuration of the command line', () => {
  test('is read beside a server of any kind', () => {
    expect(
      readClientConfig({
        ...provider,
        PORT: 'x',
        MONGODB_URI: 'x',
        DATA_DIR: '/srv/concord',
        CONCORD_TOKEN: 'a.b.c',
      }),
    ).toEqual({
      dataDir: '/srv/concord',
      keysDir: '/srv/concord/keys',
      mongodbUri: 'x',
      token: 'a.b.c',
      usesProvider: true,
    });
  });
});
