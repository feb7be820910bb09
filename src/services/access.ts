import type { Actor } from '../access/actor.ts';
import { explain, withdrawn, type Explanation } from '../access/explain.ts';
import { keysOfOrganisation, meets, readerKeysOf, readersOfItem } from '../access/readers.ts';
import { checkOrganisation, type Maybe } from '../domain/checks.ts';
import { DomainError, notFound } from '../errors.ts';
import type { Item } from '../domain/items.ts';
import { findOrganisation, organisations } from '../reference/organisations.ts';
import type { Store } from '../store/port.ts';
import type { AccessLog } from './access-log.ts';
import type { Reader } from './items.ts';

/** An organisation that can no longer read an item. */
export interface WithdrawalState {
  organisation: string;
  /** Null while it has not confirmed. */
  acknowledgedAt: string | null;
}

export const deliveryStates = ['FILTERED', 'WITHDRAWN', 'WAITING', 'DELIVERED', 'ACKNOWLEDGED'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryExplanation {
  state: DeliveryState;
  /** When it was acknowledged, sent, or its withdrawal confirmed; null where nothing of it has happened. */
  at: string | null;
  /** The last revision that was sent. */
  revision: number | null;
  because: Explanation['because'];
}

/** Why somebody can read an item, or cannot, and whether it has arrived. */
export class Access {
  readonly #store: Store;
  readonly #log: AccessLog;

  constructor(store: Store, log: AccessLog) {
    this.#store = store;
    this.#log = log;
  }

  /** Who could read the item and no longer can, as its issuer is told; in the order of the directory. */
  async withdrawals(reader: Reader, item: Item): Promise<readonly WithdrawalState[]> {
    if (!reader.keys.includes(`issuer:${item.issuer}`)) return [];
    const [ever, now] = [await this.#store.everReaders(item.id), readersOfItem(item)];
    const lost = organisations.filter((one) => {
      const keys = keysOfOrganisation(one);
      return meets(keys, ever) && !meets(keys, now);
    });
    return lost.map(({ id }) => {
      const confirmed = item.withdrawalAcknowledgements.find(({ organisation }) => organisation === id);
      return { organisation: id, acknowledgedAt: confirmed?.at ?? null };
    });
  }

  /** What became of an item of one's own organisation on its way to another: NOT_FOUND and FORBIDDEN as `explain`. */
  async explainDelivery(
    actor: Actor | null,
    { itemId, organisation }: { itemId: string; organisation: string },
  ): Promise<DeliveryExplanation> {
    checkOrganisation('organisation', organisation);
    const readers = readerKeysOf(actor);
    const item = await this.#store.item(itemId, { readers });
    if (item === null) throw notFound();
    assertIssuer(readers, item);
    const { allowed, because } = explain(item, mostCleared(organisation));
    const of = (one: { organisation: string }): boolean => one.organisation === organisation;
    if (!allowed) {
      const could = meets(readerKeysOf(mostCleared(organisation)), await this.#store.everReaders(itemId));
      const at = item.withdrawalAcknowledgements.find(of)?.at ?? null;
      return { state: could ? 'WITHDRAWN' : 'FILTERED', at, revision: null, because };
    }
    const sent = await this.#log.deliveryOf(itemId, organisation);
    const revision = sent?.revision ?? null;
    const acknowledged = item.acknowledgements.find(of);
    if (acknowledged !== undefined) return { state: 'ACKNOWLEDGED', at: acknowledged.at, revision, because };
    return { state: sent === null ? 'WAITING' : 'DELIVERED', at: sent?.at ?? null, revision, because };
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
    assertIssuer(readers, item);
    return explain(item, mostCleared(other));
  }
}

function assertIssuer(readers: readonly string[], { issuer }: Item): void {
  if (!readers.includes(`issuer:${issuer}`))
    throw new DomainError(
      'FORBIDDEN',
      'Only the issuer of an item is told who else reads it.',
      'organisation',
    );
}

/** Somebody of the organisation who is cleared for everything. */
function mostCleared(id: string): Actor {
  const organisation = findOrganisation(id);
  if (organisation === undefined) throw new Error('The organisation was checked.');
  return { person: id, organisation, roles: ['observer'], clearance: 'SENSITIVE', expiresAt: Infinity };
}
