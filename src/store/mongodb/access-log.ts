import { trusted, type QueryFilter } from 'mongoose';
import { chainOf, linkAccesses, type AccessEntry } from '../../journal/access-log.ts';
import type { AccessLog } from '../port.ts';
import type { Availability } from './availability.ts';
import { DURABLE } from './connecting.ts';
import type { AccessDocument, Models } from './models.ts';

/** Numbers sort as text does. */
const idOf = ({ chain, number }: Pick<AccessEntry, 'chain' | 'number'>): string =>
  `${chain}/${String(number).padStart(12, '0')}`;

/** This server's chain: each process begins one, so that none has to ask another for its place. */
export function openAccessLog(
  { Access, Delivery }: Pick<Models, 'Access' | 'Delivery'>,
  { chain, availability }: { chain: string; availability: Availability },
): AccessLog {
  let last = chainOf(chain);
  return {
    append: (accesses) =>
      availability.whileReachable(async () => {
        const { linked, tip } = linkAccesses(last, accesses);
        const documents = linked.map(({ entry, text }) => ({
          _id: idOf(entry),
          itemId: entry.itemId,
          at: entry.at,
          text,
        }));
        // What a lost answer has left is written again as it was: each document is put in its place, not added.
        await Access.bulkWrite(
          documents.map((replacement) => ({
            replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
          })),
          { ordered: true, writeConcern: DURABLE },
        );
        last = tip;
      }),
    of: (itemId, { first, after }) =>
      availability.whileReachable(async () => {
        const [at, id] = after === null ? [] : (JSON.parse(after) as [string, string]);
        const older: QueryFilter<AccessDocument> =
          at === undefined || id === undefined
            ? {}
            : { $or: [{ at: trusted({ $lt: at }) }, { at, _id: trusted({ $lt: id }) }] };
        const found = await Access.find({ itemId, ...older })
          .sort({ at: -1, _id: -1 })
          .limit(first + 1)
          .lean();
        const nodes = found.slice(0, first).map((one) => ({
          entry: JSON.parse(one.text) as AccessEntry,
          cursor: JSON.stringify([one.at, one._id]),
        }));
        return { nodes, hasNextPage: found.length > first };
      }),
    keepDeliveries: (some) =>
      availability.whileReachable(async () => {
        // Another server may have sent a later one meanwhile.
        const writes = some.map(({ itemId, organisation, revision, at }) => ({
          updateOne: {
            filter: { _id: `${itemId}/${organisation}` },
            update: { $max: { revision, at } },
            upsert: true,
          },
        }));
        await Delivery.bulkWrite(writes, { ordered: false, writeConcern: DURABLE });
      }),
    deliveryOf: (itemId, organisation) =>
      availability.whileReachable(async () => {
        const found = await Delivery.findById(`${itemId}/${organisation}`).lean();
        return found === null ? null : { itemId, organisation, revision: found.revision, at: found.at };
      }),
  };
}

/** Every entry, chain by chain. */
export async function* readAccessLog({ Access }: Pick<Models, 'Access'>): AsyncGenerator<string> {
  const found = Access.find({}, { text: 1 }).sort({ _id: 1 }).batchSize(500).lean().cursor();
  for await (const { text } of found) yield text;
}
