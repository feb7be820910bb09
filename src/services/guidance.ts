import type { Actor } from '../access/actor.ts';
import { assertMayEver } from '../access/policy.ts';
import { meets, readerKeysOf, readersOfItem } from '../access/readers.ts';
import type { HandlingInput, Maybe } from '../domain/checks.ts';
import {
  closeCorrection,
  draftCorrection,
  isCorrectionDraft,
  publishCorrection,
  type CorrectionDraft,
} from '../domain/correction.ts';
import {
  assertMayCorrect,
  correctGuidance,
  draftGuidance,
  knownBy,
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
import { assertNotErased, type Item } from '../domain/items.ts';
import { badInput, notFound } from '../errors.ts';
import type { Store } from '../store/port.ts';
import { checkFirst, type Reader } from './items.ts';
import { assertRevision, type Writer, type Written } from './write.ts';

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

  publishDraft(actor: Actor | null, input: Revised): Promise<Written<Guidance>> {
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

  /** Revision and rights are looked at here: what is made is another item than the one that is named. */
  draftCorrection(actor: Actor | null, input: Revised & GuidanceParts): Promise<Written<Guidance>> {
    const { itemId, expectedRevision, idempotencyKey: _key, ...parts } = input;
    return this.#writer.create(actor, {
      action: 'guidance:correct',
      kind: 'GUIDANCE',
      input,
      issuer: { field: 'itemId', id: null },
      decide: async (making) => {
        const guidance = await this.#find(actor, itemId);
        assertRevision(guidance, expectedRevision);
        await this.#assertRelated(actor, input.relations);
        return draftCorrection(guidance, parts, making);
      },
    });
  }

  /**
   * Two commits: the guidance is corrected, then the draft is closed. Cut in between, it is completed by publishing
   * again, with the same key or with none.
   */
  async publishCorrection(actor: Actor | null, input: Revised): Promise<Written<Guidance>> {
    assertMayEver(actor, 'guidance:publish');
    const draft = await this.#findCorrection(actor, input.itemId);
    const written = await this.#writer.change<Guidance>(actor, {
      action: 'guidance:publish',
      input,
      itemId: draft.corrects.itemId,
      expectedRevision: null,
      is: isGuidance,
      decide: (guidance, by, now) => {
        assertRevision(draft, input.expectedRevision);
        return publishCorrection(guidance, draft, { ...by, now });
      },
      already: ({ change }) => change === 'CORRECTED',
    });
    const by = { person: actor.person, organisation: actor.organisation.id };
    const close = (item: Item, now: string) =>
      isGuidance(item) && isCorrectionDraft(item) ? closeCorrection(item, written.item, now) : null;
    await this.#writer.happen(draft.id, close, by);
    return written;
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

  /** What an earlier version was known by; null where it bore no reference. */
  referenceOf({ references }: DocumentVersion): string | null {
    return knownBy(references) ?? null;
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

  /** The guidance that a draft corrects; null for any other item. */
  async corrects(reader: Reader, { corrects }: Guidance): Promise<Guidance | null> {
    const item =
      corrects === undefined ? null : await this.#store.item(corrects.itemId, { readers: reader.keys });
    return item !== null && isGuidance(item) ? item : null;
  }

  /** Open drafts that correct the guidance, for those who may see drafts. */
  async correctionDrafts(
    reader: Reader,
    { id }: Guidance,
    { first }: { first?: Maybe<number> },
  ): Promise<readonly Guidance[]> {
    const { nodes } = await this.#store.list(
      { readers: reader.keys, filter: { kinds: ['GUIDANCE'], tags: [[`corrects:${id}`]] } },
      { first: checkFirst(first), after: null },
    );
    return nodes.map(({ item }) => item).filter(isGuidance);
  }

  /** NOT_FOUND covers absent, hidden and of another kind; what is left of an erased item is INVALID_STATE. */
  async #find(actor: Actor | null, id: string): Promise<Guidance> {
    const item = await this.#store.item(id, { readers: readerKeysOf(actor) });
    if (item === null) throw notFound();
    assertNotErased(item);
    if (!isGuidance(item)) throw notFound();
    return item;
  }

  async #findCorrection(actor: Actor | null, id: string): Promise<CorrectionDraft> {
    const draft = await this.#find(actor, id);
    if (!isCorrectionDraft(draft)) throw notFound();
    return draft;
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
