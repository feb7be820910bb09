import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { DomainError } from '../errors.ts';
import { isShallow } from './brackets.ts';
import { endWithRefusal } from './exchange.ts';
import { LimitExceeded, closings, timeLimits } from './limits.ts';
import type { Peer } from './operations.ts';
import { HttpRefusal, type Refusals } from './refusals.ts';
import { closeAtEndOfLife, closeOver, countOperations, keepAlive, lagsBehind, paced } from './socket-care.ts';
import type { SocketOptions } from './socket-options.ts';
import { protocolOptions } from './socket-protocol.ts';
import { spliced, type Extra } from './spliced.ts';

function refuseUpgrade(
  { url, headers }: IncomingMessage,
  { path, origins, full }: { path: string; origins: readonly string[]; full: DomainError | null },
): DomainError | null {
  if (url?.split('?')[0] !== path) return new HttpRefusal(404, 'There is nothing at this address.');
  const own = [`http://${headers.host ?? ''}`, `https://${headers.host ?? ''}`];
  if (headers.origin !== undefined && ![...own, ...origins].includes(headers.origin))
    return new DomainError('FORBIDDEN', 'Pages of this origin may not open a socket.');
  return full;
}

function fullness(isClosing: boolean, open: number, most: number): DomainError | null {
  if (isClosing) return new DomainError('UNAVAILABLE', 'This server stops; connect again.');
  return open >= most ? new LimitExceeded('sockets') : null;
}

/** A message that only a server may send; the library says so in its text alone. */
const isUnexpected = (error: unknown): boolean =>
  error instanceof Error && /^Unexpected message of type \w+ received$/.test(error.message);

/** Hands messages to the protocol; closes with a reason where one is no message of it. */
function receiver(
  extra: Extra,
  listener: (text: string) => Promise<void>,
  refusals: Refusals,
): (data: Buffer, isBinary: boolean) => void {
  const { socket } = extra;
  return (data, isBinary) => {
    if (isBinary) {
      socket.close(CloseCode.BadRequest, 'Text messages only');
      return;
    }
    if (data.length > closings.messageBytes.most) {
      closeOver(socket, 'messageBytes');
      return;
    }
    const text = data.toString('utf8');
    extra.isTooDeep = !isShallow(text);
    listener(text).catch((error: unknown) => {
      if (error instanceof LimitExceeded) {
        socket.close(CloseCode.BadRequest, error.message);
        return;
      }
      if (isUnexpected(error)) {
        socket.close(CloseCode.BadRequest, 'Not a message of a client');
        return;
      }
      refusals.toRefusal(error, { requestId: randomUUID() });
      socket.close(CloseCode.InternalServerError, 'Internal server error');
    });
  };
}

/** Ties one socket to the protocol until it closes. */
function tie<Context extends object>(
  { socket, address }: { socket: WebSocket; address: string },
  protocol: ReturnType<typeof makeServer<Record<string, unknown>, Extra>>,
  { metrics, log, refusals }: SocketOptions<Context>,
): void {
  metrics.socketOpened();
  const peer: Peer = { actor: null, languages: null, address };
  const extra: Extra = {
    socket,
    peer,
    splice: null,
    timers: new Set(),
    operations: countOperations(socket),
    ends: new WeakMap(),
    isTooDeep: false,
  };
  socket.on('error', (error) => log.debug({ error: error.name }, 'socket error'));
  closeAtEndOfLife(extra);
  const { isAlive } = keepAlive(extra);
  const send = paced(extra, isAlive);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => {
        const text = extra.splice;
        extra.splice = null;
        return send(spliced(message, text));
      },
      close: (code, reason) => socket.close(code, reason),
      onMessage: (listener) => socket.on('message', receiver(extra, listener, refusals)),
      // Who reads nothing needs no answer, and its answers must not pile up.
      onPing: (payload: unknown) =>
        lagsBehind(socket) ? Promise.resolve() : send(JSON.stringify({ type: 'pong', payload })),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    metrics.socketClosed();
    for (const timer of extra.timers) clearTimeout(timer);
    extra.operations.endAll();
    void closed(code, reason.toString());
  });
}

/** Says goodbye to every client and cuts those that do not answer. */
async function goAway(sockets: WebSocketServer): Promise<void> {
  const closing = [...sockets.clients].map((socket) => {
    socket.close(1001, 'Going away');
    return new Promise((done) => socket.once('close', done));
  });
  const cut = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, timeLimits.goodbye.most);
  await Promise.all(closing);
  clearTimeout(cut);
  sockets.close();
}

/** Opens graphql-transport-ws at the path; the only protocol spoken. */
export function serveWebSocket<Context extends object>(
  server: Server,
  path: string,
  options: SocketOptions<Context>,
): { close: () => Promise<void> } {
  const sockets = new WebSocketServer({
    noServer: true,
    // A message a little too large is read to its end, so that its sender is told the reason.
    maxPayload: 2 * closings.messageBytes.most,
    perMessageDeflate: false,
    handleProtocols,
  });
  const refuse = (duplex: Duplex, refusal: DomainError): void => {
    // No time limit of Node's applies any more: a client that does not close its side would stay for ever.
    duplex.once('finish', () => duplex.destroy());
    endWithRefusal(duplex, refusal, options.refusals);
  };
  sockets.on('wsClientError', (_error, duplex: Duplex) => {
    const headers = { 'sec-websocket-version': '13, 8' };
    const refusal = new HttpRefusal(400, 'This is not the handshake of a WebSocket.', headers);
    refuse(duplex, refusal);
  });
  const protocol = makeServer(protocolOptions(options));
  let isClosing = false;
  const upgrade = (request: IncomingMessage, duplex: Duplex, head: Buffer): void => {
    // Still listened to while the server closes: else Node would answer that the address takes no GET.
    const full = fullness(isClosing, sockets.clients.size, options.mostSockets);
    const refusal = refuseUpgrade(request, { path, origins: options.origins, full });
    const address = options.addressOf(request);
    if (refusal === null)
      sockets.handleUpgrade(request, duplex, head, (socket) => tie({ socket, address }, protocol, options));
    else refuse(duplex, refusal);
  };
  server.on('upgrade', upgrade);
  return {
    close: async () => {
      isClosing = true;
      await goAway(sockets);
    },
  };
}
