import type { Item } from '../../domain/items.ts';
import { decodeContent } from '../../journal/chain.ts';
import { canonicalText } from '../../journal/canonical.ts';
import type { Projection } from '../port.ts';
import { facetsOf } from '../shared/filtering.ts';
import { normalProjection } from '../shared/preparing.ts';
import { ignoringDuplicates, inside } from './asking.ts';
import { signatureOf } from './census.ts';
import { DURABLE } from './connecting.ts';
import type { CommitDocument, ItemDocument, Models } from './models.ts';

type Change = Pick<CommitDocument, '_id' | 'itemId' | 'revision'>;

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
  const { kind, articles, memberStates, tags, readers, publishedAt, terms, dueAt } = projection;
  return {
    _id: id,
    number,
    revision,
    mark,
    kind,
    articles: [...articles],
    memberStates: [...memberStates],
    tags: [...tags],
    readers: [...readers],
    signature: signatureOf(readers),
    publishedAt,
    place: placeOf(publishedAt, id),
    lists: facetsOf(kind, articles).flatMap((facet) => readers.map((reader) => listKey(facet, reader))),
    words: terms.map(([word]) => word),
    weights: terms.map(([, weight]) => weight),
    ...(dueAt === null ? {} : { dueTime: Date.parse(dueAt), dueAt }),
    state: stateText,
  };
}

const MOST_KNOWN = 200_000;

/**
 * Brings the items to what the commits say. Idempotent: a state never goes back, so that it may be done again by
 * any server, at any time, for any part of the journal.
 */
export class Projecting {
  readonly #models: Pick<Models, 'Commit' | 'Item' | 'Term'>;
  readonly #project: (item: Item) => Projection;
  /** Terms that are in the dictionary for sure. */
  readonly #known = new Set<string>();

  constructor(models: Pick<Models, 'Commit' | 'Item' | 'Term'>, project: (item: Item) => Projection) {
    this.#models = models;
    this.#project = project;
  }

  /** Durable when it resolves. */
  async write(changes: readonly Projected[]): Promise<void> {
    const last = new Map<string, Projected>();
    for (const change of changes) last.set(change.id, change);
    if (last.size === 0) return;
    const documents = [...last.values()].map(itemDocument);
    // Before the items, so that no item holds a term that a prefix does not find.
    await this.#learn(documents.flatMap(({ words }) => words));
    const writes = documents.map((replacement) => ({
      replaceOne: {
        filter: { _id: replacement._id, revision: { $lt: replacement.revision } },
        replacement,
        upsert: true,
      },
    }));
    await ignoringDuplicates(this.#models.Item.bulkWrite(writes, { ordered: false, writeConcern: DURABLE }));
  }

  /** Does what a server that stopped between a commit and its item has left. */
  async heal(commits: readonly Change[]): Promise<void> {
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

  async #learn(words: readonly string[]): Promise<void> {
    const unknown = [...new Set(words)].filter((word) => !this.#known.has(word));
    if (unknown.length === 0) return;
    const writes = unknown.map((_id) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: { _id } }, upsert: true },
    }));
    await ignoringDuplicates(this.#models.Term.bulkWrite(writes, { ordered: false }));
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const word of unknown) this.#known.add(word);
  }
}
