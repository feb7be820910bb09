import type { Database, Key, RootDatabase } from 'lmdb';

interface Change {
  key: Key;
  /** Undefined removes. */
  value: unknown;
}

const ignore = (): void => undefined;

/**
 * Writes that are decided but not yet written: reads see them, the disk gets them all in one transaction or
 * none. Nothing is handed to the library before everything is decided, since a callback of ours that throws
 * inside its transaction would leave the writes it had made.
 */
export class Staging {
  readonly #changes = new Map<Database<unknown>, Map<string, Change>>();

  get<V, K extends Key>(database: Database<V, K>, key: K): V | undefined {
    const change = this.#of(database).get(nameOf(key));
    return change === undefined ? database.get(key) : (change.value as V | undefined);
  }

  put<V, K extends Key>(database: Database<V, K>, key: K, value: V): void {
    this.#of(database).set(nameOf(key), { key, value });
  }

  remove<V, K extends Key>(database: Database<V, K>, key: K): void {
    this.#of(database).set(nameOf(key), { key, value: undefined });
  }

  /** Resolves once everything is on disk; rejects when it could not be written or synced. */
  async write(root: RootDatabase): Promise<void> {
    // Most writes share one promise: to hear of each anew would cost more than the writing.
    const writes = new Set<Promise<boolean>>();
    const written = root.batch(() => {
      for (const [database, changes] of this.#changes)
        for (const { key, value } of changes.values())
          writes.add(value === undefined ? database.remove(key) : database.put(key, value));
    });
    // A failure fails the whole batch, which is where it is answered.
    for (const write of writes) write.catch(ignore);
    try {
      await written;
      await root.flushed;
    } catch (error) {
      const cause = (error as { commitError?: Promise<unknown> }).commitError;
      cause?.catch(ignore);
      throw error;
    }
  }

  #of(database: Database): Map<string, Change> {
    const held = this.#changes.get(database);
    if (held !== undefined) return held;
    const changes = new Map<string, Change>();
    this.#changes.set(database, changes);
    return changes;
  }
}

const nameOf = (key: Key): string => (typeof key === 'string' ? key : JSON.stringify(key));
