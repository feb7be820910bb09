import type { Actor } from '../access/actor.ts';
import { assertMayEver } from '../access/policy.ts';
import { REVOCATIONS, STANDING_REVOCATIONS } from '../access/readers.ts';
import type { Maybe } from '../domain/checks.ts';
import { changeOfEvent } from '../domain/events.ts';
import type { Recorded } from '../domain/items.ts';
import {
  evolveRevocation,
  restoreAccess,
  revokeAccess,
  type Revocation,
  type RevocationEvent,
  type RevocationInput,
} from '../domain/revocation.ts';
import { DomainError, badInput } from '../errors.ts';
import type { Append } from '../store/port.ts';
import { cursorOf, markOf } from './cursor.ts';
import { checkFirst } from './items.ts';
import { authorOf, keyOf, type Keyed } from './keys.ts';
import { projectionOf } from './projection.ts';
import type { World } from './write.ts';

type WithKey<T> = T & { idempotencyKey?: Maybe<string> };

export interface WrittenRevocation {
  cursor: string;
  revocation: Revocation;
}

export interface RevocationListing {
  edges: readonly { cursor: string; node: Revocation }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const notThere = (): DomainError =>
  new DomainError('NOT_FOUND', 'There is no such revocation.', 'revocationId');

/** A writer that was overtaken decides again; a revocation changes twice at the most. */
const MOST_ATTEMPTS = 3;

/** How many are read at a time when a server starts. */
const PAGE = 500;

const revocationOf = (recorded: Recorded | null): Revocation | null =>
  recorded?.kind === 'REVOCATION' ? recorded : null;

/** Takes access away and gives it back, on every server before it is answered. */
export class AccessRevocations {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async revoke(actor: Actor | null, input: WithKey<RevocationInput>): Promise<WrittenRevocation> {
    const { now, newId } = this.#world;
    return this.#written(actor, { action: 'directory:revoke', input }, (acting) => {
      const by = { ...authorOf(acting), tokenId: acting.tokenId ?? null, now: now() };
      return Promise.resolve({ before: null, event: revokeAccess(input, newId(), by) });
    });
  }

  async restore(
    actor: Actor | null,
    input: WithKey<{ revocationId: string; reason: string }>,
  ): Promise<WrittenRevocation> {
    const { store, now } = this.#world;
    return this.#written(actor, { action: 'directory:restore', input }, async (acting) => {
      const before = revocationOf(await store.item(input.revocationId, { readers: [REVOCATIONS] }));
      if (before === null) throw notThere();
      const by = { ...authorOf(acting), now: now() };
      return { before, event: restoreAccess(before, input.reason, by) };
    });
  }

  /** Newest first. */
  async list(
    actor: Actor | null,
    page: { first?: Maybe<number>; after?: Maybe<string> },
  ): Promise<RevocationListing> {
    const { store } = this.#world;
    assertMayEver(actor, 'directory:read-revocations');
    const first = checkFirst(page.first);
    const after = await this.#after(page.after);
    const { nodes, hasNextPage } = await store.list({ readers: [REVOCATIONS] }, { first, after });
    const edges = nodes.flatMap(({ item, mark }) => {
      const node = revocationOf(item);
      return node === null ? [] : [{ cursor: cursorOf(store.journalTag, mark), node }];
    });
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  /** Every revocation that stands, whoever asks: for the server itself. */
  async standing(): Promise<readonly Revocation[]> {
    const found: Revocation[] = [];
    for (let after: string | null = null; ;) {
      const reads = { readers: [STANDING_REVOCATIONS] };
      const { nodes, hasNextPage } = await this.#world.store.list(reads, { first: PAGE, after });
      found.push(...nodes.flatMap(({ item }) => revocationOf(item) ?? []));
      after = nodes.at(-1)?.mark ?? null;
      if (!hasNextPage) return found;
    }
  }

  async #written(
    actor: Actor | null,
    keyed: Keyed,
    decide: (actor: Actor) => Promise<{ before: Revocation | null; event: RevocationEvent }>,
  ): Promise<WrittenRevocation> {
    const { store, assertStands } = this.#world;
    assertMayEver(actor, keyed.action);
    const idempotency = keyOf(keyed);
    const earlier = await this.#earlier(actor, idempotency);
    if (earlier !== null) return this.#heard(earlier);
    for (let attempt = 1; ; attempt++) {
      const { before, event } = await decide(actor);
      const item = evolveRevocation(before, event);
      try {
        const commit = await store.append({
          at: event.data.at,
          actor: authorOf(actor),
          event,
          change: changeOfEvent(event),
          item,
          projection: projectionOf(item),
          idempotency,
          assertStands: () => assertStands(actor),
        });
        return await this.#heard({ ...commit.header, state: commit.content.state });
      } catch (error) {
        const overtaken = error instanceof DomainError && error.code === 'REVISION_CONFLICT';
        if (!overtaken || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  /** The first answer to a repeated key: it holds on every server as well. */
  async #earlier(actor: Actor, key: Append['idempotency']) {
    const { store } = this.#world;
    const receipt = key === null ? null : await store.receipt(authorOf(actor), key.key);
    if (key === null || receipt === null) return null;
    if (receipt.input !== key.input)
      throw new DomainError('IDEMPOTENCY_CONFLICT', 'This key was used with other input.', 'idempotencyKey');
    const commit = await store.commit(receipt.position);
    const state = revocationOf(commit?.content?.state ?? null);
    if (commit === null || state === null) throw notThere();
    return { ...commit.header, state };
  }

  async #heard(written: { position: number; mark: string; state: Revocation }): Promise<WrittenRevocation> {
    const { store } = this.#world;
    await store.heard(written.position);
    return { cursor: cursorOf(store.journalTag, written.mark), revocation: written.state };
  }

  /** A cursor of anything else is none of this list: where it leads would tell of what may be hidden. */
  async #after(cursor: Maybe<string>): Promise<string | null> {
    if (cursor === null || cursor === undefined) return null;
    const { store } = this.#world;
    const mark = markOf(store.journalTag, cursor);
    const position = mark === null ? null : await store.positionOf(mark);
    const header = position === null ? null : await store.header(position);
    if (header?.kind !== 'REVOCATION') throw badInput('after', 'This is not a cursor of this list.');
    return mark;
  }
}
