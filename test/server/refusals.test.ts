import { describe, expect, test } from '@jest/globals';
import { GraphQLError, parseValue } from 'graphql';
import { DomainError, badInput, refusalCodes } from '../../src/errors.ts';
import { LimitExceeded } from '../../src/server/limits.ts';
import { HttpRefusal, createRefusals, statusOf } from '../../src/server/refusals.ts';

interface Logged {
  reference: string;
  requestId: string | undefined;
  err: unknown;
}

function refusalsWithLog() {
  const logged: Logged[] = [];
  const { toRefusal } = createRefusals({ error: (line: unknown) => void logged.push(line as Logged) });
  return { logged, toRefusal };
}

describe('an error on the closed list', () => {
  test.each(refusalCodes)('reaches the client as it is: %s', (code) => {
    const { logged, toRefusal } = refusalsWithLog();
    const refusal = toRefusal(new DomainError(code, 'Why.', 'handling.audience'));
    expect(refusal).toEqual({ message: 'Why.', extensions: { code, field: 'handling.audience' } });
    expect(logged).toEqual([]);
  });

  test('keeps the path of the field that threw it', () => {
    const thrown = new GraphQLError('quoted', {
      originalError: badInput('first', 'Why.'),
      path: ['items', 0],
    });
    const wrapped = new GraphQLError('quoted again', { originalError: thrown, path: ['items', 0] });
    expect(refusalsWithLog().toRefusal(wrapped)).toEqual({
      message: 'Why.',
      path: ['items', 0],
      extensions: { code: 'BAD_USER_INPUT', field: 'first' },
    });
  });

  test('names the limit that was exceeded', () => {
    expect(refusalsWithLog().toRefusal(new LimitExceeded('depth')).extensions).toEqual({
      code: 'TOO_COMPLEX',
      limit: 'depth',
    });
  });
});

describe('an error of the engine', () => {
  test.each([
    'GRAPHQL_PARSE_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
    'BAD_REQUEST',
    'BAD_USER_INPUT',
    'OPERATION_RESOLUTION_FAILURE',
    'PERSISTED_QUERY_NOT_SUPPORTED',
  ])('is bad input without its text: %s', (code) => {
    const refusal = refusalsWithLog().toRefusal(new GraphQLError('near "marker"', { extensions: { code } }));
    expect(refusal.extensions.code).toBe('BAD_USER_INPUT');
    expect(JSON.stringify(refusal)).not.toContain('marker');
  });

  test('is bad input where a value of the document is at fault', () => {
    const error = new GraphQLError('Argument of $marker must not be null', { nodes: parseValue('$marker') });
    expect(refusalsWithLog().toRefusal(error).extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('any other error', () => {
  test.each<[string, unknown]>([
    ['an error', new Error('MDB_PANIC at /srv/data.mdb')],
    [
      'an error inside an error of the engine',
      new GraphQLError('x', { originalError: new Error('MDB_PANIC') }),
    ],
    ['an error of the engine itself', new GraphQLError('Cannot return null for Query.MDB_PANIC')],
    ['a text', 'MDB_PANIC'],
    ['nothing', undefined],
    ['null', null],
    ['an object that looks like a refusal', { code: 'FORBIDDEN', message: 'MDB_PANIC' }],
  ])('stays inside, and is found in the log by its reference: %s', (_name, error) => {
    const { logged, toRefusal } = refusalsWithLog();
    const refusal = toRefusal(error, { requestId: 'r1' });
    const { code, reference } = refusal.extensions;
    expect(code).toBe('INTERNAL');
    expect(refusal.message).toBe(`Something went wrong here; the reference is ${reference ?? ''}.`);
    expect(JSON.stringify(refusal)).not.toContain('MDB_PANIC');
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ reference, requestId: 'r1' });
  });

  test('is logged as the one that was thrown first', () => {
    const { logged, toRefusal } = refusalsWithLog();
    const thrown = new Error('the real one');
    toRefusal(new GraphQLError('outer', { originalError: thrown }));
    expect(logged[0]?.err).toBe(thrown);
  });
});

describe('the HTTP status of a refused request', () => {
  test.each<[DomainError, number]>([
    [new DomainError('UNAUTHENTICATED', 'x'), 401],
    [new DomainError('FORBIDDEN', 'x'), 403],
    [new DomainError('NOT_FOUND', 'x'), 404],
    [new DomainError('BAD_USER_INPUT', 'x'), 400],
    [new DomainError('RATE_LIMITED', 'x'), 429],
    [new DomainError('INTERNAL', 'x'), 500],
    [new DomainError('UNAVAILABLE', 'x'), 503],
    [new LimitExceeded('depth'), 400],
    [new LimitExceeded('bodyBytes'), 413],
    [new LimitExceeded('headerBytes'), 431],
    [new HttpRefusal(405, 'x'), 405],
    [new HttpRefusal(404, 'x'), 404],
  ])('is fixed: %p', (error, status) => {
    expect(statusOf(error, refusalsWithLog().toRefusal(error))).toBe(status);
  });
});
