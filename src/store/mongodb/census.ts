import { createHash } from 'node:crypto';
import type { ItemKind } from '../../reference/vocabulary.ts';
import { ALL, articleFacet, facetsOf, kindFacet, pairFacet, PAIRS } from '../shared/filtering.ts';
import { ignoringDuplicates } from './asking.ts';
import type { CommitDocument, Models, Side, SignatureDocument } from './models.ts';

interface Signature {
  readers: readonly string[];
  /** By facet, those of a kind with an article apart: they are many, and most questions need none of them. */
  counts: Map<string, number>;
  pairs: Map<string, number>;
  /** Whether the database does not hold these counts yet. */
  isChanged: boolean;
  /** Changes up to here are in the counts already. */
  through: number;
}

const MOST_REMEMBERED = 500;

const countsOf = ({ counts, pairs }: Signature, facet: string): Map<string, number> =>
  facet.startsWith(PAIRS) ? pairs : counts;

/** Name of a set of readers in normal form. */
export const signatureOf = (readers: readonly string[]): string =>
  createHash('sha256').update(readers.join('\n')).digest('hex').slice(0, 24);

/** A change as the counts see it. */
export interface Counted extends Pick<CommitDocument, '_id' | 'before'> {
  /** Null where the item is not shown afterwards. */
  after: Side | null;
}

/**
 * The distinct sets of readers and how many items of each bear which facet. Every server keeps it in memory as of
 * the position up to which it has followed the journal; the database holds a copy from which to start.
 */
export class Census {
  #signatures = new Map<string, Signature>();
  #byKey = new Map<string, string[]>();
  readonly #visibleIds = new Map<string, ReadonlySet<string>>();

  /** Takes the copy over; changes up to `through` are in it, and perhaps some after. */
  load(copies: readonly SignatureDocument[], through: number): void {
    for (const { readers, counts, through: own } of copies) {
      const signature = this.#signature(signatureOf(readers), readers);
      signature.through = Math.max(own, through);
      for (const { facet, count } of counts) countsOf(signature, facet).set(facet, count);
    }
  }

  /** Holds what the other holds, which is not to be used again. */
  become(other: Census): void {
    this.#signatures = other.#signatures;
    this.#byKey = other.#byKey;
    this.#visibleIds.clear();
  }

  apply({ _id: position, before, after }: Counted): void {
    if (before !== null) this.#add(before, -1, position);
    if (after !== null) this.#add(after, 1, position);
  }

  /** The signatures that meet the reader keys. */
  visibleTo(keys: readonly string[]): ReadonlySet<string> {
    const name = keys.join('\n');
    const known = this.#visibleIds.get(name);
    if (known !== undefined) return known;
    const visible = new Set(keys.flatMap((key) => this.#byKey.get(key) ?? []));
    if (this.#visibleIds.size >= MOST_REMEMBERED) this.#visibleIds.clear();
    this.#visibleIds.set(name, visible);
    return visible;
  }

  /** The counts of one signature by facet. */
  countsOf(id: string): ReadonlyMap<string, number> {
    const { counts, pairs } = this.#signatures.get(id) ?? { counts: [], pairs: [] };
    return new Map([...counts, ...pairs]);
  }

  /** How many items there are, whoever may read them. */
  everything(): number {
    let total = 0;
    for (const { counts } of this.#signatures.values()) total += counts.get(ALL) ?? 0;
    return total;
  }

  /** How many visible items of the kinds, or of all where none is given, bear each facet. */
  totals(keys: readonly string[], kinds: readonly ItemKind[]): ReadonlyMap<string, number> {
    const totals = new Map<string, number>();
    const add = (facet: string, count: number): void => {
      totals.set(facet, (totals.get(facet) ?? 0) + count);
    };
    const begins = kinds.map((kind) => pairFacet(kind, ''));
    for (const { counts, pairs } of this.#visible(keys)) {
      if (kinds.length === 0) for (const [facet, count] of counts) add(facet, count);
      else
        for (const [facet, count] of pairs) {
          const begin = begins.find((one) => facet.startsWith(one));
          if (begin !== undefined) add(articleFacet(facet.slice(begin.length)), count);
        }
      for (const facet of new Set(kinds.map(kindFacet))) add(facet, counts.get(facet) ?? 0);
    }
    return totals;
  }

  total(keys: readonly string[], facets: readonly string[]): number {
    let total = 0;
    for (const signature of this.#visible(keys))
      for (const facet of facets) total += countsOf(signature, facet).get(facet) ?? 0;
    return total;
  }

  /**
   * Writes what has changed, or all where the rebuild has no counts yet, as of a position; a later copy of another
   * server is left as it is.
   */
  async save(
    { Signature }: Pick<Models, 'Signature'>,
    position: number,
    { rebuild, isNew = false }: { rebuild: string | null; isNew?: boolean },
  ): Promise<void> {
    const changed = [...this.#signatures].filter(([, { isChanged }]) => isChanged || isNew);
    const writes = changed.map(([name, { readers, counts, pairs }]) => ({
      updateOne: {
        filter: { _id: rebuild === null ? name : `${name} ${rebuild}`, through: { $lt: position } },
        update: {
          $set: {
            readers: [...readers],
            counts: [...counts, ...pairs].map(([facet, count]) => ({ facet, count })),
            through: position,
            ...(rebuild === null ? {} : { rebuild }),
          },
        },
        upsert: true,
      },
    }));
    for (const [, signature] of changed) signature.isChanged = false;
    try {
      if (writes.length > 0) await ignoringDuplicates(Signature.bulkWrite(writes, { ordered: false }));
    } catch (error) {
      for (const [, signature] of changed) signature.isChanged = true;
      throw error;
    }
  }

  *#visible(keys: readonly string[]): Generator<Signature> {
    for (const id of this.visibleTo(keys)) {
      const signature = this.#signatures.get(id);
      if (signature !== undefined) yield signature;
    }
  }

  #add(side: Side, amount: number, position: number): void {
    const signature = this.#signature(signatureOf(side.readers), side.readers);
    if (position <= signature.through) return;
    signature.isChanged = true;
    for (const facet of facetsOf(side)) {
      const counts = countsOf(signature, facet);
      const count = (counts.get(facet) ?? 0) + amount;
      if (count === 0) counts.delete(facet);
      else counts.set(facet, count);
    }
  }

  #signature(id: string, readers: readonly string[]): Signature {
    const known = this.#signatures.get(id);
    if (known !== undefined) return known;
    const signature: Signature = {
      readers,
      counts: new Map(),
      pairs: new Map(),
      isChanged: false,
      through: 0,
    };
    this.#signatures.set(id, signature);
    for (const key of readers) {
      const ids = this.#byKey.get(key);
      if (ids === undefined) this.#byKey.set(key, [id]);
      else ids.push(id);
    }
    this.#visibleIds.clear();
    return signature;
  }
}
