import type { Exchange } from './exchange.ts';

const ALLOWED_HEADERS = 'accept, accept-language, authorization, content-type, x-request-id';
const EXPOSED_HEADERS = 'retry-after, x-request-id';
const SECONDS_OF_PREFLIGHT = '600';

/** Lets the listed origins, and no other, read answers: a foreign page gets no header at all. */
export function allowOrigin({ request, response }: Exchange, origins: readonly string[]): void {
  if (origins.length === 0) return;
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
}

/** Answers a preflight from a listed origin; false where the request is none. */
export function answerPreflight({ request, response }: Exchange): boolean {
  const isAllowed = response.hasHeader('access-control-allow-origin');
  if (request.method !== 'OPTIONS' || !isAllowed) return false;
  if (request.headers['access-control-request-method'] === undefined) return false;
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader('access-control-allow-headers', ALLOWED_HEADERS);
  response.setHeader('access-control-max-age', SECONDS_OF_PREFLIGHT);
  response.statusCode = 204;
  response.end();
  return true;
}
