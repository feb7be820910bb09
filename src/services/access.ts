import type { Actor } from '../access/actor.ts';
import { explain, withdrawn, type Explanation } from '../access/explain.ts';
import { meets, readerKeysOf } from '../access/readers.ts';
import { checkOrganisation, type Maybe } from '../domain/checks.ts';
import { DomainError, notFound } from '../errors.ts';
import { findOrganisation } from '../reference/organisations.ts';
import type { Store } from '../store/port.ts';

/** Why somebody can read an item, or cannot. */
export class Access {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * About oneself for an item that one can read or could read before: else NOT_FOUND, absent and hidden alike. About
   * others for items of one's own organisation: else FORBIDDEN.
   */
  async explain(
    actor: Actor | null,
    { itemId, organisation }: { itemId: string; organisation?: Maybe<string> },
  ): Promise<Explanation> {
    const other = organisation ?? null;
    if (other !== null) checkOrganisation('organisation', other);
    const readers = readerKeysOf(actor);
    const [item, everReaders] = await Promise.all([
      this.#store.item(itemId, { readers }),
      this.#store.everReaders(itemId),
    ]);
    const isOneself = other === null || other === actor?.organisation.id;
    if (item === null) {
      if (isOneself && meets(readers, everReaders)) return withdrawn;
      throw notFound();
    }
    if (isOneself) return explain(item, actor);
    if (!readers.includes(`issuer:${item.issuer}`))
      throw new DomainError(
        'FORBIDDEN',
        'Only the issuer of an item is told who else reads it.',
        'organisation',
      );
    return explain(item, mostCleared(other));
  }
}

/** Somebody of the organisation who is cleared for everything. */
function mostCleared(id: string): Actor {
  const organisation = findOrganisation(id);
  if (organisation === undefined) throw new Error('The organisation was checked.');
  return { person: id, organisation, roles: ['observer'], clearance: 'SENSITIVE', expiresAt: Infinity };
}
