import { emptyHead } from '../src/journal/chain.ts';
import { newTag, type Random } from '../src/journal/mark.ts';
import type { Append } from '../src/store/port.ts';
import type { Arrival } from '../src/store/moving.ts';
import { linkTo, prepare, type Prepared, type Tip } from '../src/store/shared/preparing.ts';
import { listedFacets } from '../src/store/shared/filtering.ts';
import type { Linked } from '../src/journal/chain.ts';
import { randomOf, scaledAppend } from './scaled-items.ts';

/** Clock and chance, the same in every run: a journal made twice is the same to the byte. */
export interface Fixed {
  now: () => number;
  random: Random;
}

export function fixed(): Fixed {
  const next = randomOf(20_261_123);
  let now = Date.UTC(2026, 0, 1);
  return {
    now: () => (now += 1),
    random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(next() * 256)),
  };
}

export interface Scaled {
  append: Append;
  prepared: Prepared;
  linked: Linked;
}

/** The chained journal of so many items, as a store would have made it of the same appends. */
export function* scaledJournal(count: number, { now, random }: Fixed): Generator<Scaled> {
  let tip: Tip = { head: emptyHead, mark: null };
  for (let number = 0; number < count; number += 1) {
    const append = scaledAppend(number, count);
    const prepared = prepare(append);
    const linked = linkTo(tip, prepared, { before: null, now, random });
    tip = { head: linked.head, mark: linked.commit.header.mark };
    yield { append, prepared, linked };
  }
}

export const tagOf = ({ random }: Fixed): string => newTag(random);

export const arrivalOf = ({ prepared, linked }: Scaled): Arrival => ({
  header: linked.commit.header,
  content: linked.commit.content,
  bytes: { header: linked.header, content: linked.content },
  receipts: [],
  projection: prepared.projection,
});

/** So many at a time. */
export function* inBatches<T>(all: Iterable<T>, most: number): Generator<T[]> {
  let batch: T[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What was put into a store: the size that its indexes have to bear. */
export class Tally {
  items = 0;
  readerKeys = 0;
  listKeys = 0;
  terms = 0;
  readonly #sets = new Set<string>();

  add({ prepared: { projection } }: Scaled): void {
    const { readers, terms } = projection;
    this.items += 1;
    this.readerKeys += readers.length;
    this.listKeys += readers.length * listedFacets(projection).length;
    this.terms += terms.length;
    this.#sets.add(readers.join());
  }

  toString(): string {
    const figure = (value: number) => value.toLocaleString('en');
    return `${figure(this.items)} items, ${figure(this.readerKeys)} reader keys in ${figure(this.#sets.size)} sets, ${figure(this.listKeys)} list keys, ${figure(this.terms)} search terms`;
  }
}
