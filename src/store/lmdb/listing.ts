import { badInput } from '../../errors.ts';
import { isMark } from '../../journal/mark.ts';
import { decodeHeader } from '../../journal/chain.ts';
import type { Item } from '../../domain/items.ts';
import type { Filter, Listed, Page, Reads } from '../port.ts';
import { facetsFor, passes } from '../shared/filtering.ts';
import type { Card, Layout, ListKey } from './layout.ts';
import { mergeSorted } from './merge.ts';

/** Where an item stands in every list. */
interface SortKey {
  negatedTime: number;
  id: string;
}

interface ListEntry {
  key: ListKey;
  value: Card;
}

const compareIds = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const compare = ({ key: [, , time, id] }: ListEntry, { key: [, , otherTime, otherId] }: ListEntry): number =>
  time - otherTime || compareIds(id, otherId);

/** The filter's look at a card. */
export const passesCard = (filter: Filter, [kind, articles, memberStates, tags]: Card): boolean =>
  passes(filter, { kind, articles, memberStates, tags });

/** Every item that the reader sees and the filter lets pass, in list order, each once. */
export function* scanItems(
  layout: Layout,
  { readers, filter = {} }: Reads,
  after: SortKey | null = null,
): Generator<{ id: string; card: Card }, void, undefined> {
  const ranges = facetsFor(filter).flatMap((facet) =>
    readers.map((reader) =>
      layout.lists.getRange({
        start: after === null ? [facet, reader, -Infinity] : [facet, reader, after.negatedTime, after.id],
        end: [facet, reader, Infinity],
        exclusiveStart: after !== null,
      }),
    ),
  );
  for (const [entry] of mergeSorted<ListEntry>(ranges, compare))
    if (entry !== undefined && passesCard(filter, entry.value)) yield { id: entry.key[3], card: entry.value };
}

export const readItem = (layout: Layout, id: string): Item | null => {
  const bytes = layout.items.get(id);
  return bytes === undefined ? null : (JSON.parse(bytes.toString('utf8')) as Item);
};

/** Null where the indexes name an item that has gone since. */
export function readListed(layout: Layout, id: string): Listed | null {
  const item = readItem(layout, id);
  const place = layout.places.get(id);
  return item === null || place === undefined ? null : { item, mark: place.mark };
}

/** Where the item stands now to which a mark belongs. Throws BAD_USER_INPUT for an unknown mark. */
function sortKeyOf(layout: Layout, mark: string): SortKey {
  const position = isMark(mark) ? layout.marks.get(mark) : undefined;
  const header = position === undefined ? undefined : layout.headers.get(position);
  const id = header === undefined ? undefined : decodeHeader(header).itemId;
  const place = id === undefined ? undefined : layout.places.get(id);
  if (id === undefined || place === undefined)
    throw badInput('after', 'There is no such place to go on from.');
  return { negatedTime: -Date.parse(place.publishedAt), id };
}

export function listItems(
  layout: Layout,
  reads: Reads,
  { first, after }: { first: number; after: string | null },
): Page<Listed> {
  const nodes: Listed[] = [];
  for (const { id } of scanItems(layout, reads, after === null ? null : sortKeyOf(layout, after))) {
    if (nodes.length === first) return { nodes, hasNextPage: true };
    const listed = readListed(layout, id);
    if (listed !== null) nodes.push(listed);
  }
  return { nodes, hasNextPage: false };
}
