// The named peers: a bare node:http answer of given bytes, and a bare `ws` broadcast of given bytes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

let bytes = '';
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (request.url === '/set') bytes = Buffer.concat(parts).toString('utf8');
    if (request.url === '/broadcast') for (const socket of sockets.clients) socket.send(bytes);
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(request.url === '/answer' ? bytes : '{}');
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(
    `the raw peer answers on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`,
  );
});
process.on('SIGTERM', () => process.exit(0));
