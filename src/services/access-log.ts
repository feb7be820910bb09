import type { Actor } from '../access/actor.ts';
import { assertCan, assertMayEver, can } from '../access/policy.ts';
import { readerKeysOf } from '../access/readers.ts';
import type { Maybe } from '../domain/checks.ts';
import type { Item } from '../domain/items.ts';
import { DomainError, badInput, notFound } from '../errors.ts';
import type { Access, AccessEntry, AccessMeans, Delivery } from '../journal/access-log.ts';
import type { Store } from '../store/port.ts';
import { checkFirst } from './items.ts';

/** A page of who was shown an item, newest first. */
export interface AccessListing {
  edges: readonly { cursor: string; node: AccessEntry }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface AccessLogOptions {
  store: Store;
  /** ISO 8601 in UTC with milliseconds. */
  now: () => string;
  onError: (error: unknown) => void;
}

/** How long an access waits to be written, in milliseconds: many are written together. */
const WAIT_MS = 500;
/** More than this wait only where they cannot be written; then nothing sensitive is shown any more. */
const MOST_WAITING = 10_000;

/** By the field at the root that leads to the item. */
const meansOf: Readonly<Record<string, AccessMeans>> = { search: 'SEARCH', changes: 'FEED' };

const encode = (cursor: string): string => Buffer.from(cursor, 'utf8').toString('base64url');
const CURSOR = /^\["?[-\w:.]{1,40}"?,"?[-\w/]{1,40}"?\]$/;

/** Throws BAD_USER_INPUT for what is no cursor of this list. */
function decode(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!CURSOR.test(text) || encode(text) !== cursor)
    throw badInput('after', 'This is not a cursor of this list.');
  return text;
}

/** Who was shown which sensitive item (Article 78(1): access is traced): noted at once, written soon, asked by its issuer. */
export class AccessLog {
  readonly #options: AccessLogOptions;
  #waiting: Access[] = [];
  /** By item and organisation; all markings, for an issuer asks of any item whether it has arrived. */
  #sent = new Map<string, Delivery>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: AccessLogOptions) {
    this.#options = options;
  }

  /** What notes for one operation: an item that it shows in several places is noted once. */
  noterFor(actor: Actor | null): (item: object, field: string | null) => void {
    const noted = new Set<string>();
    return (shown, field) => {
      const item = shown as Item;
      const means = meansOf[field ?? ''] ?? 'READ';
      const key = `${means} ${item.id} ${item.revision}`;
      if (!noted.has(key)) this.note(actor, item, means);
      noted.add(key);
    };
  }

  /** Throws UNAVAILABLE where what was noted before cannot be written: then the item must not be shown. */
  note(actor: Actor | null, item: Item, means: AccessMeans): void {
    if (actor === null) return;
    if (means === 'FEED') this.#noteSent(actor.organisation.id, item);
    if (item.handling.marking !== 'SENSITIVE') return;
    if (this.#waiting.length >= MOST_WAITING)
      throw new DomainError('UNAVAILABLE', 'The access cannot be recorded at the moment; try again.');
    this.#waiting.push({
      at: this.#options.now(),
      person: actor.person,
      organisation: actor.organisation.id,
      itemId: item.id,
      revision: item.revision,
      means,
    });
    this.#arm();
  }

  /** For the issuer of an item, and for auditors: with all that was noted before. */
  async list(
    actor: Actor | null,
    { itemId, first, after }: { itemId: string; first?: Maybe<number>; after?: Maybe<string> },
  ): Promise<AccessListing> {
    const size = checkFirst(first);
    const from = after === null || after === undefined ? null : decode(after);
    await this.#assertMayList(actor, itemId);
    await this.flush();
    const { nodes, hasNextPage } = await this.#options.store.accessLog.of(itemId, {
      first: size,
      after: from,
    });
    const edges = nodes.map(({ entry, cursor }) => ({ cursor: encode(cursor), node: entry }));
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  /** Resolves when everything that was noted is durable; rejects where it could not be written, and keeps it. */
  flush(): Promise<void> {
    const written = this.#writing.then(() => this.#write());
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.flush();
  }

  async #assertMayList(actor: Actor | null, itemId: string): Promise<void> {
    assertMayEver(actor, 'item:read-access-log');
    // An auditor reads the log, whosever the item is, and nothing of the item.
    if (can(actor, 'item:read-access-log', { issuer: '' })) return;
    const item = await this.#options.store.item(itemId, { readers: readerKeysOf(actor) });
    if (item === null) throw notFound();
    assertCan(actor, 'item:read-access-log', { issuer: item.issuer });
  }

  /** What was sent last of the item to the organisation; null where nothing was yet. */
  async deliveryOf(itemId: string, organisation: string): Promise<Delivery | null> {
    await this.flush();
    return this.#options.store.accessLog.deliveryOf(itemId, organisation);
  }

  #noteSent(organisation: string, { id: itemId, revision }: Item): void {
    const key = `${itemId} ${organisation}`;
    if ((this.#sent.get(key)?.revision ?? 0) > revision) return;
    this.#sent.set(key, { itemId, organisation, revision, at: this.#options.now() });
    this.#arm();
  }

  async #writeSent(): Promise<void> {
    const sent = this.#sent;
    if (sent.size === 0) return;
    this.#sent = new Map();
    try {
      await this.#options.store.accessLog.keepDeliveries([...sent.values()]);
    } catch (error) {
      this.#sent = new Map([...sent, ...this.#sent]);
      throw error;
    }
  }

  async #write(): Promise<void> {
    try {
      await this.#writeAccesses();
      await this.#writeSent();
    } catch (error) {
      this.#arm();
      throw error;
    }
  }

  async #writeAccesses(): Promise<void> {
    const some = this.#waiting;
    if (some.length === 0) return;
    this.#waiting = [];
    try {
      await this.#options.store.accessLog.append(some);
    } catch (error) {
      this.#waiting = [...some, ...this.#waiting];
      throw error;
    }
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.flush().catch(this.#options.onError);
    }, WAIT_MS).unref();
  }
}
