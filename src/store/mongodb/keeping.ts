import { trusted } from 'mongoose';
import { notFound } from '../../errors.ts';
import type { Store } from '../port.ts';
import { receiptKey } from '../shared/preparing.ts';
import { keyConflict } from '../shared/refusing.ts';
import { isOnlyDuplicates } from './asking.ts';
import { DURABLE } from './connecting.ts';
import type { Models } from './models.ts';

/** Binds a key to a commit that is there; the unique index sees to it that no other commit has it. */
export async function keepReceipt(
  { Commit }: Pick<Models, 'Commit'>,
  { actor, key, input }: Parameters<Store['keep']>[0],
  position: number,
): Promise<void> {
  const hashed = receiptKey(actor, key);
  const unbound = {
    _id: position,
    content: trusted({ $ne: null }),
    'receipts.key': trusted({ $ne: hashed }),
  };
  const receipts = { $each: [{ key: hashed, input }], $sort: { key: 1 } } as const;
  try {
    const bound = await Commit.updateOne(unbound, { $push: { receipts } }, { writeConcern: DURABLE });
    if (bound.modifiedCount === 1) return;
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error;
  }
  const holder = await Commit.findOne({ 'receipts.key': hashed }, { receipts: 1 }).lean();
  const earlier = holder?.receipts?.find((one) => one.key === hashed);
  if (earlier === undefined) throw notFound();
  if (earlier.input !== input) throw keyConflict();
}
