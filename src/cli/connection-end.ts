import { oneLine } from './terminal.ts';

/** How a connection to the feed ended: `lost` is worth another try, `refused` is not. */
export interface ConnectionEnd {
  kind: 'lost' | 'refused';
  words: string;
  /** Of the close event; absent where there was none. */
  code?: number;
}

/** Close codes of graphql-transport-ws and of Concord after which the same request would fail again. */
const refusals: Readonly<Record<number, string>> = {
  1002: 'the server does not speak the protocol',
  1003: 'the server does not take such messages',
  1007: 'the server could not read the request',
  1008: 'the server refused the connection',
  4400: 'the server could not read the request',
  4401: 'the server wants a token first',
  4403: 'the server does not accept the token, or not any longer',
  4406: 'the server does not speak graphql-transport-ws',
  4409: 'the server has this subscription already',
};

const passing = new Set(['UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL']);

const hasNumber = <K extends string>(value: unknown, key: K): value is Record<K, number> =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[key] === 'number';

interface Refusal {
  message?: string;
  extensions?: { code?: string };
}

function ofErrors([error]: readonly Refusal[]): ConnectionEnd {
  const code = error?.extensions?.code ?? 'INTERNAL';
  return {
    kind: passing.has(code) ? 'lost' : 'refused',
    words: oneLine(`${code}: ${error?.message ?? 'the server gave no reason'}`),
  };
}

/**
 * Reads what a client of graphql-ws ends a subscription with: a close event, a list of GraphQL errors or an
 * error of the socket. `failure` is the socket's own last error, which says why a connection never came about.
 */
export function toConnectionEnd(cause: unknown, failure: unknown): ConnectionEnd {
  if (Array.isArray(cause)) return ofErrors(cause as readonly Refusal[]);
  const why = failure instanceof Object && 'message' in failure ? String(failure.message) : '';
  const status = Number(/server response: (\d{3})/.exec(why)?.[1] ?? 0);
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return { kind: 'refused', words: `the server answered HTTP ${status} (is this the address of Concord?)` };
  if (!hasNumber(cause, 'code')) return { kind: 'lost', words: 'the connection broke' };
  const { code } = cause;
  const refusal = refusals[code];
  if (refusal !== undefined) return { kind: 'refused', code, words: `${refusal} (${code})` };
  if (code !== 1006) return { kind: 'lost', code, words: `the server closed the connection (${code})` };
  return { kind: 'lost', code, words: why === '' ? 'the connection broke' : 'no server answers' };
}
