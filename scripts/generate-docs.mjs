// Writes the pages of docs/ that are made from data.
import { writeFileSync } from 'node:fs';
import { pages } from './docs.mjs';

for (const { path, text } of await pages()) writeFileSync(path, text);
