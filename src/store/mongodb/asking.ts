import { trusted } from 'mongoose';

/** `$in` of our own making; the edge lets no operator in, and every other one in a filter is refused. */
export const inside = <T>(values: readonly T[]): { $in: T[] } => trusted({ $in: [...values] });

export const greaterThan = <T>(value: T): { $gt: T } => trusted({ $gt: value });

/** After the one and up to the other. */
export const within = <T>(after: T, last: T): { $gt: T; $lte: T } => trusted({ $gt: after, $lte: last });

export const atMost = <T>(value: T): { $lte: T } => trusted({ $lte: value });

interface Failed {
  code?: number;
  writeErrors?: readonly { code?: number }[] | { code?: number };
}

const DUPLICATE = 11_000;

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
