import type { Handling } from '../reference/vocabulary.ts';
import { checkHandling, checkOptionalProse, limits, type HandlingInput, type Maybe } from './checks.ts';
import { assertStands, type Acknowledgement, type Author } from './item.ts';
import { assertNotErased, type Item, type LiveItem } from './items.ts';

/** What can happen to an item of any kind. */
export type SharingEvent =
  | { type: 'ItemAcknowledged'; data: Acknowledgement }
  | { type: 'HandlingChanged'; data: { handling: Handling; at: string } }
  | { type: 'ItemRecalled'; data: { reason: string | null; at: string } };

function assertShared(item: Item): asserts item is LiveItem {
  assertNotErased(item);
  assertStands(item);
}

/** One acknowledgement per organisation; null where the organisation has acknowledged before. */
export function acknowledge(item: Item, by: Author, now: string): SharingEvent | null {
  assertShared(item);
  if (item.acknowledgements.some(({ organisation }) => organisation === by.organisation)) return null;
  return { type: 'ItemAcknowledged', data: { ...by, at: now } };
}

export function changeHandling(item: Item, handling: HandlingInput, now: string): SharingEvent {
  assertShared(item);
  return { type: 'HandlingChanged', data: { handling: checkHandling(handling), at: now } };
}

/** Takes the item back: from now on it is the issuer's alone. */
export function recall(item: Item, reason: Maybe<string>, now: string): SharingEvent {
  assertShared(item);
  return {
    type: 'ItemRecalled',
    data: { reason: checkOptionalProse('reason', reason, limits.reason), at: now },
  };
}

export function evolveSharing<T extends LiveItem>(item: T, { type, data }: SharingEvent): T {
  const next = { ...item, updatedAt: data.at, revision: item.revision + 1 };
  switch (type) {
    case 'ItemAcknowledged':
      return { ...next, acknowledgements: [...item.acknowledgements, data] };
    case 'HandlingChanged':
      return { ...next, handling: data.handling };
    case 'ItemRecalled':
      return { ...next, release: 'RECALLED', recall: data };
  }
}
