import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Peer } from './operations.ts';
import { keepAlive, paced } from './socket-care.ts';
import { socketLimits } from './socket-limits.ts';
import { protocolOptions, type SocketOptions } from './socket-protocol.ts';
import { spliced, type Extra } from './spliced.ts';

function refuseUpgrade(
  { url, headers }: IncomingMessage,
  { path, origins, open }: { path: string; origins: readonly string[]; open: number },
): string | null {
  if (url?.split('?')[0] !== path) return '404 Not Found';
  const own = [`http://${headers.host ?? ''}`, `https://${headers.host ?? ''}`];
  if (headers.origin !== undefined && ![...own, ...origins].includes(headers.origin)) return '403 Forbidden';
  return open >= socketLimits.sockets ? '503 Service Unavailable' : null;
}

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
  const protocol = makeServer(protocolOptions(options));
  const upgrade = (request: IncomingMessage, duplex: Duplex, head: Buffer): void => {
    const asked = { path, origins: options.origins, open: sockets.clients.size };
    const refusal = refuseUpgrade(request, asked);
    const address = request.socket.remoteAddress ?? '';
    if (refusal === null)
      sockets.handleUpgrade(request, duplex, head, (socket) => tie({ socket, address }, protocol, options));
    else duplex.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  };
  server.on('upgrade', upgrade);
  return {
    close: async () => {
      server.off('upgrade', upgrade);
      await goAway(sockets);
    },
  };
}
