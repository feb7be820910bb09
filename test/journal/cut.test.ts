import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalPart } from '../../src/journal/raw.ts';
import { Damage, TranscriptReader, writeTranscript } from '../../src/journal/transcript.ts';
import { openRawJournal } from '../../src/store/lmdb/raw.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { sign } from '../support/histories.ts';
import { publish, takeBack } from '../support/items.ts';

/** Bytes of the end that are cut off one by one, fewer outside CI; `CUT_FILE=whole` cuts the whole file by hand. */
const END = process.env.CI === undefined ? 8_192 : 65_536;
const isWhole = process.env.CUT_FILE === 'whole';
const LINE_BREAK = 10;

let directory: string;
let file: Buffer;
/** What each line of the file says, behind the first. */
let lines: readonly string[];

const textOf = (part: JournalPart): string =>
  part.part === 'commit'
    ? `${part.commit.position} ${part.commit.header.toString('utf8')} ${part.commit.content?.toString('utf8') ?? ''} ${JSON.stringify(part.commit.receipts)}`
    : JSON.stringify(part);

interface Read {
  parts: string[];
  reader: TranscriptReader;
  damage: Damage | null;
}

async function read(bytes: Buffer, takesPrefix: boolean): Promise<Read> {
  // One piece, as a file of this size comes from the disk.
  const reader = new TranscriptReader(
    (async function* () {
      yield await Promise.resolve(bytes);
    })(),
    { takesPrefix },
  );
  const parts: string[] = [];
  try {
    await reader.begin();
    for await (const part of reader.parts()) parts.push(textOf(part));
    return { parts, reader, damage: null };
  } catch (error) {
    if (error instanceof Damage) return { parts, reader, damage: error };
    throw error;
  }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-cut-'));
  const keys = generateKeyPairSync('ed25519');
  const store = await openLmdbStore({ directory });
  const length = (): number => store.head().position * 2_200;
  for (let index = 0; length() <= END; index += 1) {
    const { content } = await publish(store, { id: `item-${index}` });
    if (index % 3 === 0) await takeBack(store, content.state);
    if (index % 5 === 0) await sign(store, keys);
  }
  await store.close();
  const journal = openRawJournal(directory);
  let text = '';
  for await (const line of writeTranscript(journal)) text += line.text;
  await journal.close();
  file = Buffer.from(text);
  lines = (await read(file, false)).parts;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** What is wrong with the answer to a file that was cut there; null where nothing is. */
async function wrongAt(cut: number): Promise<string | null> {
  const rest = file.subarray(0, cut);
  let whole = 0;
  for (let at = rest.indexOf(LINE_BREAK); at !== -1; at = rest.indexOf(LINE_BREAK, at + 1)) whole += 1;
  const before = lines.slice(0, Math.max(0, whole - 1));
  const commits = before.filter((line) => !line.startsWith('{')).length;

  // Within a line the two ways take turns; at its ends each byte is cut for both.
  const isNearBreak = [-2, -1, 0, 1].some((step) => file[cut + step] === LINE_BREAK);
  if (isNearBreak || cut % 2 === 0) {
    const wrong = wrongRefusal(await read(rest, false), { whole, commits });
    if (wrong !== null) return wrong;
  }
  if (whole === 0 || (!isNearBreak && cut % 2 === 0)) return null;
  const { parts, reader, damage } = await read(rest, true);
  if (damage !== null) return 'the prefix refused';
  if (parts.join('\n') !== before.join('\n')) return 'not the whole lines before the cut';
  if (!reader.isCut || reader.line !== whole || reader.position !== commits) return 'another place told';
  return null;
}

function wrongRefusal(
  { damage, reader }: Read,
  { whole, commits }: { whole: number; commits: number },
): string | null {
  if (damage === null) return 'taken';
  if (whole === 0) return damage.line <= 1 ? null : 'another line named';
  if (!damage.isCut || damage.line !== whole) return 'another damage named';
  return reader.position === commits ? null : 'another position named';
}

describe('an export that was cut', () => {
  test(`is refused at every byte of ${isWhole ? 'the whole file' : `its last ${END / 1024} KiB`}, or taken up to its last whole line, and the line and position are told`, async () => {
    expect(file.length).toBeGreaterThan(END);
    const wrong: string[] = [];
    const first = isWhole ? 0 : file.length - END;
    for (let cut = file.length - 1; cut >= first; cut -= 1) {
      const reason = await wrongAt(cut);
      if (reason !== null) wrong.push(`${cut}: ${reason}`);
    }
    expect(wrong).toEqual([]);
    expect((await read(file, false)).damage).toBeNull();
  }, 600_000);
});
