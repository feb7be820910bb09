import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What is looked at of a request. */
export interface MetricsRequest {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}

const isLoopback = (address: string): boolean => /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/i.test(address);

/** What a proxy on this machine adds to what it passes on from elsewhere. */
const isPassedOn = ({ headers }: MetricsRequest): boolean =>
  headers['x-forwarded-for'] !== undefined ||
  headers.forwarded !== undefined ||
  headers['x-real-ip'] !== undefined ||
  headers.via !== undefined;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Who may read the metrics: programs on this machine, and who has the token. Their counts move with every change,
 * also with those that others may not know of.
 */
export function metricsReaders(token: string | null): (request: MetricsRequest) => boolean {
  const expected = token === null ? null : digestOf(`Bearer ${token}`);
  return (request) => {
    const { authorization } = request.headers;
    if (expected !== null && authorization !== undefined)
      return timingSafeEqual(digestOf(authorization), expected);
    return isLoopback(request.socket.remoteAddress ?? '') && !isPassedOn(request);
  };
}
