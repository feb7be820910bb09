import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { DomainError } from '../errors.ts';
import { endWithRefusal } from './exchange.ts';
import type { Peer } from './operations.ts';
import { HttpRefusal } from './refusals.ts';
import { keepAlive, paced } from './socket-care.ts';
import { socketLimits } from './socket-limits.ts';
import { protocolOptions, type SocketOptions } from './socket-protocol.ts';
import { spliced, type Extra } from './spliced.ts';

function refuseUpgrade(
  { url, headers }: IncomingMessage,
  { path, origins, isFull }: { path: string; origins: readonly string[]; isFull: boolean },
): DomainError | null {
  if (url?.split('?')[0] !== path) return new HttpRefusal(404, 'There is nothing at this address.');
  const own = [`http://${headers.host ?? ''}`, `https://${headers.host ?? ''}`];
  if (headers.origin !== undefined && ![...own, ...origins].includes(headers.origin))
    return new DomainError('FORBIDDEN', 'Pages of this origin may not open a socket.');
  return isFull
    ? new DomainError('UNAVAILABLE', 'No more sockets are taken at the moment; try again later.')
    : null;
}

/** A message that only a server may send; the library says so in its text alone. */
const isUnexpected = (error: unknown): boolean =>
  error instanceof Error && /^Unexpected message of type \w+ received$/.test(error.message);

/** Ties one socket to the protocol until it closes. */
function tie<Context extends object>(
  { socket, address }: { socket: WebSocket; address: string },
  protocol: ReturnType<typeof makeServer<Record<string, unknown>, Extra>>,
  { metrics, log, refusals }: SocketOptions<Context>,
): void {
  metrics.socketOpened();
  const peer: Peer = { actor: null, languages: null, address };
  const extra: Extra = { socket, peer, splice: null, timers: new Set() };
  socket.on('error', (error) => log.debug({ error: error.name }, 'socket error'));
  keepAlive(extra);
  const send = paced(extra);
  const receive = (listener: (text: string) => Promise<void>) => (data: Buffer, isBinary: boolean) => {
    if (isBinary) {
      socket.close(CloseCode.BadRequest, 'Text messages only');
      return;
    }
    listener(data.toString('utf8')).catch((error: unknown) => {
      if (isUnexpected(error)) {
        socket.close(CloseCode.BadRequest, 'Not a message of a client');
        return;
      }
      refusals.toRefusal(error, { requestId: randomUUID() });
      socket.close(CloseCode.InternalServerError, 'Internal server error');
    });
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => {
        const text = extra.splice;
        extra.splice = null;
        return send(spliced(message, text));
      },
      close: (code, reason) => socket.close(code, reason),
      onMessage: (listener) => socket.on('message', receive(listener)),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    metrics.socketClosed();
    for (const timer of extra.timers) clearTimeout(timer);
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
  }, socketLimits.closeMs);
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
    maxPayload: socketLimits.messageBytes,
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
    const isFull = isClosing || sockets.clients.size >= socketLimits.sockets;
    const refusal = refuseUpgrade(request, { path, origins: options.origins, isFull });
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
