import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { Generated } from './generator.ts';

/** What came back for one request. */
export interface Outcome {
  /** Of HTTP; 0 on a socket or where the connection ended without an answer. */
  status: number;
  type: string;
  text: string;
  /** Close code of a socket. */
  closed?: number;
}

const NEVER: Outcome = { status: 0, type: '', text: '' };

/** Sends what was generated, as one of several holders of tokens; the first is nobody. */
export class Sender {
  readonly #url: string;
  readonly #tokens: readonly (string | null)[];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(url: string, tokens: readonly (string | null)[]) {
    this.#url = url;
    this.#tokens = tokens;
  }

  close(): void {
    this.#agent.destroy();
  }

  send(generated: Generated): Promise<readonly Outcome[]> {
    const token = this.#tokens[generated.holder] ?? null;
    switch (generated.kind) {
      case 'post':
        return this.post(generated, token).then((outcome) => [outcome]);
      case 'bytes':
        return this.#bytes(generated.bytes).then((outcome) => [outcome]);
      case 'operations':
        return this.#operations(generated.payloads, token);
      case 'frames':
        return this.#frames(generated.frames);
    }
  }

  post(
    { path, headers, body }: Pick<Extract<Generated, { kind: 'post' }>, 'path' | 'headers' | 'body'>,
    token: string | null,
  ): Promise<Outcome> {
    return new Promise((resolve) => {
      const bearer = token === null ? {} : { authorization: `Bearer ${token}` };
      const sent = request(
        this.#url + path,
        {
          method: 'POST',
          agent: this.#agent,
          headers: { 'content-type': 'application/json', ...bearer, ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          const type = response.headers['content-type'] ?? '';
          const end = (): void =>
            resolve({ status: response.statusCode ?? 0, type, text: Buffer.concat(chunks).toString() });
          response.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            // A feed that was opened goes on for ever.
            if (type.startsWith('text/event-stream')) response.destroy();
          });
          response.on('close', end);
          if (type.startsWith('text/event-stream')) setImmediate(() => response.destroy());
        },
      );
      sent.on('error', () => resolve(NEVER));
      sent.end(body);
    });
  }

  /** Says that nothing more comes, so that the server does not wait for what a spoilt length announces. */
  #bytes(bytes: Buffer): Promise<Outcome> {
    return new Promise((resolve) => {
      const socket = connect(
        { port: Number(new URL(this.#url).port), host: '127.0.0.1', allowHalfOpen: true },
        () => socket.end(bytes),
      );
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('error', () => undefined);
      socket.on('end', () => socket.destroy());
      socket.on('close', () => {
        const answer = Buffer.concat(chunks).toString();
        const [head = '', ...rest] = answer.split('\r\n\r\n');
        resolve({
          status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
          type: /^content-type: (.*)$/im.exec(head)?.[1] ?? '',
          text: rest.join('\r\n\r\n'),
        });
      });
    });
  }

  #open(): WebSocket {
    const socket = new WebSocket(`${this.#url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    return socket;
  }

  /** One outcome for each operation, all of them on one socket. */
  #operations(payloads: readonly string[], token: string | null): Promise<readonly Outcome[]> {
    const outcomes = new Map<string, Outcome>();
    const socket = this.#open();
    return new Promise((resolve) => {
      const say = (text: string): void => socket.send(text);
      socket.on('open', () =>
        say(
          JSON.stringify({
            type: 'connection_init',
            payload: token === null ? {} : { authorization: `Bearer ${token}` },
          }),
        ),
      );
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        const message = JSON.parse(text) as { id: string; type: string; payload?: unknown };
        if (message.type === 'connection_ack')
          payloads.forEach((payload, index) =>
            say(`{"id":"${index}","type":"subscribe","payload":${payload}}`),
          );
        // As over HTTP, so that both are judged alike.
        if (message.type === 'next')
          outcomes.set(message.id, { ...NEVER, text: JSON.stringify(message.payload) });
        if (message.type === 'error')
          outcomes.set(message.id, { ...NEVER, text: JSON.stringify({ errors: message.payload }) });
        if (outcomes.size === payloads.length) socket.close();
      });
      socket.on('close', (closed) => {
        resolve(payloads.map((_payload, index) => outcomes.get(String(index)) ?? { ...NEVER, closed }));
      });
    });
  }

  /** What the server said to frames in disorder, and how it closed, where it did. */
  #frames(frames: readonly (string | Buffer)[]): Promise<readonly Outcome[]> {
    const heard: Outcome[] = [];
    const socket = this.#open();
    let pongs = 0;
    return new Promise((resolve) => {
      socket.on('open', () => {
        for (const frame of frames) socket.send(frame, { binary: false });
        socket.ping();
      });
      socket.on('pong', () => {
        pongs += 1;
        if (pongs < 3) socket.ping();
        else socket.close(1000);
      });
      socket.on('message', (data: Buffer) => heard.push({ ...NEVER, text: data.toString() }));
      socket.on('close', (closed, reason) =>
        resolve([...heard, { ...NEVER, text: reason.toString(), closed }]),
      );
    });
  }
}
