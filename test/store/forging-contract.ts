import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { canonicalText, sha256 } from '../../src/journal/canonical.ts';
import { decodeHeader, encodeHeader, ZERO_HASH } from '../../src/journal/chain.ts';
import { signCheckpoint } from '../../src/journal/checkpoint.ts';
import type { Checkpoint, Head } from '../../src/journal/commit.ts';
import type { RawCommit } from '../../src/journal/raw.ts';
import { verifyJournal, type Verification } from '../../src/journal/verify.ts';
import type { Store } from '../../src/store/port.ts';
import { sign } from '../support/histories.ts';
import { publish, takeBack } from '../support/items.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import type { Ground } from './moving-contract.ts';

/** `FLIPPED_COMMITS=1000` makes the long run by hand. */
const COMMITS = Number(process.env.FLIPPED_COMMITS ?? (process.env.CI === undefined ? 80 : 200));
/** `FORGERIES=10000` makes the long run by hand. */
const FORGERIES = Number(process.env.FORGERIES ?? (process.env.CI === undefined ? 40 : 100));
/** Commits from one signed head to the next. */
const SIGNED_EVERY = 8;
/** Of the journal that is forged; the last of them is signed. */
const LENGTH = 3 * SIGNED_EVERY;

const keys = generateKeyPairSync('ed25519');
const others = generateKeyPairSync('ed25519');

/** All that is attested of a journal, as somebody has it who may write to the disk. */
export interface Copy {
  journal: string;
  head: Head;
  commits: readonly RawCommit[];
  checkpoints: readonly Checkpoint[];
}

/** A store that nobody has open, and that is written to behind its back. */
export interface ForgingGround extends Pick<Ground, 'newPlace' | 'open' | 'movable'> {
  put: (place: string, commit: RawCommit) => Promise<void>;
  replace: (place: string, copy: Copy) => Promise<void>;
}

