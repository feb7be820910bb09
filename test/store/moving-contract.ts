import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { sha256 } from '../../src/journal/canonical.ts';
import { Damage, TranscriptReader, writeTranscript } from '../../src/journal/transcript.ts';
import { verifyJournal, type Verification } from '../../src/journal/verify.ts';
import { Flaw } from '../../src/journal/walk.ts';
import { projectionOf } from '../../src/services/projection.ts';
import { moveIn, type MovableStore, type Moved } from '../../src/store/moving.ts';
import type { Append, Store } from '../../src/store/port.ts';
import { StoreUnusable } from '../../src/store/shared/unusable.ts';
import { answersOf, history, play, sign } from '../support/histories.ts';
import {
  appendOf,
  erase,
  guidanceEvent,
  narrow,
  officer,
  publish,
  takeBack,
  toStates,
} from '../support/items.ts';

/** A place for a store of its own; `place` names it. */
export interface Ground {
  newPlace: () => Promise<string>;
  open: (place: string) => Promise<Store>;
  clear: (place: string) => Promise<void>;
  movable: (place: string) => MovableStore;
  /** Takes contents away from a store that nobody has open, and nothing that is made from them. */
  takeContents: (place: string, positions: readonly number[]) => Promise<void>;
}

export const keys = generateKeyPairSync('ed25519');
export const moving = { publicKey: keys.publicKey, project: projectionOf };

export async function exported(store: MovableStore): Promise<string> {
  const journal = await store.openJournal();
  try {
    let text = '';
    for await (const line of writeTranscript(journal)) text += line.text;
    return text;
  } finally {
    await journal.close();
  }
}

/** As `concord verify` does. */
export async function verified(store: MovableStore): Promise<Verification> {
  const journal = await store.openJournal();
  try {
    const { publicKey } = keys;
    return await verifyJournal(journal, { publicKey, inspection: journal.inspect(projectionOf) });
  } finally {
    await journal.close();
  }
}

/** In uneven pieces, as a file or a pipe gives them. */
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1_000)
    yield await Promise.resolve(bytes.subarray(at, at + 1_000));
}

export async function imported(
  store: MovableStore,
  file: Buffer | string,
  { takesPrefix = false } = {},
): Promise<Moved> {
  const reader = new TranscriptReader(pieces(Buffer.from(file)), { takesPrefix });
  const journal = await reader.begin();
  return moveIn({ journal, parts: reader.parts() }, await store.openForImport(), moving);
}

/** A store of that history, closed, with what it answered. */
export async function played(
  { newPlace, open }: Ground,
  play: (store: Store) => Promise<void>,
): Promise<{ place: string; answers: object }> {
  const place = await newPlace();
  const store = await open(place);
  await play(store);
  const answers = await answersOf(store);
  await store.close();
  return { place, answers };
}

export async function answersIn({ open }: Ground, place: string): Promise<object> {
  const store = await open(place);
  try {
    return await answersOf(store);
  } finally {
    await store.close();
  }
}

/** The lines with sums that fit, as somebody makes them who alters a file on purpose. */
export function resealed(lines: readonly string[]): string {
  let check = '';
  return lines
    .map((line) => {
      const body = line.replace(/,"check":"[0-9a-f]{16}"\}$/, '}');
      check = sha256(check + body).slice(0, 16);
      return `${body.slice(0, -1)},"check":"${check}"}\n`;
    })
    .join('');
}

const linesOf = (file: string): string[] => file.split('\n').slice(0, -1);

const fourCommits = async (store: Store): Promise<void> => {
  const { content } = await publish(store, { id: 'a', handling: toStates('DE') });
  await publish(store, { id: 'b' });
  await narrow(store, content.state, toStates('FR'));
  await publish(store, { id: 'c' });
};

