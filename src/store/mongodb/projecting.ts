import type { Recorded } from '../../domain/items.ts';
import { decodeContent } from '../../journal/chain.ts';
import { canonicalText } from '../../journal/canonical.ts';
import type { Projection } from '../port.ts';
import { listedFacets } from '../shared/filtering.ts';
import { normalProjection } from '../shared/preparing.ts';
import { ignoringDuplicates, inside } from './asking.ts';
import { signatureOf } from './census.ts';
import { DURABLE } from './connecting.ts';
import { eraseBefore } from './erasing.ts';
import type { CommitDocument, ItemDocument, Models } from './models.ts';

type Change = Pick<CommitDocument, '_id' | 'itemId' | 'revision' | 'header'>;

/** What an item becomes by a commit. */
export interface Projected {
  id: string;
  revision: number;
  mark: string;
  /** Position of the item's first commit. */
  number: number;
  projection: Projection;
  stateText: string;
}

const LATEST = 8_640_000_000_000_000;

/** Sorts newest first, then by id; time counts down in a fixed width. */
export const placeOf = (publishedAt: string, id: string): string =>
  `${String(LATEST - Date.parse(publishedAt)).padStart(17, '0')} ${id}`;

export const listKey = (facet: string, reader: string): string => `${facet} ${reader}`;

export function itemDocument({ id, revision, mark, number, projection, stateText }: Projected): ItemDocument {
  const { kind, isErased, articles, memberStates, tags, readers, publishedAt, terms, dueAt } = projection;
  return {
    _id: id,
    number,
    revision,
    mark,
    kind,
    isErased,
    articles: [...articles],
    memberStates: [...memberStates],
    tags: [...tags],
    readers: [...readers],
    signature: signatureOf(readers),
    publishedAt,
    place: placeOf(publishedAt, id),
    lists: listedFacets(projection).flatMap((facet) => readers.map((reader) => listKey(facet, reader))),
    words: terms.map(([word]) => word),
    weights: terms.map(([, weight]) => weight),
    ...(dueAt === null ? {} : { dueTime: Date.parse(dueAt), dueAt }),
    state: stateText,
  };
}

/**
 * Brings the items to what the commits say. Idempotent: a state never goes back, so that it may be done again by
 * any server, at any time, for any part of the journal.
 */
export class Projecting {
  readonly #models: Pick<Models, 'Commit' | 'Item' | 'Term'>;
  readonly #project: (item: Recorded) => Projection;

  constructor(models: Pick<Models, 'Commit' | 'Item' | 'Term'>, project: (item: Recorded) => Projection) {
    this.#models = models;
    this.#project = project;
  }

  /** Durable when it resolves. */
  async write(changes: readonly Projected[], { replaces = false } = {}): Promise<void> {
    const last = new Map<string, Projected>();
    for (const change of changes) last.set(change.id, change);
    if (last.size === 0) return;
    const documents = [...last.values()].map(itemDocument);
    const words = [...new Set(documents.flatMap((document) => document.words))];
    const former = await this.#wordsOf(documents.filter(({ revision }) => revision > 1));
    // Before the items, so that a crash leaves no item with a term that a prefix does not find.
    await this.#learn(words);
    const writes = documents.map((document) =>
      // Nothing comes before a first revision: an item that is there already stays, as a duplicate.
      document.revision === 1 && !replaces
        ? { insertOne: { document } }
        : {
            replaceOne: {
              filter: {
                _id: document._id,
                revision: replaces ? { $lte: document.revision } : { $lt: document.revision },
              },
              replacement: document,
              upsert: true,
            },
          },
    );
    await ignoringDuplicates(this.#models.Item.bulkWrite(writes, { ordered: false, writeConcern: DURABLE }));
    // And after them: another server may have forgotten a term that nothing held yet.
    await this.#learn(words);
    const kept = new Set(words);
    await this.#forget(former.filter((word) => !kept.has(word)));
  }

  /** Does what a server that stopped between a commit and its item has left. */
  async heal(commits: readonly Change[]): Promise<void> {
    await eraseBefore(this.#models, commits);
    const last = new Map<string, Change>();
    for (const commit of commits) last.set(commit.itemId, commit);
    const { Commit, Item } = this.#models;
    const there = await Item.find({ _id: inside([...last.keys()]) }, { revision: 1, number: 1 }).lean();
    const known = new Map(there.map((item) => [item._id, item]));
    const behind = [...last.values()].filter(
      ({ itemId, revision }) => (known.get(itemId)?.revision ?? 0) < revision,
    );
    if (behind.length === 0) return;
    const positions = behind.map(({ _id }) => _id);
    const found = await Commit.find({ _id: inside(positions) }).lean();
    const lagging = found.filter(({ content }) => content !== null);
    const firsts = await Commit.find(
      { itemId: inside(lagging.map(({ itemId }) => itemId)), revision: 1 },
      { itemId: 1 },
    ).lean();
    const numbers = new Map(firsts.map(({ itemId, _id }) => [itemId, _id]));
    await this.write(
      lagging.map((commit) => this.projected(commit, numbers.get(commit.itemId) ?? commit._id)),
    );
  }

  projected({ itemId, revision, mark, content }: CommitDocument, number: number): Projected {
    const { state } = decodeContent(Buffer.from(content ?? '', 'utf8'));
    return {
      id: itemId,
      revision,
      mark,
      number,
      projection: normalProjection(this.#project(state)),
      stateText: canonicalText(state),
    };
  }

  async #wordsOf(documents: readonly ItemDocument[]): Promise<readonly string[]> {
    if (documents.length === 0) return [];
    const ids = documents.map(({ _id }) => _id);
    const found = await this.#models.Item.find({ _id: inside(ids) }, { words: 1 }).lean();
    return [...new Set(found.flatMap(({ words }) => words))];
  }

  async #learn(words: readonly string[]): Promise<void> {
    if (words.length === 0) return;
    const { Term } = this.#models;
    // From the index alone, and in one answer rather than a hundred at a time.
    const found = await Term.find({ _id: inside(words) }, { _id: 1 })
      .batchSize(words.length + 1)
      .lean();
    const known = new Set(found.map(({ _id }) => _id));
    const unknown = words
      .filter((word) => !known.has(word))
      .map((_id) => ({ insertOne: { document: { _id } } }));
    if (unknown.length > 0) await ignoringDuplicates(Term.bulkWrite(unknown, { ordered: false }));
  }

  /** Takes out of the dictionary what no item holds any more. */
  async #forget(words: readonly string[]): Promise<void> {
    const { Term } = this.#models;
    const idle = await this.#unheld(words);
    if (idle.length === 0) return;
    await Term.deleteMany({ _id: inside(idle) });
    // An item that came in between wants it back.
    const unheld = new Set(await this.#unheld(idle));
    await this.#learn(idle.filter((word) => !unheld.has(word)));
  }

  async #unheld(words: readonly string[]): Promise<readonly string[]> {
    const held = await Promise.all(words.map((word) => this.#models.Item.exists({ words: word })));
    return words.filter((_, index) => held[index] === null);
  }
}
