import type { CommitHeader, Visibility } from '../../journal/commit.ts';
import type { RawReceipt } from '../../journal/raw.ts';
import type { Projection } from '../port.ts';
import { stageIndexes, unstageIndexes, type Target } from './indexing.ts';

/** One commit with all that the store makes of it. */
export interface Recorded {
  header: CommitHeader;
  bytes: { header: Buffer; content: Buffer | null };
  receipt: RawReceipt | null;
  /** Null where the content was erased: the commit has its place in the chain, and shows nothing. */
  shown: {
    /** Canonical. */
    state: Buffer;
    projection: Projection;
    before: Visibility | null;
    after: Visibility;
  } | null;
}

/** The one way in which a commit comes into the file: bytes, mark, receipt, item and indexes together. */
export function stageCommit(target: Target, { header, bytes, receipt, shown }: Recorded): void {
  const { layout, staging } = target;
  const { position, itemId } = header;
  staging.put(layout.headers, position, bytes.header);
  staging.put(layout.marks, header.mark, position);
  if (receipt !== null) {
    staging.put(layout.receipts, receipt.key, { input: receipt.input, position });
    staging.put(layout.receiptKeys, position, receipt.key);
  }
  const place = staging.get(layout.places, itemId);
  if (shown === null || bytes.content === null) {
    if (place !== undefined) unstageIndexes(target, itemId, place);
    staging.remove(layout.items, itemId);
    return;
  }
  const { state, projection, before, after } = shown;
  staging.put(layout.contents, position, bytes.content);
  staging.put(layout.items, itemId, state);
  stageIndexes(target, {
    header,
    projection,
    before: place === undefined || before === null ? null : { place, visibility: before },
    formerly: before,
    after,
  });
}
