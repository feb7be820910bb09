import type { Actor } from '../access/actor.ts';
import type { Action } from '../access/policy.ts';
import { meets, readerKeysOf, readersOfItem } from '../access/readers.ts';
import type { Maybe } from '../domain/checks.ts';
import {
  confirmErasure,
  declineErasure,
  liftLegalHold,
  placeLegalHold,
  requestErasure,
  setRetention,
  type ErasureEvent,
  type ErasureInput,
} from '../domain/erasure.ts';
import type { Author } from '../domain/item.ts';
import type { Item, LiveItem } from '../domain/items.ts';
import { isLive } from './items.ts';
import type { Writer, Written } from './write.ts';

interface OfItem {
  itemId: string;
  expectedRevision?: Maybe<number>;
  idempotencyKey?: Maybe<string>;
}

interface Step {
  action: Action;
  decide: (item: LiveItem, by: Author & { now: string }) => ErasureEvent;
  evenUnseen?: (item: LiveItem) => boolean;
}

/** The end of content: erasure by two persons, and what keeps it off. */
export class Erasures {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  request(actor: Actor | null, input: OfItem & ErasureInput): Promise<Written> {
    return this.#step(actor, input, {
      action: 'erasure:request',
      decide: (item, by) => requestErasure(item, input, by),
    });
  }

  confirm(actor: Actor | null, input: OfItem & { expectedRevision: number }): Promise<Written> {
    return this.#step(actor, input, { action: 'erasure:confirm', decide: confirmErasure });
  }

  decline(actor: Actor | null, input: OfItem & { reason: string }): Promise<Written> {
    return this.#step(actor, input, {
      action: 'erasure:decline',
      decide: (item, by) => declineErasure(item, input.reason, by),
    });
  }

  placeHold(actor: Actor | null, input: OfItem & { basis: string }): Promise<Written> {
    return this.#step(actor, input, {
      action: 'erasure:place-hold',
      decide: (item, by) => placeLegalHold(item, input.basis, by),
    });
  }

  /** Also for an organisation that can no longer read the item: else its hold could never be lifted. */
  async liftHold(
    actor: Actor | null,
    input: OfItem & { number: number },
  ): Promise<{ cursor: string; item: Item | null }> {
    const { cursor, item } = await this.#step(actor, input, {
      action: 'erasure:lift-hold',
      decide: (item, by) => liftLegalHold(item, input.number, by),
      evenUnseen: ({ legalHolds }) =>
        legalHolds.some(({ organisation }) => organisation === actor?.organisation.id),
    });
    return { cursor, item: meets(readerKeysOf(actor), readersOfItem(item)) ? item : null };
  }

  setRetention(actor: Actor | null, input: OfItem & { retainUntil?: Maybe<string> }): Promise<Written> {
    return this.#step(actor, input, {
      action: 'erasure:set-retention',
      decide: (item, by) => setRetention(item, input.retainUntil, by),
    });
  }

  #step(actor: Actor | null, input: OfItem, { decide, ...step }: Step): Promise<Written> {
    return this.#writer.change<LiveItem>(actor, {
      ...step,
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isLive,
      decide: (item, by, now) => decide(item, { ...by, now }),
    });
  }
}
