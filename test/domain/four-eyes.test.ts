import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fallDue } from '../../src/domain/due.ts';
import {
  confirmErasure,
  declineErasure,
  liftLegalHold,
  placeLegalHold,
  requestErasure,
  setRetention,
  type ErasureEvent,
} from '../../src/domain/erasure.ts';
import { evolve, type DomainEvent } from '../../src/domain/events.ts';
import type { Item } from '../../src/domain/items.ts';
import { DomainError } from '../../src/errors.ts';
import { guidanceEvent } from '../support/items.ts';

/** What is done, by whom; `which` of the holds is lifted, `days` is how long the item is kept. */
const command = fc.record({
  does: fc.constantFrom(
    'request',
    'request',
    'confirm',
    'confirm',
    'confirm',
    'decline',
    'hold',
    'lift',
    'retain',
    'wait',
  ),
  person: fc.constantFrom('anna', 'bert', 'carl'),
  organisation: fc.constantFrom('ai-office', 'ai-office', 'ai-office', 'ecat'),
  which: fc.integer({ min: 0, max: 1 }),
  days: fc.integer({ min: 1, max: 3 }),
});
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

const dayAfter = (day: number): string => new Date(Date.UTC(2030, 4, 1 + day)).toISOString();

function decide(item: Item, { does, person, organisation, which, days }: Command, day: number) {
  const by = { person, organisation, now: dayAfter(day) };
  switch (does) {
    case 'request':
      return requestErasure(item, { ground: 'UNLAWFUL', reason: 'Order (fictional)' }, by);
    case 'confirm':
      return confirmErasure(item, by);
    case 'decline':
      return declineErasure(item, 'Still needed (fictional)', by);
    case 'hold':
      return placeLegalHold(item, 'Case T-1/30', by);
    case 'lift':
      return liftLegalHold(item, item.legalHolds[which]?.number ?? 1, by);
    case 'retain':
      return setRetention(item, dayAfter(day + days), by);
    case 'wait':
      return fallDue(item, by.now);
  }
}

/** Keeps its own books on what has happened: persons that stand, holds that stand. */
class Witness {
  standing = new Set<string>();
  readonly holds = new Map<number, string>();
  isErased = false;

  hears(event: ErasureEvent, { person, organisation }: Command, revision: number): void {
    expect(this.isErased).toBe(false);
    switch (event.type) {
      case 'ErasureRequested':
        expect(this.standing.size).toBe(0);
        if (event.data.requestedBy !== null) this.#stands(person, organisation);
        return;
      case 'ErasureConfirmed':
        this.#stands(person, organisation);
        return;
      case 'ErasureDeclined':
        this.standing.clear();
        return;
      case 'ItemErased':
        this.#stands(person, organisation);
        this.isErased = true;
        expect(this.holds.size).toBe(0);
        expect(this.standing.size).toBeGreaterThanOrEqual(2);
        expect(new Set(event.data.by.map((one) => one.person))).toEqual(this.standing);
        return;
      case 'LegalHoldPlaced':
        this.holds.set(revision, organisation);
        return;
      case 'LegalHoldLifted':
        expect(this.holds.get(event.data.number)).toBe(organisation);
        this.holds.delete(event.data.number);
        return;
      case 'RetentionSet':
    }
  }

  #stands(person: string, organisation: string): void {
    expect(organisation).toBe('ai-office');
    expect(this.standing.has(person)).toBe(false);
    this.standing.add(person);
  }
}

describe('whatever is done to an item, in whatever order', () => {
  test('nothing is erased by fewer than two persons of its issuer, nor under a legal hold', () => {
    let erasures = 0;
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40, size: 'max' }), (commands) => {
        let item = evolve(null, guidanceEvent());
        const witness = new Witness();
        for (const [day, one] of commands.entries()) {
          const event = accepted(() => decide(item, one, day));
          if (event === null) continue;
          item = evolve(item, event);
          witness.hears(event as ErasureEvent, one, item.revision);
          expect(item.erasure !== null).toBe(witness.isErased);
          expect(item.legalHolds.map(({ number }) => number)).toEqual([...witness.holds.keys()]);
        }
        erasures += witness.isErased ? 1 : 0;
      }),
      { numRuns: 1_000, seed: 78 },
    );
    expect(erasures).toBeGreaterThan(200);
  });
});

/** Null for what is refused. */
function accepted(decision: () => DomainEvent | null): DomainEvent | null {
  try {
    return decision();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
