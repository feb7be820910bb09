import { randomUUID } from 'node:crypto';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { projectionOf } from '../../src/services/projection.ts';
import { openMongodbStore, type MongodbStoreOptions } from '../../src/store/mongodb/store.ts';
import type { Store } from '../../src/store/port.ts';
import { databaseUri } from '../support/mongodb.ts';

export const newDatabase = (): string => databaseUri(`concord-${randomUUID().slice(0, 8)}`);

/** A server's store on a database; several on the same one are several servers. */
export const openShared = (
  uri: string,
  options: Partial<Omit<MongodbStoreOptions, 'uri'>> = {},
): Promise<Store> => openMongodbStore({ uri, project: projectionOf, ...options });

type Listen = () => (bytes: Buffer) => void;

/** Stands between server and database, so that a test can part them. */
export class Proxy {
  readonly #server = createServer((socket) => this.#pipe(socket));
  readonly #sockets = new Set<Socket>();
  #target: { host: string; port: number };
  #isCut = false;
  #isStalled = false;

  readonly #listen: Listen;

  private constructor(uri: string, listen: Listen) {
    this.#target = targetOf(uri);
    this.#listen = listen;
  }

  /** `listen` is called for each connection, and what it returns with what is sent there to the database. */
  static async before(
    uri: string,
    listen: Listen = () => () => undefined,
  ): Promise<{ proxy: Proxy; uri: string }> {
    const proxy = new Proxy(uri, listen);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.#server.address() as AddressInfo;
    return { proxy, uri: uri.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`) };
  }

  /** Breaks every connection and lets none in. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Keeps the connections and lets nothing through, as a machine that hangs. */
  stall(): void {
    this.#isStalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  mend(uri?: string): void {
    if (uri !== undefined) this.#target = targetOf(uri);
    this.#isCut = false;
    this.#isStalled = false;
    for (const socket of this.#sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pipe(socket: Socket): void {
    if (this.#isCut) {
      socket.destroy();
      return;
    }
    const onward = connect(this.#target);
    socket.on('data', this.#listen());
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#sockets.add(one);
      one.on('data', (bytes) => other.write(bytes));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      if (this.#isStalled) one.pause();
    }
  }
}

function targetOf(uri: string): { host: string; port: number } {
  const { hostname, port } = new URL(uri);
  return { host: hostname, port: Number(port) };
}
