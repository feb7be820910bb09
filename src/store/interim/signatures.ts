import type { Layout } from './layout.ts';

/**
 * Distinct sets of readers, each with a number. There are far fewer of them than items, so they are kept in
 * memory: who may see what is decided on numbers, before any index of items is looked at.
 */
export class Signatures {
  readonly #database: Layout['signatures'];
  readonly #numbers = new Map<string, number>();
  readonly #byReader = new Map<string, Set<number>>();
  readonly #readers = new Map<number, readonly string[]>();

  constructor(database: Layout['signatures']) {
    this.#database = database;
    for (const { key, value } of database.getRange({})) this.#remember(key, value);
  }

  /** The number of a sorted set of readers; a new one is written in the transaction that is open. */
  numberFor(readers: readonly string[]): number {
    const known = this.#numbers.get(readers.join(' '));
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#database.putSync(number, readers);
    this.#remember(number, readers);
    return number;
  }

  readersOf(number: number): readonly string[] {
    return this.#readers.get(number) ?? [];
  }

  /** Numbers of the sets that meet the reader's keys, ascending. */
  visibleTo(readers: readonly string[]): readonly number[] {
    const numbers = new Set<number>();
    for (const reader of readers) for (const number of this.#byReader.get(reader) ?? []) numbers.add(number);
    return [...numbers].sort((a, b) => a - b);
  }

  isVisible(number: number, readers: readonly string[]): boolean {
    return this.readersOf(number).some((reader) => readers.includes(reader));
  }

  #remember(number: number, readers: readonly string[]): void {
    this.#numbers.set(readers.join(' '), number);
    this.#readers.set(number, readers);
    for (const reader of readers) {
      const numbers = this.#byReader.get(reader) ?? new Set();
      numbers.add(number);
      this.#byReader.set(reader, numbers);
    }
  }
}
