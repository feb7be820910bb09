import { parseCanonical, sha256 } from './canonical.ts';
import { ZERO_HASH } from './chain.ts';
import type { Checkpoint, CommitHeader, Head } from './commit.ts';
import { partsOf, type JournalPart, type RawCommit, type RawJournal, type RawReceipt } from './raw.ts';
import { Flaw } from './walk.ts';

const FORMAT = 'concord-journal';
const VERSION = 1;
const CHECK_LENGTH = 16;
const tailOf = (check: string): string => `,"check":"${check}"}`;
const TAIL_LENGTH = tailOf('0'.repeat(CHECK_LENGTH)).length;

/**
 * Ends each line with a sum over itself and all lines before it. The chain of hashes proves the commits but knows
 * nothing of receipts, and a file that was damaged should say at which line, before anything is made of it.
 */
class Sums {
  #last = '';

  #next(body: string): string {
    return sha256(this.#last + body).slice(0, CHECK_LENGTH);
  }

  seal(value: object): string {
    const body = JSON.stringify(value);
    this.#last = this.#next(body);
    return `${body.slice(0, -1)}${tailOf(this.#last)}\n`;
  }

  /** The text without its sum; null where the sum is not that of this line in this place. */
  open(line: string): string | null {
    const body = `${line.slice(0, -TAIL_LENGTH)}}`;
    const check = this.#next(body);
    if (line !== `${body.slice(0, -1)}${tailOf(check)}`) return null;
    this.#last = check;
    return body;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** A copy of damaged bytes is no copy: throws a Flaw where they are not what the chain says of them. */
function assertAttested({ position, header, content }: RawCommit, previous: string): void {
  const parsed = parseCanonical(header)?.value as CommitHeader | null | undefined;
  if (parsed?.position !== position || parsed.previous !== previous)
    throw new Flaw(position, 'The header is not the one that the chain names.');
  if (content !== null && sha256(content) !== parsed.content)
    throw new Flaw(position, 'The content does not have its hash.');
  if (content !== null && textOf(content) === null) throw new Flaw(position, 'The content is not text.');
}

/** What a line says, member by member in the one order in which it is written and read. */
function fieldsOf(one: JournalPart): object {
  switch (one.part) {
    case 'commit': {
      const { header, content, receipts } = one.commit;
      return {
        header: header.toString('utf8'),
        content: content?.toString('utf8') ?? null,
        receipts: receipts.map(({ key, input }) => ({ key, input })),
      };
    }
    case 'checkpoint': {
      const { position, hash, at, jws } = one.checkpoint;
      return { checkpoint: { position, hash, at, jws } };
    }
    case 'head':
      return { head: { position: one.head.position, hash: one.head.hash } };
  }
}

export interface Line {
  text: string;
  /** Position of the last commit up to this line. */
  commits: number;
}

/**
 * The journal as lines of JSON, each with its line break: the journal's tag, each commit as its exact text, each
 * checkpoint after the commit that it signs, the head. Throws a Flaw where the bytes are not those of the chain.
 */
export async function* writeTranscript(source: RawJournal): AsyncGenerator<Line> {
  const sums = new Sums();
  let last: Head = { position: 0, hash: ZERO_HASH };
  const line = (value: object): Line => ({ text: sums.seal(value), commits: last.position });
  yield line({ format: FORMAT, version: VERSION, journal: source.journal });
  for await (const one of partsOf(source, (await source.head()) ?? last)) {
    if (one.part === 'commit') {
      const { position, header } = one.commit;
      if (position !== last.position + 1) throw new Flaw(last.position + 1, 'The commit is missing.');
      assertAttested(one.commit, last.hash);
      last = { position, hash: sha256(header) };
    } else if (one.part === 'head' && (one.head.position !== last.position || one.head.hash !== last.hash))
      throw new Flaw(Math.min(one.head.position, last.position) + 1, 'The last commit is not the head.');
    yield line(fieldsOf(one));
  }
}

/** A transcript that is not what was written; the line is counted from 1. */
export class Damage extends Error {
  readonly line: number;
  /** The file ends before its head, which is what remains of one that was cut. */
  readonly isCut: boolean;

  constructor(line: number, reason: string, isCut = false) {
    super(reason);
    this.name = 'Damage';
    this.line = line;
    this.isCut = isCut;
  }
}

/** Longer than any line that a store can give; a file without line breaks must not fill the memory. */
const LONGEST_LINE = 256 * 1024 * 1024;
const LINE_BREAK = 10;

/** Lines without their breaks; what follows the last break is not `isWhole`. */
async function* split(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ bytes: Uint8Array; isWhole: boolean }> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let to = chunk.indexOf(LINE_BREAK); to !== -1; to = chunk.indexOf(LINE_BREAK, from)) {
      const end = chunk.subarray(from, to);
      yield { bytes: held.length === 0 ? end : Buffer.concat([...held, end]), isWhole: true };
      held = [];
      length = 0;
      from = to + 1;
    }
    if (from === chunk.length) continue;
    held.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST_LINE) break;
  }
  if (held.length > 0) yield { bytes: Buffer.concat(held), isWhole: false };
}

