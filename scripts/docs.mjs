// The pages of docs/ that are made from data: each with its path and its text.
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dependenciesPage } from './dependencies-page.mjs';

const pathOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Bundled on the spot: the page must be made, and checked, where `dist/` is stale or does not compile. */
async function bundled(path) {
  const { outputFiles } = await build({
    entryPoints: [pathOf(path)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const read = (path) => JSON.parse(readFileSync(pathOf(path), 'utf8'));

export const pages = async () => [
  { path: pathOf('docs/policy.md'), text: (await bundled('src/cli/policy-page.ts')).policyMarkdown() },
  { path: pathOf('docs/limits.md'), text: (await bundled('src/server/limits-page.ts')).limitsMarkdown() },
  {
    path: pathOf('docs/dependencies.md'),
    text: dependenciesPage(read('package-lock.json'), read('scripts/dependencies.json')),
  },
];
