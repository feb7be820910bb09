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

export const providerUnavailable = (): DomainError =>
  new DomainError('UNAVAILABLE', 'Tokens cannot be checked just now; try again soon.');
