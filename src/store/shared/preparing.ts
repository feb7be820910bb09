import { createHash } from 'node:crypto';
import { canonicalText } from '../../journal/canonical.ts';
import { link, type Linked } from '../../journal/chain.ts';
import type { Head, Visibility } from '../../journal/commit.ts';
import { nextMark, type Random } from '../../journal/mark.ts';
import type { Author } from '../../domain/item.ts';
import type { Append, Projection } from '../port.ts';

/** Longer terms are cut, in the index and in the question alike. */
const LONGEST_TERM = 100;

export const indexedTerm = (term: string): string => term.slice(0, LONGEST_TERM);

/** A null character cannot stand in a key, so no term holds one. */
export const isTerm = (term: string): boolean => term !== '' && !term.includes('\u0000');

/** Ids and words come from outside: what cannot be a key is not in the store, and must not reach it. */
export const isKeyText = (text: string, most = 200): boolean =>
  text.length > 0 && text.length <= most && !text.includes('\u0000');

/** Reader keys as a set, in the one order in which sets are compared. */
export const normalReaders = (readers: readonly string[]): readonly string[] => [...new Set(readers)].sort();

/** A projection without repeats; search terms with their best weight. */
export function normalProjection(projection: Projection): Projection {
  const terms = new Map<string, number>();
  for (const [text, weight] of projection.terms) {
    const term = indexedTerm(text);
    if (isTerm(term)) terms.set(term, Math.max(weight, terms.get(term) ?? weight));
  }
  return { ...projection, readers: normalReaders(projection.readers), terms: [...terms] };
}

/** The projection as it is indexed. Throws a TypeError for what no store could hold. */
export function indexable(id: string, given: Projection): Projection {
  const projection = normalProjection(given);
  const keys = [id, ...projection.readers, ...projection.articles];
  const instants = [projection.publishedAt, ...(projection.dueAt === null ? [] : [projection.dueAt])];
  if (!keys.every((key) => isKeyText(key)) || instants.some((instant) => Number.isNaN(Date.parse(instant))))
    throw new TypeError('The projection of the item cannot be indexed.');
  return projection;
}

/** Key of a receipt: hashed, since a client chooses part of it. */
export const receiptKey = ({ person, organisation }: Author, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([person, organisation, key]))
    .digest('hex');

export const visibilityOf = ({ readers, articles, memberStates }: Visibility): Visibility => ({
  readers,
  articles,
  memberStates,
});

/** An append with everything done that needs no look at the journal. */
export interface Prepared {
  append: Append;
  projection: Projection;
  eventText: string;
  stateText: string;
  receipt: string | null;
}

/** Throws for what no store could hold, before anything is written. */
export function prepare(append: Append): Prepared {
  const { item, actor, event, idempotency } = append;
  return {
    append,
    projection: indexable(item.id, append.projection),
    eventText: canonicalText(event),
    stateText: canonicalText(item),
    receipt: idempotency === null ? null : receiptKey(actor, idempotency.key),
  };
}

/** The last commit, as the next one needs it. */
export interface Tip {
  head: Head;
  /** Mark of the commit at the head. */
  mark: string | null;
}

/** The commit that an append makes after the tip, given who could read the item before. */
export function linkTo(
  { head, mark }: Tip,
  { append, projection, eventText, stateText }: Prepared,
  { before, now, random }: { before: Visibility | null; now: () => number; random: Random },
): Linked {
  const { item, event, at, actor, change } = append;
  return link(head, {
    mark: nextMark(mark, now(), random),
    at,
    actor,
    itemId: item.id,
    kind: projection.kind,
    revision: item.revision,
    change,
    salt: Buffer.from(random(16)).toString('hex'),
    event,
    state: item,
    eventText,
    stateText,
    before,
    after: visibilityOf(projection),
  });
}
