// Writes docs/limits.md from src/server/limits.ts; test/house holds the two together.
import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

// Bundled on the spot: dist/ may be stale.
const { outputFiles } = await build({
  entryPoints: [pathOf('src/server/limits-page.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const text = Buffer.from(outputFiles[0].contents).toString('base64');
const { limitsMarkdown } = await import(`data:text/javascript;base64,${text}`);
writeFileSync(pathOf('docs/limits.md'), limitsMarkdown());
