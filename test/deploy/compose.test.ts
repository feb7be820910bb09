import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { root } from '../support/root.ts';

interface Service {
  image: string;
  environment?: Record<string, string>;
  networks?: Record<string, { ipv4_address?: string } | null> | string[];
  stop_grace_period?: string;
  read_only?: boolean;
  ports?: string[];
}

const textOf = (path: string): string => readFileSync(join(root, 'deploy', path), 'utf8');
const text = textOf('compose.yaml');
const { services, networks } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
};
const servers = ['concord-1', 'concord-2'].map((name) => services[name]!);

/** Names in src/config.ts, the only place where the environment is read. */
const known = new Set(readFileSync(join(root, 'src/config.ts'), 'utf8').match(/\b[A-Z]{2,}(_[A-Z]+)*\b/g));

const filled = (value: string): string =>
  value
    .replace('${OIDC_ISSUER:?in deploy/.env}', 'https://login.example.eu')
    .replace(/\$\{\w+:-\}/g, '')
    .replace(/\$\{\w+:\?[^}]*\}/g, 'filled');

const addressOf = ({ networks: at = {} }: Service): string | undefined =>
  Array.isArray(at) ? undefined : at.front?.ipv4_address;

describe('the compose file', () => {
  test('gives the servers an environment that they start with in production', () => {
    for (const { environment = {} } of servers) {
      expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
      const config = readConfig(
        Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)])),
      );
      expect(config).toMatchObject({ production: true, host: '0.0.0.0', trustedProxies: ['172.30.1.10'] });
      expect(config.oidc).not.toBeNull();
      expect(config.mongodbUri).toContain('replicaSet=concord');
    }
  });

  test('names every image with its version', () => {
    const images = [
      ...Object.values(services).map(({ image }) => image),
      ...[...textOf('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image),
    ];
    expect(images.filter((image) => !/^[a-z]+:\d+\.\d+\.\d+(-bookworm(-slim)?)?$/.test(image ?? ''))).toEqual(
      [],
    );
  });

  test('holds no secret: each comes from outside, and must', () => {
    const settings = Object.values(services).flatMap(({ environment = {} }) => Object.entries(environment));
    const secrets = settings.filter(([name]) => /PASSWORD|SECRET|TOKEN/.test(name)).map(([, value]) => value);
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) expect(secret).toMatch(/^\$\{[A-Z_]+:\?[^}]+\}$/);
    for (const { environment = {} } of servers)
      expect(environment.MONGODB_URI).toMatch(
        /^mongodb:\/\/concord:\$\{CONCORD_DATABASE_PASSWORD:\?[^}]+\}@/,
      );
    expect(textOf('compose/example.env')).not.toMatch(/^\w+=./m);
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const offered = [...textOf('compose/example.env').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(offered)).toEqual(asked);
  });

  test('lets in nobody but through nginx, which the servers trust and which finds them', () => {
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['nginx']);
    expect(networks.journal?.internal).toBe(true);
    expect(servers.map(({ environment }) => environment?.TRUSTED_PROXIES)).toEqual(
      servers.map(() => addressOf(services.nginx!)),
    );
    const upstream = [...textOf('compose/concord-upstream.conf').matchAll(/^server (\S+)/gm)];
    expect(upstream.map(([, address]) => address)).toEqual(
      servers.map((server) => `${addressOf(server) ?? ''}:${server.environment?.PORT ?? ''}`),
    );
  });

  test('writes nothing but into volumes, and waits for a server that stops', () => {
    for (const server of servers) expect(server).toMatchObject({ read_only: true, stop_grace_period: '10s' });
  });
});

describe('the examples of settings', () => {
  test('name variables that the server knows', () => {
    const names = [
      ...textOf('systemd/concord.env.example').matchAll(/^(\w+)=/gm),
      ...textOf('systemd/concord.service').matchAll(/(?<=^Environment=.*)(\w+)=/gm),
      ...textOf('Dockerfile').matchAll(/(?<=^ENV .*)\b([A-Z_]+)=/gm),
    ].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(12);
    expect(names.filter((name) => name !== 'Environment' && !known.has(name ?? ''))).toEqual([]);
  });
});
