import { createClient } from 'graphql-sse';
import { Feed, type Client, type Refused } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import type { Message } from './messages.ts';

export const transports = ['a socket', 'an event stream'] as const;
export type Transport = (typeof transports)[number];

/** One subscription to the exchange, with every byte that the server sent for it. */
export interface Followed {
  feed: Feed<{ exchange: Message }>;
  /** Resolves with the first messages. */
  take: (count: number) => Promise<readonly Message[]>;
  /** Everything that came, as text. */
  raw: () => string;
  /** The results as they were sent, without what the transport puts around them. */
  payloads: () => readonly string[];
}

export interface Asked {
  after?: string | null;
  filter?: object;
  language?: string;
}

type Opened = Pick<Followed, 'feed' | 'raw' | 'payloads'>;

async function openSocket(client: Client, { language, ...variables }: Asked): Promise<Opened> {
  const frames: string[] = [];
  const feed = await client.subscribe<{ exchange: Message }>(operation('Exchange'), variables, {
    ...(language === undefined ? {} : { language }),
    onFrame: (frame) => frames.push(frame),
  });
  const results = () => frames.filter((frame) => frame.includes('"payload":{"data":{"exchange":'));
  return {
    feed,
    raw: () => frames.join('\n'),
    payloads: () => results().map((frame) => frame.slice(frame.indexOf('"payload":') + 10, -1)),
  };
}

/** Keeps a copy of what is read from the answer, and tells when the answer has begun. */
function copying(opened: () => void, copy: (text: string) => void): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const decoder = new TextDecoder();
    const tap = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => {
        copy(decoder.decode(bytes, { stream: true }));
        controller.enqueue(bytes);
      },
    });
    opened();
    const body = response.body?.pipeThrough(tap) ?? null;
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

async function openStream(client: Client, { language, ...variables }: Asked): Promise<Opened> {
  const feed = new Feed<{ exchange: Message }>();
  let text = '';
  await new Promise<void>((resolve) => {
    const stream = createClient({
      url: `${client.url}/graphql/stream`,
      retryAttempts: 0,
      headers: {
        ...(client.token === null ? {} : { authorization: `Bearer ${client.token}` }),
        ...(language === undefined ? {} : { 'accept-language': language }),
      },
      fetchFn: copying(resolve, (more) => (text += more)),
    });
    feed.stop = stream.subscribe<{ exchange: Message }>(
      { query: operation('Exchange'), variables: { ...variables } },
      {
        next: (result) => {
          const { data, errors } = result;
          if (errors !== undefined) feed.end({ errors: errors as unknown as Refused[] });
          else if (data !== null && data !== undefined) feed.add(data);
        },
        error: (error) => {
          const { response } = error as { response?: Response };
          feed.end({ code: response?.status ?? 0, reason: String(error) });
          resolve();
        },
        complete: () => feed.end('complete'),
      },
    );
  });
  const payloads = () =>
    [...text.matchAll(/^data: (\{"data":\{"exchange":.*)$/gm)].map(([, payload = '']) => payload);
  return { feed, raw: () => text, payloads };
}

/** Opens the exchange; what is published once it has resolved will come. */
export async function follow(transport: Transport, client: Client, asked: Asked = {}): Promise<Followed> {
  const opened = await (transport === 'a socket' ? openSocket : openStream)(client, asked);
  const take = async (count: number) => (await opened.feed.take(count)).map(({ exchange }) => exchange);
  return { ...opened, take };
}
