import type { Recorded } from '../domain/items.ts';
import type { RecordedEvent } from '../domain/events.ts';
import { canonicalText, sha256 } from './canonical.ts';
import type { Commit, CommitContent, CommitHeader, Head } from './commit.ts';

/** What stands for the header before the first. */
export const ZERO_HASH = '0'.repeat(64);

export const emptyHead: Head = { position: 0, hash: ZERO_HASH };

/** Content as it is stored; the parts that are costly to encode are given in canonical form. */
export interface ContentParts {
  salt: string;
  event: string;
  state: string;
}

/** Canonical content put together from canonical parts; RFC 8785 sorts the names, and they stand sorted here. */
export const encodeContent = ({ salt, event, state }: ContentParts): Buffer =>
  Buffer.from(`{"event":${event},"salt":"${salt}","state":${state}}`, 'utf8');

export const encodeHeader = (header: CommitHeader): Buffer => Buffer.from(canonicalText(header), 'utf8');

/** Only for bytes of the journal's own making; what may have been tampered with goes through `verifyJournal`. */
export const decodeHeader = (bytes: Uint8Array): CommitHeader =>
  JSON.parse(Buffer.from(bytes).toString('utf8')) as CommitHeader;

/** As `decodeHeader`. */
export const decodeContent = (bytes: Uint8Array): CommitContent =>
  JSON.parse(Buffer.from(bytes).toString('utf8')) as CommitContent;

/** What is known of a commit before its place in the chain is. */
export interface Entry extends Pick<
  CommitHeader,
  'mark' | 'at' | 'actor' | 'itemId' | 'kind' | 'revision' | 'change' | 'before' | 'after'
> {
  /** 16 random bytes, lower-case hex. */
  salt: string;
  event: RecordedEvent;
  state: Recorded;
  /** Canonical form of the event. */
  eventText: string;
  /** Canonical form of the state. */
  stateText: string;
}

export interface Linked {
  commit: Commit;
  header: Buffer;
  content: Buffer;
  head: Head;
}

/** Chains an entry to the head: the commit, its two byte strings, and the head that it makes. */
export function link(head: Head, entry: Entry): Linked {
  const { salt, event, state, eventText, stateText, ...rest } = entry;
  const content = encodeContent({ salt, event: eventText, state: stateText });
  const header: CommitHeader = {
    version: 2,
    position: head.position + 1,
    ...rest,
    content: sha256(content),
    previous: head.hash,
  };
  const bytes = encodeHeader(header);
  return {
    commit: { header, content: { salt, event, state } },
    header: bytes,
    content,
    head: { position: header.position, hash: sha256(bytes) },
  };
}
