import { WebSocket } from 'ws';

/** A socket without a client library: for what a well-behaved client never does. */
export class RawSocket {
  readonly frames: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #end: { code: number; reason: string } | null = null;
  readonly #socket: WebSocket;
  #wake: () => void = () => undefined;

  constructor(url: string, headers: Record<string, string> = {}) {
    const address = `${url.replace(/^http/, 'ws')}/graphql`;
    this.#socket = new WebSocket(address, 'graphql-transport-ws', { headers });
    this.#socket.on('message', (data: Buffer) => {
      this.frames.push(data.toString('utf8'));
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.#socket.once('close', (code, reason) => {
        this.#end = { code, reason: reason.toString() };
        resolve(this.#end);
        this.#wake();
      });
    });
  }

  async opened(): Promise<this> {
    await new Promise((resolve, reject) => {
      this.#socket.once('open', resolve);
      this.#socket.once('error', reject);
    });
    return this;
  }

  send(message: object): void {
    this.sendRaw(JSON.stringify(message));
  }

  /** A buffer goes as a binary message. */
  sendRaw(message: string | Buffer): void {
    this.#socket.send(message);
  }

  /** Resolves once that many frames have come; rejects when the socket closes before. */
  async has(count: number): Promise<readonly string[]> {
    while (this.frames.length < count) {
      if (this.#end !== null) throw new Error(`the socket was closed: ${JSON.stringify(this.#end)}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.frames;
  }

  /** Opens the protocol; resolves when the server has acknowledged it. */
  async greet(token: string | null): Promise<void> {
    this.send({
      type: 'connection_init',
      payload: token === null ? {} : { authorization: `Bearer ${token}` },
    });
    await this.has(1);
  }

  /** Takes nothing more from the network until `resume`; the server's bytes pile up on its own side. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.terminate();
  }
}
