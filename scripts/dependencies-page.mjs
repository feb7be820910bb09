// The page docs/dependencies.md, made from package-lock.json and scripts/dependencies.json.
import { broughtBy, packagesOf, productionOf, resolve } from './lockfile.mjs';

const cell = (text) => String(text).replaceAll('|', '\\|');
const row = (cells) => `| ${cells.map(cell).join(' | ')} |`;
const table = (heads, rows) => [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

function directTable(lockfile, { reasons }) {
  const bringing = [...broughtBy(lockfile).values()];
  const rows = Object.keys(lockfile.packages[''].dependencies).map((name) => {
    const { version, license } = lockfile.packages[resolve(lockfile, '', name)];
    const alone = bringing.filter((by) => by.length === 1 && by[0] === name).length - 1;
    return [name, version, license, reasons[name] ?? '', Math.max(0, alone)];
  });
  return table(['package', 'version', 'licence', 'why', 'brings, it alone'], rows);
}

function transitiveTable(lockfile) {
  const bringing = broughtBy(lockfile);
  const direct = Object.keys(lockfile.packages[''].dependencies).map((name) => resolve(lockfile, '', name));
  const rows = productionOf(lockfile)
    .filter(({ path }) => !direct.includes(path))
    .map(({ path, name, version, license, os, cpu }) => {
      const platform = os === undefined && cpu === undefined ? '' : [...(os ?? []), ...(cpu ?? [])].join(' ');
      return [name, version, license, (bringing.get(path) ?? []).join(', '), platform];
    });
  const told = new Map(rows.map((cells) => [cells.slice(0, 2).join('@'), cells]));
  const sorted = [...told.values()].sort(([one, left], [other, right]) =>
    one === other ? (left < right ? -1 : 1) : one < other ? -1 : 1,
  );
  return table(['package', 'version', 'licence', 'brought by', 'platform'], sorted);
}

function scriptTable(lockfile, { installScripts }) {
  const rows = packagesOf(lockfile)
    .filter(({ hasInstallScript }) => hasInstallScript)
    .map(({ name, dev }) => [name, dev ? 'to build' : 'in production', installScripts[name] ?? '']);
  return table(['package', 'used', 'what it would do'], rows);
}

export const dependenciesPage = (lockfile, data) =>
  [
    '# Dependencies',
    'Made from `package-lock.json` and `scripts/dependencies.json` by `npm run generate`. `npm run check:supply` fails ' +
      'where a dependency has no reason, a licence is not in the list, the lockfile has a hole on any platform, or a ' +
      'package has an install script that is not listed. Why it is so: decisions 0010 and 0023.',
    '## Named in package.json',
    directTable(lockfile, data),
    '## Licences that may come in',
    'Concord is under the EUPL-1.2. Its parts keep their own licences; each of these lets them go along with it.',
    table(['licence', 'terms'], Object.entries(data.licences)),
    '## Brought along',
    transitiveTable(lockfile),
    '## Install scripts',
    'None is run: `.npmrc` says `ignore-scripts=true`, and everything works without.',
    scriptTable(lockfile, data),
  ]
    .join('\n\n')
    .concat('\n');
