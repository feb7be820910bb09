import { canonicalText, sha256 } from '../journal/canonical.ts';
import { assertCan, assertMayEver, type Action, type Facts } from '../access/policy.ts';
import type { Actor } from '../access/actor.ts';
import { readerKeysOf } from '../access/readers.ts';
import { changeOfEvent, evolve, type DomainEvent } from '../domain/events.ts';
import { checkCharacters, checkOrganisation, type Maybe } from '../domain/checks.ts';
import type { Making } from '../domain/guidance.ts';
import { houseReference, type Author } from '../domain/item.ts';
import { assertNotErased, type Item, type LiveItem } from '../domain/items.ts';
import { DomainError, badInput, notFound } from '../errors.ts';
import type { Commit } from '../journal/commit.ts';
import type { ItemKind } from '../reference/vocabulary.ts';
import type { Append, Store } from '../store/port.ts';
import { cursorOf } from './cursor.ts';
import { projectionOf } from './projection.ts';

/** What the services need of the world outside; time, ids and randomness come in here. */
export interface World {
  store: Store;
  /** ISO 8601 in UTC with milliseconds. */
  now: () => string;
  newId: () => string;
}

/** What a mutation answers: the change's place in the journal and the item after it. */
export interface Written<T extends Item = Item> {
  cursor: string;
  item: T;
}

interface Asked {
  action: Action;
  /** All of the input, as given: a repeat with the same key must be the same in every part. */
  input: { idempotencyKey?: Maybe<string> };
  /** What of the input is hashed as it stands, for a null in it means something. */
  verbatim?: unknown;
}

interface NewItem extends Asked {
  kind: ItemKind;
  /** Whom the input says it acts for; its own organisation where it says nothing. */
  issuer: { field: string; id: Maybe<string> };
  decide: (making: Making) => DomainEvent | Promise<DomainEvent>;
}

interface Change<T extends LiveItem> extends Asked {
  itemId: string;
  expectedRevision: Maybe<number>;
  is: (item: Item) => item is T;
  /** Whether the actor may change the item though it can no longer read it. */
  evenUnseen?: (item: LiveItem) => boolean;
  /** Whether a repeated key is answered to who can no longer read the item, since the answer shows nothing of it. */
  answersUnseen?: boolean;
  facts?: (item: T) => Partial<Facts>;
  /**
   * Null where there is nothing to change; then the last change that `already` knows again is answered, whatever
   * revision was expected.
   */
  decide: (item: T, by: Author, now: string) => DomainEvent | null | Promise<DomainEvent>;
  already?: (entry: { change: string; actor: Author }) => boolean;
}

/** A writer that was overtaken reads again and decides again; it cannot be overtaken for ever. */
const MOST_ATTEMPTS = 100;

const authorOf = (actor: Actor): Author => ({
  person: actor.person,
  organisation: actor.organisation.id,
});

/** A part that is null says the same as one that is left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(given.map(([name, part]) => [name, withoutNulls(part)]));
}

/** Throws REVISION_CONFLICT for an item that the writer has not seen as it is. */
export function assertRevision({ revision }: Item, expected: Maybe<number>): void {
  if ((expected ?? revision) !== revision)
    throw new DomainError('REVISION_CONFLICT', 'The item has changed since that revision.');
}

/** The one way in which an item is made or changed. */
export class Writer {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async create<T extends Item>(actor: Actor | null, asked: NewItem): Promise<Written<T>> {
    const { now, newId } = this.#world;
    assertMayEver(actor, asked.action);
    const issuer = asked.issuer.id ?? actor.organisation.id;
    checkOrganisation(asked.issuer.field, issuer);
    assertCan(actor, asked.action, { issuer, field: asked.issuer.field });
    const key = this.#keyOf(asked);
    const earlier = await this.#earlier<T>(actor, key);
    if (earlier !== null) return earlier;
    const at = now();
    const id = newId();
    const making = {
      id,
      houseReference: houseReference(asked.kind, at, newId()),
      issuer,
      author: authorOf(actor),
      now: at,
    };
    const event = await asked.decide(making);
    return this.#append<T>({ at, actor: authorOf(actor), idempotency: key, event }, null);
  }

