import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalText, sha256 } from '../../src/journal/canonical.ts';
import { decodeContent, decodeHeader, encodeContent, encodeHeader } from '../../src/journal/chain.ts';
import { signCheckpoint } from '../../src/journal/checkpoint.ts';
import type { Checkpoint, Head } from '../../src/journal/commit.ts';
import { verifyJournal, type RawCommit, type RawJournal } from '../../src/journal/verify.ts';
import { openRawJournal } from '../../src/store/lmdb/raw.ts';
import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { erase, publish, takeBack, toStates } from '../support/items.ts';

interface Copy {
  journal: string;
  head: Head | null;
  commits: RawCommit[];
  checkpoints: Checkpoint[];
  items: { id: string; state: Buffer }[];
}

const keys = generateKeyPairSync('ed25519');
const others = generateKeyPairSync('ed25519');
let directory: string;
let whole: Copy;
/** The same with two commits more, of which the last has erased the other. */
let erased: Copy;
let erasedContent: Buffer;

async function copied(): Promise<Copy> {
  const raw = openRawJournal(directory);
  const copy: Copy = {
    journal: raw.journal,
    head: await raw.head(),
    commits: [],
    checkpoints: [],
    items: [],
  };
  for await (const commit of raw.commits()) copy.commits.push(commit);
  for await (const checkpoint of raw.checkpoints()) copy.checkpoints.push(checkpoint);
  for await (const { id, state } of raw.items()) copy.items.push({ id, state });
  await raw.close();
  return copy;
}

/** A journal that lies in memory, so that it can be forged. */
const sourceOf = (copy: Copy): RawJournal => ({
  journal: copy.journal,
  head: () => Promise.resolve(copy.head),
  async *commits() {
    for (const commit of copy.commits) yield await Promise.resolve(commit);
  },
  contentAt: (position) =>
    Promise.resolve(copy.commits.find((commit) => commit.position === position)?.content ?? null),
  async *checkpoints() {
    for (const checkpoint of copy.checkpoints) yield await Promise.resolve(checkpoint);
  },
  async *items() {
    for (const item of copy.items) yield await Promise.resolve(item);
  },
});

const verified = (change: Partial<Copy>, publicKey: KeyObject = keys.publicKey) =>
  verifyJournal(sourceOf({ ...whole, ...change }), { publicKey });

const replaced = (index: number, change: Partial<RawCommit>): RawCommit[] =>
  whole.commits.map((commit, at) => (at === index ? { ...commit, ...change } : commit));

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-journal-'));
  let store = await openLmdbStore({ directory });
  const sign = async () =>
    store.saveCheckpoint(
      await signCheckpoint(
        { journal: store.journalTag, ...store.head(), at: '2030-05-01T12:00:00.000Z' },
        keys,
      ),
    );
  const { content } = await publish(store, { handling: toStates('DE') });
  await sign();
  await publish(store, { id: 'one' });
  await takeBack(store, content.state);
  await publish(store);
  await sign();
  await store.close();
  whole = await copied();
  store = await openLmdbStore({ directory });
  const last = await publish(store, { id: 'erased' });
  erasedContent = encodeContent({
    salt: last.content.salt,
    event: canonicalText(last.content.event),
    state: canonicalText(last.content.state),
  });
  await erase(store, last.content.state);
  await store.close();
  erased = await copied();
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function commitAt(index: number): RawCommit {
  const commit = whole.commits[index];
  if (commit === undefined) throw new Error('the journal is shorter than the test');
  return commit;
}

