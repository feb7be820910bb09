/** The closed list of refusal codes that clients may rely on; README.md of the contract documents each. */
export const refusalCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'REVISION_CONFLICT',
  'IDEMPOTENCY_CONFLICT',
  'INVALID_STATE',
  'TOO_COMPLEX',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'INTERNAL',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal that may reach a client as it is: its text never quotes input and never shows the inside. */
export class DomainError extends Error {
  readonly code: RefusalCode;
  /** Path of the input field at fault, such as `handling.audience`; unset where no field is. */
  readonly field: string | undefined;

  constructor(code: RefusalCode, message: string, field?: string) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.field = field;
  }
}

/** Whether something is refused only for as long as what it lies on cannot be reached. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'UNAVAILABLE';

export const badInput = (field: string, message: string): DomainError =>
  new DomainError('BAD_USER_INPUT', message, field);

/** Absent and hidden look the same, so there is one way to say either. */
export const notFound = (): DomainError =>
  new DomainError('NOT_FOUND', 'There is no such item, or it is not shared with you.');
