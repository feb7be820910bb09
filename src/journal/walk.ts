import { evolveRecorded } from '../domain/events.ts';
import { canonicalText, parseCanonical, sha256 } from './canonical.ts';
import { ZERO_HASH } from './chain.ts';
import { isCheckpointGenuine, type SignatureKey } from './checkpoint.ts';
import { erasesBefore, type Checkpoint, type CommitContent, type CommitHeader, type Head } from './commit.ts';
import { isMark } from './mark.ts';
import type { JournalPart, RawCommit } from './raw.ts';

/** A position at which the journal is not what was written. */
export class Flaw extends Error {
  readonly position: number;

  constructor(position: number, reason: string) {
    super(reason);
    this.name = 'Flaw';
    this.position = position;
  }
}

/** A commit that was found to be what was written. */
export interface CheckedCommit {
  raw: RawCommit;
  header: CommitHeader;
  /** Null where it was erased. */
  content: CommitContent | null;
}

export type CheckedPart =
  { part: 'commit'; commit: CheckedCommit } | { part: 'checkpoint'; checkpoint: Checkpoint };

/** What a walk needs beside the parts that it is given. */
export interface Surroundings {
  /** The journal's tag. */
  journal: string;
  publicKey: SignatureKey;
  /** Content of a commit that was checked before. */
  contentAt(position: number): Promise<Buffer | null>;
}

/** What was last seen of an item. */
export interface Trace {
  position: number;
  /** Of its first commit. */
  first: number;
  /** Of its last commit. */
  mark: string;
  revision: number;
  /** SHA-256; null where the content of its last change was erased. */
  state: string | null;
  /** SHA-256 of who could read it after its last change. */
  after: string;
  /** First position whose content is there; null where all was erased. */
  held: number | null;
  /** First position whose content is not there, and which no change has erased so far. */
  missing: number | null;
}

interface Parsed {
  raw: RawCommit;
  hash: string;
  header: CommitHeader | null;
}

type Waiting = { part: 'commit'; commit: Parsed } | { part: 'checkpoint'; checkpoint: Checkpoint };

function parse(raw: RawCommit): Parsed {
  const value = parseCanonical(raw.header)?.value as CommitHeader | null | undefined;
  const isHeader = typeof value === 'object' && value !== null && value.position === raw.position;
  return { raw, hash: sha256(raw.header), header: isHeader ? value : null };
}

/** Bytes that hold together by their hashes may still be of another shape than any commit. */
async function shaped<T>(position: number, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof TypeError) throw new Flaw(position, 'The commit has not the shape of a commit.');
    throw error;
  }
}

/**
 * The one verifier, for a journal in a store and for one that is on its way. Checks everything that can be
 * checked offline: each byte of each commit is attested by a hash, the hashes by the chain, the chain by the head
 * and by the signed checkpoints; each state follows from the one before and its event. Throws a Flaw at the first
 * position that fails. Holds three commits at a time and a few bytes for each item.
 */
export class Walk {
  readonly items = new Map<string, Trace>();
  readonly #surroundings: Surroundings;
  readonly #waiting: Waiting[] = [];
  #ahead = 0;
  erased = 0;
  /** First position of a content that a later change has erased and that is there all the same. */
  leftOver: number | null = null;
  checkpoints = 0;
  lastCheckpoint: Checkpoint | null = null;
  /** The last commit that was checked. */
  head: Head = { position: 0, hash: ZERO_HASH };
  /** Its mark. */
  mark = '';

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Gives on what was checked, two commits later than it came. Without a head at the end, the last commit is it. */
  async *along(parts: AsyncIterable<JournalPart>): AsyncGenerator<CheckedPart> {
    let end: Head | null = null;
    for await (const part of parts) {
      if (part.part === 'head') end = part.head;
      else {
        this.#take(part);
        while (this.#ahead > 2 || this.#waiting[0]?.part === 'checkpoint') yield await this.#next(null);
      }
    }
    while (this.#waiting.length > 0) yield await this.#next(end);
    if (end !== null) this.#finish(end);
  }

  #take(part: Exclude<JournalPart, { part: 'head' }>): void {
    if (part.part === 'checkpoint') this.#waiting.push(part);
    else {
      this.#waiting.push({ part: 'commit', commit: parse(part.commit) });
      this.#ahead += 1;
    }
  }

  /** `end` is known once nothing more comes. */
  async #next(end: Head | null): Promise<CheckedPart> {
    const first = this.#waiting.shift();
    if (first === undefined) throw new Error('Nothing waits to be checked.');
    if (first.part === 'checkpoint') {
      await this.#checkCheckpoint(first.checkpoint);
      return first;
    }
    this.#ahead -= 1;
    const [next, afterNext] = this.#waiting.flatMap((one) => (one.part === 'commit' ? [one.commit] : []));
    const attested = afterNext === undefined ? end?.hash : afterNext.header?.previous;
    const commit = await shaped(this.head.position + 1, () =>
      this.#check(first.commit, { next, attested, end }),
    );
    return { part: 'commit', commit };
  }

