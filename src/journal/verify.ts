import { evolve } from '../domain/events.ts';
import { canonicalText, parseCanonical, sha256 } from './canonical.ts';
import { ZERO_HASH } from './chain.ts';
import { isCheckpointGenuine, type SignatureKey } from './checkpoint.ts';
import type { Checkpoint, CommitContent, CommitHeader, Head } from './commit.ts';
import { isMark } from './mark.ts';

/** One commit as it is stored; content that was erased is null. */
export interface RawCommit {
  position: number;
  header: Buffer;
  content: Buffer | null;
}

/** A journal as it is stored, byte for byte, at one moment. */
export interface RawJournal {
  /** The journal's tag, which its checkpoints name. */
  readonly journal: string;
  /** The head as the store has it written down; null where it has none. */
  head(): Head | null;
  /** In order of their keys, from the first. */
  commits(): AsyncIterable<RawCommit>;
  contentAt(position: number): Buffer | null;
  /** Oldest first. */
  checkpoints(): readonly Checkpoint[];
  /** The state of every item as the store would show it, in canonical form. */
  items(): AsyncIterable<{ id: string; state: Buffer }>;
}

export type Verification =
  | { ok: true; head: Head; commits: number; erased: number; checkpoints: number }
  | { ok: false; position: number; reason: string };

/** A position at which the journal is not what was written. */
class Flaw extends Error {
  readonly position: number;

  constructor(position: number, reason: string) {
    super(reason);
    this.position = position;
  }
}

interface Parsed extends RawCommit {
  hash: string;
  parsed: CommitHeader | null;
}

/** What was last seen of an item. */
interface Trace {
  position: number;
  revision: number;
  /** Null where the content of its last change was erased. */
  state: string | null;
  projected: boolean;
}

/**
 * Checks everything that can be checked offline: each byte of each commit is attested by a hash, the hashes by
 * the chain, the chain by the stored head and by the signed checkpoints; each state follows from the one before
 * and its event, and what the store shows is the last state. The first position that fails is named. Holds one
 * commit at a time and a few bytes for each item.
 */
export async function verifyJournal(
  source: RawJournal,
  { publicKey }: { publicKey: SignatureKey },
): Promise<Verification> {
  const head = source.head() ?? { position: 0, hash: ZERO_HASH };
  const walk = new Walk(source, head);
  try {
    for await (const [one, next, afterNext] of windows(source.commits())) walk.check(one, next, afterNext);
    walk.finish();
    await checkCheckpoints(source, walk, publicKey);
    await checkItems(source, walk);
    const checkpoints = source.checkpoints().length;
    return { ok: true, head, commits: walk.position, erased: walk.erased, checkpoints };
  } catch (error) {
    if (error instanceof Flaw) return { ok: false, position: error.position, reason: error.message };
    // Bytes that hold together by their hashes may still be of another shape than any commit.
    if (error instanceof TypeError)
      return { ok: false, position: walk.position + 1, reason: 'The commit has not the shape of a commit.' };
    throw error;
  }
}

function parse(raw: RawCommit): Parsed {
  const value = parseCanonical(raw.header)?.value as CommitHeader | null | undefined;
  const isHeader = typeof value === 'object' && value !== null && value.position === raw.position;
  return { ...raw, hash: sha256(raw.header), parsed: isHeader ? value : null };
}

/** Each commit with the two after it. */
async function* windows(
  commits: AsyncIterable<RawCommit>,
): AsyncGenerator<[Parsed, Parsed | undefined, Parsed | undefined]> {
  const held: Parsed[] = [];
  for await (const raw of commits) {
    held.push(parse(raw));
    const [one, next, afterNext] = held;
    if (one === undefined || afterNext === undefined) continue;
    held.shift();
    yield [one, next, afterNext];
  }
  const [one, next] = held;
  if (one !== undefined) yield [one, next, undefined];
  if (next !== undefined) yield [next, undefined, undefined];
}

class Walk {
  readonly items = new Map<string, Trace>();
  /** Hashes of the positions that checkpoints speak of. */
  readonly hashes = new Map<number, string>([[0, ZERO_HASH]]);
  readonly #source: RawJournal;
  readonly #head: Head;
  erased = 0;
  position = 0;
  #mark = '';

  constructor(source: RawJournal, head: Head) {
    this.#source = source;
    this.#head = head;
    for (const { position } of source.checkpoints()) if (position > 0) this.hashes.set(position, '');
  }

