import type { Actor, Standing } from '../access/actor.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Operations } from './operations.ts';
import type { Preparation } from './prepare.ts';
import type { AddressOf } from './proxies.ts';
import type { Rate } from './rate.ts';
import type { Refusals } from './refusals.ts';
import type { Running } from './running.ts';

/** What sockets need of the rest of the server. */
export interface SocketOptions<Context extends object> {
  operations: Operations<Context>;
  preparation: Preparation;
  refusals: Refusals;
  rate: Rate;
  running: Running;
  metrics: Metrics;
  log: Log;
  authenticate: (authorization: string | null, address: string) => Promise<Actor | null>;
  standing: Standing;
  contextFor: (caller: {
    actor: Actor | null;
    acceptLanguage: string | null;
    requestId: string;
    address: string;
  }) => Context;
  addressOf: AddressOf;
  /** Browser origins that may open a socket, besides the server's own. */
  origins: readonly string[];
  /** Sockets that are open at a time, at the most. */
  mostSockets: number;
  now: () => number;
}
