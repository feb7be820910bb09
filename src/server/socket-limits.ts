/** Limits of sockets and event streams, each with its reason. */
export const socketLimits = {
  /** Largest message a client may send: the query text limit plus variables and envelope. */
  messageBytes: 256 * 1024,
  /** Open sockets of one server: 27 delegations with hundreds of desks each, and room for reconnects. */
  sockets: 10_000,
  /** Operations that one socket runs at a time: a desk shows a handful of feeds. */
  operations: 100,
  /** Time to send connection_init, absolute: pings do not extend it. */
  initMs: 3_000,
  /** A peer that answers no ping for this long is gone. */
  pingMs: 15_000,
  /** Above this much unsent data the next message waits until the reader has taken it. */
  unsentBytes: 256 * 1024,
  /** A reader that takes nothing for this long is cut; it can resume from its last cursor. */
  slowMs: 20_000,
  /** Time for the closing handshake at shutdown before the connection is cut. */
  closeMs: 2_000,
  /** Longest delay that a timer of Node takes. */
  timerMs: 2 ** 31 - 1,
} as const;
