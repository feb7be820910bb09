interface Cursor<T> {
  iterator: Iterator<T>;
  value: T;
}

type Compare<T> = (one: T, other: T) => number;

/** Restores the heap below `at`, where a value has grown. */
function sink<T>(heap: Cursor<T>[], compare: Compare<T>, from: number): void {
  for (let at = from; ;) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      const [one, other] = [heap[child], heap[least]];
      if (one !== undefined && other !== undefined && compare(one.value, other.value) < 0) least = child;
    }
    const [upper, lower] = [heap[at], heap[least]];
    if (least === at || upper === undefined || lower === undefined) return;
    heap[at] = lower;
    heap[least] = upper;
    at = least;
  }
}

function heapOf<T>(iterators: readonly Iterator<T>[], compare: Compare<T>): Cursor<T>[] {
  const heap: Cursor<T>[] = [];
  for (const iterator of iterators) {
    const first = iterator.next();
    if (first.done !== true) heap.push({ iterator, value: first.value });
  }
  for (let at = (heap.length >> 1) - 1; at >= 0; at -= 1) sink(heap, compare, at);
  return heap;
}

/** Moves the least cursor on; one that has ended leaves the heap. */
function advance<T>(heap: Cursor<T>[], compare: Compare<T>): void {
  const [top] = heap;
  if (top === undefined) return;
  const next = top.iterator.next();
  if (next.done !== true) top.value = next.value;
  else {
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) heap[0] = last;
  }
  sink(heap, compare, 0);
}

/** Closes the cursors that were opened, also when the reader stops early. */
const closeAll = (iterators: readonly Iterator<unknown>[]): void => {
  for (const iterator of iterators) iterator.return?.();
};

/**
 * Walks several sorted ranges as one, lazily. Entries that compare as equal come together, once.
 */
export function* mergeSorted<T>(
  ranges: readonly Iterable<T>[],
  compare: Compare<T>,
): Generator<readonly T[], void, undefined> {
  const iterators = ranges.map((range) => range[Symbol.iterator]());
  try {
    const heap = heapOf(iterators, compare);
    for (let [least] = heap; least !== undefined; [least] = heap) {
      const group = [least.value];
      advance(heap, compare);
      for (let [next] = heap; next !== undefined && compare(next.value, group[0] as T) === 0; [next] = heap) {
        group.push(next.value);
        advance(heap, compare);
      }
      yield group;
    }
  } finally {
    closeAll(iterators);
  }
}
