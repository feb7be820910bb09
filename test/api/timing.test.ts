import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishFinding } from '../hub/messages.ts';
import type { Client } from '../support/client.ts';
import { operation } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';

const PAIRS = process.env.CI === undefined ? 600 : 2_000;
/** Of two medians over so many requests that alternate, on a machine that does other things as well. */
const MOST_MS = 1;

let running: RunningApp;
let stranger: Client;
const hidden: string[] = [];
beforeAll(async () => {
  running = await RunningApp.start();
  stranger = await running.client('board-fr');
  const ecat = await running.client({ organisation: 'ecat', clearance: 'SENSITIVE' });
  for (let count = 0; count < 20; count += 1) hidden.push((await publishFinding(ecat)).item.id);
});
afterAll(() => running.stop());

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

async function timed(id: string): Promise<number> {
  const began = performance.now();
  const answer = await stranger.ask(operation('Item'), { id });
  const ms = performance.now() - began;
  expect(answer).toEqual({ data: { item: null } });
  return ms;
}

test('an item that is hidden takes as long to be denied as one that is absent', async () => {
  const [ofHidden, ofAbsent]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const there = () => timed(hidden[pair % hidden.length] ?? '').then((ms) => ofHidden.push(ms));
    const absent = () => timed(crypto.randomUUID()).then((ms) => ofAbsent.push(ms));
    // Which one is first changes, so that neither profits from what the other has warmed.
    for (const ask of pair % 2 === 0 ? [there, absent] : [absent, there]) await ask();
  }
  const difference = Math.abs(median(ofHidden) - median(ofAbsent));
  process.stderr.write(`timing: ${PAIRS} pairs, medians ${difference.toFixed(3)} ms apart\n`);
  expect(difference).toBeLessThanOrEqual(MOST_MS);
}, 300_000);
