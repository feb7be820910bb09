import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from '../support/root.ts';

interface Locked {
  version?: string;
  license?: string;
  integrity?: string;
  resolved?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
}
type Lockfile = { packages: Record<string, Locked> };

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const lockfile = (): Lockfile => JSON.parse(textOf('package-lock.json')) as Lockfile;
const data = JSON.parse(textOf('scripts/dependencies.json')) as Record<string, Record<string, string>>;
const production = Object.entries(lockfile().packages).filter(([path, { dev }]) => path !== '' && !dev);
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'concord-supply-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the check says of a lockfile in which something was altered. */
function checked(alter: (packages: Lockfile['packages']) => void): { status: number | null; said: string } {
  const altered = lockfile();
  alter(altered.packages);
  const path = join(folder, 'package-lock.json');
  writeFileSync(path, JSON.stringify(altered));
  const { status, stderr } = spawnSync('node', ['scripts/check-supply.mjs', path], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, said: stderr };
}

describe('what comes in from the registry', () => {
  test('is what was looked at', () => {
    expect(checked(() => undefined)).toEqual({ status: 0, said: '' });
  });

  test.each<[string, string, (packages: Lockfile['packages']) => void]>([
    [
      'a package of another platform is missing from the lockfile',
      '@lmdb/lmdb-darwin-arm64, which the lockfile does not hold',
      (packages) => delete packages['node_modules/@lmdb/lmdb-darwin-arm64'],
    ],
    [
      'a package is not sealed by its hash',
      'node_modules/ws has no sha512',
      (packages) => delete packages['node_modules/ws']!.integrity,
    ],
    [
      'a package comes from elsewhere',
      'node_modules/ws has no sha512 in the lockfile, or does not come from the registry',
      (packages) => (packages['node_modules/ws']!.resolved = 'git+ssh://git@example.eu/ws.git'),
    ],
    [
      'a version is a range',
      'ws is asked for as ^8.23.0, which is no one version',
      (packages) => (packages['']!.dependencies!.ws = '^8.23.0'),
    ],
    [
      'a dependency has no reason',
      'left-pad is a dependency without a reason',
      (packages) => {
        packages['']!.dependencies!['left-pad'] = '1.3.0';
        packages['node_modules/left-pad'] = { version: '1.3.0', license: 'MIT', integrity: 'sha512-x' };
      },
    ],
    [
      'a reason has no dependency any more',
      'zod has a reason and is no dependency',
      (packages) => delete packages['']!.dependencies!.zod,
    ],
    [
      'a licence that nobody allowed comes along deep inside',
      'node_modules/memory-pager has the licence SSPL-1.0, which is not in the list',
      (packages) => (packages['node_modules/memory-pager']!.license = 'SSPL-1.0'),
    ],
    [
      'all of several licences hold, and one is not allowed',
      'has the licence (MIT AND GPL-3.0-only)',
      (packages) => (packages['node_modules/ms']!.license = '(MIT AND GPL-3.0-only)'),
    ],
    [
      'a package says nothing of its licence',
      'node_modules/ms has the licence none',
      (packages) => delete packages['node_modules/ms']!.license,
    ],
    [
      'a package would run something when it is installed',
      'ms has an install script that is not listed',
      (packages) => (packages['node_modules/ms']!.hasInstallScript = true),
    ],
  ])('is refused where %s', (_where, sentence, alter) => {
    const { status, said } = checked(alter);
    expect(said).toContain(sentence);
    expect(status).toBe(1);
  });

  test('may be under one of several licences where one is allowed', () => {
    const either = (packages: Lockfile['packages']) =>
      (packages['node_modules/ms']!.license = '(GPL-3.0-only OR MIT)');
    expect(checked(either)).toEqual({ status: 0, said: '' });
  });

  test('runs nothing when it is installed, and is installed from the lockfile alone', () => {
    expect(textOf('.npmrc').split('\n')).toContain('ignore-scripts=true');
    for (const path of ['.ci/run', 'deploy/Dockerfile', 'README.md', 'docs/operations.md']) {
      expect(textOf(path)).toContain('npm ci');
      expect(textOf(path)).not.toMatch(/npm (install|i|add|update)\b/);
    }
    expect(textOf('.ci/run')).toContain('\nnpm run check:supply\n');
  });

  test('has an install script only where the list says what it would do', () => {
    const having = Object.entries(lockfile().packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [nameOf(path)] : [],
    );
    expect([...new Set(having)].sort()).toEqual(Object.keys(data.installScripts ?? {}).sort());
  });
});

describe('docs/dependencies.md', () => {
  test('names each package of production with version and licence', () => {
    const page = textOf('docs/dependencies.md');
    const missing = production.filter(
      ([path, { version, license }]) => !page.includes(`| ${nameOf(path)} | ${version} | ${license} |`),
    );
    expect(missing).toEqual([]);
    expect(production.length).toBeGreaterThan(100);
  });
});

describe('npm run sbom', () => {
  interface Bill {
    bomFormat: string;
    metadata: { component: { name: string; type: string } };
    components: { name: string; version: string; purl: string; hashes: unknown[]; licenses: unknown[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  }

  test('prints what runs in production as CycloneDX, each with hash and licence, and nothing that only builds', () => {
    const { status, stdout } = spawnSync('node', ['scripts/sbom.mjs'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
    });
    expect(status).toBe(0);
    const { bomFormat, metadata, components, dependencies } = JSON.parse(stdout) as Bill;
    expect({ bomFormat, ...metadata.component }).toMatchObject({
      bomFormat: 'CycloneDX',
      name: 'concord',
      type: 'application',
    });
    const told = components.map(({ name, version }) => `${name}@${version}`).sort();
    const locked = production.map(([path, { version }]) => `${nameOf(path)}@${version}`);
    expect(told).toEqual([...new Set(locked)].sort());
    for (const { purl, hashes, licenses } of components) {
      expect(purl).toMatch(/^pkg:npm\//);
      expect([hashes.length, licenses.length]).toEqual([1, 1]);
    }
    const known = new Set(dependencies.map(({ ref }) => ref));
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.has(ref))).toEqual([]);
  });
});
