import { open, type Database, type RootDatabase } from 'lmdb';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  chainOf,
  linkAccesses,
  type Access,
  type AccessEntry,
  type AccessTip,
  type Delivery,
} from '../../journal/access-log.ts';
import type { AccessLog, AccessPage } from '../port.ts';
import { StoreUnusable } from '../shared/unusable.ts';

/** A file of its own: it is neither made from the journal nor moved with it, and a rebuild leaves it alone. */
export const accessLogFile = (directory: string): string => join(directory, 'access.mdb');

/** Newest first. */
type Key = [itemId: string, negatedTime: number, negatedNumber: number];

interface Opened {
  root: RootDatabase;
  /** Canonical text by number. */
  entries: Database<string, number>;
  byItem: Database<number, Key>;
  tip: Database<AccessTip, 'tip'>;
  deliveries: Database<Delivery, [itemId: string, organisation: string]>;
}

function openFile(directory: string, readOnly: boolean): Opened {
  try {
    const root: RootDatabase = open({
      path: accessLogFile(directory),
      noSubdir: true,
      overlappingSync: false,
      readOnly,
    });
    return {
      root,
      entries: root.openDB({ name: 'entries' }),
      byItem: root.openDB({ name: 'byItem' }),
      tip: root.openDB({ name: 'tip' }),
      deliveries: root.openDB({ name: 'deliveries' }),
    };
  } catch (error) {
    throw new StoreUnusable('The access log in the data directory cannot be opened.', { cause: error });
  }
}

const entryOf = (text: string): AccessEntry => JSON.parse(text) as AccessEntry;

function pageOf(
  { entries, byItem }: Opened,
  itemId: string,
  { first, after }: { first: number; after: string | null },
): AccessPage {
  const start: Key =
    after === null ? [itemId, -Infinity, -Infinity] : [itemId, ...(JSON.parse(after) as [number, number])];
  const keys = [
    ...byItem.getRange({
      start,
      end: [itemId, Infinity, Infinity],
      exclusiveStart: after !== null,
      limit: first + 1,
    }),
  ];
  const nodes = keys.slice(0, first).flatMap(({ key: [, time, negated], value }) => {
    const text = entries.get(value);
    return text === undefined ? [] : [{ entry: entryOf(text), cursor: JSON.stringify([time, negated]) }];
  });
  return { nodes, hasNextPage: keys.length > first };
}

/** The embedded store's log: one chain, which goes on where the last process left it. */
export function openAccessLog(directory: string, journalTag: string): AccessLog & { close(): Promise<void> } {
  const opened = openFile(directory, false);
  const { root, entries, byItem, tip, deliveries } = opened;
  let last = tip.get('tip') ?? chainOf(journalTag);
  return {
    append: async (accesses: readonly Access[]) => {
      const { linked, tip: next } = linkAccesses(last, accesses);
      await root.transaction(() => {
        for (const { entry, text } of linked) {
          void entries.put(entry.number, text);
          void byItem.put([entry.itemId, -Date.parse(entry.at), -entry.number], entry.number);
        }
        void tip.put('tip', next);
      });
      await root.flushed;
      last = next;
    },
    of: (itemId, page) => Promise.resolve(pageOf(opened, itemId, page)),
    keepDeliveries: async (some) => {
      await root.transaction(() => {
        for (const one of some) void deliveries.put([one.itemId, one.organisation], one);
      });
      await root.flushed;
    },
    deliveryOf: (itemId, organisation) => Promise.resolve(deliveries.get([itemId, organisation]) ?? null),
    close: () => root.close(),
  };
}

/** Every entry in the order of the chain, beside a running server too; none where there is no log. */
export async function* readAccessLog(directory: string): AsyncGenerator<string> {
  if (!existsSync(accessLogFile(directory))) return;
  const { root, entries } = openFile(directory, true);
  try {
    for (const { value } of entries.getRange()) yield await Promise.resolve(value);
  } finally {
    await root.close();
  }
}
