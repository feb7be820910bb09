import type { WebSocket } from 'ws';
import type { Standing } from '../access/actor.ts';
import type { Peer } from './operations.ts';
import { socketLimits } from './socket-limits.ts';

interface Cared {
  socket: WebSocket;
  peer: Peer;
  timers: Set<NodeJS.Timeout>;
}

/** Refused for the rights, as the protocol says it. */
const FORBIDDEN = 4403;
/** Policy of this server: the reader takes too little; it may come back and resume. */
const TOO_SLOW = 4408;

/** Calls back at an instant, however far: a timer of Node waits 24 days at the most. */
export function callAt(instant: number, now: () => number, call: () => void): { cancel: () => void } {
  let timer: NodeJS.Timeout | null = null;
  const wait = (): void => {
    const left = instant - now();
    if (left <= 0) call();
    else timer = setTimeout(wait, Math.min(left, socketLimits.timerMs));
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

/** Ends the socket when its token does. */
export function closeAtExpiry({ socket, peer }: Cared, now: () => number): void {
  // A socket that closed while its token was looked at would never cancel the timer.
  if (peer.actor === null || socket.readyState === socket.CLOSED) return;
  const expiry = callAt(peer.actor.expiresAt, now, () => closeExpired(socket));
  socket.once('close', expiry.cancel);
}

/** Cuts a peer that answers no ping. */
export function keepAlive({ socket, timers }: Cared): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, socketLimits.pingMs);
  timers.add(timer);
}

/**
 * Sends at once while the reader keeps up; behind a mark of unsent data a message waits until it is taken, so
 * that a slow reader costs no memory, and a reader that takes nothing is cut.
 */
export function paced({ socket, timers }: Cared): (message: string) => Promise<void> {
  return (message) => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount < socketLimits.unsentBytes) {
      socket.send(message);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        socket.close(TOO_SLOW, 'Reading too slowly; resume from your last cursor');
        socket.terminate();
      }, socketLimits.slowMs);
      timers.add(timer);
      socket.send(message, () => {
        clearTimeout(timer);
        timers.delete(timer);
        resolve();
      });
    });
  };
}
