import type { Layout } from './layout.ts';
import type { Staging } from './staging.ts';

const MOST_REMEMBERED = 500;

/**
 * The distinct sets of readers that items have, each under a number. There are few of them, so they are held in
 * memory, and what a reader may see is a set of numbers.
 */
export class Signatures {
  readonly #layout: Layout;
  readonly #readers = new Map<number, readonly string[]>();
  readonly #numbers = new Map<string, number>();
  readonly #byKey = new Map<string, number[]>();
  readonly #visible = new Map<string, ReadonlySet<number>>();

  constructor(layout: Layout) {
    this.#layout = layout;
    this.reload();
  }

  /** Takes over what the layout's file holds, instead of what was known. */
  reload(): void {
    for (const known of [this.#readers, this.#numbers, this.#byKey, this.#visible]) known.clear();
    for (const { key, value } of this.#layout.signatures.getRange()) this.#remember(key, value);
  }

  readersOf(signature: number): readonly string[] {
    return this.#readers.get(signature) ?? [];
  }

  /** Number of a set in normal form; a new set is staged and known from now on. */
  intern(readers: readonly string[], staging: Staging): number {
    const known = this.#numbers.get(readers.join('\n'));
    if (known !== undefined) return known;
    const number = this.#readers.size + 1;
    staging.put(this.#layout.signatures, number, readers);
    this.#remember(number, readers);
    return number;
  }

  /** The signatures that meet the reader keys. */
  visibleTo(keys: readonly string[]): ReadonlySet<number> {
    const name = keys.join('\n');
    const known = this.#visible.get(name);
    if (known !== undefined) return known;
    const visible = new Set(keys.flatMap((key) => this.#byKey.get(key) ?? []));
    if (this.#visible.size >= MOST_REMEMBERED) this.#visible.clear();
    this.#visible.set(name, visible);
    return visible;
  }

  #remember(number: number, readers: readonly string[]): void {
    this.#readers.set(number, readers);
    this.#numbers.set(readers.join('\n'), number);
    for (const key of readers) {
      const numbers = this.#byKey.get(key);
      if (numbers === undefined) this.#byKey.set(key, [number]);
      else numbers.push(number);
    }
    this.#visible.clear();
  }
}
