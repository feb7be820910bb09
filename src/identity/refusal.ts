import { DomainError } from '../errors.ts';

/** Told why a token was refused; the reason never holds the token or a part of it. */
export type OnRefusal = (reason: string) => void;

/** Why a token was refused, for the log; the client is told the same sentence whatever the reason. */
export class TokenRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'TokenRefused';
  }
}

export const unauthenticated = (): DomainError =>
  new DomainError('UNAUTHENTICATED', 'This token is not accepted; it may have expired.');

/** The same sentence for every address and every person, whether or not there is such a person. */
export class TooManyRefused extends DomainError {
  /** Whole seconds after which the next refused token is answered as such again. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('RATE_LIMITED', 'Too many tokens were not accepted: wait a while and sign in again.');
    this.name = 'TooManyRefused';
    this.retryAfter = retryAfter;
  }
}

export const providerUnavailable = (): DomainError =>
  new DomainError('UNAVAILABLE', 'Tokens cannot be checked just now; try again soon.');
