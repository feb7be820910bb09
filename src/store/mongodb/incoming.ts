import { canonicalText } from '../../journal/canonical.ts';
import type { Arrival } from '../moving.ts';
import { inside } from './asking.ts';
import { Census } from './census.ts';
import type { CommitDocument, ItemDocument, Models, Side } from './models.ts';
import { Projecting, type Projected } from './projecting.ts';

export interface Recording {
  /** What becomes of the commits themselves. */
  write: (documents: readonly CommitDocument[]) => Promise<void>;
}

/** What was last seen of an item on its way in. */
type Former = Pick<ItemDocument, 'number' | 'kind' | 'readers' | 'articles' | 'memberStates'>;

const sideOf = ({ kind, readers, articles, memberStates }: Side): Side => ({
  kind,
  readers: [...readers],
  articles: [...articles],
  memberStates: [...memberStates],
});

/** Makes of commits that were verified what the database holds of them: the commits, the items, the counts. */
export class Incoming {
  readonly #models: Models;
  readonly #write: Recording['write'];
  readonly #projecting: Projecting;
  readonly #census = new Census();
  readonly #replaces: boolean;
  /** A few bytes for each item: what the commit after next needs of it. */
  readonly #formers = new Map<string, Former>();

  constructor(models: Models, write: Recording['write'], { replaces = false } = {}) {
    this.#models = models;
    this.#write = write;
    this.#replaces = replaces;
    this.#projecting = new Projecting(models, () => {
      throw new Error('What comes in brings its projection.');
    });
  }

  async take(arrivals: readonly Arrival[]): Promise<void> {
    const documents: CommitDocument[] = [];
    const projected = new Map<string, Projected>();
    const gone = new Set<string>();
    for (const arrival of arrivals) {
      const { document, item } = this.#record(arrival);
      documents.push(document);
      const { itemId } = arrival.header;
      if (item === null) {
        projected.delete(itemId);
        gone.add(itemId);
      } else {
        projected.set(itemId, item);
        gone.delete(itemId);
      }
    }
    await this.#write(documents);
    await this.#projecting.write([...projected.values()], { replaces: this.#replaces });
    if (gone.size > 0) await this.#models.Item.deleteMany({ _id: inside([...gone]) });
  }

  async finish(position: number): Promise<void> {
    await this.#census.save(this.#models, position, { replaces: true });
  }

  #record({ header, content, bytes, receipt, projection }: Arrival) {
    const { position, itemId, kind, mark, revision } = header;
    const former = this.#formers.get(itemId);
    const shownBefore = former === undefined ? null : sideOf(former);
    const before = content?.before ? sideOf({ kind: former?.kind ?? kind, ...content.before }) : null;
    const after = projection === null ? null : sideOf(projection);
    const number = former?.number ?? position;
    this.#census.apply({ _id: position, before: shownBefore, after });
    if (after === null) this.#formers.delete(itemId);
    else
      this.#formers.set(itemId, {
        number,
        ...after,
        readers: [...after.readers],
        articles: [...after.articles],
        memberStates: [...after.memberStates],
      });
    const document: CommitDocument = {
      _id: position,
      mark,
      itemId,
      revision,
      header: bytes.header.toString('utf8'),
      content: bytes.content?.toString('utf8') ?? null,
      before: after === null ? null : before,
      after,
      audience: after === null ? [] : [...new Set([...(before?.readers ?? []), ...after.readers])],
      ...(receipt === null ? {} : { receipt: { key: receipt.key, input: receipt.input } }),
    };
    const item: Projected | null =
      projection === null || content === null
        ? null
        : { id: itemId, revision, mark, number, projection, stateText: canonicalText(content.state) };
    return { document, item };
  }
}
