// The pages of docs/ that are made from data: each with its path and its text.
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dependenciesPage } from './dependencies-page.mjs';

const pathOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Bundled on the spot: the page must be made, and checked, where `dist/` is stale or does not compile. */
async function policyPage() {
  const { outputFiles } = await build({
    entryPoints: [pathOf('src/cli/policy-page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  const module = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return module.policyMarkdown();
}

const read = (path) => JSON.parse(readFileSync(pathOf(path), 'utf8'));

export const pages = async () => [
  { path: pathOf('docs/policy.md'), text: await policyPage() },
  {
    path: pathOf('docs/dependencies.md'),
    text: dependenciesPage(read('package-lock.json'), read('scripts/dependencies.json')),
  },
];
