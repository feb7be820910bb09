import { meets } from '../../src/access/readers.ts';
import type { Item } from '../../src/domain/items.ts';
import type { Commit } from '../../src/journal/commit.ts';
import type { Filter, Reads } from '../../src/store/port.ts';

interface Side {
  readers: readonly string[];
  articles: readonly string[];
  memberStates: readonly string[];
}

const passes = (filter: Filter, kind: string, { articles, memberStates }: Side): boolean => {
  const holdsOne = (asked: readonly string[] = [], has: readonly string[]) =>
    asked.length === 0 || asked.some((one) => has.includes(one));
  return (
    holdsOne(filter.kinds, [kind]) &&
    holdsOne(filter.articles, articles) &&
    (memberStates.length === 0 || holdsOne(filter.memberStates, memberStates))
  );
};

/** What a store must answer, worked out from its commits in the plainest way. */
export class Model {
  readonly #commits: readonly Commit<Item>[];

  constructor(commits: readonly Commit<Item>[]) {
    this.#commits = commits;
  }

  #latest(id: string): Commit<Item> | undefined {
    return this.#commits.findLast(({ header }) => header.itemId === id);
  }

  #isErased(id: string): boolean {
    return this.#latest(id)?.header.change === 'ERASED';
  }

  /** Whether the content of the commit is there: the last one of an item is never erased. */
  #isKept({ header }: Commit<Item>): boolean {
    return !this.#isErased(header.itemId) || header.change === 'ERASED';
  }

  #isVisible(id: string, readers: readonly string[]): boolean {
    return meets(this.#latest(id)?.header.after.readers ?? [], readers);
  }

  feed({ readers, filter = {} }: Reads) {
    const seen = this.#commits.filter(({ header: { kind, before, after } }) =>
      [before, after].some(
        (side) => side !== null && meets(side.readers, readers) && passes(filter, kind, side),
      ),
    );
    return seen.map((commit, index) => {
      const { position, mark, at, change, itemId, after } = commit.header;
      const isShown =
        meets(after.readers, readers) && this.#isVisible(itemId, readers) && this.#isKept(commit);
      const previous = seen[index - 1]?.header.mark ?? null;
      return { position, mark, previous, at, change, itemId, item: isShown ? commit.content.state : null };
    });
  }

  history(id: string, { readers }: Reads): readonly number[] {
    if (!this.#isVisible(id, readers)) return [];
    return this.#commits
      .filter(({ header }) => header.itemId === id && meets(header.after.readers, readers))
      .map(({ header }) => header.revision);
  }

  /** Ids in list order. */
  list({ readers, filter = {} }: Reads): readonly string[] {
    return this.#commits
      .filter((commit) => commit === this.#latest(commit.header.itemId))
      .filter(
        ({ header: { itemId, kind, after } }) =>
          meets(after.readers, readers) &&
          passes(filter, kind, after) &&
          this.#isErased(itemId) === (filter.erased ?? false),
      )
      .map(({ content: { state } }) => state)
      .sort((one, other) =>
        one.publishedAt === other.publishedAt
          ? one.id < other.id
            ? -1
            : 1
          : one.publishedAt < other.publishedAt
            ? 1
            : -1,
      )
      .map(({ id }) => id);
  }
}
