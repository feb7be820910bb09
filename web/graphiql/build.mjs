import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = import.meta.dirname;

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: 'es2022',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** graphiql/style.css holds Monaco's styles already; a second copy would land in chunks that no page links. */
const withoutMonacoStyles = {
  name: 'without-monaco-styles',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'empty' }));
  },
};

const page = (assets) =>
  build({
    ...shared,
    entryPoints: { page: 'page.jsx' },
    outdir: assets,
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    jsx: 'automatic',
    // GraphiQL imports these under names that lead to CommonJS, whose parsers it then does not find.
    alias: {
      'prettier/parser-babel': 'prettier/plugins/babel',
      'prettier/parser-graphql': 'prettier/plugins/graphql',
    },
    plugins: [withoutMonacoStyles],
  });

const workers = (assets) =>
  build({
    ...shared,
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    },
    outdir: assets,
    format: 'iife',
  });

/** Writes index.html and assets/ into `outdir`; what an earlier build left in assets/ is removed. */
export async function buildGraphiql({ outdir }) {
  const assets = join(resolve(outdir), 'assets');
  await rm(assets, { recursive: true, force: true });
  await mkdir(assets, { recursive: true });
  await Promise.all([
    page(assets),
    workers(assets),
    copyFile(join(here, 'icon.svg'), join(assets, 'icon.svg')),
    copyFile(join(here, 'index.html'), join(resolve(outdir), 'index.html')),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = resolve(here, '../../dist/web/graphiql');
  const start = performance.now();
  await buildGraphiql({ outdir });
  const names = await readdir(join(outdir, 'assets'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(outdir, 'assets', name))).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  const seconds = (performance.now() - start) / 1000;
  console.log(`GraphiQL: ${names.length} files, ${megabytes.toFixed(1)} MB, ${seconds.toFixed(1)} s`);
}
