import { notFound } from '../../errors.ts';
import { erasesBefore, type CommitHeader } from '../../journal/commit.ts';
import type { RawReceipt } from '../../journal/raw.ts';
import type { Projection } from '../port.ts';
import { ERASED_INPUT } from '../shared/erasing.ts';
import { keyConflict } from '../shared/refusing.ts';
import { stageIndexes, stageTold, unstageIndexes, type Target } from './indexing.ts';

/** One commit with all that the store makes of it. */
export interface Recorded {
  header: CommitHeader;
  bytes: { header: Buffer; content: Buffer | null };
  receipts: readonly RawReceipt[];
  /** The item as it is then shown; null where the content was erased. */
  shown: {
    /** Canonical. */
    state: Buffer;
    projection: Projection;
  } | null;
}

/** The one way in which a commit comes into the file: bytes, mark, receipt, item and indexes together. */
export function stageCommit(target: Target, { header, bytes, receipts, shown }: Recorded): void {
  const { layout, staging } = target;
  const { position, itemId } = header;
  staging.put(layout.headers, position, bytes.header);
  staging.put(layout.marks, header.mark, position);
  for (const receipt of receipts) stageReceipt(target, receipt, position);
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

/** Binds a key to the commit that answers it. */
export function stageReceipt(
  { layout, staging }: Pick<Target, 'layout' | 'staging'>,
  { key, input }: RawReceipt,
  position: number,
): void {
  staging.put(layout.receipts, key, { input, position });
  const keys = new Set(staging.get(layout.receiptKeys, position)).add(key);
  staging.put(layout.receiptKeys, position, [...keys].sort());
}

/** As `stageReceipt`, for a commit that is there. Throws IDEMPOTENCY_CONFLICT and NOT_FOUND, with nothing staged. */
export function stageKept(
  target: Pick<Target, 'layout' | 'staging'>,
  receipt: RawReceipt,
  position: number,
): void {
  const { layout, staging } = target;
  const earlier = staging.get(layout.receipts, receipt.key);
  if (earlier !== undefined && earlier.input !== receipt.input) throw keyConflict();
  if (earlier !== undefined) return;
  if (staging.get(layout.contents, position) === undefined) throw notFound();
  stageReceipt(target, receipt, position);
}

/** Takes away what earlier commits of the item held, and by what their repeats could be guessed. */
function eraseBefore({ layout, staging }: Target, { itemId, revision }: CommitHeader): void {
  for (let earlier = 1; earlier < revision; earlier += 1) {
    const position = staging.get(layout.histories, [itemId, earlier])?.[0];
    if (position === undefined) continue;
    staging.remove(layout.contents, position);
    for (const key of staging.get(layout.receiptKeys, position) ?? [])
      staging.put(layout.receipts, key, { input: ERASED_INPUT, position });
  }
}