  async #check(one: Parsed, after: After): Promise<CheckedCommit> {
    const position = this.head.position + 1;
    const { raw, header, hash } = one;
    if (raw.position !== position) throw new Flaw(position, 'The commit is missing.');
    if (header === null) throw new Flaw(position, 'The header is not the canonical header of this position.');
    if (position === 1 && header.previous !== ZERO_HASH)
      throw new Flaw(position, 'The first commit does not begin the chain.');
    checkAttested(one, after);
    if (!isMark(header.mark) || header.mark <= this.mark)
      throw new Flaw(position, 'The mark is not greater than the one before.');
    const trace = this.items.get(header.itemId);
    checkPlace(header, trace);
    const content = await this.#checkContent(header, raw.content, trace);
    this.#remember(header, content, trace);
    this.mark = header.mark;
    this.head = { position, hash };
    return { raw, header, content };
  }

  #remember(header: CommitHeader, content: CommitContent | null, trace: Trace | undefined): void {
    const { position, revision, itemId, after, mark } = header;
    let { held, missing } = trace ?? { held: null, missing: null };
    if (erasesBefore(header)) {
      if (held !== null) this.leftOver = Math.min(held, this.leftOver ?? held);
      held = missing = null;
    }
    if (content === null) this.erased += 1;
    this.items.set(itemId, {
      position,
      first: trace?.first ?? position,
      mark,
      revision,
      state: content === null ? null : sha256(canonicalText(content.state)),
      after: sha256(canonicalText(after)),
      held: content === null ? held : (held ?? position),
      missing: content === null ? (missing ?? position) : missing,
    });
  }

  async #checkContent(
    header: CommitHeader,
    bytes: Buffer | null,
    trace: Trace | undefined,
  ): Promise<CommitContent | null> {
    const { position } = header;
    if (bytes === null) return null;
    if (sha256(bytes) !== header.content) throw new Flaw(position, 'The content does not have its hash.');
    const content = parseCanonical(bytes)?.value as CommitContent | null | undefined;
    if (!content) throw new Flaw(position, 'The content is not canonical.');
    await this.#checkState(header, content, trace);
    return content;
  }

  async #checkState(
    header: CommitHeader,
    { state, event }: CommitContent,
    trace: Trace | undefined,
  ): Promise<void> {
    const { position } = header;
    const text = canonicalText(state);
    if (state.id !== header.itemId || state.kind !== header.kind || state.revision !== header.revision)
      throw new Flaw(position, 'The state is not that of the item and revision in the header.');
    // Where the content before was erased, what led to this state can no longer be told.
    const bytes = trace === undefined ? null : await this.#surroundings.contentAt(trace.position);
    if (trace !== undefined && bytes === null) return;
    const previous = bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as CommitContent);
    let evolved: string | null = null;
    try {
      evolved = canonicalText(evolveRecorded(previous?.state ?? null, event));
    } catch {
      // An event that cannot be applied is as wrong as one that leads elsewhere.
    }
    if (evolved !== text)
      throw new Flaw(position, 'The state does not follow from the state before and the event.');
  }

  async #checkCheckpoint(checkpoint: Checkpoint): Promise<void> {
    const { position, hash } = checkpoint;
    const { journal, publicKey } = this.#surroundings;
    if (!(await isCheckpointGenuine(checkpoint, { journal, publicKey })))
      throw new Flaw(position, 'A checkpoint here is not signed by the key of this journal.');
    if (position > this.head.position)
      throw new Flaw(this.head.position + 1, 'The journal ends before its last checkpoint.');
    if (position < this.head.position) throw new Flaw(position, 'A checkpoint does not stand in its place.');
    if (hash !== this.head.hash) throw new Flaw(position, 'The checkpoint here is of another journal.');
    this.checkpoints += 1;
    this.lastCheckpoint = checkpoint;
  }

  #finish(end: Head): void {
    const { position, hash } = this.head;
    if (position < end.position) throw new Flaw(position + 1, 'The journal ends before its head.');
    if (position > end.position) throw new Flaw(end.position + 1, 'The commit lies beyond the head.');
    if (hash !== end.hash) throw new Flaw(position, 'The header does not have the hash of the head.');
    // Only at the end is it known that nothing erased it.
    let missing = Infinity;
    for (const trace of this.items.values()) missing = Math.min(missing, trace.missing ?? Infinity);
    if (missing !== Infinity) throw new Flaw(missing, 'The content is missing, and no change has erased it.');
  }
}

function checkPlace({ position, revision, before, after }: CommitHeader, trace: Trace | undefined): void {
  if (revision !== (trace?.revision ?? 0) + 1)
    throw new Flaw(position, 'The revision does not follow the one before.');
  if (typeof after !== 'object' || (trace === undefined) !== (before === null))
    throw new Flaw(position, 'What is said of the readers does not fit the revision.');
  if (trace !== undefined && sha256(canonicalText(before)) !== trace.after)
    throw new Flaw(position, 'The readers before are not those after the change before.');
}

/** What comes after a commit. */
interface After {
  next: Parsed | undefined;
  /** The hash that stands for the next commit further on. */
  attested: string | undefined;
  end: Head | null;
}

/**
 * A header's hash stands in the header after it, or in the head. Where they differ either may have been
 * altered: the later one was, unless what comes after it in turn attests it.
 */
function checkAttested({ raw, hash }: Parsed, { next, attested, end }: After): void {
  if (next === undefined) {
    if (raw.position === end?.position && hash !== end.hash)
      throw new Flaw(raw.position, 'The header does not have the hash of the head.');
    return;
  }
  if (next.header === null || next.raw.position !== raw.position + 1 || next.header.previous === hash) return;
  throw new Flaw(
    attested === next.hash ? raw.position : next.raw.position,
    'The chain is broken: the header after does not hold the hash of the header before.',
  );
}
