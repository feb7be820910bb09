/** Lazily ordered sequences over index ranges. */

interface Source<T> {
  iterator: Iterator<T>;
  current: T;
}

/**
 * Merges sequences that are each in order into one. Sources are few (one for each reader key), so the least is
 * found by looking at all. Ends its sources when it is ended early.
 */
export function* merged<T>(sequences: readonly Iterable<T>[], compare: (a: T, b: T) => number): Generator<T> {
  const sources: Source<T>[] = [];
  const started: Iterator<T>[] = [];
  try {
    for (const sequence of sequences) {
      const iterator = sequence[Symbol.iterator]();
      started.push(iterator);
      const { done, value } = iterator.next();
      if (done !== true) sources.push({ iterator, current: value });
    }
    while (sources.length > 0) {
      let least = sources[0] as Source<T>;
      for (const source of sources) if (compare(source.current, least.current) < 0) least = source;
      yield least.current;
      const { done, value } = least.iterator.next();
      if (done === true) sources.splice(sources.indexOf(least), 1);
      else least.current = value;
    }
  } finally {
    for (const iterator of started) iterator.return?.();
  }
}

/** Runs of equal elements, in order. */
export function* grouped<T>(sequence: Iterable<T>, isSame: (a: T, b: T) => boolean): Generator<readonly T[]> {
  let group: T[] = [];
  for (const element of sequence) {
    const [first] = group;
    if (first !== undefined && !isSame(first, element)) {
      yield group;
      group = [];
    }
    group.push(element);
  }
  if (group.length > 0) yield group;
}
