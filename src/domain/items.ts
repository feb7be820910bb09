import { DomainError } from '../errors.ts';
import type { Alert } from './alert.ts';
import type { Annex } from './annex.ts';
import type { Case } from './casework.ts';
import type { ErasedItem } from './erasure.ts';
import type { Finding } from './finding.ts';
import type { Guidance } from './guidance.ts';
import type { Opinion } from './opinion.ts';
import type { ShareRequest } from './share-request.ts';

/** An item that has its content. */
export type LiveItem = Guidance | Finding | Alert | Case | Opinion | ShareRequest | Annex;

/** Anything shared; once erased it is of its kind in name only. */
export type Item = LiveItem | ErasedItem;

/** Throws INVALID_STATE: nothing happens any more to what was erased. */
export function assertNotErased(item: Item): asserts item is LiveItem {
  if (item.erasure !== null)
    throw new DomainError('INVALID_STATE', 'The content of this item has been erased.');
}
