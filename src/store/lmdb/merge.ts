/** Closes the cursors that were opened, also when the reader stops early. */
const closeAll = (iterators: readonly Iterator<unknown>[]): void => {
  for (const iterator of iterators) iterator.return?.();
};

/**
 * Walks several sorted ranges as one, lazily. Entries that compare as equal come together, once.
 */
export function* mergeSorted<T>(
  ranges: readonly Iterable<T>[],
  compare: (one: T, other: T) => number,
): Generator<readonly T[], void, undefined> {
  const open: { iterator: Iterator<T>; value: T }[] = [];
  const iterators = ranges.map((range) => range[Symbol.iterator]());
  try {
    for (const iterator of iterators) {
      const first = iterator.next();
      if (first.done !== true) open.push({ iterator, value: first.value });
    }
    while (open.length > 0) {
      const least = open.reduce((one, other) => (compare(other.value, one.value) < 0 ? other : one)).value;
      const group: T[] = [];
      for (let index = open.length - 1; index >= 0; index -= 1) {
        const cursor = open[index];
        if (cursor === undefined || compare(cursor.value, least) !== 0) continue;
        group.push(cursor.value);
        const next = cursor.iterator.next();
        if (next.done === true) open.splice(index, 1);
        else cursor.value = next.value;
      }
      yield group;
    }
  } finally {
    closeAll(iterators);
  }
}
