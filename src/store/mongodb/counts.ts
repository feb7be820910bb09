import { randomUUID } from 'node:crypto';
import { inside } from './asking.ts';
import type { Census } from './census.ts';
import type { Models, SignatureDocument } from './models.ts';

/** The copy of the counts in the database: those that go on from the last rebuild. */
export interface Copies {
  rebuild: string | null;
  /** What is not counted as of a later position is counted as of this one. */
  through: number;
  signatures: readonly SignatureDocument[];
}

/** The last rebuild that has ended; null where there was none. */
export async function lastRebuild({ Meta }: Pick<Models, 'Meta'>): Promise<string | null> {
  return (await Meta.findById('store', { rebuild: 1 }).lean())?.rebuild ?? null;
}

/** Where nobody has rebuilt, the field is not there. */
const of = (rebuild: string | null) => inside<string | null>([rebuild]);

export async function readCounts({ Meta, Signature }: Pick<Models, 'Meta' | 'Signature'>): Promise<Copies> {
  for (;;) {
    const meta = await Meta.findById('store').lean();
    const rebuild = meta?.rebuild ?? null;
    const signatures = await Signature.find({ rebuild: of(rebuild) }).lean();
    // A rebuild that ended meanwhile has taken away what was read before.
    if ((await lastRebuild({ Meta })) === rebuild)
      return { rebuild, through: meta?.through ?? 0, signatures };
  }
}

/**
 * Puts the counts of a rebuild, as of a position, in the place of all others. They lie beside those until one write
 * says that they are the true ones: a crash leaves the old or the new, and servers that have not heard of it go on
 * writing where nobody reads.
 */
export async function replaceCounts(
  { Meta, Signature }: Pick<Models, 'Meta' | 'Signature'>,
  census: Census,
  through: number,
): Promise<void> {
  for (;;) {
    const former = await lastRebuild({ Meta });
    const others = await Signature.distinct('rebuild');
    const rebuild = randomUUID();
    await census.save({ Signature }, through, { rebuild, isNew: true });
    const { matchedCount } = await Meta.updateOne(
      { _id: 'store', rebuild: of(former) },
      { $set: { rebuild, through } },
    );
    // Where another rebuild has ended meanwhile, it takes away what it found: these counts perhaps among it.
    if (matchedCount === 0) continue;
    await Signature.deleteMany({ rebuild: inside<string | null>([null, ...others]) });
    return;
  }
}

/** Says up to where the counts are saved, unless they are not the true ones any more. */
export async function countedThrough(
  { Meta }: Pick<Models, 'Meta'>,
  position: number,
  rebuild: string | null,
): Promise<void> {
  await Meta.updateOne({ _id: 'store', rebuild: of(rebuild) }, { $max: { through: position } });
}