const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value);
const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const hash = /^[0-9a-f]{64}$/;
const anyText = /^[\s\S]{1,10000}$/;
const tag = /^[0-9A-HJKMNP-TV-Z]{6}$/;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function toReceipt(value: unknown): RawReceipt | null {
  if (!isFields(value) || !isText(value.key, hash) || !isText(value.input, anyText)) return null;
  return { key: value.key, input: value.input };
}

const areInOrder = (receipts: readonly (RawReceipt | null)[]): receipts is readonly RawReceipt[] =>
  receipts.every((receipt, index) => receipt !== null && receipt.key > (receipts[index - 1]?.key ?? ''));

function toCommit(fields: Fields, position: number): JournalPart | null {
  const { header, content } = fields;
  const receipts = Array.isArray(fields.receipts) ? fields.receipts.map(toReceipt) : null;
  if (typeof header !== 'string' || (typeof content !== 'string' && content !== null)) return null;
  if (receipts === null || !areInOrder(receipts)) return null;
  const bytes = { header: Buffer.from(header), content: content === null ? null : Buffer.from(content) };
  return { part: 'commit', commit: { position, ...bytes, receipts } };
}

function toCheckpoint(value: unknown): Checkpoint | null {
  if (!isFields(value) || !isPosition(value.position) || !isText(value.hash, hash)) return null;
  if (!isText(value.at, anyText) || !isText(value.jws, anyText)) return null;
  return { position: value.position, hash: value.hash, at: value.at, jws: value.jws };
}

function toPart(fields: Fields, position: number): JournalPart | null {
  if ('head' in fields) {
    const { head } = fields;
    if (!isFields(head) || !isPosition(head.position) || !isText(head.hash, hash)) return null;
    return { part: 'head', head: { position: head.position, hash: head.hash } };
  }
  if (!('checkpoint' in fields)) return toCommit(fields, position);
  const checkpoint = toCheckpoint(fields.checkpoint);
  return checkpoint === null ? null : { part: 'checkpoint', checkpoint };
}

/** How many lines of commits are remembered: a verifier names a position a few commits after it was read. */
const MOST_REMEMBERED = 16;

/** Reads a transcript line by line. Throws `Damage`. */
export class TranscriptReader {
  readonly #lines: AsyncGenerator<{ bytes: Uint8Array; isWhole: boolean }>;
  readonly #takesPrefix: boolean;
  readonly #sums = new Sums();
  readonly #lineOf = new Map<number, number>();
  /** Whole lines read so far. */
  line = 0;
  /** Commits read so far. */
  position = 0;
  /** Whether the file ended before its head; only where a prefix is taken. */
  isCut = false;

  constructor(chunks: AsyncIterable<Uint8Array>, { takesPrefix }: { takesPrefix: boolean }) {
    this.#lines = split(chunks);
    this.#takesPrefix = takesPrefix;
  }

  /** Where the commit of a position that was read lately stands, else the last line that was read. */
  lineOf(position: number): number {
    return this.#lineOf.get(position) ?? this.line;
  }

  /** The journal's tag, which stands in the first line. */
  async begin(): Promise<string> {
    const first = await this.#next();
    const fields = first === null ? null : this.#parse(first);
    if (fields?.format !== FORMAT)
      throw new Damage(1, 'It is not an export of Concord, or not its beginning.');
    if (fields.version !== VERSION) throw new Damage(1, 'It is an export of another version of Concord.');
    if (!isText(fields.journal, tag)) throw new Damage(1, 'It does not name its journal.');
    return fields.journal;
  }

  async *parts(): AsyncGenerator<JournalPart> {
    for (let text = await this.#next(); text !== null; text = await this.#next()) {
      const fields = this.#parse(text);
      const part = fields === null ? null : toPart(fields, this.position + 1);
      // Only the form that is written is read, so that a journal has one transcript.
      if (part === null || JSON.stringify(fieldsOf(part)) !== text)
        throw new Damage(this.line, 'The line is not what Concord writes.');
      if (part.part === 'commit') this.#remember();
      yield part;
      if (part.part !== 'head') continue;
      if (!(await this.#lines.next()).done) throw new Damage(this.line + 1, 'There is more after the head.');
      return;
    }
    if (!this.#takesPrefix)
      throw new Damage(
        this.line,
        'The file ends here, before its head: it was cut, or is not complete yet.',
        true,
      );
    this.isCut = true;
  }

  /** Gives the source free, whether it was read to its end or not. */
  async close(): Promise<void> {
    await this.#lines.return(undefined);
  }

  /** Text of the next whole line; null at the end. */
  async #next(): Promise<string | null> {
    const next = await this.#lines.next();
    if (next.done === true || !next.value.isWhole) return null;
    this.line += 1;
    const text = textOf(next.value.bytes);
    const body = text === null ? null : this.#sums.open(text);
    if (body === null)
      throw new Damage(
        this.line,
        this.line === 1
          ? 'It is not an export of Concord, or not its beginning.'
          : 'The line is not what was written, or not in its place.',
      );
    return body;
  }

  #parse(text: string): Fields | null {
    try {
      const value: unknown = JSON.parse(text);
      return isFields(value) ? value : null;
    } catch {
      return null;
    }
  }

  #remember(): void {
    this.position += 1;
    this.#lineOf.set(this.position, this.line);
    this.#lineOf.delete(this.position - MOST_REMEMBERED);
  }
}
