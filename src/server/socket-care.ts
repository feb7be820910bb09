import type { WebSocket } from 'ws';
import type { Standing } from '../access/actor.ts';
import { LONGEST_TIMER, closings, limits, memoryLimits, timeLimits, type ClosingName } from './limits.ts';
import type { Peer } from './operations.ts';

interface Cared {
  socket: WebSocket;
  peer: Peer;
  timers: Set<NodeJS.Timeout>;
}

/** Refused for the rights, as the protocol says it. */
const FORBIDDEN = 4403;

/** Calls back at an instant, however far: a timer of Node waits 24 days at the most. */
export function callAt(instant: number, now: () => number, call: () => void): { cancel: () => void } {
  let timer: NodeJS.Timeout | null = null;
  const wait = (): void => {
    const left = instant - now();
    if (left <= 0) call();
    else timer = setTimeout(wait, Math.min(left, LONGEST_TIMER));
  };
  wait();
  return { cancel: () => timer !== null && clearTimeout(timer) };
}

/** Says no, and why, before anything else of the operation is sent. */
export function closeExpired(socket: WebSocket): false {
  socket.close(FORBIDDEN, 'Token expired');
  return false;
}

/** Says no at once; what the reader has not taken yet is not sent any more, at the price of the closing handshake. */
export function closeRevoked(socket: WebSocket): false {
  const isBehind = socket.bufferedAmount > 0;
  socket.close(FORBIDDEN, 'Access revoked');
  if (isBehind) socket.terminate();
  return false;
}

/** Ends the socket in the turn in which its holder loses access. */
export function closeWhenRevoked({ socket, peer }: Cared, standing: Standing): void {
  if (socket.readyState === socket.CLOSED) return;
  socket.once(
    'close',
    standing.watch(peer.actor, () => closeRevoked(socket)),
  );
}

/** Closes with the code and the reason of the limit. */
export function closeOver(socket: WebSocket, limit: ClosingName): void {
  const { close, refusal } = closings[limit];
  socket.close(close, refusal);
}

/** Ends the socket when its token does. */
export function closeAtExpiry({ socket, peer }: Cared, now: () => number): void {
  // A socket that closed while its token was looked at would never cancel the timer.
  if (peer.actor === null || socket.readyState === socket.CLOSED) return;
  const expiry = callAt(peer.actor.expiresAt, now, () => closeExpired(socket));
  socket.once('close', expiry.cancel);
}

/** Ends the socket after its life, whatever runs on it. */
export function closeAtEndOfLife({ socket, timers }: Cared): void {
  timers.add(setTimeout(() => closeOver(socket, 'lifeMs'), closings.lifeMs.most));
}

/** Operations of one socket, from their start until their last word is sent, also where the client has forgotten them. */
export interface SocketOperations {
  /** Runs that many now, whatever their kind. */
  readonly count: () => number;
  /** What is returned takes it off again, the first time, and then calls `end`. */
  add: (end: () => void) => () => void;
  /** Takes off all of them; the socket has closed. */
  endAll: () => void;
}

/** Counts the operations of a socket, and closes it when none has run for long. */
export function countOperations(socket: WebSocket): SocketOperations {
  const ends = new Set<() => void>();
  let isOver = false;
  let idle: NodeJS.Timeout | undefined;
  const wait = (): void => {
    if (isOver || ends.size > 0) return;
    idle = setTimeout(() => closeOver(socket, 'idleMs'), closings.idleMs.most);
  };
  wait();
  return {
    count: () => ends.size,
    add(end) {
      clearTimeout(idle);
      const once = (): void => {
        if (!ends.delete(once)) return;
        end();
        wait();
      };
      ends.add(once);
      // The socket has closed while its operation was looked at: nobody else would end it.
      if (isOver) once();
      return once;
    },
    endAll() {
      isOver = true;
      clearTimeout(idle);
      for (const end of ends) end();
    },
  };
}

/** Cuts a peer that answers no ping. One that goes on taking what is sent is alive, though its answer may wait. */
export function keepAlive({ socket, timers }: Cared): { isAlive: () => void } {
  let isAlive = true;
  const heard = (): void => {
    isAlive = true;
  };
  socket.on('pong', heard);
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, timeLimits.ping.most);
  timers.add(timer);
  return { isAlive: heard };
}

/** More than this is unsent: what need not be said now is not said. */
export const lagsBehind = ({ bufferedAmount }: WebSocket): boolean =>
  bufferedAmount >= memoryLimits.unsentBytes.most;

/** The code stands behind all that is unsent, so it is given a while to arrive before the memory is freed. */
function cutSlow({ socket, timers }: Cared): void {
  if (socket.readyState !== socket.OPEN) return;
  closeOver(socket, 'unreadMs');
  timers.add(setTimeout(() => socket.terminate(), timeLimits.lastWords.most));
}

/**
 * Sends at once while the reader keeps up; behind a mark of unsent data a message waits until it is taken, so
 * that a slow reader costs no memory, and a reader that takes nothing is cut. One that sends without reading is
 * not listened to while more answers wait than operations can run.
 */
export function paced(cared: Cared, onTaken: () => void): (message: string) => Promise<void> {
  const { socket, timers } = cared;
  let waiting = 0;
  let isHeard = true;
  const listen = (): void => {
    const hear = waiting <= limits.operationsPerSocket.most;
    if (hear === isHeard) return;
    isHeard = hear;
    if (hear) socket.resume();
    else socket.pause();
  };
  return (message) => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (!lagsBehind(socket)) {
      socket.send(message);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => cutSlow(cared), closings.unreadMs.most);
      timers.add(timer);
      waiting += 1;
      listen();
      socket.send(message, () => {
        clearTimeout(timer);
        timers.delete(timer);
        waiting -= 1;
        listen();
        onTaken();
        resolve();
      });
    });
  };
}
