import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { RefusalCode } from '../errors.ts';

/** What the server counts. Labels are closed lists: nothing that a client chooses becomes one. */
export interface Metrics {
  /** `route` is the path of the route, or `other`. */
  requestAnswered: (request: { route: string; status: number; seconds: number }) => void;
  operationAnswered: (operation: {
    type: 'query' | 'mutation' | 'subscription' | 'unknown';
    outcome: 'OK' | RefusalCode;
  }) => void;
  /** A token was not accepted, and how that was answered. */
  tokenRefused: (outcome: RefusalCode) => void;
  socketOpened: () => void;
  socketClosed: () => void;
  subscriptionOpened: () => void;
  subscriptionClosed: () => void;
  /** Messages handed to subscribers. */
  delivered: (count: number) => void;
  /** Time from a durable commit until its first delivery. */
  deliveryDelayed: (seconds: number) => void;
  journalAt: (position: number) => void;
  readonly contentType: string;
  /** All values in the text format of Prometheus. */
  render: () => Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Each call has a registry of its own, so several servers can live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'concord_http_request_duration_seconds',
    help: 'Time from the headers of a request to the end of its answer',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const operations = new Counter({
    name: 'concord_graphql_operations_total',
    help: 'GraphQL operations by type and by outcome, OK or the code of the first refusal',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const tokens = new Counter({
    name: 'concord_tokens_refused_total',
    help: 'Tokens that were not accepted, by the code of the answer; RATE_LIMITED are those after too many',
    labelNames: ['outcome'],
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const sockets = gauge('concord_sockets', 'Open WebSocket connections');
  const subscriptions = gauge('concord_subscriptions', 'Live subscriptions over all transports');
  const journal = gauge('concord_journal_position', 'Position of the last commit');
  const deliveries = new Counter({
    name: 'concord_deliveries_total',
    help: 'Messages handed to subscribers',
    registers,
  });
  const delay = new Histogram({
    name: 'concord_delivery_delay_seconds',
    help: 'Time from a durable commit until its first delivery',
    buckets: SECONDS,
    registers,
  });
  return {
    requestAnswered: ({ route, status, seconds }) => requests.observe({ route, status }, seconds),
    operationAnswered: ({ type, outcome }) => operations.inc({ type, outcome }),
    tokenRefused: (outcome) => tokens.inc({ outcome }),
    socketOpened: () => sockets.inc(),
    socketClosed: () => sockets.dec(),
    subscriptionOpened: () => subscriptions.inc(),
    subscriptionClosed: () => subscriptions.dec(),
    delivered: (count) => deliveries.inc(count),
    deliveryDelayed: (seconds) => delay.observe(seconds),
    journalAt: (position) => journal.set(position),
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
}
