import { DomainError } from '../../src/errors.ts';

/** The code with which the work was refused. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof DomainError ? error.code : 'another error'),
  );