describe('verifying a journal', () => {
  test('finds a whole one whole', async () => {
    expect(await verified({})).toEqual({
      ok: true,
      head: whole.head,
      commits: 4,
      erased: 0,
      checkpoints: 2,
      lastCheckpoint: whole.checkpoints[1],
    });
  });

  const indexes = [0, 1, 2, 3] as const;

  /** Bits whose flipping is not found, or is found at another position. */
  async function missed(
    index: number,
    part: 'header' | 'content',
    bits: readonly number[],
  ): Promise<number[]> {
    const bytes = commitAt(index)[part] ?? Buffer.alloc(0);
    const wrong: number[] = [];
    for (const bit of bits) {
      const result = await verified({ commits: replaced(index, { [part]: flipped(bytes, bit) }) });
      if (result.ok || result.position !== index + 1) wrong.push(bit);
    }
    return wrong;
  }

  /** Outside CI one bit of each byte, another from byte to byte. */
  const bitsOf = (bytes: Buffer | null | undefined) =>
    Array.from({ length: (bytes?.length ?? 0) * 8 }, (_, bit) => bit).filter(
      (bit) => process.env.CI !== undefined || (bit & 7) === (bit >> 3) % 8,
    );

  test.each(indexes)(
    'finds every flipped bit of the header at index %d, and names the position',
    async (index) => {
      const bits = bitsOf(whole.commits[index]?.header);
      expect(bits.length).toBeGreaterThan(250);
      expect(await missed(index, 'header', bits)).toEqual([]);
    },
  );

  test('finds every flipped bit of a content, and names the position', async () => {
    const bits = bitsOf(whole.commits[0]?.content);
    expect(bits.length).toBeGreaterThan(600);
    expect(await missed(0, 'content', bits)).toEqual([]);
  });

  test.each([1, 2, 3])(
    'finds a flipped bit in each byte of the content at index %d, and names it',
    async (index) => {
      const bits = bitsOf(whole.commits[index]?.content).filter((bit) => bit % 8 === (bit >> 3) % 8);
      expect(await missed(index, 'content', bits)).toEqual([]);
    },
  );

  test('accepts content that a later change has erased, for its hash still stands', async () => {
    expect(erased.commits[4]?.content).toBeNull();
    expect(await verified(erased)).toMatchObject({ ok: true, commits: 6, erased: 1 });
  });

  test('finds content that is missing though no change has erased it', async () => {
    const commits = replaced(0, { content: null });
    expect(await verified({ commits })).toMatchObject({ ok: false, position: 1, isJournalWhole: false });
  });

  test('finds content that is there though a change has erased it', async () => {
    const commits = erased.commits.map((commit, at) =>
      at === 4 ? { ...commit, content: erasedContent } : commit,
    );
    const found = await verified({ ...erased, commits });
    expect(found).toMatchObject({ ok: false, position: 5, isJournalWhole: true });
  });

  const [first, second, third, fourth] = [0, 1, 2, 3] as const;
  const order = (...indexes: number[]) => indexes.map(commitAt);
  const renumbered = (...indexes: number[]) =>
    order(...indexes).map((commit, index) => ({ ...commit, position: index + 1 }));

  test.each<[string, () => Partial<Copy>, number]>([
    ['a commit taken out', () => ({ commits: order(first, third, fourth) }), 2],
    ['a commit taken out and the rest moved up', () => ({ commits: renumbered(first, third, fourth) }), 2],
    ['two commits swapped', () => ({ commits: renumbered(first, third, second, fourth) }), 2],
    ['a commit put in twice', () => ({ commits: renumbered(first, second, second, third, fourth) }), 3],
    ['the end cut off', () => ({ commits: order(first, second, third) }), 4],
    [
      'the end cut off and the head set back',
      () => ({ commits: order(first), head: { position: 1, hash: whole.checkpoints[0]?.hash ?? '' } }),
      2,
    ],
    ['a head that is not the last commit', () => ({ head: { position: 4, hash: '0'.repeat(64) } }), 4],
    [
      'an item that shows something else',
      () => ({
        items: whole.items.map((item) => (item.id === 'one' ? { ...item, state: Buffer.from('{}') } : item)),
      }),
      2,
    ],
    ['an item that is missing', () => ({ items: whole.items.filter(({ id }) => id !== 'one') }), 2],
    [
      'an item that nobody committed',
      () => ({ items: [...whole.items, { id: 'two', state: Buffer.from('{}') }] }),
      4,
    ],
  ])('finds %s, and names the position', async (_name, forge, position) => {
    expect(await verified(forge())).toMatchObject({ ok: false, position, reason: expect.any(String) });
  });

  test('finds heads signed with another key, and a head signed for another journal', async () => {
    expect(await verified({}, others.publicKey)).toMatchObject({ ok: false, position: 1 });
    const [, last] = whole.checkpoints as [Checkpoint, Checkpoint];
    const signed = await signCheckpoint({ journal: 'OTHER1', ...last }, keys);
    expect(await verified({ checkpoints: [signed] })).toMatchObject({ ok: false, position: 4 });
  });

  test('finds a state that does not follow from its event, whoever had the key to sign it', async () => {
    const { header, content } = commitAt(fourth);
    const told = decodeContent(content!);
    const state = {
      ...told.state,
      revision: 1,
      title: [{ language: 'en' as const, text: 'Another (fictional)' }],
    };
    const parts = { salt: told.salt, event: canonicalText(told.event), state: canonicalText(state) };
    const forged = encodeContent(parts);
    const rewritten = encodeHeader({ ...decodeHeader(header), content: sha256(forged) });
    const head = { position: 4, hash: sha256(rewritten) };
    const { journal, checkpoints } = whole;
    const signed = await signCheckpoint({ journal, ...head, at: '2030-05-01T12:00:00.000Z' }, keys);
    const change = {
      head,
      commits: replaced(fourth, { header: rewritten, content: forged }),
      checkpoints: [...checkpoints.slice(0, 1), signed],
      items: whole.items.map((item) =>
        item.id === state.id ? { ...item, state: Buffer.from(parts.state, 'utf8') } : item,
      ),
    };
    expect(await verified(change)).toMatchObject({
      ok: false,
      position: 4,
      reason: 'The state does not follow from the state before and the event.',
    });
  });
});
