import { readFileSync } from 'node:fs';

/** Reads one of the data files shipped beside this module; they are part of the product, so their form is known. */
export const readReference = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8'));
