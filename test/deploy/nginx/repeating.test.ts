import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toReply } from '../../server/toy-server.ts';
import { Nginx, freePort } from './proxy.ts';

const servers: Server[] = [];
let nginx: Nginx;
afterEach(async () => {
  await nginx.stop();
  for (const server of servers.splice(0)) server.close();
});

/** A server that has received a command when it breaks off or answers. */
async function received(commands: string[], ending: 'breaks off' | 'answers'): Promise<number> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      commands.push(body);
      if (ending === 'breaks off') request.socket.destroy();
      else response.end('{"data":{}}');
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function command(path: string, body: string) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  return toReply(await fetch(nginx.url + path, init));
}

describe('a command that a server has received', () => {
  test.each(['/graphql', '/graphql/stream'])('is not sent to the other one by nginx: %s', async (path) => {
    const commands: string[] = [];
    nginx = await Nginx.start([
      await received(commands, 'breaks off'),
      await received(commands, 'breaks off'),
    ]);
    expect(await command(path, '"first"')).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(await command(path, '"second"')).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(commands).toEqual(['"first"', '"second"']);
  });
});

describe('a command that no server has received', () => {
  test('goes to the other one', async () => {
    const commands: string[] = [];
    nginx = await Nginx.start([await freePort(), await received(commands, 'answers')]);
    const sent = Array.from({ length: 10 }, (_, number) => `"${number}"`);
    for (const body of sent) expect(await command('/graphql', body)).toMatchObject({ status: 200 });
    expect(commands).toEqual(sent);
  });
});
