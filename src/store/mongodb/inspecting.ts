import type { Recorded } from '../../domain/items.ts';
import { canonicalText } from '../../journal/canonical.ts';
import { erasesBefore, type CommitHeader } from '../../journal/commit.ts';
import type { Inspection, ShownItem } from '../../journal/raw.ts';
import type { Projection } from '../port.ts';
import { normalProjection } from '../shared/preparing.ts';
import { atMost, inside } from './asking.ts';
import { Census, signatureOf } from './census.ts';
import { readCounts } from './counts.ts';
import type { CommitDocument, ItemDocument, Models, Side, SignatureDocument } from './models.ts';
import { itemDocument } from './projecting.ts';
import { stateAt, type Moment } from './raw.ts';

type Told = Pick<CommitDocument, '_id' | 'mark' | 'itemId' | 'revision' | 'before' | 'after' | 'audience'>;

const TOLD = 'The database tells of this change otherwise than the journal.';
const SHOWN = 'The database shows this item in other places, or to other readers, than the journal says.';
const PAGE = 500;

const sideOf = ({ kind, isErased, readers, articles, memberStates }: Side): Side => ({
  kind,
  isErased,
  readers,
  articles,
  memberStates,
});

/** What a set of readers is called: the rebuild that counted it may stand behind it. */
const nameOf = ({ _id }: SignatureDocument): string => _id.split(' ')[0] ?? '';

const isSame = (one: unknown, other: unknown): boolean => canonicalText(one) === canonicalText(other);

function toldOf(header: CommitHeader): Told {
  const { position, mark, itemId, revision, kind, before, after } = header;
  return {
    _id: position,
    mark,
    itemId,
    revision,
    before: before === null ? null : sideOf({ kind, isErased: false, ...before }),
    after: sideOf({ kind, isErased: erasesBefore(header), ...after }),
    audience: [...new Set([...(before?.readers ?? []), ...after.readers])],
  };
}

/** The fields of the documents, and the counts as of the position that they say, beside running servers. */
export class DatabaseInspection implements Inspection {
  readonly #models: Models;
  readonly #moment: Moment;
  readonly #project: (item: Recorded) => Projection;
  readonly #told: AsyncIterator<Told>;
  /** The counts as they are written down. */
  #written: ReadonlyMap<string, SignatureDocument> | null = null;
  /** The counts as the commits make them, each signature's up to where it is written down. */
  readonly #counted = new Census();
  readonly #words = new Set<string>();

  constructor(models: Models, moment: Moment, project: (item: Recorded) => Projection) {
    this.#models = models;
    this.#moment = moment;
    this.#project = project;
    const { Commit } = models;
    const fields = { mark: 1, itemId: 1, revision: 1, before: 1, after: 1, audience: 1 } as const;
    this.#told = Commit.find({ _id: atMost(moment.position) }, fields)
      .sort({ _id: 1 })
      .batchSize(PAGE)
      .lean<Told[]>()
      .cursor()
      [Symbol.asyncIterator]();
  }

  async told(header: CommitHeader): Promise<string | null> {
    const next = await this.#told.next();
    const found = next.done === true ? undefined : next.value;
    if (found === undefined) return TOLD;
    await this.#count(found);
    const { before, after, ...rest } = found;
    const shown = { ...rest, before: before === null ? null : sideOf(before), after: sideOf(after) };
    return isSame(shown, toldOf(header)) ? null : TOLD;
  }

  async *items(): AsyncGenerator<ShownItem> {
    const found = this.#models.Item.find({}).batchSize(PAGE).lean<ItemDocument[]>().cursor();
    for await (const document of found) {
      const { _id: id, mark, number: first } = document;
      for (const word of document.words) this.#words.add(word);
      if (mark <= this.#moment.mark) {
        const flaw = () => (this.#isShown(document) ? null : SHOWN);
        yield { id, state: Buffer.from(document.state, 'utf8'), place: { mark, first }, flaw };
        continue;
      }
      // Changed since the moment: its place is that of a later commit.
      const state = await stateAt(this.#models, this.#moment, id);
      const last = await this.#lastOf(id);
      if (state !== null && last !== null)
        yield { id, state, place: { mark: last, first }, flaw: () => null };
    }
  }

  async rest(): Promise<string | null> {
    for (const [name, { readers, counts, through }] of await this.#signatures()) {
      if (name !== signatureOf(readers)) return 'The database has a set of readers under another name.';
      // Written down since the moment: as of commits that do not show here.
      if (through > this.#moment.position) continue;
      const written = counts.filter(({ count }) => count !== 0).map(({ facet, count }) => [facet, count]);
      if (!isSame(Object.fromEntries(written), Object.fromEntries(this.#counted.countsOf(name))))
        return 'The database has other counts than the journal makes.';
    }
    const words = [...this.#words];
    for (let from = 0; from < words.length; from += PAGE) {
      const asked = words.slice(from, from + PAGE);
      const known = await this.#models.Term.countDocuments({ _id: inside(asked) });
      if (known !== asked.length) return 'The database lacks search terms that items hold.';
    }
    return null;
  }

  async #signatures(): Promise<ReadonlyMap<string, SignatureDocument>> {
    if (this.#written !== null) return this.#written;
    const { signatures } = await readCounts(this.#models);
    this.#written = new Map(signatures.map((signature) => [nameOf(signature), signature]));
    return this.#written;
  }

  async #count({ _id: position, before, after }: Told): Promise<void> {
    const written = await this.#signatures();
    const reaches = (side: Side): boolean =>
      position <= (written.get(signatureOf(side.readers))?.through ?? 0);
    this.#counted.apply({
      _id: position,
      before: before !== null && reaches(before) ? before : null,
      after: reaches(after) ? after : null,
    });
  }

  #isShown(document: ItemDocument): boolean {
    const { _id: id, number, mark, state } = document;
    const item = JSON.parse(state) as Recorded;
    const projection = normalProjection(this.#project(item));
    const expected = itemDocument({
      id,
      revision: item.revision,
      mark,
      number,
      projection,
      stateText: state,
    });
    return isSame(document, expected);
  }

  async #lastOf(itemId: string): Promise<string | null> {
    const asked = { itemId, _id: atMost(this.#moment.position) };
    const last = await this.#models.Commit.findOne(asked, { mark: 1 }).sort({ revision: -1 }).lean();
    return last?.mark ?? null;
  }
}
