import { makeExecutableSchema } from '@graphql-tools/schema';
import { Hub } from '../../src/hub/hub.ts';
import { Operations, type FeedRequest } from '../../src/server/operations.ts';
import { addressReader } from '../../src/server/proxies.ts';
import { createRate } from '../../src/server/rate.ts';
import { serveWebSocket } from '../../src/server/websocket.ts';
import type { Store } from '../../src/store/port.ts';
import { everybodyStands, gate, startToyServer } from './toy-server.ts';
import { anna, type ToyContext } from './toy.ts';

/** HTTP and sockets over a schema whose one slow field is answered when the test wants it to be. */
export async function startToySockets(store: Store) {
  const held = gate();
  const waiting: { count: number; resolve: () => void }[] = [];
  let begun = 0;
  const schema = makeExecutableSchema({
    typeDefs: 'type Query { held: Boolean plain: Boolean }',
    resolvers: {
      Query: {
        held: async () => {
          begun += 1;
          for (const { count, resolve } of waiting) if (begun >= count) resolve();
          await held.passed;
          return true;
        },
        plain: () => true,
      },
    },
  });
  const toy = await startToyServer({ schema });
  const ignored = { subscribed: () => undefined, delivered: () => undefined };
  const hub = new Hub({ store, metrics: ignored, onError: () => undefined });
  const operations = new Operations<ToyContext>({
    ...toy.parts,
    hub,
    anonymised: (context) => context,
    classOf: () => '',
    isFeedRequest: (_source): _source is FeedRequest => false,
    messageOf: (change) => change,
    onDelivery: () => undefined,
  });
  const sockets = serveWebSocket<ToyContext>(toy.http.server, '/graphql', {
    ...toy.parts,
    operations,
    rate: createRate({ perSecond: 0 }),
    authenticate: () => Promise.resolve(anna),
    contextFor: ({ actor, acceptLanguage }) => ({ actor, acceptLanguage }),
    standing: everybodyStands,
    addressOf: addressReader([]),
    origins: [],
    mostSockets: 100,
    now: Date.now,
  });
  return {
    ...toy,
    /** Resolves once so many of the slow field have been begun. */
    hasBegun: (count: number): Promise<void> =>
      begun >= count ? Promise.resolve() : new Promise<void>((resolve) => waiting.push({ count, resolve })),
    release: held.open,
    stop: async () => {
      held.open();
      const stopped = toy.stop();
      await sockets.close();
      await hub.close();
      await stopped;
    },
  };
}
