// The generator re-exports mapped enums as values; under `verbatimModuleSyntax` a type is exported as a type.
import { readFileSync, writeFileSync } from 'node:fs';

for (const path of process.argv.slice(2)) {
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, before.replace(/^export \{ (\w+) \};$/gm, 'export type { $1 };'));
}
