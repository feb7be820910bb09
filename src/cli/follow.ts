import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { toConnectionEnd, type ConnectionEnd } from './connection-end.ts';
import type { Credentials } from './credentials.ts';
import { WATCH, type ExchangeMessage } from './exchange-message.ts';
import { Failure } from './terminal.ts';

const KEEP_ALIVE_MS = 15_000;
const PONG_WITHIN_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const FORBIDDEN = 4403;
const LARGEST_MESSAGE = 16 * 1024 * 1024;

class FeedSocket extends WebSocket {
  constructor(address: string, protocols: string) {
    super(address, protocols, {
      perMessageDeflate: false,
      maxPayload: LARGEST_MESSAGE,
      handshakeTimeout: KEEP_ALIVE_MS,
    });
  }
}

export interface Following {
  address: URL;
  credentials: Credentials;
  /** Language of titles; null leaves it to the server. */
  language: string | null;
  after: string | null;
  filter: Readonly<Record<string, readonly string[]>>;
  onMessage: (message: ExchangeMessage) => void;
  onConnected: (token: string) => void;
  /** Told why the feed broke off, and from where it will go on. */
  onLost: (words: string, after: string | null) => void;
  onGap: (after: string) => void;
  interrupted: AbortSignal;
}

interface State {
  after: string | null;
  /** Whether `after` was received here, so that the next message must point back at it. */
  received: boolean;
  attempt: number;
}

/** A connection whose other end is silent for too long is cut, so that it can be made anew. */
function watchdog(cut: () => void) {
  let timer: NodeJS.Timeout | undefined;
  const clear = () => clearTimeout(timer);
  return {
    clear,
    ping: (received: boolean) => {
      if (!received) timer = setTimeout(cut, PONG_WITHIN_MS);
    },
    pong: (received: boolean) => {
      if (received) clear();
    },
  };
}

const resync = () =>
  new Failure('This cursor cannot be resumed; read the state by query and watch without --after.');

function take(message: ExchangeMessage, { onMessage, onGap }: Following, state: State): void {
  onMessage(message);
  if (message.__typename === 'ResyncRequired') throw resync();
  if (state.received && state.after !== null && message.previous !== state.after) onGap(state.after);
  Object.assign(state, { after: message.cursor, received: true, attempt: 0 });
}

/** Resolves with what ended the subscription: null, a close event, errors of the server or of `take`. */
function subscribe(client: Client, following: Following, state: State): Promise<unknown> {
  const { filter, interrupted } = following;
  return new Promise((resolve) => {
    const end = (cause: unknown) => {
      interrupted.removeEventListener('abort', stop);
      resolve(cause);
    };
    const stop = () => end(null);
    interrupted.addEventListener('abort', stop);
    client.subscribe<{ exchange: ExchangeMessage }>(
      { query: WATCH, variables: { after: state.after, filter } },
      {
        next: ({ data, errors }) => {
          try {
            if (data?.exchange) take(data.exchange, following, state);
            else end(errors ?? []);
          } catch (error) {
            end(error);
          }
        },
        error: end,
        complete: () => end(null),
      },
    );
    if (interrupted.aborted) stop();
  });
}

/** One connection, from its beginning to its end. */
async function connect(following: Following, state: State): Promise<ConnectionEnd> {
  const { address, credentials, language, onConnected } = following;
  const token = await credentials.token();
  const met = { connected: false };
  const guard = watchdog(() => client.terminate());
  const url = new URL('/graphql', address);
  url.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const client = createClient({
    url: url.href,
    webSocketImpl: FeedSocket,
    retryAttempts: 0,
    keepAlive: KEEP_ALIVE_MS,
    connectionAckWaitTimeout: PONG_WITHIN_MS,
    connectionParams: { authorization: `Bearer ${token}`, ...(language === null ? {} : { language }) },
    on: {
      connected: () => {
        met.connected = true;
        onConnected(token);
      },
      ping: guard.ping,
      pong: guard.pong,
    },
  });
  try {
    const cause = await subscribe(client, following, state);
    if (cause instanceof Failure) throw cause;
    const end = toConnectionEnd(cause);
    // A token that was good a moment ago has expired: the next connection brings another one.
    const hasExpired = met.connected && credentials.renewable && end.code === FORBIDDEN;
    return hasExpired ? { ...end, kind: 'lost' } : end;
  } finally {
    guard.clear();
    // Rejects where the connection never came about; then there is nothing to close.
    void Promise.resolve(client.dispose()).catch(() => undefined);
  }
}

/**
 * Follows the feed until interrupted: after each loss it goes on behind the last cursor, trying again after
 * pauses that grow. Throws Failure when the server refuses.
 */
export async function follow(following: Following): Promise<void> {
  const { interrupted, onLost } = following;
  const isOver = () => interrupted.aborted;
  const state: State = { after: following.after, received: false, attempt: 0 };
  while (!isOver()) {
    const { kind, words } = await connect(following, state);
    if (isOver()) return;
    if (kind === 'refused') throw new Failure(`Refused: ${words}.`);
    if (state.attempt === 0) onLost(words, state.after);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** state.attempt) * (0.5 + Math.random() / 2);
    state.attempt += 1;
    await delay(pause, undefined, { signal: interrupted }).catch(() => undefined);
  }
}
