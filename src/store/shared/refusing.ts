import { DomainError } from '../../errors.ts';
import type { Append } from '../port.ts';

export const unavailable = (): DomainError =>
  new DomainError('UNAVAILABLE', 'The exchange cannot answer this at the moment; try again.');

export const tooLong = (): DomainError =>
  new DomainError('TOO_COMPLEX', 'This takes too long over so many items; narrow it with a filter.');

export const keyConflict = (): DomainError =>
  new DomainError('IDEMPOTENCY_CONFLICT', 'This key was used before for another input.', 'idempotencyKey');

export const revisionConflict = (): DomainError =>
  new DomainError('REVISION_CONFLICT', 'The item has changed since; read it again.');

/** Why an append must not be made any more by whoever asked for it; null where it may. */
export function refusalOf({ assertStands }: Pick<Append, 'assertStands'>): DomainError | null {
  try {
    assertStands?.();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
