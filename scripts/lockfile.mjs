// What package-lock.json says of the packages, read without a registry.

export const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

export const packagesOf = ({ packages }) =>
  Object.entries(packages)
    .filter(([path]) => path.startsWith('node_modules/'))
    .map(([path, found]) => ({ ...found, path, name: nameOf(path) }));

export const productionOf = (lockfile) => packagesOf(lockfile).filter(({ dev }) => dev !== true);

/** As Node looks for it: below the package itself, then below each folder above it. */
export function resolve({ packages }, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return null;
  }
}

/** The direct dependencies through which each package of production comes in. */
export function broughtBy(lockfile) {
  const { dependencies = {} } = lockfile.packages[''];
  const bringing = new Map();
  for (const direct of Object.keys(dependencies)) {
    const waiting = [resolve(lockfile, '', direct)];
    const seen = new Set(waiting);
    while (waiting.length > 0) {
      const path = waiting.pop();
      bringing.set(path, [...(bringing.get(path) ?? []), direct]);
      const { dependencies: needs, optionalDependencies, peerDependencies } = lockfile.packages[path];
      for (const name of Object.keys({ ...needs, ...optionalDependencies, ...peerDependencies })) {
        const next = resolve(lockfile, path, name);
        if (next === null || seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return bringing;
}

/** SPDX, as far as packages use it: one licence, all of several, or one of several. */
export function isAllowed(licence, allowed) {
  if (typeof licence !== 'string') return false;
  const bare = licence.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(bare)) return false;
  const any = bare.split(' OR ');
  return any.some((all) => all.split(' AND ').every((one) => Object.hasOwn(allowed, one)));
}

function holes(lockfile) {
  return Object.entries(lockfile.packages).flatMap(([path, found]) =>
    Object.keys({ ...found.dependencies, ...found.optionalDependencies })
      .filter((name) => resolve(lockfile, path, name) === null)
      .map((name) => `${path || 'the project'} needs ${name}, which the lockfile does not hold`),
  );
}

const isExact = (version) => /^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);

function loose({ packages: { '': project } }) {
  return Object.entries({ ...project.dependencies, ...project.devDependencies })
    .filter(([, version]) => !isExact(version))
    .map(([name, version]) => `${name} is asked for as ${version}, which is no one version`);
}

function unsealed(lockfile) {
  return packagesOf(lockfile)
    .filter(({ integrity, resolved, link }) => {
      const isSealed = link !== true && /^sha512-/.test(integrity ?? '');
      return !isSealed || (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'));
    })
    .map(({ path }) => `${path} has no sha512 in the lockfile, or does not come from the registry`);
}

function unreasoned(lockfile, { reasons }) {
  const direct = Object.keys(lockfile.packages[''].dependencies ?? {});
  return [
    ...direct
      .filter((name) => !reasons[name]?.trim())
      .map((name) => `${name} is a dependency without a reason`),
    ...Object.keys(reasons)
      .filter((name) => !direct.includes(name))
      .map((name) => `${name} has a reason and is no dependency`),
  ];
}

function unlicensed(lockfile, { licences }) {
  return productionOf(lockfile)
    .filter(({ license }) => !isAllowed(license, licences))
    .map(({ path, license }) => `${path} has the licence ${license ?? 'none'}, which is not in the list`);
}

function unlisted(lockfile, { installScripts }) {
  const having = new Set(
    packagesOf(lockfile).flatMap(({ name, hasInstallScript }) => (hasInstallScript ? [name] : [])),
  );
  return [
    ...[...having]
      .filter((name) => !installScripts[name]?.trim())
      .map((name) => `${name} has an install script that is not listed`),
    ...Object.keys(installScripts)
      .filter((name) => !having.has(name))
      .map((name) => `${name} is listed for an install script and has none`),
  ];
}

/** Everything that is wrong, each in one line; empty where nothing is. */
export const problemsOf = (lockfile, data) => [
  ...holes(lockfile),
  ...loose(lockfile),
  ...unsealed(lockfile),
  ...unreasoned(lockfile, data),
  ...unlicensed(lockfile, data),
  ...unlisted(lockfile, data),
];
