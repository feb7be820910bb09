import { erasesBefore, type CommitHeader } from '../journal/commit.ts';

/**
 * Which items lost readers or were erased, and when: what was rendered before that must be looked at again before it is sent.
 * Only so many are remembered one by one; entries older than the oldest forgotten one count as narrowed.
 */
export class Narrowings {
  readonly #at = new Map<string, number>();
  readonly #most: number;
  #forgotten = 0;

  constructor(most = 10_000) {
    this.#most = most;
  }

  note(header: CommitHeader): void {
    const { itemId, position, before, after } = header;
    const kept = new Set(after.readers);
    if (before === null || (!erasesBefore(header) && before.readers.every((reader) => kept.has(reader))))
      return;
    this.#at.delete(itemId);
    this.#at.set(itemId, position);
    const [oldest] = this.#at;
    if (this.#at.size > this.#most && oldest !== undefined) {
      this.#at.delete(oldest[0]);
      this.#forgotten = oldest[1];
    }
  }

  /** Whether the item may have lost readers or its content after that position. */
  since(itemId: string, position: number): boolean {
    return position < this.#forgotten || (this.#at.get(itemId) ?? 0) > position;
  }
}
