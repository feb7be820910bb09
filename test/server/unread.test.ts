import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { closings } from '../../src/server/limits.ts';
import { forTheBoard, publishGuidance } from '../hub/messages.ts';
import type { Client } from '../support/client.ts';
import { RunningApp } from '../support/running-app.ts';
import { postOf } from './asking.ts';

/** Together more than the kernel keeps for the two ends of a connection. */
const ITEMS = 100;
const summary = [{ language: 'en', text: `1${'€'.repeat(4_999)}` }];
const copies = Array.from({ length: 20 }, (_, index) => `a${index}: summary`).join(' ');
const query = `{ items(first: ${ITEMS}) { edges { node { ${copies} } } } }`;

const cut: { seen: () => void } = { seen: () => undefined };
let running: RunningApp;
let delegate: Client;
beforeAll(async () => {
  running = await RunningApp.start({
    onLog: ({ msg, aborted }) => {
      if (msg === 'request' && aborted === true) cut.seen();
    },
  });
  delegate = await running.client('board-fr');
  const office = await running.client('ai-office');
  for (let done = 0; done < ITEMS; done += 20)
    await Promise.all(
      Array.from({ length: 20 }, () => publishGuidance(office, { summary, handling: forTheBoard })),
    );
});
afterAll(() => running.stop());

const request = (): string =>
  postOf(JSON.stringify({ query }), { headers: `authorization: Bearer ${delegate.token ?? ''}\r\n` });

describe('an answer over HTTP', () => {
  test('that nobody takes is thrown away at its time, and its connection is cut', async () => {
    const isCut = new Promise<void>((resolve) => (cut.seen = resolve));
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(request());
    const began = performance.now();
    await isCut;
    expect(performance.now() - began).toBeGreaterThanOrEqual(closings.unreadMs.most - 1_000);
    socket.destroy();
    expect(await delegate.get('{ __typename }')).toEqual({ __typename: 'Query' });
  });

  test('that is taken is whole', async () => {
    const { items } = await delegate.get<{ items: { edges: { node: { a19: string } }[] } }>(query);
    expect(items.edges.map(({ node }) => node.a19)).toEqual(Array(ITEMS).fill(summary[0]?.text));
  });
});
