import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createLog, refusedTokens } from '../../src/server/log.ts';
import { publishGuidance } from '../hub/messages.ts';
import { follow, transports } from '../hub/transports.ts';
import { Client } from '../support/client.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';

type Line = Record<string, unknown>;
const marker = 'zebraMarker';

const lines: Line[] = [];
let heard: () => void = () => undefined;
let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start({
    onLog: (line) => {
      lines.push(line);
      heard();
    },
  });
});
afterAll(() => running.stop());
beforeEach(() => void lines.splice(0));

/** The first line that has these members; waits until it is written. */
async function line(members: Line): Promise<Line> {
  for (;;) {
    const found = lines.find((one) => Object.entries(members).every(([name, value]) => one[name] === value));
    if (found !== undefined) return found;
    await new Promise<void>((resolve) => (heard = resolve));
  }
}

describe.each(transports)('the line of an operation over %s', (transport) => {
  test('says who asked for what, how it ended and how long it took', async () => {
    const { feed, take } = await follow(transport, await running.client('board-fr'));
    await publishGuidance(await running.client('ai-office'));
    await take(1);
    feed.stop();
    expect(await line({ organisation: 'board-fr', type: 'subscription' })).toMatchObject({
      msg: 'operation',
      requestId: expect.any(String),
      type: 'subscription',
      operation: 'Exchange',
      organisation: 'board-fr',
      code: 'OK',
      ms: expect.any(Number),
    });
  });

  test('has the code of what was refused at its start', async () => {
    const { feed } = await follow(transport, await running.client('board-it'), {
      filter: { articles: [marker] },
    });
    await feed.hasEnded();
    expect(await line({ organisation: 'board-it', type: 'subscription' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(JSON.stringify(lines)).not.toContain(marker);
  });

  test('has the code of what could not even be prepared', async () => {
    const { feed } = await follow(transport, await running.client('board-es'), {
      filter: { kinds: [marker] },
    });
    await feed.hasEnded();
    expect(await line({ organisation: 'board-es', type: 'unknown' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(JSON.stringify(lines)).not.toContain(marker);
  });
});

describe('the line of a mutation over a socket', () => {
  test('holds no content, no variables and no token', async () => {
    const office = await running.client('ai-office');
    const title = [{ language: 'en', text: marker }];
    const answer = await office.subscribe(
      operation('PublishGuidance'),
      variablesOf('PublishGuidance', { title }),
    );
    await answer.take(1);
    expect(await line({ type: 'mutation' })).toMatchObject({ operation: 'PublishGuidance', code: 'OK' });
    const text = JSON.stringify(lines);
    expect(text).not.toContain(marker);
    expect(text).not.toContain(office.token);
  });
});

describe('a token that is not accepted', () => {
  test('leaves its reason in the log, and nothing of itself', async () => {
    const token = await running.token({ organisation: 'board-fr', expiresIn: 1 });
    const [header = '', , signature = ''] = token.split('.');
    const forged = `${header}.${Buffer.from('{"sub":"zebra"}').toString('base64url')}.${signature}`;
    await new Client(running.url, forged).refusal('{ viewer { id } }');
    expect(await line({ msg: 'a token was not accepted' })).toMatchObject({
      reason: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
    expect(JSON.stringify(lines)).not.toContain(signature);
  });

  test('has its reason written once a minute, however many come', () => {
    const written: Line[] = [];
    const log = createLog({
      level: 'info',
      destination: { write: (text) => written.push(JSON.parse(text) as Line) },
    });
    const clock = { at: 0 };
    const refused = refusedTokens(log, () => clock.at);
    for (let count = 0; count < 1_000; count += 1) refused('claim sub is missing');
    refused('identity provider: discovery answered 500');
    clock.at = 60_000;
    refused('claim sub is missing');
    expect(written.map(({ reason, notWritten }) => [reason, notWritten])).toEqual([
      ['claim sub is missing', 0],
      ['identity provider: discovery answered 500', 0],
      ['claim sub is missing', 999],
    ]);
  });
});
