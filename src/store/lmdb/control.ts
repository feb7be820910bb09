import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { Flaw } from '../../journal/walk.ts';
import type { Moved, MovingOptions } from '../moving.ts';
import { StoreUnusable } from '../shared/unusable.ts';
import type { DirectoryInUse } from './lock.ts';

/** Where the server of a directory takes requests of whoever owns it: lines of JSON. */
export const controlSocket = (directory: string): string => join(directory, 'control.sock');

/** The system holds no more bytes of a socket's path. */
const LONGEST_PATH = 107;

const isTooLong = (path: string): boolean => Buffer.byteLength(path) > LONGEST_PATH;

/** What a client may ask: one rebuild for each connection, which ends where the connection does. */
type Asked = { ask: 'rebuild' | 'stop' };

type Answer =
  | { through: number }
  | { moved: Moved }
  | { flaw: { position: number; reason: string } }
  | { stopped: true }
  | { refused: string };

const say = (socket: Socket, message: Asked | Answer): void => {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
};

const LONGEST_LINE = 10_000;

/** Ends where the other side does, however it ends, and at what is no message. */
async function* messagesOf(socket: Socket): AsyncGenerator<object> {
  let rest = '';
  try {
    for await (const piece of socket.setEncoding('utf8')) {
      const lines = (rest + String(piece)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) return;
      for (const line of lines) {
        const message: unknown = JSON.parse(line);
        if (typeof message !== 'object' || message === null) return;
        yield message;
      }
    }
  } catch {
    // A connection that breaks and a line that is no JSON are ends like any other.
  }
}

type Work = (options: Pick<MovingOptions, 'onProgress' | 'signal'>) => Promise<Moved>;

/** The server's side of the socket. */
export class Control {
  readonly #rebuild: Work;
  readonly #sockets = new Set<Socket>();
  readonly #working = new Set<Promise<void>>();
  readonly #server = createServer((socket) => void this.#serve(socket));

  private constructor(rebuild: Work) {
    this.#rebuild = rebuild;
  }

  /** For who holds the directory: a socket that lies there is of a server that was killed. */
  static open(directory: string, rebuild: Work): Control {
    const control = new Control(rebuild);
    const path = controlSocket(directory);
    // A server whose directory lies too deep serves all the same; whoever asks is told.
    if (isTooLong(path)) return control;
    rmSync(path, { force: true });
    control.#server.on('error', (error) => process.emitWarning(error)).listen(path);
    if (control.#server.listening) chmodSync(path, 0o600);
    return control;
  }

  /** Once the work has ended; its answers are still given. */
  async close(): Promise<void> {
    await Promise.all(this.#working);
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(socket: Socket): Promise<void> {
    const stopping = new AbortController();
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      stopping.abort();
    });
    let isAsked = false;
    for await (const { ask } of messagesOf(socket) as AsyncGenerator<Partial<Asked>>) {
      if (ask === 'stop') stopping.abort();
      else if (ask === 'rebuild' && !isAsked) {
        isAsked = true;
        const working = this.#work(socket, stopping.signal);
        this.#working.add(working);
        void working.then(() => this.#working.delete(working));
      } else say(socket, { refused: 'The server does not know this request; it is of another version.' });
    }
    socket.destroySoon();
  }

  async #work(socket: Socket, signal: AbortSignal): Promise<void> {
    const onProgress = (through: number): void => say(socket, { through });
    const answer = await this.#rebuild({ onProgress, signal }).then(
      (moved): Answer => ({ moved }),
      (error: unknown): Answer => {
        if (signal.aborted) return { stopped: true };
        if (error instanceof Flaw) return { flaw: { position: error.position, reason: error.message } };
        if (error instanceof StoreUnusable) return { refused: error.message };
        process.emitWarning(error instanceof Error ? error : new Error('A rebuild failed.'));
        return { refused: 'The server failed to rebuild; its output says more. The store is as it was.' };
      },
    );
    say(socket, answer);
    socket.end();
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

/** Resolves with the open connection. Throws `inUse` where nobody listens. */
async function connected(directory: string, inUse: DirectoryInUse): Promise<Socket> {
  const path = controlSocket(directory);
  if (isTooLong(path))
    throw new StoreUnusable(
      `${inUse.message} It cannot be asked to rebuild, since the path ${path} is longer than the ${LONGEST_PATH} bytes of a socket: stop it first, or give it a shorter data directory.`,
    );
  const socket = connect(path);
  try {
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return socket.on('error', () => undefined);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ECONNREFUSED') throw inUse;
    throw new StoreUnusable(`${inUse.message} It cannot be asked to rebuild (${String(codeOf(error))}).`, {
      cause: error,
    });
  }
}

/**
 * Asks the server of the directory to rebuild, and waits until it has answered, also after the signal: what became
 * of it is then known. Throws what the rebuild threw there.
 */
export async function askForRebuild(
  directory: string,
  inUse: DirectoryInUse,
  { onProgress, signal }: Pick<MovingOptions, 'onProgress' | 'signal'>,
): Promise<Moved> {
  const socket = await connected(directory, inUse);
  const stop = (): void => say(socket, { ask: 'stop' });
  say(socket, { ask: 'rebuild' });
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  try {
    for await (const answer of messagesOf(socket) as AsyncGenerator<Answer>) {
      if ('through' in answer) onProgress?.(answer.through);
      else if ('moved' in answer) return answer.moved;
      else if ('flaw' in answer) throw new Flaw(answer.flaw.position, answer.flaw.reason);
      else if ('refused' in answer) throw new StoreUnusable(answer.refused);
      else signal?.throwIfAborted();
    }
    throw new StoreUnusable('The server went away before it answered; its store is whole, old or new.');
  } finally {
    signal?.removeEventListener('abort', stop);
    socket.destroy();
  }
}
