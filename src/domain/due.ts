import { endRetention, retentionDueAt, type ErasureEvent } from './erasure.ts';
import { releaseFinding, type FindingEvent } from './finding.ts';
import type { Item, LiveItem } from './items.ts';

const embargoDueAt = (item: LiveItem): string | null =>
  item.kind === 'FINDING' && item.release === 'EMBARGOED' ? item.embargoUntil : null;

/** When the item next changes by itself; null where nothing is to come. */
export function dueAtOf(item: Item): string | null {
  if (item.erasure !== null) return null;
  const instants = [embargoDueAt(item), retentionDueAt(item)].filter((instant) => instant !== null);
  return instants.sort()[0] ?? null;
}

/** What has fallen due, the earliest first; null while nothing has. */
export function fallDue(item: Item, now: string): FindingEvent | ErasureEvent | null {
  if (item.erasure !== null) return null;
  const released = item.kind === 'FINDING' ? releaseFinding(item, now) : null;
  return released ?? endRetention(item, now);
}
