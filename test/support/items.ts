import { randomUUID } from 'node:crypto';
import { changeOfEvent, evolve, type DomainEvent } from '../../src/domain/events.ts';
import { publishGuidance, type Making } from '../../src/domain/guidance.ts';
import type { Author } from '../../src/domain/item.ts';
import type { Item } from '../../src/domain/items.ts';
import { changeHandling, recall } from '../../src/domain/sharing.ts';
import type { HandlingInput } from '../../src/domain/checks.ts';
import { projectionOf } from '../../src/services/projection.ts';
import type { Commit } from '../../src/journal/commit.ts';
import type { Append, Store } from '../../src/store/port.ts';

export const officer: Author = { person: 'office-officer@ai-office', organisation: 'ai-office' };
export const everyone: HandlingInput = { marking: 'PUBLIC', audience: { everyone: true } };
export const toStates = (...memberStates: ('DE' | 'FR' | 'EL')[]): HandlingInput => ({
  marking: 'LIMITED',
  audience: { memberStates },
});

export interface Wanted {
  id?: string;
  title?: string;
  articles?: readonly string[];
  memberStates?: readonly ('DE' | 'FR' | 'EL')[];
  handling?: HandlingInput;
  at?: string;
}

export const NOON = '2030-05-01T12:00:00.000Z';

/** Guidance as the domain publishes it. */
export function guidanceEvent({ id = randomUUID(), at = NOON, ...wanted }: Wanted = {}): DomainEvent {
  const making: Making = { id, houseReference: id, issuer: 'ai-office', author: officer, now: at };
  const {
    title = 'Guidelines (fictional)',
    articles = ['50'],
    memberStates = [],
    handling = everyone,
  } = wanted;
  return publishGuidance(
    {
      title: [{ language: 'en', text: title }],
      references: ['F/1'],
      documentDate: '2030-04',
      articles,
      memberStates,
      handling,
    },
    making,
  );
}

/** What a service would hand to the store for this event. */
export function appendOf(
  before: Item | null,
  event: DomainEvent,
  { at = NOON, idempotency = null }: { at?: string; idempotency?: Append['idempotency'] } = {},
): Append<Item> {
  const item = evolve(before, event);
  return {
    at,
    actor: officer,
    event,
    change: changeOfEvent(event),
    item,
    projection: projectionOf(item),
    idempotency,
  };
}

export const publish = (store: Store, wanted: Wanted = {}): Promise<Commit<Item>> =>
  store.append(appendOf(null, guidanceEvent(wanted), wanted.at === undefined ? {} : { at: wanted.at }));

export const narrow = (store: Store, item: Item, handling: HandlingInput): Promise<Commit<Item>> =>
  store.append(appendOf(item, changeHandling(item, handling, NOON)));

/** The last change of an item: nothing that was said of it before is kept. */
export function erasing(item: Item): Append<Item> {
  const second = { ...officer, person: 'second-officer@ai-office' };
  const data = { ground: 'NO_LONGER_NEEDED', reason: 'The procedure has ended (fictional)' } as const;
  return appendOf(item, { type: 'ItemErased', data: { ...data, by: [officer, second], at: NOON } });
}

export const erase = (store: Store, item: Item): Promise<Commit<Item>> => store.append(erasing(item));

export const takeBack = (store: Store, item: Item): Promise<Commit<Item>> =>
  store.append(appendOf(item, recall(item, 'Measured again (fictional)', NOON)));
