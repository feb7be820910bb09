import type { Actor } from '../access/actor.ts';
import { meets, readerKeysOf, readersOfItem } from '../access/readers.ts';
import type { HandlingInput, Maybe } from '../domain/checks.ts';
import {
  assertMayCorrect,
  correctGuidance,
  draftGuidance,
  publishDraft,
  publishGuidance,
  supersedeGuidance,
  type DocumentVersion,
  type Guidance,
  type GuidanceInput,
  type GuidanceParts,
  type Relation,
  type RelationType,
} from '../domain/guidance.ts';
import type { Item } from '../domain/items.ts';
import { badInput } from '../errors.ts';
import type { Store } from '../store/port.ts';
import { checkFirst, type Reader } from './items.ts';
import type { Writer, Written } from './write.ts';

interface Keyed {
  idempotencyKey?: Maybe<string>;
}
interface Revised extends Keyed {
  itemId: string;
  expectedRevision: number;
}
type PublishInput = GuidanceInput & Keyed & { issuer?: Maybe<string>; handling: HandlingInput };

const isGuidance = (item: Item): item is Guidance => item.kind === 'GUIDANCE' && item.erasure === null;

/** The register of published documents. */
export class GuidanceRegister {
  readonly #store: Store;
  readonly #writer: Writer;

  constructor(store: Store, writer: Writer) {
    this.#store = store;
    this.#writer = writer;
  }

  publish(actor: Actor | null, input: PublishInput): Promise<Written<Guidance>> {
    return this.#writer.create(actor, {
      action: 'guidance:publish',
      kind: 'GUIDANCE',
      input,
      issuer: { field: 'issuer', id: input.issuer },
      decide: async (making) => {
        await this.#assertRelated(actor, input.relations);
        return publishGuidance(input, making);
      },
    });
  }

  draft(actor: Actor | null, input: PublishInput): Promise<Written<Guidance>> {
    return this.#writer.create(actor, {
      action: 'guidance:draft',
      kind: 'GUIDANCE',
      input,
      issuer: { field: 'issuer', id: input.issuer },
      decide: async (making) => {
        await this.#assertRelated(actor, input.relations);
        return draftGuidance(input, making);
      },
    });
  }

  publishDraft(
    actor: Actor | null,
    input: Keyed & { itemId: string; expectedRevision?: Maybe<number> },
  ): Promise<Written<Guidance>> {
    return this.#writer.change(actor, {
      action: 'guidance:publish',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isGuidance,
      decide: publishDraft,
    });
  }

  correct(actor: Actor | null, input: Revised & GuidanceParts): Promise<Written<Guidance>> {
    const { itemId, expectedRevision, idempotencyKey: _key, ...parts } = input;
    return this.#writer.change(actor, {
      action: 'guidance:correct',
      input,
      itemId,
      expectedRevision,
      is: isGuidance,
      decide: async (guidance, by, now) => {
        assertMayCorrect(guidance, by);
        await this.#assertRelated(actor, input.relations);
        return correctGuidance(guidance, parts, now);
      },
    });
  }

  supersede(
    actor: Actor | null,
    input: Revised & GuidanceInput & { handling?: Maybe<HandlingInput> },
  ): Promise<Written<Guidance>> {
    return this.#writer.change(actor, {
      action: 'guidance:supersede',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isGuidance,
      decide: async (guidance, _by, now) => {
        await this.#assertRelated(actor, input.relations);
        return supersedeGuidance(guidance, input, now);
      },
    });
  }

  /** Earlier versions are shown to those who could read them when they were in force. */
  versions(reader: Reader, guidance: Guidance): readonly DocumentVersion[] {
    return guidance.versions.filter(({ handling }) =>
      meets(reader.keys, readersOfItem({ issuer: guidance.issuer, release: 'PUBLISHED', handling })),
    );
  }

  async relations(
    reader: Reader,
    { relations }: Guidance,
    { first }: { first?: Maybe<number> },
  ): Promise<{ type: RelationType; item: Guidance }[]> {
    const most = checkFirst(first);
    const found: { type: RelationType; item: Guidance }[] = [];
    // Those that the reader may not see leave room for more.
    for (let from = 0; from < relations.length && found.length < most; from += most) {
      const some = relations.slice(from, from + most).map(async ({ type, itemId }) => {
        const item = await this.#store.item(itemId, { readers: reader.keys });
        return item !== null && isGuidance(item) ? [{ type, item }] : [];
      });
      found.push(...(await Promise.all(some)).flat());
    }
    return found.slice(0, most);
  }

  async relatedBy(
    reader: Reader,
    { id }: Guidance,
    { first }: { first?: Maybe<number> },
  ): Promise<{ type: RelationType; item: Guidance }[]> {
    const most = checkFirst(first);
    const page = await this.#store.list(
      { readers: reader.keys, filter: { kinds: ['GUIDANCE'], tags: [[`related:${id}`]] } },
      { first: most, after: null },
    );
    const related = page.nodes.flatMap(({ item }) =>
      isGuidance(item)
        ? item.relations.filter(({ itemId }) => itemId === id).map(({ type }) => ({ type, item }))
        : [],
    );
    // One document may stand in several relations to another.
    return related.slice(0, most);
  }

  /** Absent and hidden documents are refused alike. */
  async #assertRelated(actor: Actor | null, relations: Maybe<readonly Relation[]>): Promise<void> {
    const readers = readerKeysOf(actor);
    for (const { itemId } of relations ?? []) {
      const item = await this.#store.item(itemId, { readers });
      if (item === null || !isGuidance(item))
        throw badInput('relations', 'The register has no such document.');
    }
  }
}