/** What moving must do with every store. */
export function describeMoving(name: string, ground: Ground, { runs }: { runs: number }): void {
  describe(`moving the ${name} store`, () => {
    const empty = async (): Promise<[string, MovableStore]> => {
      const place = await ground.newPlace();
      return [place, ground.movable(place)];
    };
    const fileOf = async (play: (store: Store) => Promise<void>): Promise<string> =>
      exported(ground.movable((await played(ground, play)).place));

    test(
      'gives the same file again, the same head, the same tag and the same answers, for any history',
      async () => {
        await fc.assert(
          fc.asyncProperty(history, async (steps) => {
            const { place, answers } = await played(ground, (store) => play(store, steps, keys));
            const file = await exported(ground.movable(place));
            const [other, there] = await empty();
            await imported(there, file);
            expect(await answersIn(ground, other)).toEqual(answers);
            expect(await exported(there)).toBe(file);
            expect(await verified(there)).toMatchObject({ ok: true });
          }),
          { numRuns: runs },
        );
      },
      20_000 + runs * 3_000,
    );

    test(
      'makes items and indexes again that give the same answers, for any history',
      async () => {
        await fc.assert(
          fc.asyncProperty(history, async (steps) => {
            const { place, answers } = await played(ground, (store) => play(store, steps, keys));
            expect(await verified(ground.movable(place))).toMatchObject({ ok: true });
            await ground.movable(place).rebuild(moving);
            expect(await answersIn(ground, place)).toEqual(answers);
            expect(await verified(ground.movable(place))).toMatchObject({ ok: true });
          }),
          { numRuns: runs },
        );
      },
      20_000 + runs * 3_000,
    );

    test('gives the first answer to a key that is repeated after the move', async () => {
      const once = appendOf(null, guidanceEvent({ id: 'one' }), { idempotency: { key: 'k', input: 'a' } });
      const file = await fileOf(async (store) => {
        await store.append(once);
        for (const key of ['z', 'a', 'm']) await store.keep({ actor: officer, key, input: key }, 1);
      });
      const [place, there] = await empty();
      await imported(there, file);
      expect(await exported(there)).toEqual(file);
      const store = await ground.open(place);
      expect((await store.append(once)).header.position).toBe(1);
      const other: Append = { ...once, idempotency: { key: 'k', input: 'b' } };
      await expect(store.append(other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
      expect(await store.receipt(officer, 'k')).toEqual({ position: 1, input: 'a' });
      for (const key of ['z', 'a', 'm'])
        expect(await store.receipt(officer, key)).toEqual({ position: 1, input: key });
      expect((await publish(store)).header.position).toBe(2);
      await store.close();
    });

    test('goes into an empty store only', async () => {
      const { place } = await played(ground, fourCommits);
      const file = await exported(ground.movable(place));
      const refusal = imported(ground.movable(place), file);
      await expect(refusal).rejects.toThrow(StoreUnusable);
      await expect(refusal).rejects.toThrow(/^[A-Z].* holds a journal already.*\.$/);
      expect(await exported(ground.movable(place))).toBe(file);
    });

    test('takes the place of a journal that nothing was written to', async () => {
      const [place, there] = await empty();
      await (await ground.open(place)).close();
      const file = await fileOf(fourCommits);
      await imported(there, file);
      expect(await exported(there)).toBe(file);
    });

    test('moves a journal in which nothing was written', async () => {
      const { place, answers } = await played(ground, () => Promise.resolve());
      const [other, there] = await empty();
      await imported(there, await exported(ground.movable(place)));
      expect(await answersIn(ground, other)).toEqual(answers);
    });

    test('moves more than fits into one batch, and takes back what was written before a flaw', async () => {
      const file = await fileOf(async (store) => {
        await Promise.all(
          Array.from({ length: 1_200 }, (_, index) => publish(store, { id: `item-${index}` })),
        );
      });
      const [, there] = await empty();
      expect((await imported(there, file)).head.position).toBe(1_200);
      expect(await exported(there)).toBe(file);
      const [place, nowhere] = await empty();
      const lines = linesOf(file);
      lines[1_190] = (lines[1_190] ?? '').replaceAll('Guidelines', 'Directives');
      await expect(imported(nowhere, resealed(lines))).rejects.toMatchObject({ position: 1_190 });
      await expect(nowhere.openJournal()).rejects.toThrow(StoreUnusable);
      await (await ground.open(place)).close();
    });

    describe('of a file that somebody altered', () => {
      const swapped = (lines: string[], one: number, other: number): string[] =>
        lines.map((line, at) => (at === one ? lines[other] : at === other ? lines[one] : line) ?? line);

      test.each<[string, (lines: string[]) => string[], number]>([
        ['another content', (lines) => lines.map((line) => line.replaceAll('Guidelines', 'Directives')), 1],
        ['a commit less', (lines) => lines.filter((_, at) => at !== 2), 2],
        ['two commits swapped', (lines) => swapped(lines, 2, 3), 2],
        ['a commit twice', (lines) => lines.flatMap((line, at) => (at === 2 ? [line, line] : [line])), 3],
        ['the last commit left out', (lines) => lines.filter((_, at) => at !== 4), 4],
      ])('refuses %s, and the store stays empty', async (_name, alter, position) => {
        const file = resealed(alter(linesOf(await fileOf(fourCommits))));
        const [, there] = await empty();
        const error: unknown = await imported(there, file).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Flaw);
        expect(error).toMatchObject({ position });
        await expect(there.openJournal()).rejects.toThrow(StoreUnusable);
      });

      test('refuses a signed head of another key, or of another journal', async () => {
        const others = generateKeyPairSync('ed25519');
        const signed = (by: typeof keys) =>
          fileOf(async (store) => {
            await fourCommits(store);
            await sign(store, by);
          });
        const [, there] = await empty();
        await expect(imported(there, await signed(others))).rejects.toThrow('not signed by the key');
        const [one, other] = [linesOf(await signed(keys)), linesOf(await signed(keys))];
        const mixed = resealed([...one.slice(0, -2), ...other.slice(-2, -1), ...one.slice(-1)]);
        await expect(imported(there, mixed)).rejects.toMatchObject({ position: 4 });
        await expect(there.openJournal()).rejects.toThrow(StoreUnusable);
      });
    });

    describe('with contents that were erased', () => {
      const readers = ['everyone', 'state:DE/limited', 'state:FR/limited', 'issuer:ai-office'];
      const erasedOne = async (store: Store): Promise<void> => {
        await fourCommits(store);
        const item = await store.load('a');
        if (item !== null) await erase(store, item);
      };

      test('keeps the place of each in chain, feed and history, and shows no more of it', async () => {
        const { place, answers } = await played(ground, erasedOne);
        const file = await exported(ground.movable(place));
        const [other, there] = await empty();
        expect(await imported(there, file)).toMatchObject({ erased: 2 });
        expect(await exported(there)).toBe(file);
        expect(await answersIn(ground, other)).toEqual(answers);
        const store = await ground.open(other);
        expect(await store.commit(1)).toMatchObject({ header: { itemId: 'a' }, content: null });
        const history = await store.history('a', { readers });
        expect(history.map(({ revision }) => revision)).toEqual([1, 2, 3]);
        const { changes } = await store.feed({ readers: ['state:DE/limited'] }, { after: 0, limit: 9 });
        expect(changes.map(({ position, item }) => [position, item])).toEqual([
          [1, null],
          [3, null],
        ]);
        await store.close();
      });

      test('erases what a copy from the moment between still held', async () => {
        const { place } = await played(ground, fourCommits);
        const [, ...before] = linesOf(await exported(ground.movable(place)));
        const store = await ground.open(place);
        const item = await store.load('a');
        if (item !== null) await erase(store, item);
        await store.close();
        const [tag = '', ...after] = linesOf(await exported(ground.movable(place)));
        const between = [tag, ...before.slice(0, 4), ...after.slice(4)];
        const [other, there] = await empty();
        await imported(there, resealed(between));
        expect(await exported(there)).toBe(await exported(ground.movable(place)));
        expect(await answersIn(ground, other)).toEqual(await answersIn(ground, place));
      });

      test('refuses content that is missing though no change has erased it', async () => {
        const { place } = await played(ground, fourCommits);
        await ground.takeContents(place, [1]);
        const here = ground.movable(place);
        const journal = await here.openJournal();
        expect(await verifyJournal(journal, keys)).toMatchObject({ ok: false, position: 1 });
        await journal.close();
        await expect(here.rebuild(moving)).rejects.toMatchObject({ position: 1 });
        const [, there] = await empty();
        await expect(imported(there, await exported(here))).rejects.toMatchObject({ position: 1 });
        await expect(there.openJournal()).rejects.toThrow(StoreUnusable);
      });
    });

    describe('of a file that was cut', () => {
      /** How much of the end is cut off byte by byte; `CUT_BYTES=65536` makes the long run by hand. */
      const wanted = Number(process.env.CUT_BYTES ?? (process.env.CI === undefined ? 2_048 : 8_192));

      test(
        'refuses it at every byte of its end, or takes exactly the whole commits before the cut',
        async () => {
          const items = Math.ceil(wanted / 1_500);
          const text = await fileOf(async (store) => {
            for (let index = 0; index < items; index += 1) {
              const { content } = await publish(store, { id: `item-${index}` });
              if (index % 3 === 0) await takeBack(store, content.state);
              if (index % 4 === 0) await sign(store, keys);
            }
          });
          const file = Buffer.from(text);
          const breaks = [...file.entries()].flatMap(([at, byte]) => (byte === 10 ? [at + 1] : []));
          expect(file.length).toBeGreaterThan(wanted);
          const [, there] = await empty();
          for (let cut = file.length - 1; cut >= file.length - wanted; cut -= 1) {
            const rest = file.subarray(0, cut);
            const error: unknown = await imported(there, rest).catch((thrown: unknown) => thrown);
            expect(error).toBeInstanceOf(Damage);
            expect(error).toMatchObject({ isCut: true });
            const isNearBreak = breaks.some((at) => Math.abs(at - cut) <= 1);
            if (!isNearBreak && cut % 64 !== 0 && process.env.CUT_BYTES === undefined) continue;
            const [place, prefix] = await empty();
            const whole = linesOf(rest.toString('utf8'));
            await imported(prefix, rest, { takesPrefix: true });
            expect(linesOf(await exported(prefix)).slice(0, -1)).toEqual(whole);
            await ground.clear(place);
          }
          await expect(there.openJournal()).rejects.toThrow(StoreUnusable);
        },
        60_000 + wanted * 40,
      );

      test('is not helped by a prefix where a byte was altered', async () => {
        const file = Buffer.from(await fileOf(fourCommits));
        const [, there] = await empty();
        await fc.assert(
          fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
            const altered = Buffer.from(file);
            altered[at] = (altered[at] ?? 0) ^ mask;
            const line = file.subarray(0, at).filter((byte) => byte === 10).length + 1;
            // Without its last break the file is one that was cut.
            const isCut = at === file.length - 1;
            for (const takesPrefix of isCut ? [false] : [false, true]) {
              const outcome: unknown = await imported(there, altered, { takesPrefix }).catch(
                (error: unknown) => error,
              );
              expect(outcome).toBeInstanceOf(Damage);
              expect(outcome).toMatchObject({ isCut, line: isCut ? line - 1 : line });
            }
          }),
          { numRuns: 300 },
        );
        await expect(there.openJournal()).rejects.toThrow(StoreUnusable);
      });
    });

    test('verifies while it makes the indexes again, and leaves a journal that fails as it was', async () => {
      const { place } = await played(ground, fourCommits);
      const here = ground.movable(place);
      const others = generateKeyPairSync('ed25519');
      const store = await ground.open(place);
      await sign(store, others);
      const answers = await answersOf(store);
      await store.close();
      await expect(here.rebuild(moving)).rejects.toThrow(Flaw);
      expect(await answersIn(ground, place)).toEqual(answers);
    });
  });
}
