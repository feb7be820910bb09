import { trusted } from 'mongoose';

/** `$in` of our own making; the edge lets no operator in, and every other one in a filter is refused. */
export const inside = <T>(values: readonly T[]): { $in: T[] } => trusted({ $in: [...values] });

export const greaterThan = <T>(value: T): { $gt: T } => trusted({ $gt: value });

/** After the one and up to the other. */
export const within = <T>(after: T, last: T): { $gt: T; $lte: T } => trusted({ $gt: after, $lte: last });

export const atMost = <T>(value: T): { $lte: T } => trusted({ $lte: value });

/**
 * What the database may spend on a question of a client. Below the time after which a silent connection counts as
 * lost: one question that takes too long must not make the server believe that the database is gone.
 */
export const LONGEST_MS = 4_000;

/** Ranges of an index that the database merges in order rather than sort what is in them; it takes up to 200. */
const MOST_MERGED = 150;

/** As many at a time as the database merges: each part is one question. */
export const inMerged = <T>(ranges: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(ranges.length / MOST_MERGED) }, (_, index) =>
    ranges.slice(index * MOST_MERGED, (index + 1) * MOST_MERGED),
  );

interface Failed {
  code?: number;
  writeErrors?: readonly { code?: number }[] | { code?: number };
}

const DUPLICATE = 11_000;

const OUT_OF_TIME = 50;

/** Whether the database gave a question up because of `LONGEST_MS`. */
export const isOutOfTime = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as Failed).code === OUT_OF_TIME;

/** Whether all that failed is that a document was there already. */
export function isOnlyDuplicates(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { writeErrors, code } = error as Failed;
  const errors = writeErrors === undefined ? [] : [writeErrors].flat();
  return errors.length === 0 ? code === DUPLICATE : errors.every((one) => one.code === DUPLICATE);
}

/** For writes that may have been done before. */
export async function ignoringDuplicates(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error;
  }
}
