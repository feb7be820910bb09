import type { Actor } from '../access/actor.ts';
import { assertMayEver } from '../access/policy.ts';
import { addsReaders, readerKeysOf } from '../access/readers.ts';
import { addAnnex, evolveAnnex, type Annex, type AnnexInput } from '../domain/annex.ts';
import type { Maybe } from '../domain/checks.ts';
import type { Author } from '../domain/item.ts';
import { assertNotErased, type Item, type LiveItem } from '../domain/items.ts';
import { recall } from '../domain/sharing.ts';
import { DomainError, badInput, notFound } from '../errors.ts';
import type { Reads, Store } from '../store/port.ts';
import { checkFirst, listAll, type Reader } from './items.ts';
import type { Writer, Written } from './write.ts';

const isAnnex = (item: Item): item is Annex => item.kind === 'ANNEX' && item.erasure === null;

/** Parts of items with readers of their own, who are always among the readers of the item. */
export class Annexes {
  readonly #store: Store;
  readonly #writer: Writer;

  constructor(store: Store, writer: Writer) {
    this.#store = store;
    this.#writer = writer;
  }

  /** BAD_USER_INPUT where it would have a reader whom the item does not have. */
  async add(
    actor: Actor | null,
    input: AnnexInput & { itemId: string; idempotencyKey?: Maybe<string> },
  ): Promise<Written<Annex>> {
    assertMayEver(actor, 'annex:add');
    const item = await this.#store.item(input.itemId, { readers: readerKeysOf(actor) });
    if (item === null) throw notFound();
    assertNotErased(item);
    return this.#writer.create<Annex>(actor, {
      action: 'annex:add',
      kind: 'ANNEX',
      input,
      issuer: { field: 'itemId', id: null },
      decide: (making) => {
        const event = addAnnex(item, input, making);
        if (addsReaders(item, evolveAnnex(null, event)))
          throw badInput('handling.audience', 'An annex is for readers of its item alone.');
        return event;
      },
    });
  }

  /** Those that the reader may see, newest first. */
  async of({ keys }: Reader, { id }: Item, { first }: { first?: Maybe<number> }): Promise<readonly Annex[]> {
    const page = { first: checkFirst(first), after: null };
    const { nodes } = await this.#store.list(this.#reads(keys, id), page);
    return nodes.map(({ item }) => item).filter(isAnnex);
  }

  /** Throws INVALID_STATE for a change after which an annex would have a reader whom its item does not have. */
  async assertWithin(before: LiveItem, after: LiveItem): Promise<void> {
    if (before.kind === 'ANNEX') {
      const item = await this.#store.load(before.annexTo);
      if (item === null || addsReaders(item, after))
        throw new DomainError('INVALID_STATE', 'An annex is for readers of its item alone.');
      return;
    }
    for (const annex of await this.#standing(before))
      if (addsReaders(after, annex))
        throw new DomainError(
          'INVALID_STATE',
          'An annex has readers who would lose the item; narrow it, or take it back, first.',
        );
  }

  /** Before the item itself is taken back: cut in between, the item stands without them, and is taken back again. */
  async recallAll(item: LiveItem, by: Author): Promise<void> {
    for (const { id } of await this.#standing(item))
      await this.#writer.happen(
        id,
        (annex, now) => (isAnnex(annex) && annex.release === 'PUBLISHED' ? recall(annex, null, now) : null),
        by,
      );
  }

  #reads(readers: readonly string[], id: string): Reads {
    return { readers, filter: { kinds: ['ANNEX'], tags: [[`annex:${id}`]] } };
  }

  async #standing({ id, issuer }: LiveItem): Promise<readonly Annex[]> {
    const found = await listAll(this.#store, this.#reads([`issuer:${issuer}`], id));
    return found
      .map(({ item }) => item)
      .filter(isAnnex)
      .filter(({ release }) => release === 'PUBLISHED');
  }
}
