// Prints the bill of materials of production as CycloneDX JSON, from package-lock.json alone.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { productionOf } from './lockfile.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (name) => JSON.parse(readFileSync(`${root}${name}`, 'utf8'));

const { status, stdout, stderr } = spawnSync(
  'npm',
  ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
);
if (status !== 0) {
  process.stderr.write(stderr);
  process.exit(1);
}

const bill = JSON.parse(stdout);
const { name, version } = read('package.json');
const project = `${name}@${version}`;
// `npm sbom --omit dev` would leave out what production and development share, graphql among it.
const kept = new Set([
  project,
  ...productionOf(read('package-lock.json')).map((found) => `${found.name}@${found.version}`),
]);
const isKept = (reference) => kept.has(reference);
const unmarked = ({ properties = [], ...component }) => ({
  ...component,
  properties: properties.filter(({ name: property }) => property !== 'cdx:npm:package:development'),
});

process.stdout.write(
  `${JSON.stringify(
    {
      ...bill,
      // npm takes the name of the folder.
      metadata: { ...bill.metadata, component: { ...bill.metadata.component, name } },
      components: bill.components.filter((component) => isKept(component['bom-ref'])).map(unmarked),
      dependencies: bill.dependencies
        .filter(({ ref }) => isKept(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isKept) })),
    },
    null,
    2,
  )}\n`,
);