  check(one: Parsed, next: Parsed | undefined, afterNext: Parsed | undefined): void {
    const position = this.position + 1;
    if (one.position !== position) throw new Flaw(position, 'The commit is missing.');
    if (position > this.#head.position) throw new Flaw(position, 'The commit lies beyond the head.');
    const header = one.parsed;
    if (header === null) throw new Flaw(position, 'The header is not the canonical header of this position.');
    if (position === 1 && header.previous !== ZERO_HASH)
      throw new Flaw(position, 'The first commit does not begin the chain.');
    this.#checkAttested(one, next, afterNext);
    if (!isMark(header.mark) || header.mark <= this.#mark)
      throw new Flaw(position, 'The mark is not greater than the one before.');
    this.#checkContent(header, one.content);
    this.#mark = header.mark;
    this.position = position;
    if (this.hashes.has(position)) this.hashes.set(position, one.hash);
  }

  /**
   * A header's hash stands in the header after it, or in the head. Where they differ either may have been
   * altered: the later one was, unless what comes after it in turn attests it.
   */
  #checkAttested(one: Parsed, next: Parsed | undefined, afterNext: Parsed | undefined): void {
    if (next === undefined) {
      if (one.position === this.#head.position && one.hash !== this.#head.hash)
        throw new Flaw(one.position, 'The header does not have the hash of the head.');
      return;
    }
    if (next.parsed === null || next.position !== one.position + 1 || next.parsed.previous === one.hash)
      return;
    const attestation = afterNext === undefined ? this.#head.hash : afterNext.parsed?.previous;
    throw new Flaw(
      attestation === next.hash ? one.position : next.position,
      'The chain is broken: the header after does not hold the hash of the header before.',
    );
  }

  #checkContent(header: CommitHeader, bytes: Buffer | null): void {
    const { position, itemId, revision } = header;
    const trace = this.items.get(itemId);
    if (revision !== (trace?.revision ?? 0) + 1)
      throw new Flaw(position, 'The revision does not follow the one before.');
    let state: string | null = null;
    if (bytes === null) this.erased += 1;
    else {
      if (sha256(bytes) !== header.content) throw new Flaw(position, 'The content does not have its hash.');
      const content = parseCanonical(bytes)?.value as CommitContent | null | undefined;
      if (!content) throw new Flaw(position, 'The content is not canonical.');
      state = canonicalText(content.state);
      this.#checkState(header, { content, state }, trace);
    }
    this.items.set(itemId, {
      position,
      revision,
      state: state === null ? null : sha256(state),
      projected: false,
    });
  }

  #checkState(
    header: CommitHeader,
    { content, state: text }: { content: CommitContent; state: string },
    trace: Trace | undefined,
  ): void {
    const { position } = header;
    const { state, event, before, after } = content;
    if (state.id !== header.itemId || state.kind !== header.kind || state.revision !== header.revision)
      throw new Flaw(position, 'The state is not that of the item and revision in the header.');
    if (typeof after !== 'object' || (trace === undefined) !== (before === null))
      throw new Flaw(position, 'What is said of the readers does not fit the revision.');
    // Where the content before was erased, what led to this state can no longer be told.
    const bytes = trace === undefined ? null : this.#source.contentAt(trace.position);
    if (trace !== undefined && bytes === null) return;
    const previous = bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as CommitContent);
    if (canonicalText(before) !== canonicalText(previous?.after ?? null))
      throw new Flaw(position, 'The readers before are not those after the change before.');
    let evolved: string | null = null;
    try {
      evolved = canonicalText(evolve(previous?.state ?? null, event));
    } catch {
      // An event that cannot be applied is as wrong as one that leads elsewhere.
    }
    if (evolved !== text)
      throw new Flaw(position, 'The state does not follow from the state before and the event.');
  }

  finish(): void {
    if (this.position < this.#head.position)
      throw new Flaw(this.position + 1, 'The journal ends before its head.');
  }
}

async function checkCheckpoints(
  source: RawJournal,
  { hashes, position: last }: Walk,
  publicKey: SignatureKey,
): Promise<void> {
  for (const checkpoint of source.checkpoints()) {
    const { position, hash } = checkpoint;
    if (!(await isCheckpointGenuine(checkpoint, { journal: source.journal, publicKey })))
      throw new Flaw(position, 'A checkpoint here is not signed by the key of this journal.');
    if (position > last) throw new Flaw(last + 1, 'The journal ends before its last checkpoint.');
    if (hashes.get(position) !== hash) throw new Flaw(position, 'The checkpoint here is of another journal.');
  }
}

async function checkItems(source: RawJournal, { items, position: last }: Walk): Promise<void> {
  for await (const { id, state } of source.items()) {
    const trace = items.get(id);
    if (trace === undefined) throw new Flaw(last, 'The store shows an item that was never committed.');
    if (trace.state !== sha256(state))
      throw new Flaw(trace.position, 'The store does not show the last state of this item.');
    trace.projected = true;
  }
  for (const { position, state, projected } of items.values())
    if (state !== null && !projected) throw new Flaw(position, 'The store does not show this item.');
}
