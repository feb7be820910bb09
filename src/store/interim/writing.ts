import { randomBytes } from 'node:crypto';
import { DomainError } from '../../errors.ts';
import { canonicalText, sha256 } from '../../journal/canonical.ts';
import { decodeContent, decodeHeader, link, type Linked } from '../../journal/chain.ts';
import type { Commit, Visibility } from '../../journal/commit.ts';
import { nextMark } from '../../journal/mark.ts';
import type { Author } from '../../domain/item.ts';
import type { Append, Projection } from '../port.ts';
import type { Card, Layout, ListKey, Meta, Place } from './layout.ts';
import { facetsOf } from './matching.ts';
import type { Signatures } from './signatures.ts';

export const receiptKey = (actor: Author, key: string): string =>
  sha256(JSON.stringify([actor.person, actor.organisation, key]));

/** A commit by its position; null where there is none or its content was erased. */
export function readCommit({ headers, contents }: Layout, position: number): Commit | null {
  const header = headers.get(position);
  const content = contents.get(position);
  if (header === undefined || content === undefined) return null;
  return { header: decodeHeader(header), content: decodeContent(content) };
}

const cardOf = ({ kind, articles, memberStates, tags }: Place | Projection): Card => [
  kind,
  articles,
  memberStates,
  tags,
];

const visibilityOf = ({ readers, articles, memberStates }: Visibility): Visibility => ({
  readers,
  articles,
  memberStates,
});

function listKeys(
  { publishedAt, ...place }: Place | Projection,
  readers: readonly string[],
  id: string,
): readonly ListKey[] {
  const time = -Date.parse(publishedAt);
  const facets = facetsOf(cardOf({ publishedAt, ...place } as Place));
  return facets.flatMap((facet) => readers.map((reader): ListKey => [facet, reader, time, id]));
}

/** Writes commits, and the items and indexes that follow from them, in the transaction that is open. */
export class Writing {
  readonly #layout: Layout;
  readonly #signatures: Signatures;
  readonly #now: () => number;
  /** As it will be when the transaction is committed. */
  meta: Meta;

  constructor(options: { layout: Layout; signatures: Signatures; meta: Meta; now: () => number }) {
    this.#layout = options.layout;
    this.#signatures = options.signatures;
    this.#now = options.now;
    this.meta = options.meta;
  }

  /** All refusals come before the first write, for a transaction that has begun to write is not undone. */
  write(append: Append): { commit: Commit; isNew: boolean } {
    const earlier = this.#earlier(append);
    if (earlier !== null) return { commit: earlier, isNew: false };
    const { item } = append;
    const place = this.#layout.places.get(item.id);
    if ((place?.revision ?? 0) !== item.revision - 1)
      throw new DomainError('REVISION_CONFLICT', 'The item has changed since that revision.');
    const linked = this.#link(append, place);
    this.#writeJournal(append, linked);
    this.#writeItem(append, linked, place);
    return { commit: linked.commit, isNew: true };
  }

  #earlier({ idempotency, actor }: Append): Commit | null {
    if (idempotency === null) return null;
    const receipt = this.#layout.receipts.get(receiptKey(actor, idempotency.key));
    if (receipt === undefined) return null;
    if (receipt.input !== idempotency.input)
      throw new DomainError('IDEMPOTENCY_CONFLICT', 'This key was used with other input.', 'idempotencyKey');
    return readCommit(this.#layout, receipt.position);
  }

