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
  extensions?: { code?: string; field?: string };
}

function ofErrors([error]: readonly Refusal[]): ConnectionEnd {
  const { code = 'INTERNAL', field } = error?.extensions ?? {};
  const place = field === undefined ? '' : ` in ${field}`;
  // Whoever shows the words puts a stop behind them.
  const message = (error?.message ?? 'the server gave no reason').replace(/\.$/, '');
  return {
    kind: passing.has(code) ? 'lost' : 'refused',
    words: oneLine(`${code}${place}: ${message}`),
  };
}

const messageOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'message' in cause && typeof cause.message === 'string'
    ? cause.message
    : '';

/** The socket's own error: most often nobody listens, sometimes something else than Concord does. */
function ofSocket(why: string): ConnectionEnd {
  const status = Number(/server response: (\d{3})/.exec(why)?.[1] ?? 0);
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return { kind: 'refused', words: `the server answered HTTP ${status} (is this the address of Concord?)` };
  const isAbsent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/.test(why);
  return { kind: 'lost', words: isAbsent ? 'no server answers' : 'the connection broke' };
}

/** Reads what graphql-ws ends a subscription with: a close event, GraphQL errors or an error of the socket. */
export function toConnectionEnd(cause: unknown): ConnectionEnd {
  if (Array.isArray(cause)) return ofErrors(cause as readonly Refusal[]);
  if (!hasNumber(cause, 'code')) return ofSocket(messageOf(cause));
  const { code } = cause;
  const refusal = refusals[code];
  if (refusal !== undefined) return { kind: 'refused', code, words: `${refusal} (${code})` };
  if (code === 1006) return { kind: 'lost', code, words: 'the connection broke' };
  return { kind: 'lost', code, words: `the server closed the connection (${code})` };
}
