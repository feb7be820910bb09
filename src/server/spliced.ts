import type { WebSocket } from 'ws';
import type { Peer, Results } from './operations.ts';
import type { SocketOperations } from './socket-care.ts';

/** What belongs to one socket. */
export interface Extra {
  socket: WebSocket;
  peer: Peer;
  /** Text that takes the place of the next message's payload. */
  splice: string | null;
  timers: Set<NodeJS.Timeout>;
  operations: SocketOperations;
  /** Ends of what runs, by the payload that began it: ids may be used again. */
  ends: WeakMap<object, () => void>;
  /** Of the message that is being taken up. */
  isTooDeep: boolean;
}

/** Serialised already: the protocol library is given a stand-in, and the text is put in its place on sending. */
export class Ready {
  readonly #text: string;
  readonly #extra: Extra;

  constructor(text: string, extra: Extra) {
    this.#text = text;
    this.#extra = extra;
  }

  toJSON(): number {
    this.#extra.splice = this.#text;
    return 0;
  }
}

/** The stand-in is the last part of its message, whatever else a client put into the id. */
const STAND_IN = '"payload":0}';

/** The message with the text in the place of the stand-in; without a text the message as it is. */
export function spliced(message: string, text: string | null): string {
  if (text === null) return message;
  if (!message.endsWith(STAND_IN)) throw new Error('a serialised result is not at the end of its message');
  return `${message.slice(0, -2)}${text}}`;
}

/** The iterator that graphql-ws pulls; `return` answers at once, also while a `next` waits. */
export const pulled = (results: Results, extra: Extra) => ({
  next: async () => {
    const { done, value } = await results.next();
    return done === true
      ? { done: true as const, value: undefined }
      : { done: false as const, value: new Ready(value, extra) };
  },
  return: async () => {
    await results.return();
    return { done: true as const, value: undefined };
  },
  throw: async (error: Error) => {
    await results.return();
    throw error;
  },
  [Symbol.asyncIterator]() {
    return this;
  },
});
