import { sha256, canonicalText } from '../../journal/canonical.ts';
import { decodeContent, emptyHead } from '../../journal/chain.ts';
import type { Checkpoint, Head } from '../../journal/commit.ts';
import { partsOf, type JournalPart, type RawCommit, type RawJournal } from '../../journal/raw.ts';
import { atMost, greaterThan } from './asking.ts';
import type { Connected } from './connecting.ts';
import type { Models } from './models.ts';

/** Beside a running server: a page of it at a time. */
const PAGE = 500;

/** Where the journal stood when it was opened. */
export interface Moment {
  position: number;
  mark: string;
}

const bytesOf = (content: string | null | undefined): Buffer | null =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : null;

async function* commitsOf({ Commit }: Models, _id: object, most = 0): AsyncGenerator<RawCommit> {
  const found = Commit.find({ _id }, { header: 1, content: 1, receipts: 1 })
    .sort({ _id: 1 })
    .limit(most)
    .batchSize(PAGE)
    .lean()
    .cursor();
  for await (const { _id, header, content, receipts } of found)
    yield {
      position: _id,
      header: Buffer.from(header, 'utf8'),
      content: bytesOf(content),
      receipts: (receipts ?? []).map(({ key, input }) => ({ key, input })),
    };
}

/** State of an item after its last change up to the moment; null where it had none, or its content was erased. */
export async function stateAt(
  { Commit }: Models,
  { position }: Moment,
  itemId: string,
): Promise<Buffer | null> {
  const found = await Commit.findOne({ itemId, _id: atMost(position) }, { content: 1 })
    .sort({ revision: -1 })
    .lean();
  const content = bytesOf(found?.content);
  return content === null ? null : Buffer.from(canonicalText(decodeContent(content).state), 'utf8');
}

async function* itemsOf(models: Models, moment: Moment): AsyncGenerator<{ id: string; state: Buffer }> {
  const found = models.Item.find({}, { state: 1, mark: 1 }).batchSize(PAGE).lean().cursor();
  for await (const { _id: id, state, mark } of found) {
    const then = mark <= moment.mark ? Buffer.from(state, 'utf8') : await stateAt(models, moment, id);
    if (then !== null) yield { id, state: then };
  }
}

async function* checkpointsOf({ Checkpoint }: Models, most: number): AsyncGenerator<Checkpoint> {
  const found = Checkpoint.find({ position: atMost(most) })
    .sort({ position: 1, at: 1 })
    .lean()
    .cursor();
  for await (const { position, hash, at, jws } of found) yield { position, hash, at, jws };
}

/**
 * The stored bytes of a journal as it stands at this moment; later commits do not show. An item that has changed
 * since is shown as its last commit before left it.
 */
export async function rawJournal({
  models,
  journal,
  through,
}: Connected): Promise<RawJournal & { moment: Moment }> {
  const { Commit, Checkpoint } = models;
  // First: what it signs is there by the time that the last commit is read, unless the journal was cut.
  const signed = await Checkpoint.findOne({}, { position: 1 }).sort({ position: -1 }).lean();
  const last = await Commit.findOne({}, { header: 1, mark: 1 }).sort({ _id: -1 }).lean();
  const moment: Moment = { position: last?._id ?? 0, mark: last?.mark ?? '' };
  const { position } = moment;
  const stored: Head | null = last === null ? null : { position, hash: sha256(last.header) };
  // The database writes no head down, but knows up to where it has been: what ends before that was cut.
  const head: Head | null = through > position ? { position: through, hash: '' } : stored;
  return {
    journal,
    moment,
    head: () => Promise.resolve(head),
    commits: () => commitsOf(models, atMost(position)),
    contentAt: async (at) => bytesOf((await Commit.findById(at, { content: 1 }).lean())?.content),
    checkpoints: () => checkpointsOf(models, Math.max(position, through, signed?.position ?? 0)),
    items: () => itemsOf(models, moment),
  };
}

/**
 * The journal while servers append to it: goes on until less than a page is found, and so beyond every change that
 * has erased a content before it was read.
 */
export async function* growingParts(opened: Connected): AsyncGenerator<JournalPart> {
  const journal = await rawJournal(opened);
  let head = (await journal.head()) ?? emptyHead;
  for await (const part of partsOf(journal, head)) if (part.part !== 'head') yield part;
  for (let found = PAGE; found === PAGE;) {
    found = 0;
    for await (const commit of commitsOf(opened.models, greaterThan(head.position), PAGE)) {
      found += 1;
      head = { position: commit.position, hash: sha256(commit.header) };
      yield { part: 'commit', commit };
    }
  }
  yield { part: 'head', head };
}
