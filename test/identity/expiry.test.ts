import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { publishGuidance } from '../hub/messages.ts';
import { follow, transports } from '../hub/transports.ts';
import { Client } from '../support/client.ts';
import { Clock, RunningApp } from '../support/running-app.ts';
import { TestProvider, newKey, type ProviderKey } from './provider.ts';

const NOON = '2030-05-01T12:00:00.000Z';
const AT = Date.parse(NOON) / 1000;

let key: ProviderKey;
let clock: Clock;
let provider: TestProvider;
let running: RunningApp;
const clients: Client[] = [];
beforeAll(async () => {
  key = await newKey('key', 'ES256');
});
beforeEach(async () => {
  clock = new Clock(NOON);
  provider = new TestProvider(clock.now());
  provider.keys = [key];
  await provider.start();
  running = await RunningApp.start({
    now: clock.now,
    env: { OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'concord' },
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await running.stop();
  await provider.stop();
});

/** Somebody with a token of the provider that runs out at this second. */
async function holder(
  exp: number,
  claims = { organisation: 'ecat', roles: ['ecat-analyst'] },
): Promise<Client> {
  const client = new Client(running.url, await provider.token(key, { ...claims, exp }));
  clients.push(client);
  return client;
}

const office = () => holder(AT + 300, { organisation: 'ai-office', roles: ['office-officer'] });

describe.each(transports)('a token of a provider that runs out, over %s,', (transport) => {
  test('ends what is delivered at once, with no allowance for clocks', async () => {
    const { feed } = await follow(transport, await holder(AT + 60));
    const publisher = await office();
    clock.advance(59_999);
    await publishGuidance(publisher);
    await feed.take(1);
    clock.advance(1);
    await publishGuidance(publisher);
    const ended = await feed.hasEnded();
    if (transport === 'a socket') expect(ended).toMatchObject({ code: 4403 });
    expect(ended).not.toBe('complete');
    expect(feed.received).toHaveLength(1);
  });

  test('ends what is open by itself, with nothing to deliver', async () => {
    const { feed } = await follow(transport, await holder(AT + 1));
    clock.advance(1_000);
    const ended = await feed.hasEnded();
    if (transport === 'a socket') expect(ended).toMatchObject({ code: 4403 });
    expect(ended).not.toBe('complete');
  });

  test('opens nothing any more', async () => {
    const { feed } = await follow(transport, await holder(AT));
    expect(await feed.hasEnded()).toMatchObject({ code: transport === 'a socket' ? 4403 : 401 });
  });
});

describe('a request with a token of a provider', () => {
  const viewer = '{ viewer { id } }';

  test('is answered for half a minute after its end, for clocks may differ', async () => {
    expect(await (await holder(AT - 29)).get(viewer)).toEqual({ viewer: { id: 'anna' } });
    const refusal = await (await holder(AT - 30)).refusal(viewer);
    expect(refusal).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });
});
