import { meets } from '../../src/access/readers.ts';
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
  readonly #commits: readonly Commit[];

  constructor(commits: readonly Commit[]) {
    this.#commits = commits;
  }

  #latest(id: string): Commit | undefined {
    return this.#commits.findLast(({ header }) => header.itemId === id);
  }

  #isVisible(id: string, readers: readonly string[]): boolean {
    return meets(this.#latest(id)?.content.after.readers ?? [], readers);
  }

  feed({ readers, filter = {} }: Reads) {
    const seen = this.#commits.filter(({ header: { kind }, content: { before, after } }) =>
      [before, after].some(
        (side) => side !== null && meets(side.readers, readers) && passes(filter, kind, side),
      ),
    );
    return seen.map(({ header, content: { state, after } }, index) => ({
      position: header.position,
      mark: header.mark,
      previous: seen[index - 1]?.header.mark ?? null,
      at: header.at,
      change: header.change,
      itemId: header.itemId,
      item: meets(after.readers, readers) && this.#isVisible(header.itemId, readers) ? state : null,
    }));
  }

  history(id: string, { readers }: Reads): readonly number[] {
    if (!this.#isVisible(id, readers)) return [];
    return this.#commits
      .filter(({ header, content }) => header.itemId === id && meets(content.after.readers, readers))
      .map(({ header }) => header.revision);
  }

  /** Ids in list order. */
  list({ readers, filter = {} }: Reads): readonly string[] {
    return this.#commits
      .filter((commit) => commit === this.#latest(commit.header.itemId))
      .filter(
        ({ header, content: { after } }) =>
          meets(after.readers, readers) && passes(filter, header.kind, after),
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
