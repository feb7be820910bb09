import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { WATCH } from '../../src/cli/exchange-message.ts';
import { createAuthenticator, type Authenticate } from '../../src/identity/authenticator.ts';
import { loadKeys } from '../../src/identity/keys.ts';
import { Workplace } from './command-line.ts';

const schema = buildSchema(`
  scalar Cursor
  type Query { nothing: Int }
  input ExchangeFilter { kinds: [String!] articles: [String!] memberStates: [String!] }
  interface ExchangeMessage { cursor: Cursor previous: Cursor at: String! }
  type Issuer { id: ID! name: String! }
  type Handling { marking: String! }
  type Item {
    id: ID! kind: String! reference: String! title: String! issuer: Issuer! articles: [String!]!
    memberStates: [String!]! handling: Handling! revision: Int!
  }
  type ItemChanged implements ExchangeMessage {
    cursor: Cursor previous: Cursor at: String! change: String! item: Item!
  }
  type ItemWithdrawn implements ExchangeMessage { cursor: Cursor previous: Cursor at: String! itemId: ID! }
  type ResyncRequired implements ExchangeMessage { cursor: Cursor previous: Cursor at: String! reason: String! }
  type Subscription { exchange(after: Cursor, filter: ExchangeFilter): ExchangeMessage! }
`);

interface Asked {
  after: string | null;
  filter: unknown;
}

const changed = (position: number, title = 'Guidelines') => ({
  __typename: 'ItemChanged',
  cursor: `c${position}`,
  previous: position === 1 ? null : `c${position - 1}`,
  at: '2030-05-01T12:00:00.000Z',
  change: 'PUBLISHED',
  item: {
    id: `i${position}`,
    kind: 'GUIDANCE',
    reference: `C(2030) ${position}`,
    title,
    issuer: { id: 'ai-office', name: 'European AI Office' },
    articles: ['50'],
    memberStates: [],
    handling: { marking: 'PUBLIC' },
    revision: 1,
  },
});

/** The WebSocket side of an exchange whose journal a test writes by hand. */
class TestExchange {
  journal: object[] = [];
  refusal: GraphQLError | null = null;
  readonly asked: Asked[] = [];
  readonly authorizations: string[] = [];
  authenticate: Authenticate;
  #http: Server = createServer((_request, response) => void response.writeHead(404).end());
  #sockets: WebSocketServer | null = null;
  #wake: () => void = () => undefined;
  #feeds = 0;
  #onFeed: () => void = () => undefined;