  #link({ at, actor, change, event, item, projection }: Append, place: Place | undefined): Linked {
    const mark = nextMark(this.meta.mark, this.#now(), randomBytes);
    const before =
      place === undefined
        ? null
        : visibilityOf({ ...place, readers: this.#signatures.readersOf(place.signature) });
    return link(this.meta.head, {
      mark,
      at,
      actor,
      itemId: item.id,
      kind: item.kind,
      revision: item.revision,
      change,
      salt: randomBytes(16).toString('hex'),
      event,
      state: item,
      eventText: canonicalText(event),
      stateText: canonicalText(item),
      before,
      after: visibilityOf(projection),
    });
  }

  #writeJournal({ actor, idempotency }: Append, { commit, header, content, head }: Linked): void {
    const { headers, contents, marks, receipts, meta, feed } = this.#layout;
    const { position, mark, kind } = commit.header;
    headers.putSync(position, header);
    contents.putSync(position, content);
    marks.putSync(mark, position);
    if (idempotency !== null)
      receipts.putSync(receiptKey(actor, idempotency.key), { input: idempotency.input, position });
    const { before, after } = commit.content;
    const sides = new Map<string, number>();
    for (const reader of before?.readers ?? []) sides.set(reader, 1);
    for (const reader of after.readers) sides.set(reader, (sides.get(reader) ?? 0) | 2);
    for (const [reader, side] of sides)
      feed.putSync(
        [reader, position],
        [side, kind, before?.articles ?? [], before?.memberStates ?? [], after.articles, after.memberStates],
      );
    this.meta = { ...this.meta, head, mark };
    meta.putSync('store', this.meta);
  }

  #writeItem({ item, projection }: Append, { commit }: Linked, before: Place | undefined): void {
    const { items, places, numbers, histories, due } = this.#layout;
    const { position, mark } = commit.header;
    const number = before?.number ?? position;
    const signature = this.#signatures.numberFor(projection.readers);
    const { kind, articles, memberStates, tags, publishedAt, dueAt } = projection;
    const place: Place = {
      number,
      revision: item.revision,
      mark,
      signature,
      kind,
      articles,
      memberStates,
      tags,
      publishedAt,
      dueAt,
    };
    items.putSync(item.id, Buffer.from(canonicalText(item), 'utf8'));
    places.putSync(item.id, place);
    if (before === undefined) numbers.putSync(number, item.id);
    histories.putSync([item.id, item.revision], [position, signature]);
    if (before !== undefined && before.dueAt !== null) due.removeSync([Date.parse(before.dueAt), item.id]);
    if (dueAt !== null) due.putSync([Date.parse(dueAt), item.id], dueAt);
    this.#index(item.id, before, place);
    this.#indexTerms(number, { before, after: place, terms: projection.terms });
  }

  #index(id: string, before: Place | undefined, after: Place): void {
    const { lists } = this.#layout;
    const readersOf = ({ signature }: Place) => this.#signatures.readersOf(signature);
    const card = cardOf(after);
    const stale = new Map(
      (before === undefined ? [] : listKeys(before, readersOf(before), id)).map((key) => [
        key.join(' '),
        key,
      ]),
    );
    for (const key of listKeys(after, readersOf(after), id)) {
      stale.delete(key.join(' '));
      lists.putSync(key, card);
    }
    for (const key of stale.values()) lists.removeSync(key);
    if (before !== undefined) this.#count(before, -1);
    this.#count(after, 1);
  }

  #count(place: Place, step: 1 | -1): void {
    const { counters } = this.#layout;
    for (const facet of facetsOf([place.kind, place.articles, [], []])) {
      const count = (counters.get([place.signature, facet]) ?? 0) + step;
      if (count === 0) counters.removeSync([place.signature, facet]);
      else counters.putSync([place.signature, facet], count);
    }
  }

  #indexTerms(
    number: number,
    { before, after, terms }: { before: Place | undefined; after: Place; terms: Projection['terms'] },
  ): void {
    const layout = this.#layout;
    const old = before === undefined ? [] : (layout.terms.get(number) ?? []);
    const isSame = before?.signature === after.signature && JSON.stringify(old) === JSON.stringify(terms);
    if (isSame) return;
    if (before !== undefined)
      for (const [term] of old) layout.postings.removeSync([before.signature, term, number]);
    for (const [term, weight] of terms) layout.postings.putSync([after.signature, term, number], weight);
    layout.terms.putSync(number, terms);
  }
}