async function fill(store: Store, length: number): Promise<void> {
  for (let index = 0; store.head().position < length; index += 1) {
    const { content } = await publish(store, { id: `item-${index}` });
    if (store.head().position % SIGNED_EVERY === 0) await sign(store, keys);
    if (index % 3 !== 0 || store.head().position === length) continue;
    await takeBack(store, content.state);
    if (store.head().position % SIGNED_EVERY === 0) await sign(store, keys);
  }
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** At other positions, as if nothing were missing. */
const renumbered = (commits: readonly RawCommit[]): RawCommit[] =>
  commits.map((commit, index) => ({ ...commit, position: index + 1 }));

const headOf = (commits: readonly RawCommit[]): Head => {
  const last = commits.at(-1);
  return { position: commits.length, hash: last === undefined ? ZERO_HASH : sha256(last.header) };
};

/** Chained anew from the first, so that every hash fits: what only the signatures tell. */
function rechained(commits: readonly RawCommit[]): RawCommit[] {
  let previous = ZERO_HASH;
  let mark = '';
  return commits.map((commit, index) => {
    const header = decodeHeader(commit.header);
    const content = commit.content === null ? header.content : sha256(commit.content);
    mark = header.mark > mark ? header.mark : `${mark.slice(0, -1)}Z`;
    const bytes = encodeHeader({ ...header, mark, position: index + 1, previous, content });
    previous = sha256(bytes);
    return { ...commit, position: index + 1, header: bytes };
  });
}

/** Somebody else's time in the header of one commit. */
const backdated = (commit: RawCommit): RawCommit => ({
  ...commit,
  header: Buffer.from(
    canonicalText({ ...decodeHeader(commit.header), at: '1999-01-01T00:00:00.000Z' }),
    'utf8',
  ),
});

const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

const swapped = <T>(list: readonly T[], one: number, other: number): T[] =>
  list.map((entry, at) => (at === one ? list[other] : at === other ? list[one] : entry) ?? entry);

const changed = <T>(list: readonly T[], index: number, change: (entry: T) => T): T[] =>
  list.map((entry, at) => (at === index ? change(entry) : entry));

const resigned = (copy: Copy, commits: readonly RawCommit[]): Promise<Checkpoint[]> =>
  Promise.all(
    copy.checkpoints.map(({ position, at }) => {
      const hash = sha256(commits[position - 1]?.header ?? '');
      return signCheckpoint({ journal: copy.journal, position, hash, at }, others);
    }),
  );

type Forge = (copy: Copy, at: number) => Partial<Copy> | Promise<Partial<Copy>>;

/** The signed head at or after an index: where a journal whose hashes all fit is told. */
const signedAfter = (at: number): number => (Math.floor(at / SIGNED_EVERY) + 1) * SIGNED_EVERY;

/** What is done to a journal at an index below the last signed head but one, and the position that must be named. */
const forgeries: readonly [string, Forge, (at: number) => number][] = [
  ['a commit removed', ({ commits }, at) => ({ commits: without(commits, at) }), (at) => at + 1],
  [
    'a commit removed and the rest moved up',
    ({ commits }, at) => ({ commits: renumbered(without(commits, at)) }),
    (at) => at + 1,
  ],
  [
    'two commits swapped',
    ({ commits }, at) => ({ commits: renumbered(swapped(commits, at, at + 1)) }),
    (at) => at + 1,
  ],
  [
    'two commits far from each other swapped',
    ({ commits }, at) => ({ commits: renumbered(swapped(commits, at, commits.length - 2)) }),
    (at) => at + 1,
  ],
  [
    'a commit inserted twice',
    ({ commits }, at) => ({ commits: renumbered([...commits.slice(0, at + 1), ...commits.slice(at)]) }),
    (at) => at + 2,
  ],
  [
    'a commit inserted behind the last',
    ({ commits }) => ({ commits: renumbered([...commits, ...commits.slice(-1)]) }),
    () => LENGTH + 1,
  ],
  ['a header altered', ({ commits }, at) => ({ commits: changed(commits, at, backdated) }), (at) => at + 1],
  ['the end cut off', ({ commits }) => ({ commits: commits.slice(0, -3) }), () => LENGTH - 2],
  [
    'the end cut off and the head set back',
    ({ commits }, at) => ({ commits: commits.slice(0, at + 1), head: headOf(commits.slice(0, at + 1)) }),
    (at) => at + 2,
  ],
  [
    'a commit altered and all after it chained anew',
    ({ commits }, at) => {
      const forged = rechained(changed(commits, at, backdated));
      return { commits: forged, head: headOf(forged) };
    },
    signedAfter,
  ],
  [
    'a journal chained anew and signed with another key',
    async (copy, at) => {
      const commits = rechained(changed(copy.commits, at, backdated));
      return { commits, head: headOf(commits), checkpoints: await resigned(copy, commits) };
    },
    () => SIGNED_EVERY,
  ],
  [
    'its own heads signed with another key',
    async (copy) => ({ checkpoints: await resigned(copy, copy.commits) }),
    () => SIGNED_EVERY,
  ],
  [
    'a signed head at the place of another',
    ({ checkpoints }) => ({
      checkpoints: changed(checkpoints, 0, (one) => ({ ...one, hash: checkpoints[1]?.hash ?? '' })),
    }),
    () => SIGNED_EVERY,
  ],
  [
    'a signed head of another journal',
    async (copy) => ({
      checkpoints: [
        await signCheckpoint({ ...copy.checkpoints[0]!, journal: 'ABCDEF' }, keys),
        ...copy.checkpoints.slice(1),
      ],
    }),
    () => SIGNED_EVERY,
  ],
];

/** What `concord verify` must find in every store. */
export function describeForging(
  name: string,
  { newPlace, open, movable, put, replace }: ForgingGround,
): void {
  async function verified(place: string): Promise<Verification> {
    const journal = await movable(place).openJournal();
    try {
      return await verifyJournal(journal, keys);
    } finally {
      await journal.close();
    }
  }

  async function filled(length: number): Promise<{ place: string; copy: Copy }> {
    const place = await newPlace();
    const store = await open(place);
    await fill(store, length);
    await store.close();
    const journal = await movable(place).openJournal();
    const commits: RawCommit[] = [];
    for await (const commit of journal.commits()) commits.push(commit);
    const checkpoints: Checkpoint[] = [];
    for await (const checkpoint of journal.checkpoints()) checkpoints.push(checkpoint);
    await journal.close();
    return { place, copy: { journal: journal.journal, head: headOf(commits), commits, checkpoints } };
  }

  describe(`verifying the ${name} store`, () => {
    const seed = seedOf('FORGING_SEED');
    const random = randomFrom(seed);
    const below = (limit: number): number => Math.floor(random() * limit);

    test(
      `finds a flipped bit in each of ${COMMITS} commits, and names its position (seed ${seed})`,
      async () => {
        const { place, copy } = await filled(COMMITS);
        expect(await verified(place)).toMatchObject({ ok: true, commits: COMMITS });
        const missed: unknown[] = [];
        for (const commit of copy.commits) {
          const part = random() < 0.5 ? 'header' : 'content';
          const bytes = commit[part] ?? Buffer.alloc(0);
          const bit = below(bytes.length * 8);
          await put(place, { ...commit, [part]: flipped(bytes, bit) });
          const found = await verified(place);
          if (found.ok || found.position !== commit.position) missed.push({ ...commit, part, bit, found });
          await put(place, commit);
        }
        expect(missed).toEqual([]);
        expect(await verified(place)).toMatchObject({ ok: true, commits: COMMITS });
      },
      60_000 + COMMITS * 2_000,
    );

    describe('that somebody has forged', () => {
      let place: string;
      let copy: Copy;
      beforeAll(async () => {
        ({ place, copy } = await filled(LENGTH));
      });
      afterAll(() => replace(place, copy));

      test.each(forgeries)('finds %s, and names the position', async (_name, forge, position) => {
        const at = 10;
        await replace(place, { ...copy, ...(await forge(copy, at)) });
        expect(await verified(place)).toMatchObject({ ok: false, position: position(at) });
        await replace(place, copy);
        expect(await verified(place)).toMatchObject({ ok: true, commits: LENGTH });
      });

      test(
        `finds each of ${FORGERIES} forgeries, as they come (seed ${seed})`,
        async () => {
          const missed: unknown[] = [];
          for (let count = 0; count < FORGERIES; count += 1) {
            const [what, forge, position] = forgeries[below(forgeries.length)]!;
            const at = below(2 * SIGNED_EVERY);
            await replace(place, { ...copy, ...(await forge(copy, at)) });
            const found = await verified(place);
            if (found.ok || found.position !== position(at)) missed.push({ what, at, found });
          }
          expect(missed).toEqual([]);
        },
        60_000 + FORGERIES * 1_000,
      );
    });
  });
}