  constructor(authenticate: Authenticate) {
    this.authenticate = authenticate;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  async listen(port = 0, path = '/graphql'): Promise<void> {
    this.#http = createServer((_request, response) => void response.writeHead(404).end());
    this.#http.listen(port, '127.0.0.1');
    await once(this.#http, 'listening');
    this.#sockets = new WebSocketServer({ server: this.#http, path });
    useServer<{ authorization?: string }>(
      {
        schema,
        onConnect: async ({ connectionParams }) => {
          const authorization = connectionParams?.authorization ?? '';
          this.authorizations.push(authorization);
          return (await this.authenticate(authorization).catch(() => null)) !== null;
        },
        onSubscribe: (_context, _id, { variables }) => {
          this.asked.push(variables as unknown as Asked);
          if (this.refusal !== null) return [this.refusal];
          return undefined;
        },
        subscribe: () => this.#feed((this.asked.at(-1) ?? { after: null }).after),
      },
      this.#sockets,
    );
  }

  /** Feeds from behind the cursor, or from the end; one that is not in the journal asks for a resync. */
  async *#feed(after: string | null): AsyncGenerator<{ data: { exchange: object } }> {
    const cursors = this.journal.map((message) => (message as { cursor: string }).cursor);
    if (after !== null && !cursors.includes(after)) {
      const reason = 'UNKNOWN_CURSOR';
      yield {
        data: {
          exchange: { __typename: 'ResyncRequired', cursor: null, at: '2030-05-01T12:00:00Z', reason },
        },
      };
      return;
    }
    this.#feeds += 1;
    this.#onFeed();
    for (let next = after === null ? cursors.length : cursors.indexOf(after) + 1; ; next += 1) {
      let message = this.journal[next];
      while (message === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        message = this.journal[next];
      }
      yield { data: { exchange: message } };
    }
  }

  /** Resolves when so many subscriptions have begun: what is published from then on reaches the last of them. */
  async feeding(count = 1): Promise<void> {
    while (this.#feeds < count) await new Promise<void>((resolve) => (this.#onFeed = resolve));
  }

  publish(...messages: object[]): void {
    this.journal.push(...messages);
    this.#wake();
  }

  /** Closes every socket with the code, as a server does. */
  closeSockets(code: number): void {
    for (const socket of this.#sockets?.clients ?? []) socket.close(code, '');
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets?.clients ?? []) socket.terminate();
    this.#http.closeAllConnections();
    const closed = once(this.#http, 'close');
    this.#http.close();
    await closed;
  }
}

let place: Workplace;
let exchange: TestExchange;

beforeEach(async () => {
  place = new Workplace();
  exchange = new TestExchange(createAuthenticator({ oidc: null }, await loadKeys(place.keysDir)));
  await exchange.listen();
  writeFileSync(
    join(place.dataDir, 'server.json'),
    JSON.stringify({ url: `http://127.0.0.1:${exchange.port}` }),
  );
});
afterEach(async () => {
  await exchange.stop();
  place.remove();
});

const french = ['watch', '--organisation', 'board-fr'];

test('the subscription of concord watch fits what the tests here answer', () => {
  expect(validate(schema, parse(WATCH))).toEqual([]);
});

describe('concord watch', () => {
  test('shows each change as a line, and says on stderr for whom', async () => {
    const watching = place.start([...french, '--role', 'alternate']);
    await exchange.feeding();
    expect(watching.err).toMatch(
      /^Watching as alternate@board-fr of board-fr \(alternate; clearance limited\) at http/,
    );
    exchange.publish(changed(1));
    await watching.until('out', /\n/);
    expect(watching.out).toBe(
      '2030-05-01T12:00:00Z  GUIDANCE  PUBLISHED     C(2030) 1  Guidelines  European AI Office  cursor c1\n',
    );
    expect(await watching.interrupt()).toBe(0);
  });

  test('shows withdrawals by their id', async () => {
    exchange.publish(changed(1));
    const watching = place.start([...french, '--after', 'c1']);
    exchange.publish({
      __typename: 'ItemWithdrawn',
      cursor: 'c2',
      previous: 'c1',
      at: '2030-05-01T12:00:00Z',
      itemId: 'i1',
    });
    await watching.until('out', /\n/);
    expect(watching.out).toMatch(/WITHDRAWN +i1 +cursor c2\n$/);
    await watching.interrupt();
  });

  test('prints whole messages with --json', async () => {
    const watching = place.start([...french, '--json']);
    await exchange.feeding();
    exchange.publish(changed(1));
    await watching.until('out', /\n/);
    expect(JSON.parse(watching.out)).toEqual(changed(1));
    await watching.interrupt();
  });

  test('asks for what its options narrow to', async () => {
    exchange.publish(changed(1), changed(2));
    const watching = place.start([
      ...[...french, '--kind', 'guidance', '--kind', 'alert', '--article', '50', '--member-state', 'el'],
      ...['--after', 'c1'],
    ]);
    await watching.until('out', /c2\n/);
    expect(exchange.asked).toEqual([
      { after: 'c1', filter: { kinds: ['GUIDANCE', 'ALERT'], articles: ['50'], memberStates: ['EL'] } },
    ]);
    await watching.interrupt();
  });

  test('keeps what others wrote on its line', async () => {
    const watching = place.start(french);
    await exchange.feeding();
    exchange.publish(changed(1, 'one\ntwo\u001b[2J\u202ethree'));
    await watching.until('out', /\n/);
    expect(watching.out).toContain('  one two [2Jthree  ');
    await watching.interrupt();
  });

  test('uses a token that was given', async () => {
    const { out } = await place.run(['token', '--organisation', 'ecat']);
    const watching = place.start(french, { CONCORD_TOKEN: out.trim() });
    await watching.until('err', /Watching as ecat-analyst@ecat/);
    expect(exchange.authorizations).toEqual([`Bearer ${out.trim()}`]);
    await watching.interrupt();
  });
});

describe('concord watch after a break', () => {
  test('goes on behind the last message, without gap or double', async () => {
    const watching = place.start(french);
    await exchange.feeding();
    exchange.publish(changed(1), changed(2));
    await watching.until('out', /c2\n/);
    const { port } = exchange;
    await exchange.stop();
    exchange.publish(changed(3));
    await watching.until('err', /Trying again, behind c2/);
    await exchange.listen(port);
    await watching.until('out', /c3\n/);
    expect(watching.lines().map((line) => line.split(' ').at(-1))).toEqual(['c1', 'c2', 'c3']);
    expect(watching.err).not.toMatch(/does not follow/);
    expect(await watching.interrupt()).toBe(0);
  });

  test('goes on when the server goes away in good order', async () => {
    const watching = place.start(french);
    await exchange.feeding();
    exchange.publish(changed(1));
    await watching.until('out', /c1\n/);
    exchange.closeSockets(1001);
    await watching.until('err', /Connected again/);
    exchange.publish(changed(2));
    await watching.until('out', /c2\n/);
    await watching.interrupt();
  });

  test('brings a new token when its own has expired', async () => {
    const watching = place.start(french);
    await watching.until('err', /Watching as/);
    exchange.closeSockets(CloseCode.Forbidden);
    await watching.until('err', /Connected again/);
    expect(new Set(exchange.authorizations).size).toBe(2);
    await watching.interrupt();
  });

  test('says so when the chain of cursors has a gap', async () => {
    const watching = place.start(french);
    await exchange.feeding();
    exchange.publish(changed(1), changed(3));
    await watching.until('err', /does not follow c1/);
    await watching.interrupt();
  });

  test('keeps trying while there is no server, until interrupted', async () => {
    await exchange.stop();
    const watching = place.start(french);
    await watching.until('err', /no server answers/);
    expect(await watching.interrupt()).toBe(0);
    await exchange.listen();
  });
});

describe('concord watch is refused', () => {
  test('when the token is not accepted', async () => {
    const { code, out, err } = await place.run([...french, '--token', 'a.b.c']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/does not accept the token.*\(4403\)/);
  });

  test('when a given token expires on the way', async () => {
    const { out } = await place.run(['token', '--organisation', 'ecat']);
    const watching = place.start([...french, '--token', out.trim()]);
    await watching.until('err', /Watching as/);
    exchange.closeSockets(CloseCode.Forbidden);
    expect(await watching.exit).toBe(1);
  });

  test('when the server refuses the subscription', async () => {
    const extensions = { code: 'BAD_USER_INPUT', field: 'filter.articles' };
    exchange.refusal = new GraphQLError('No such article.', { extensions });
    const { code, err } = await place.run(french);
    expect(code).toBe(1);
    expect(err).toMatch(/^Refused: BAD_USER_INPUT in filter\.articles: No such article\.$/m);
  });

  test.each([
    ['--kind', 'foo', 'A kind is one of guidance, finding, alert, case, opinion, share-request, annex.'],
    ['--member-state', 'UK', 'Write a Member State by its code, such as FR or EL.'],
    ['--article', '999', 'The AI Act has no such article; write it as 50 or 75a.'],
    ['--language', 'xx', 'Write one of the 24 official languages by its code, such as fr.'],
  ])('when %s is %s, before anything is sent', async (option, value, sentence) => {
    const { code, out, err } = await place.run([...french, option, value]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(new RegExp(`^error: option '${option} <\\w+>' argument '${value}' is invalid\\. `));
    expect(err.trim().endsWith(` ${sentence}`)).toBe(true);
  });

  test('when its cursor cannot be resumed', async () => {
    const { code, out, err } = await place.run([...french, '--after', 'gone']);
    expect(code).toBe(1);
    expect(out).toMatch(/RESYNC +UNKNOWN_CURSOR/);
    expect(err).toMatch(/cannot be resumed/);
  });

  test('when something else answers at the address', async () => {
    await exchange.stop();
    await exchange.listen(0, '/other');
    const { code, err } = await place.run([...french, '--url', `http://127.0.0.1:${exchange.port}`]);
    expect(code).toBe(1);
    expect(err).toMatch(/HTTP 400/);
  });

  test('when the address is none', async () => {
    expect(await place.run([...french, '--url', 'ftp://127.0.0.1'])).toMatchObject({ code: 2, out: '' });
  });

  test('when the organisation does not exist', async () => {
    const { code, err } = await place.run(['watch', '--organisation', 'board-xx']);
    expect(code).toBe(2);
    expect(err).toMatch(/^organisation: /);
  });
});
