import { erasesBefore, type CommitHeader } from '../../journal/commit.ts';
import type { RawReceipt } from '../../journal/raw.ts';
import type { Projection } from '../port.ts';
import { ERASED_INPUT } from '../shared/erasing.ts';
import { stageIndexes, stageTold, unstageIndexes, type Target } from './indexing.ts';

/** One commit with all that the store makes of it. */
export interface Recorded {
  header: CommitHeader;
  bytes: { header: Buffer; content: Buffer | null };
  receipt: RawReceipt | null;
  /** The item as it is then shown; null where the content was erased. */
  shown: {
    /** Canonical. */
    state: Buffer;
    projection: Projection;
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
  if (erasesBefore(header)) eraseBefore(target, header);
  stageTold(target, header);
  const former = staging.get(layout.places, itemId) ?? null;
  if (shown === null || bytes.content === null) {
    if (former !== null) unstageIndexes(target, itemId, former);
    staging.remove(layout.items, itemId);
    return;
  }
  staging.put(layout.contents, position, bytes.content);
  staging.put(layout.items, itemId, shown.state);
  stageIndexes(target, { header, projection: shown.projection, former });
}

/** Takes away what earlier commits of the item held, and by what their repeats could be guessed. */
function eraseBefore({ layout, staging }: Target, { itemId, revision }: CommitHeader): void {
  for (let earlier = 1; earlier < revision; earlier += 1) {
    const position = staging.get(layout.histories, [itemId, earlier])?.[0];
    if (position === undefined) continue;
    staging.remove(layout.contents, position);
    const key = staging.get(layout.receiptKeys, position);
    if (key !== undefined) staging.put(layout.receipts, key, { input: ERASED_INPUT, position });
  }
}
