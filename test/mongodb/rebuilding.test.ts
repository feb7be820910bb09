import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import { projectionOf } from '../../src/services/projection.ts';
import { Census } from '../../src/store/mongodb/census.ts';
import { countedThrough } from '../../src/store/mongodb/counts.ts';
import { modelsOn } from '../../src/store/mongodb/models.ts';
import { movableMongodbStore } from '../../src/store/mongodb/moving.ts';
import type { Store } from '../../src/store/port.ts';
import { erase, publish, toStates } from '../support/items.ts';
import { newDatabase, openShared } from './databases.ts';

const moving = { publicKey: generateKeyPairSync('ed25519').publicKey, project: projectionOf };
const anybody = { readers: ['everyone'] };
const delegate = { readers: ['everyone', 'state:DE/limited'] };

let uri: string;
let connection: Connection;
let open: Store[];
beforeEach(async () => {
  uri = newDatabase();
  open = [];
  connection = await mongoose.createConnection(uri).asPromise();
});
afterEach(async () => {
  for (const store of open) await store.close();
  await connection.close();
});

interface Server {
  store: Store;
  /** Resolves when it has taken its counts anew that often. */
  recounted: (times: number) => Promise<void>;
  stop: () => Promise<void>;
}

async function start(): Promise<Server> {
  let recounts = 0;
  let woken: () => void = () => undefined;
  const onRecount = (): void => {
    recounts += 1;
    woken();
  };
  const store = await openShared(uri, { onRecount });
  open.push(store);
  return {
    store,
    recounted: async (times) => {
      while (recounts < times) await new Promise<void>((resolve) => (woken = resolve));
    },
    stop: async () => {
      open = open.filter((other) => other !== store);
      await store.close();
    },
  };
}

const publishMany = async (store: Store, count: number): Promise<void> => {
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      publish(store, { ...(index % 3 === 0 ? { handling: toStates('DE') } : {}), articles: ['5', '50'] }),
    ),
  );
};

/** As somebody writes who is not Concord. */
async function damageCounts(): Promise<void> {
  const signatures = connection.collection('signatures');
  await signatures.updateMany({}, { $set: { counts: [{ facet: 'all', count: 7 }] } });
}

interface Told {
  counts: number[];
  kinds: number[];
  articles: number[];
}

async function told({ store }: Server): Promise<Told> {
  const facets = await Promise.all([anybody, delegate].map((reads) => store.facets(reads)));
  return {
    counts: await Promise.all([anybody, delegate].map((reads) => store.count(reads))),
    kinds: facets.map(({ kinds }) => kinds.get('GUIDANCE') ?? 0),
    articles: facets.map(({ articles }) => articles.get('50') ?? 0),
  };
}

/** What is told where that many items are for everyone, and all of them for the delegate. */
const whereThereAre = (publicly: number, all: number): Told => ({
  counts: [publicly, all],
  kinds: [publicly, all],
  articles: [publicly, all],
});

describe('a rebuild beside two servers that loaded wrong counts', () => {
  let one: Server;
  let other: Server;
  beforeEach(async () => {
    const first = await start();
    await publishMany(first.store, 90);
    await first.stop();
    await damageCounts();
    one = await start();
    other = await start();
    expect(await told(one)).toMatchObject({ counts: [7, 14] });
  });

  test('makes both count right without a restart, while both append, and a later start too', async () => {
    let isOver = false;
    let appended = 0;
    const publisher = async ({ store }: Server): Promise<void> => {
      while (!isOver) {
        await publish(store, { articles: ['50'] });
        appended += 1;
      }
    };
    const publishers = [one, other].map(publisher);
    await movableMongodbStore(uri).rebuild(moving);
    await Promise.all([one.recounted(1), other.recounted(1)]);
    isOver = true;
    await Promise.all(publishers);
    await publishMany(one.store, 30);
    // Behind an append of its own a server has followed all before it.
    await publish(other.store);
    await publish(one.store);
    appended += 2;
    const right = whereThereAre(60 + 20 + appended, 90 + 30 + appended);
    expect(await told(one)).toEqual(right);
    await publish(other.store);
    expect(await told(other)).toEqual(whereThereAre(60 + 20 + appended + 1, 90 + 30 + appended + 1));
    await one.stop();
    await other.stop();
    const later = await start();
    expect(await told(later)).toEqual(whereThereAre(60 + 20 + appended + 1, 90 + 30 + appended + 1));
  });

  test('is not undone by a server that stops before it has heard of it', async () => {
    await publishMany(one.store, 9);
    await movableMongodbStore(uri).rebuild(moving);
    await one.stop();
    await other.stop();
    expect(await told(await start())).toEqual(whereThereAre(66, 99));
  });

  test('is not undone by counts that were on their way to the database when it ended', async () => {
    await movableMongodbStore(uri).rebuild(moving);
    const models = modelsOn(connection);
    const wrong = new Census();
    const side = { kind: 'GUIDANCE', isErased: false, articles: ['50'], memberStates: [] } as const;
    for (const readers of [['everyone'], ['issuer:ai-office', 'state:DE/limited'], ['state:FR/limited']])
      wrong.apply({ _id: 91, before: null, after: { ...side, readers, articles: ['50'], memberStates: [] } });
    await wrong.save(models, 5_000, { rebuild: null });
    await countedThrough(models, 5_000, null);
    expect(await told(await start())).toEqual(whereThereAre(60, 90));
  });

  test('that is interrupted changes no counts', async () => {
    const stopping = new AbortController();
    const options = { ...moving, mostTogether: 20, signal: stopping.signal };
    const stopped = movableMongodbStore(uri).rebuild({ ...options, onProgress: () => stopping.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    expect(await told(await start())).toMatchObject({ counts: [7, 14] });
  });

  test('can be done twice at once, and again', async () => {
    const rebuild = () => movableMongodbStore(uri).rebuild(moving);
    await Promise.all([rebuild(), rebuild()]);
    await publishMany(one.store, 9);
    await rebuild();
    expect(await connection.collection('signatures').distinct('rebuild')).toHaveLength(1);
    await Promise.all([one.recounted(1), other.recounted(1)]);
    await publish(other.store);
    expect(await told(other)).toEqual(whereThereAre(67, 100));
  });
});

test('a rebuild goes on beyond a content that is erased before it was read', async () => {
  const { store } = await start();
  for (let count = 0; count < 6; count += 1) await publishMany(store, 100);
  const commit = await store.commit(598);
  const item = await store.load(commit?.header.itemId ?? '');
  const erasing: Promise<unknown>[] = [];
  await movableMongodbStore(uri).rebuild({
    ...moving,
    mostTogether: 50,
    onProgress: () => {
      if (item !== null && erasing.length === 0) erasing.push(erase(store, item));
    },
  });
  await Promise.all(erasing);
  expect(await store.item(item?.id ?? '', delegate)).not.toBeNull();
  const later = await start();
  expect(await told(later)).toMatchObject({ counts: [await store.count(anybody), 599] });
});
