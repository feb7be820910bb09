import { memberStateCodes } from '../src/reference/vocabulary.ts';
import { broadcast, rawListener, subscriber, type Listener } from './listeners.ts';
import { quantilesOf, type Quantiles } from './measure.ts';
import { post, type Running } from './processes.ts';

export interface Setting {
  concord: Running;
  peer: Running;
  tokenFor: (organisation: string) => Promise<string>;
}

export interface Compared {
  ours: Quantiles;
  peer: Quantiles;
}

/** What runs before anything is counted, so that both sides are compiled and their connections open. */
const WARM_BROADCASTS = 5;
const WARM_REQUESTS = 200;
const PUBLISHERS = 32;

let published = 0;

const publication = (): string => {
  published += 1;
  return JSON.stringify({
    query: 'mutation($input: PublishGuidanceInput!) { publishGuidance(input: $input) { cursor } }',
    variables: {
      input: {
        title: [{ language: 'en', text: `Measured publication ${published} (fictional)` }],
        references: [`P/${published}`],
        documentDate: '2030-04',
        articles: ['50'],
        handling: { marking: 'LIMITED', audience: { groups: ['AI_BOARD', 'AI_OFFICE'] } },
      },
    },
  });
};

/** The delegations in turn: as many audience classes as are asked for. */
const delegation = (index: number, classes: number): string =>
  `board-${(memberStateCodes[index % classes] ?? 'BE').toLowerCase()}`;

/**
 * From before a publication is sent until a subscriber has it; the peer sends the same bytes to as many sockets.
 * The two take turns, so that whatever else the machine does meets both.
 */
export async function measureFeed(
  { concord, peer, tokenFor }: Setting,
  { subscribers, rounds, classes }: { subscribers: number; rounds: number; classes: number },
): Promise<Compared> {
  const authorization = `Bearer ${await tokenFor('ai-office')}`;
  const listeners: Listener[] = [];
  const raw: Listener[] = [];
  for (let index = 0; index < subscribers; index += 1) {
    listeners.push(await subscriber(concord.url, await tokenFor(delegation(index, classes))));
    raw.push(await rawListener(peer.url));
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -WARM_BROADCASTS; round < rounds; round += 1) {
    const ourRound = await broadcast(listeners, () =>
      post(`${concord.url}/graphql`, publication(), { authorization }),
    );
    await post(`${peer.url}/set`, ourRound.text);
    const theirRound = await broadcast(raw, () => post(`${peer.url}/broadcast`, '{}'));
    if (round < 0) continue;
    ours.push(...ourRound.times);
    theirs.push(...theirRound.times);
  }
  for (const { socket } of [...listeners, ...raw]) socket.terminate();
  return { ours: quantilesOf(ours), peer: quantilesOf(theirs) };
}

async function timed(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const began = performance.now();
  await post(url, body, headers);
  return performance.now() - began;
}

/** One page, asked for again and again; the peer answers the same bytes. The two take turns. */
export async function measureItems(
  { concord, peer, tokenFor }: Setting,
  requests: number,
): Promise<Compared> {
  const query =
    '{ items(first: 20) { edges { cursor node { id reference title articles issuer { id name } publishedAt revision } } pageInfo { hasNextPage endCursor } totalCount } }';
  const body = JSON.stringify({ query });
  const headers = { authorization: `Bearer ${await tokenFor('board-fr')}` };
  await post(`${peer.url}/set`, await post(`${concord.url}/graphql`, body, headers));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -WARM_REQUESTS; round < requests; round += 1) {
    const ourTime = await timed(`${concord.url}/graphql`, body, headers);
    const theirTime = await timed(`${peer.url}/answer`, body, headers);
    if (round < 0) continue;
    ours.push(ourTime);
    theirs.push(theirTime);
  }
  return { ours: quantilesOf(ours), peer: quantilesOf(theirs) };
}

/** Publications by as many clients as are given, each sending the next when the last is answered. */
export async function measurePublishes(
  { concord, tokenFor }: Setting,
  count: number,
): Promise<{ perSecond: number; times: Quantiles }> {
  const headers = { authorization: `Bearer ${await tokenFor('ai-office')}` };
  const times: number[] = [];
  let left = count;
  const publisher = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      times.push(await timed(`${concord.url}/graphql`, publication(), headers));
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  return { perSecond: (count / (performance.now() - began)) * 1000, times: quantilesOf(times) };
}
