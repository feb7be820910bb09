import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { failureLimits } from '../../src/identity/throttle.ts';
import { RawSocket } from '../hub/raw-socket.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { ProvidedApp, from, newAddress, viewer } from './provided-app.ts';
import { expectRefused, threatsTo } from './threat.ts';

let app: ProvidedApp;
beforeAll(async () => {
  app = await ProvidedApp.start();
});
afterAll(() => app.stop());

const threat = threatsTo(() => app.running.url);

beforeEach(() => void app.lines.splice(0));

const feed = { query: 'subscription { exchange { cursor } }' };

const codesOf = async (tokens: readonly string[], address: string): Promise<(string | undefined)[]> => {
  const codes: (string | undefined)[] = [];
  for (const token of tokens)
    codes.push((await app.attacker.post(viewer, from(address, `Bearer ${token}`))).code);
  return codes;
};

const wrongFor = (sub: string): string => app.forged({ alg: 'RS256', kid: 'key' }, () => 'AAAA', { sub });
const repeated = (count: number, token: () => string): string[] => Array.from({ length: count }, token);

describe('tokens', () => {
  threat(7, 'from one address so many are refused as such, then it is too often', async () => {
    const { most, msEach } = failureLimits.address;
    const address = newAddress();
    const codes = await codesOf(
      repeated(most + 3, () => wrongFor(`zebra-${randomUUID()}`)),
      address,
    );
    expect(codes.slice(0, most)).toEqual(Array.from({ length: most }, () => 'UNAUTHENTICATED'));
    expect(codes.slice(most)).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED']);
    const reply = await app.attacker.post(viewer, from(address, 'Bearer nonsense'));
    expectRefused(reply, { status: 429, code: 'RATE_LIMITED' });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    app.clock.advance(msEach);
    expect(await codesOf([wrongFor('zebra'), wrongFor('zebra')], address)).toEqual([
      'UNAUTHENTICATED',
      'RATE_LIMITED',
    ]);
  });

  threat(7, 'for one person so many, from wherever, and whether or not there is such a person', async () => {
    const { most } = failureLimits.subject;
    await app.attacker.post(
      viewer,
      from(newAddress(), `Bearer ${await app.provider.token(app.key, { sub: 'known' })}`),
    );
    const answers = [];
    for (const sub of ['known', 'nobody']) {
      const texts: string[] = [];
      for (let index = 0; index < most + 2; index += 1)
        texts.push((await app.attacker.post(viewer, from(newAddress(), `Bearer ${wrongFor(sub)}`))).text);
      expect(new Set(texts.slice(0, most)).size).toBe(1);
      expect(texts[most]).toContain('RATE_LIMITED');
      answers.push(texts);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  threat(7, 'a good token is taken wherever it comes from, on every transport', async () => {
    const address = newAddress();
    await codesOf(
      repeated(40, () => wrongFor('anna')),
      address,
    );
    const good = `Bearer ${await app.provider.token(app.key, { sub: 'anna' })}`;
    const reply = await app.attacker.post(viewer, from(address, good));
    expect(reply.data).toMatchObject({ viewer: { id: 'anna' } });
    expect(await app.introduce({ authorization: good }, address)).toBe('acknowledged');
    const stream = await fetch(`${app.running.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...from(address, good) },
      body: JSON.stringify(feed),
    });
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
    // Nor does a good one that has run out count: its holder is told to sign in again.
    const old = await app.provider.token(app.key, { sub: 'anna', exp: app.clock.now() / 1000 - 60 });
    expect(
      await codesOf(
        repeated(3, () => old),
        address,
      ),
    ).toEqual(repeated(3, () => 'UNAUTHENTICATED'));
  });

  threat(7, 'sockets and event streams are counted with requests', async () => {
    const { most } = failureLimits.address;
    const address = newAddress();
    for (let index = 0; index < most / 2; index += 1) {
      const token = () => `Bearer ${wrongFor(`zebra-${randomUUID()}`)}`;
      expect(await app.introduce({ authorization: token() }, address)).toBe(4403);
      expectRefused(await app.attacker.post(feed, from(address, token()), '/graphql/stream'), {
        status: 401,
        code: 'UNAUTHENTICATED',
      });
    }
    expect(await app.introduce({ authorization: `Bearer ${wrongFor('zebra')}` }, address)).toBe(1013);
    expectRefused(
      await app.attacker.post(feed, from(address, `Bearer ${wrongFor('zebra')}`), '/graphql/stream'),
      {
        status: 429,
        code: 'RATE_LIMITED',
      },
    );
  });

  threat(7, 'what was refused is counted and logged, without a part of it', async () => {
    const token = wrongFor('zebraSubject');
    await codesOf([...repeated(30, () => token)], newAddress());
    const metrics = await (await fetch(`${app.running.url}/metrics`)).text();
    expect(metrics).toMatch(/^concord_tokens_refused_total\{outcome="UNAUTHENTICATED"\} [1-9]/m);
    expect(metrics).toMatch(/^concord_tokens_refused_total\{outcome="RATE_LIMITED"\} [1-9]/m);
    for (const text of [metrics, app.lines.join('\n')]) {
      expect(text).not.toMatch(/zebra/i);
      for (const part of token.split('.').slice(0, 2)) expect(text).not.toContain(part);
    }
  });

  threat(13, 'what a client says of itself beside its token is not heard', async () => {
    const claims = {
      sub: 'administrator',
      user: { id: 'administrator', roles: ['administrator'] },
      organisation: 'ai-office',
      roles: ['administrator'],
      clearance: 'sensitive',
      actor: { person: 'administrator' },
      jwt: { sub: 'administrator' },
      token: await app.provider.token(app.key),
      headers: { authorization: `Bearer ${await app.provider.token(app.key)}` },
    };
    const anonymous = await app.attacker.post({ ...viewer, ...claims, extensions: claims, context: claims });
    expect(anonymous.code).toBe('UNAUTHENTICATED');
    const holder = `Bearer ${await app.provider.token(app.key, { sub: 'anna' })}`;
    for (const [payload, expected] of [
      [claims, null],
      [{ ...claims, authorization: holder }, 'anna'],
    ] as const) {
      const socket = await new RawSocket(app.running.url).opened();
      socket.send({ type: 'connection_init', payload });
      await socket.has(1);
      socket.send({ id: 'v', type: 'subscribe', payload: { ...viewer, extensions: claims } });
      const [, frame = ''] = await socket.has(2);
      socket.close();
      if (expected === null) expect(frame).toContain('"code":"UNAUTHENTICATED"');
      else
        expect(frame).toContain(
          '"viewer":{"id":"anna","organisation":{"id":"ecat"},"roles":["ecat-analyst"]}',
        );
    }
  });

  threat(13, 'a socket whose token is not even text is refused, not taken as nobody', async () => {
    for (const authorization of [1, true, [], {}, '', ' ', ['Bearer x']])
      expect(await app.introduce({ authorization }, newAddress())).toBe(4403);
    expect(await app.introduce({ authorization: null }, newAddress())).toBe('acknowledged');
    expect(await app.introduce({}, newAddress())).toBe('acknowledged');
  });
});

describe('a copy of a token', () => {
  test('does what its holder may, from anywhere, until it ends', async () => {
    const good = `Bearer ${await app.provider.token(app.key, { sub: 'anna', exp: app.clock.now() / 1000 + 60 })}`;
    for (const address of [newAddress(), newAddress()])
      expect((await app.attacker.post(viewer, from(address, good))).data).toMatchObject({
        viewer: { id: 'anna' },
      });
    app.clock.advance(90_000);
    expectRefused(await app.attacker.post(viewer, from(newAddress(), good)), { code: 'UNAUTHENTICATED' });
  });

  test('repeats no command: a copy of the whole request gets the first answer', async () => {
    const good = `Bearer ${await app.provider.token(app.key, { sub: 'anna', exp: app.clock.now() / 1000 + 60 })}`;
    const request = { query: operation('PublishFinding'), variables: variablesOf('PublishFinding') };
    const first = await app.attacker.post(request, from(newAddress(), good));
    const copy = await app.attacker.post(request, from(newAddress(), good));
    expect(first.errors).toEqual([]);
    expect(copy.text).toBe(first.text);
  });
});
