import type { Actor } from '../access/actor.ts';
import { assertMayEver } from '../access/policy.ts';
import { addsReaders, meets, readerKeysOf, readersOfItem } from '../access/readers.ts';
import type { AudienceInput, Maybe } from '../domain/checks.ts';
import { assertMayShowToMore } from '../domain/correction.ts';
import type { Author } from '../domain/item.ts';
import type { Item, LiveItem } from '../domain/items.ts';
import {
  assertOpen,
  grantShare,
  refuseShare,
  requestShare,
  type ShareRequest,
} from '../domain/share-request.ts';
import {
  acknowledgeWithdrawal,
  evolveSharing,
  shareAsRequested,
  shareItem,
  type SharingEvent,
} from '../domain/sharing.ts';
import { DomainError, notFound } from '../errors.ts';
import type { Store } from '../store/port.ts';
import type { Annexes } from './annexes.ts';
import { isLive } from './items.ts';
import { assertRevision, type Writer, type Written } from './write.ts';

interface ShareInput {
  itemId: string;
  audience: AudienceInput;
  reason?: Maybe<string>;
  expectedRevision?: Maybe<number>;
  idempotencyKey?: Maybe<string>;
}

/** The item as it then is for who asked; with the request that was made where it is the issuer who decides. */
export interface Shared {
  cursor: string;
  item: Item;
  request: ShareRequest | null;
}

const isRequest = (item: Item): item is ShareRequest =>
  item.kind === 'SHARE_REQUEST' && item.erasure === null;

/** Throws for what would show guidance to more by the hand of who has drafted it, and for what shows it to nobody more. */
function assertMayWiden(item: LiveItem, event: SharingEvent, by: Author): SharingEvent {
  if (!addsReaders(item, evolveSharing(item, event)))
    throw new DomainError('INVALID_STATE', 'Whoever you name is in the audience already.');
  if (item.kind === 'GUIDANCE') assertMayShowToMore(item, by);
  return event;
}

/** Showing an item to more, with the consent of its issuer where the issuer keeps control, and the end of it. */
export class Sharing {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #annexes: Annexes;

  constructor(store: Store, writer: Writer, annexes: Annexes) {
    this.#store = store;
    this.#writer = writer;
    this.#annexes = annexes;
  }

  /** Under originator control the issuer's own word is a share, and anybody else's a request. */
  async share(actor: Actor | null, input: ShareInput): Promise<Shared> {
    assertMayEver(actor, 'item:share');
    const item = await this.#find(actor, input.itemId);
    const asks = item.handling.originatorControlled && item.issuer !== actor.organisation.id;
    const written = await (asks ? this.#ask(actor, item, input) : this.#widen(actor, input));
    if (!isRequest(written.item)) return { ...written, request: null };
    return { cursor: written.cursor, item: await this.#find(actor, input.itemId), request: written.item };
  }

  /**
   * Two commits (decision 0002): the item is shown to more, then the request says so. Cut in between, it is completed
   * by answering again.
   */
  async answer(
    actor: Actor | null,
    input: {
      requestId: string;
      granted: boolean;
      reason?: Maybe<string>;
      expectedRevision?: Maybe<number>;
      idempotencyKey?: Maybe<string>;
    },
  ): Promise<Written<ShareRequest>> {
    assertMayEver(actor, 'item:answer-share');
    return this.#writer.change<ShareRequest>(actor, {
      action: 'item:answer-share',
      input,
      itemId: input.requestId,
      expectedRevision: input.expectedRevision,
      is: isRequest,
      facts: ({ originator }) => ({ issuer: originator }),
      decide: async (request, by, now) => {
        assertOpen(request);
        assertRevision(request, input.expectedRevision);
        if (!input.granted) {
          await this.#assertNotShared(request);
          return refuseShare(request, input.reason, { ...by, now });
        }
        const event = grantShare(request, input.reason, { ...by, now });
        await this.#assertWithin(request, { ...by, now });
        await this.#shareAsRequested(request, by);
        return event;
      },
    });
  }

  /** The same for who never could read the item as for no item at all. */
  async acknowledgeWithdrawal(
    actor: Actor | null,
    input: { itemId: string; idempotencyKey?: Maybe<string> },
  ): Promise<{ cursor: string; itemId: string }> {
    assertMayEver(actor, 'item:acknowledge-withdrawal');
    const keys = readerKeysOf(actor);
    if (!meets(keys, await this.#store.everReaders(input.itemId))) throw notFound();
    const { cursor } = await this.#writer.change(actor, {
      action: 'item:acknowledge-withdrawal',
      input,
      itemId: input.itemId,
      expectedRevision: null,
      is: isLive,
      evenUnseen: () => true,
      answersUnseen: true,
      decide: (item, by, now) => {
        if (meets(keys, readersOfItem(item)))
          throw new DomainError('INVALID_STATE', 'You can read this item; it was not withdrawn from you.');
        return acknowledgeWithdrawal(item, by, now);
      },
    });
    return { cursor, itemId: input.itemId };
  }

  async #find(actor: Actor, id: string): Promise<LiveItem> {
    const item = await this.#store.item(id, { readers: readerKeysOf(actor) });
    if (item === null) throw notFound();
    if (item.erasure !== null)
      throw new DomainError('INVALID_STATE', 'The content of this item has been erased.');
    return item;
  }

  #ask(actor: Actor, item: LiveItem, input: ShareInput): Promise<Written> {
    return this.#writer.create<ShareRequest>(actor, {
      action: 'item:share',
      kind: 'SHARE_REQUEST',
      input,
      issuer: { field: 'itemId', id: null },
      decide: (making) => {
        assertRevision(item, input.expectedRevision);
        return requestShare(item, input, making);
      },
    });
  }

  #widen(actor: Actor, input: ShareInput): Promise<Written> {
    return this.#writer.change<LiveItem>(actor, {
      action: 'item:share',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isLive,
      decide: async (item, by, now) => {
        const event = assertMayWiden(item, shareItem(item, input.audience, { ...by, now }), by);
        await this.#annexes.assertWithin(item, evolveSharing(item, event));
        return event;
      },
    });
  }

  async #shareAsRequested(request: ShareRequest, by: Author): Promise<void> {
    const share = (item: Item, now: string) => {
      const event = shareAsRequested(item, request, { ...by, now });
      if (event !== null && item.kind === 'GUIDANCE' && item.erasure === null) assertMayShowToMore(item, by);
      return event;
    };
    await this.#writer.happen(request.itemId, share, by);
  }

  async #assertWithin(request: ShareRequest, by: Author & { now: string }): Promise<void> {
    const item = await this.#store.load(request.itemId);
    const event = item === null ? null : shareAsRequested(item, request, by);
    if (event !== null && item?.erasure === null)
      await this.#annexes.assertWithin(item, evolveSharing(item, event));
  }

  async #assertNotShared({ id, itemId }: ShareRequest): Promise<void> {
    const item = await this.#store.load(itemId);
    if (item?.grantedRequests.includes(id) === true)
      throw new DomainError('INVALID_STATE', 'The item has been shared as this asks; grant it.');
  }
}
