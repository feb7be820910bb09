import type { Actor } from '../access/actor.ts';
import { DomainError } from '../errors.ts';
import { unauthenticated } from './refusal.ts';

/** Who has lost access: everybody of an organisation, a person, or the holder of one token. */
export interface Revoked {
  what: 'person' | 'organisation' | 'token';
  id: string;
}

interface Watcher {
  actor: Actor;
  onRevoked: () => void;
}

const keyOf = ({ what, id }: Revoked): string => `${what}:${id}`;

const keysOf = ({ person, organisation, tokenId }: Actor): readonly string[] => [
  keyOf({ what: 'person', id: person }),
  keyOf({ what: 'organisation', id: organisation.id }),
  ...(tokenId === undefined ? [] : [keyOf({ what: 'token', id: tokenId })]),
];

/** Who has no access any more, as this server knows it; whoever is connected is told in the same turn. */
export class Revocations {
  readonly #isCurrent: () => boolean;
  /** Who is revoked, by the revocation. */
  readonly #standing = new Map<string, string>();
  /** How many revocations stand against each. */
  readonly #counts = new Map<string, number>();
  readonly #watchers = new Set<Watcher>();

  /** `isCurrent`: false while this server may not have heard of every revocation. */
  constructor(isCurrent: () => boolean) {
    this.#isCurrent = isCurrent;
  }

  /** Once for each revocation: a repeat changes nothing. */
  revoke(revocationId: string, revoked: Revoked): void {
    if (this.#standing.has(revocationId)) return;
    const key = keyOf(revoked);
    this.#standing.set(revocationId, key);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    for (const watcher of [...this.#watchers])
      if (keysOf(watcher.actor).includes(key)) {
        this.#watchers.delete(watcher);
        watcher.onRevoked();
      }
  }

  restore(revocationId: string): void {
    const key = this.#standing.get(revocationId);
    if (key === undefined) return;
    this.#standing.delete(revocationId);
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }

  isRevoked(actor: Actor): boolean {
    return this.#counts.size > 0 && keysOf(actor).some((key) => this.#counts.has(key));
  }

  /**
   * Throws UNAUTHENTICATED for who has lost access, and UNAVAILABLE for anybody with a token while it is not sure who
   * has. Nobody in particular cannot lose access.
   */
  assertStands(actor: Actor | null): void {
    if (actor === null) return;
    if (this.isRevoked(actor)) throw unauthenticated();
    if (!this.#isCurrent())
      throw new DomainError('UNAVAILABLE', 'The exchange cannot be reached just now; try again soon.');
  }

  /** Calls back once, in the turn in which the actor loses access, or at once where they have; returns how to stop. */
  watch(actor: Actor | null, onRevoked: () => void): () => void {
    if (actor === null) return () => undefined;
    if (this.isRevoked(actor)) {
      onRevoked();
      return () => undefined;
    }
    const watcher = { actor, onRevoked };
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}
