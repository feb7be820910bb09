import type { Actor } from '../access/actor.ts';
import {
  completeAlert,
  followUpAlert,
  missingFrom,
  raiseAlert,
  stateMatrix,
  type Alert,
  type AlertContentInput,
  type AlertInput,
  type StateRow,
} from '../domain/alert.ts';
import type { Maybe } from '../domain/checks.ts';
import type { Item } from '../domain/items.ts';
import { DomainError } from '../errors.ts';
import type { LanguageCode } from '../reference/vocabulary.ts';
import type { Writer, Written } from './write.ts';

interface OfAlert {
  itemId: string;
  expectedRevision?: Maybe<number>;
  idempotencyKey?: Maybe<string>;
}

const isAlert = (item: Item): item is Alert => item.kind === 'ALERT' && item.erasure === null;

/** Alerts, and what States answer to them. */
export class Alerts {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  missing(alert: Alert): readonly string[] {
    return missingFrom(alert);
  }

  isComplete(alert: Alert): boolean {
    return missingFrom(alert).length === 0;
  }

  matrix(alert: Alert): readonly StateRow[] {
    return stateMatrix(alert);
  }

  raise(
    actor: Actor | null,
    input: AlertInput & { issuer?: Maybe<string>; idempotencyKey?: Maybe<string> },
  ): Promise<Written<Alert>> {
    return this.#writer.create(actor, {
      action: 'alert:raise',
      kind: 'ALERT',
      input,
      issuer: { field: 'issuer', id: input.issuer },
      decide: (making) => raiseAlert(input, making),
    });
  }

  complete(actor: Actor | null, input: OfAlert & AlertContentInput): Promise<Written<Alert>> {
    const { itemId, expectedRevision, idempotencyKey: _key, ...content } = input;
    return this.#writer.change(actor, {
      action: 'alert:complete',
      input,
      itemId,
      expectedRevision,
      is: isAlert,
      decide: (alert, _by, now) => completeAlert(alert, content, now),
    });
  }

  followUp(
    actor: Actor | null,
    input: OfAlert & { measures: readonly { language: LanguageCode; text: string }[] },
  ): Promise<Written<Alert>> {
    return this.#writer.change(actor, {
      action: 'alert:follow-up',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isAlert,
      decide: (alert, by, now) => {
        const memberState = actor?.organisation.memberState ?? null;
        if (memberState === null)
          throw new DomainError('FORBIDDEN', 'Member States report follow-up; your organisation is of none.');
        return followUpAlert(alert, input, { ...by, memberState, now });
      },
    });
  }
}
