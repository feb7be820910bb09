import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-ws';

/** Types nest at most five deep, so that asking for the schema stays within the server's own limit on depth. */
const introspectionQuery = getIntrospectionQuery({
  typeDepth: 5,
  schemaDescription: true,
  inputValueDeprecation: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  oneOf: true,
});

/** Names in lower case; a header left empty counts as not sent. */
const filledHeaders = (headers) =>
  Object.fromEntries(
    Object.entries(headers ?? {})
      .map(([name, value]) => [name.toLowerCase(), String(value ?? '').trim()])
      .filter(([, value]) => value !== ''),
  );

function isSubscription({ query, operationName }) {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    // What does not parse goes to the server, whose refusal says why.
    return false;
  }
}

const onlyMessage = (message) => ({ errors: [{ message }] });

async function post(url, { params, headers }) {
  const accept = 'application/graphql-response+json, application/json;q=0.9';
  const response = await fetch(url, {
    method: 'POST',
    credentials: 'omit',
    headers: { accept, ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(params),
  }).catch(() => null);
  if (response === null) return onlyMessage('The server cannot be reached, or a header is not one.');
  return response.json().catch(() => onlyMessage(`The server answered ${response.status} without JSON.`));
}

const asErrors = (reason) => {
  if (reason instanceof CloseEvent) {
    const because = reason.reason === '' ? '' : `: ${reason.reason}`;
    return [{ message: `The socket was closed with ${reason.code}${because}.` }];
  }
  return reason instanceof Error ? [{ message: reason.message }] : reason;
};

/** One socket for each subscription, because the token belongs to the socket and each tab may hold another. */
function subscribe(url, { params, headers }) {
  const { authorization } = headers;
  const client = createClient({
    url: url.href.replace(/^http/, 'ws'),
    connectionParams: authorization === undefined ? {} : { authorization },
    // Subscribing again by itself would start live and skip what came in between; the reader decides.
    retryAttempts: 0,
  });
  return {
    subscribe: (sink) => ({
      unsubscribe: client.subscribe(params, {
        next: (result) => sink.next(result),
        error: (reason) => sink.error(asErrors(reason)),
        complete: () => sink.complete(),
      }),
    }),
  };
}

/** A GraphiQL fetcher: POST for queries and mutations, graphql-transport-ws for subscriptions. */
export const createFetcher =
  (url) =>
  (given, { headers: typed } = {}) => {
    const params =
      given.operationName === 'IntrospectionQuery' ? { ...given, query: introspectionQuery } : given;
    const request = { params, headers: filledHeaders(typed) };
    return isSubscription(params) ? subscribe(url, request) : post(url, request);
  };
