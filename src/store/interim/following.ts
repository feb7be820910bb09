import { decodeContent, decodeHeader } from '../../journal/chain.ts';
import type { FeedChange, FeedPage, Filter, HistoryEntry, Reads } from '../port.ts';
import type { FeedEntry, Layout } from './layout.ts';
import { matches } from './matching.ts';
import { grouped, merged } from './ranges.ts';
import type { Signatures } from './signatures.ts';

interface Seen {
  key: [reader: string, position: number];
  value: FeedEntry;
}

/** How many index entries one page may look at, so that a narrow filter does not hold up everybody else. */
const MOST_LOOKED_AT = 10_000;

const BEFORE = 1;
const AFTER = 2;

/** Which sides of a change the reader's keys meet and the filter holds for; 0 where the change is not theirs. */
function sidesOf(group: readonly Seen[], filter: Filter | undefined): number {
  let sides = 0;
  for (const { value } of group) {
    const [side, kind, articlesBefore, statesBefore, articlesAfter, statesAfter] = value;
    if ((side & BEFORE) !== 0 && matches(filter, [kind, articlesBefore, statesBefore, []])) sides |= BEFORE;
    if ((side & AFTER) !== 0 && matches(filter, [kind, articlesAfter, statesAfter, []])) sides |= AFTER;
  }
  return sides;
}

/** Reads of the journal as one reader sees it. */
export class Following {
  readonly #layout: Layout;
  readonly #signatures: Signatures;

  constructor(layout: Layout, signatures: Signatures) {
    this.#layout = layout;
    this.#signatures = signatures;
  }

  feed(reads: Reads, { after, limit, head }: { after: number; limit: number; head: number }): FeedPage {
    const ranges = reads.readers.map((reader) => {
      const start: Seen['key'] = [reader, after + 1];
      const end: Seen['key'] = [reader, head + 1];
      return this.#layout.feed.getRange({ start, end }) as Iterable<Seen>;
    });
    const ascending = merged(ranges, (a, b) => a.key[1] - b.key[1]);
    const changes: FeedChange[] = [];
    let looked = 0;
    for (const group of grouped(ascending, (a, b) => a.key[1] === b.key[1])) {
      const position = group[0]?.key[1] ?? 0;
      looked += group.length;
      if (sidesOf(group, reads.filter) !== 0) {
        const previous = changes.at(-1)?.mark ?? this.lastSeen(reads, position - 1);
        changes.push(this.#change(position, { group, readers: reads.readers, previous }));
      }
      if (changes.length === limit || looked >= MOST_LOOKED_AT) return { changes, through: position };
    }
    return { changes, through: Math.max(after, head) };
  }

  lastSeen({ readers, filter }: Reads, position: number): string | null {
    const ranges = readers.map((reader) => {
      const start: Seen['key'] = [reader, position];
      const end: Seen['key'] = [reader, 0];
      return this.#layout.feed.getRange({ start, end, reverse: true }) as Iterable<Seen>;
    });
    const descending = merged(ranges, (a, b) => b.key[1] - a.key[1]);
    for (const group of grouped(descending, (a, b) => a.key[1] === b.key[1])) {
      const header = this.#layout.headers.get(group[0]?.key[1] ?? 0);
      if (header !== undefined && sidesOf(group, filter) !== 0) return decodeHeader(header).mark;
    }
    return null;
  }

  history(id: string, { readers }: Reads): readonly HistoryEntry[] {
    const { places, histories, headers } = this.#layout;
    const place = places.get(id);
    if (place === undefined || !this.#signatures.isVisible(place.signature, readers)) return [];
    const entries: HistoryEntry[] = [];
    for (const { value } of histories.getRange({ start: [id, 0], end: [id, Infinity] })) {
      const [position, signature] = value;
      const header = headers.get(position);
      if (header === undefined || !this.#signatures.isVisible(signature, readers)) continue;
      const { mark, revision, at, change, actor } = decodeHeader(header);
      entries.push({ mark, revision, at, change, actor });
    }
    return entries;
  }

  #change(
    position: number,
    {
      group,
      readers,
      previous,
    }: { group: readonly Seen[]; readers: readonly string[]; previous: string | null },
  ): FeedChange {
    const { headers, contents, places } = this.#layout;
    const bytes = headers.get(position);
    if (bytes === undefined) throw new Error('an index names a commit that is not there');
    const { mark, at, change, itemId } = decodeHeader(bytes);
    const place = places.get(itemId);
    const couldReadIt = group.some(({ value }) => (value[0] & AFTER) !== 0);
    const canReadIt = place !== undefined && this.#signatures.isVisible(place.signature, readers);
    const content = couldReadIt && canReadIt ? contents.get(position) : undefined;
    const item = content === undefined ? null : decodeContent(content).state;
    return { position, mark, previous, at, change, itemId, item };
  }
}
