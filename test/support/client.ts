import { createClient, type Client as SocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Refused {
  message: string;
  extensions: { code: string; field?: string; limit?: string; reference?: string };
  path?: (string | number)[];
}

export interface Result<T = Record<string, never>> {
  data?: T | null;
  errors?: Refused[];
}

/** Messages of one subscription, in the order in which they came. */
export class Feed<T> {
  readonly received: T[] = [];
  /** Bytes of all frames that came, as text. */
  ended: { code: number; reason: string } | 'complete' | { errors: readonly Refused[] } | null = null;
  #waiting: { count: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  #onEnd: (() => void)[] = [];
  stop: () => void = () => undefined;

  add(message: T): void {
    this.received.push(message);
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.received.length < count) return true;
      resolve();
      return false;
    });
  }

  end(how: NonNullable<Feed<T>['ended']>): void {
    this.ended ??= how;
    for (const { reject, count } of this.#waiting)
      reject(
        new Error(
          `the feed ended (${JSON.stringify(how)}) after ${this.received.length} of ${count} messages`,
        ),
      );
    for (const resolve of this.#onEnd) resolve();
  }

  /** Resolves with the first `count` messages; rejects when the feed ends before. */
  async take(count: number): Promise<readonly T[]> {
    if (this.received.length < count) {
      if (this.ended !== null) throw new Error(`the feed has ended: ${JSON.stringify(this.ended)}`);
      await new Promise<void>((resolve, reject) => this.#waiting.push({ count, resolve, reject }));
    }
    return this.received.slice(0, count);
  }

  async hasEnded(): Promise<NonNullable<Feed<T>['ended']>> {
    if (this.ended === null) await new Promise<void>((resolve) => this.#onEnd.push(resolve));
    if (this.ended === null) throw new Error('woken before the end');
    return this.ended;
  }
}

/** A client system: queries by POST, subscriptions over graphql-transport-ws. */
export class Client {
  readonly url: string;
  readonly token: string | null;
  readonly #sockets = new Set<SocketClient>();

  constructor(url: string, token: string | null) {
    this.url = url;
    this.token = token;
  }

  async ask<T = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Result<T>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Result<T>;
  }

  /** The data; throws with query and answer where there are errors. */
  async get<T = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<T> {
    const { data, errors } = await this.ask<T>(query, variables, headers);
    if (errors !== undefined || data === null || data === undefined)
      throw new Error(`${query}\n${JSON.stringify(variables)}\n${JSON.stringify(errors)}`);
    return data;
  }

  /** The one refusal of a request that must be refused. */
  async refusal(query: string, variables: Record<string, unknown> = {}): Promise<Refused> {
    const { data, errors } = await this.ask(query, variables);
    const [error] = errors ?? [];
    if (error === undefined) throw new Error(`not refused: ${query}\n${JSON.stringify(data)}`);
    return error;
  }

  /** Resolves once the server has taken the connection, so that what is published next is received. */
  async subscribe<T>(
    query: string,
    variables: Record<string, unknown> = {},
    { language, onFrame }: { language?: string; onFrame?: (bytes: string) => void } = {},
  ): Promise<Feed<T>> {
    const feed = new Feed<T>();
    class Listening extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols);
        if (onFrame) this.on('message', (data: Buffer) => onFrame(data.toString('utf8')));
      }
    }
    const client = createClient({
      url: `${this.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: Listening,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
      connectionParams: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(language === undefined ? {} : { language }),
      },
    });
    this.#sockets.add(client);
    client.on('closed', (event) => {
      const { code, reason } = event as { code: number; reason: string };
      feed.end({ code, reason });
    });
    const running = client.subscribe<T>(
      { query, variables },
      {
        next: (result) => {
          const { data, errors } = result as Result<T>;
          if (errors !== undefined) feed.end({ errors });
          else if (data !== null && data !== undefined) feed.add(data);
        },
        error: (error) => {
          if (Array.isArray(error)) feed.end({ errors: error as Refused[] });
          else if (typeof error === 'object' && error !== null && 'code' in error)
            feed.end({ code: Number(error.code), reason: 'reason' in error ? String(error.reason) : '' });
          else feed.end({ code: 0, reason: String(error) });
        },
        complete: () => feed.end('complete'),
      },
    );
    feed.stop = running;
    // A query on the same socket is answered after the subscription before it has been taken up.
    if (feed.ended === null) await this.#roundTrip(client, feed);
    return feed;
  }

  close(): void {
    for (const socket of this.#sockets) void socket.dispose();
  }

  #roundTrip(client: SocketClient, feed: Feed<unknown>): Promise<void> {
    return new Promise((resolve) => {
      void feed.hasEnded().then(() => resolve());
      client.subscribe(
        { query: '{ __typename }' },
        { next: () => undefined, error: () => resolve(), complete: () => resolve() },
      );
    });
  }
}
