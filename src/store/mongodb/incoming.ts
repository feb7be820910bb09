import { canonicalText } from '../../journal/canonical.ts';
import type { Arrival } from '../moving.ts';
import { Census } from './census.ts';
import { replaceCounts } from './counts.ts';
import { eraseBefore } from './erasing.ts';
import type { CommitDocument, Models, Side } from './models.ts';
import { Projecting, type Projected } from './projecting.ts';

export interface Recording {
  /** What becomes of the commits themselves. */
  write: (documents: readonly CommitDocument[]) => Promise<void>;
}

/** What was last seen of an item on its way in. */
interface Former {
  /** Position of its first commit. */
  number: number;
  /** How it is shown; null where its content was erased. */
  shown: Side | null;
}

const sideOf = ({ kind, isErased, readers, articles, memberStates }: Side): Side => ({
  kind,
  isErased,
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
    const gone = new Map<string, number>();
    for (const arrival of arrivals) {
      const { document, item } = this.#record(arrival);
      documents.push(document);
      const { itemId, revision } = arrival.header;
      if (item === null) {
        projected.delete(itemId);
        gone.set(itemId, revision);
      } else {
        projected.set(itemId, item);
        gone.delete(itemId);
      }
    }
    await this.#write(documents);
    await eraseBefore(this.#models, documents);
    await this.#projecting.write([...projected.values()], { replaces: this.#replaces });
    // A server may have shown again meanwhile what a later change has made of the item.
    const deletes = [...gone].map(([_id, revision]) => ({
      deleteOne: { filter: { _id, revision: { $lte: revision } } },
    }));
    if (deletes.length > 0) await this.#models.Item.bulkWrite(deletes, { ordered: false });
  }

  async finish(position: number): Promise<void> {
    if (this.#replaces) await replaceCounts(this.#models, this.#census, position);
    else await this.#census.save(this.#models, position, { rebuild: null });
  }

  #record({ header, content, bytes, receipts, projection }: Arrival) {
    const { position, itemId, kind, mark, revision } = header;
    const { number, shown } = this.#formers.get(itemId) ?? { number: position, shown: null };
    const before = header.before === null ? null : sideOf({ kind, isErased: false, ...header.before });
    const after = sideOf({ kind, isErased: false, ...header.after, ...projection });
    const shownAfter = projection === null ? null : after;
    this.#census.apply({ _id: position, before: shown, after: shownAfter });
    this.#formers.set(itemId, { number, shown: shownAfter });
    const document: CommitDocument = {
      _id: position,
      mark,
      itemId,
      revision,
      header: bytes.header.toString('utf8'),
      content: bytes.content?.toString('utf8') ?? null,
      before,
      after,
      audience: [...new Set([...(before?.readers ?? []), ...after.readers])],
      ...(receipts.length === 0 ? {} : { receipts: receipts.map(({ key, input }) => ({ key, input })) }),
    };
    const item: Projected | null =
      projection === null || content === null
        ? null
        : { id: itemId, revision, mark, number, projection, stateText: canonicalText(content.state) };
    return { document, item };
  }
}