  /**
   * NOT_FOUND covers absent, hidden and of another kind. What was erased takes no change: INVALID_STATE for
   * whoever can read what is left, and the first answer again for a repeat of what erased it.
   */
  async change<T extends LiveItem>(actor: Actor | null, asked: Change<T>): Promise<Written<T>> {
    const { now } = this.#world;
    assertMayEver(actor, asked.action);
    const author = authorOf(actor);
    const readers = readerKeysOf(actor);
    for (let attempt = 1; ; attempt++) {
      const item = await this.#find(asked, readers);
      if (item.erasure !== null) {
        const first = await this.#earlier<T>(actor, this.#keyOf(asked));
        if (first !== null) return first;
      }
      assertNotErased(item);
      if (!asked.is(item)) throw notFound();
      assertCan(actor, asked.action, { issuer: item.issuer, ...asked.facts?.(item) });
      const key = this.#keyOf(asked);
      const earlier = await this.#earlier<T>(actor, key, asked.answersUnseen);
      if (earlier !== null) return earlier;
      if (asked.already === undefined) assertRevision(item, asked.expectedRevision);
      const at = now();
      const event = await asked.decide(item, author, at);
      if (event === null) return this.#before<T>(item, { actor, key }, asked);
      assertRevision(item, asked.expectedRevision);
      try {
        return await this.#append<T>({ at, actor: author, idempotency: key, event }, item);
      } catch (error) {
        const overtaken = error instanceof DomainError && error.code === 'REVISION_CONFLICT';
        const insists = asked.expectedRevision !== null && asked.expectedRevision !== undefined;
        if (!overtaken || insists || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  /**
   * What follows by itself, from its time or from what a person has done: nobody asks for it, so no policy is asked; a
   * repeat changes nothing.
   */
  async happen(
    itemId: string,
    decide: (item: Item, now: string) => DomainEvent | null,
    by: Author | null = null,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const item = await this.#world.store.load(itemId);
      const at = this.#world.now();
      const event = item === null ? null : decide(item, at);
      if (item === null || event === null) return;
      const actor = by ?? { person: 'concord:clock', organisation: item.issuer };
      try {
        await this.#append({ at, actor, idempotency: null, event }, item);
        return;
      } catch (error) {
        // Another server may have been first, or somebody changed the item in between.
        const overtaken = error instanceof DomainError && error.code === 'REVISION_CONFLICT';
        if (!overtaken || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  /** Records what was public before Concord: with its own id, once and only once by its key. */
  async record(making: Making, idempotencyKey: string, event: DomainEvent): Promise<void> {
    const { author: actor, now: at } = making;
    if ((await this.#world.store.receipt(actor, idempotencyKey)) !== null) return;
    const idempotency = { key: idempotencyKey, input: sha256(canonicalText({ idempotencyKey })) };
    await this.#append({ at, actor, idempotency, event }, null);
  }

  #keyOf({ action, input, verbatim }: Asked): Append['idempotency'] {
    const { idempotencyKey, ...rest } = input;
    if (idempotencyKey === null || idempotencyKey === undefined) return null;
    const key = checkCharacters('idempotencyKey', idempotencyKey, 200);
    try {
      return { key, input: sha256(canonicalText({ action, input: withoutNulls(rest), verbatim })) };
    } catch {
      // Only text that is not well-formed has no canonical form.
      throw badInput('input', 'Text holds characters that are not well-formed.');
    }
  }

  async #find<T extends LiveItem>(
    { itemId, evenUnseen }: Change<T>,
    readers: readonly string[],
  ): Promise<Item> {
    const { store } = this.#world;
    const seen = await store.item(itemId, { readers });
    if (seen !== null) return seen;
    const unseen = evenUnseen === undefined ? null : await store.load(itemId);
    if (unseen?.erasure !== null || evenUnseen?.(unseen) !== true) throw notFound();
    return unseen;
  }

  /**
   * The first answer to a repeated key, as long as its item may still be read. An answer that was erased since is
   * INVALID_STATE for whoever can read what is left of the item: nothing is done a second time.
   */
  async #earlier<T extends Item>(
    actor: Actor,
    key: Append['idempotency'],
    answersUnseen = false,
  ): Promise<Written<T> | null> {
    const { store } = this.#world;
    const receipt = key === null ? null : await store.receipt(authorOf(actor), key.key);
    if (key === null || receipt === null) return null;
    const commit = await store.commit(receipt.position);
    const item = commit && (await this.#answerable(commit.header.itemId, actor, answersUnseen));
    if (commit === null || item === null) throw notFound();
    const { header, content } = commit;
    // Before the input is compared: of an erased command not even that is told.
    if (header.change !== 'ERASED') assertNotErased(item);
    if (receipt.input !== key.input)
      throw new DomainError('IDEMPOTENCY_CONFLICT', 'This key was used with other input.', 'idempotencyKey');
    if (content === null) throw notFound();
    return this.#answer<T>({ header, content });
  }

  #answerable(itemId: string, actor: Actor, answersUnseen: boolean): Promise<Item | null> {
    const { store } = this.#world;
    return answersUnseen ? store.load(itemId) : store.item(itemId, { readers: readerKeysOf(actor) });
  }

  async #before<T extends LiveItem>(
    item: T,
    { actor, key }: { actor: Actor; key: Append['idempotency'] },
    { already }: Change<T>,
  ): Promise<Written<T>> {
    const { store } = this.#world;
    const readers = readerKeysOf(actor);
    const entry = (await store.history(item.id, { readers })).findLast((one) => already?.(one));
    const position = entry === undefined ? null : await store.positionOf(entry.mark);
    const commit = position === null ? null : await store.commit(position);
    if (!commit?.content) throw new DomainError('INVALID_STATE', 'There is nothing to change.');
    const { header, content } = commit;
    // The key is used up all the same: with another input it is refused from now on.
    if (key !== null) await store.keep({ actor: authorOf(actor), ...key }, header.position);
    return this.#answer<T>({ header, content });
  }

  async #append<T extends Item>(
    { event, ...rest }: Pick<Append, 'at' | 'actor' | 'idempotency' | 'event'>,
    before: Item | null,
  ): Promise<Written<T>> {
    const item = evolve(before, event);
    const commit = await this.#world.store.append({
      ...rest,
      event,
      change: changeOfEvent(event),
      item,
      projection: projectionOf(item),
    });
    return this.#answer<T>(commit);
  }

  #answer<T extends Item>({ header, content }: Commit): Written<T> {
    return {
      cursor: cursorOf(this.#world.store.journalTag, header.mark),
      // The caller asked for a change to an item of this kind, and a commit holds the item that was asked for.
      item: content.state as T,
    };
  }
}
