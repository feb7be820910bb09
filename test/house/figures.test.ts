import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.ts';

interface Times {
  p50: number;
  p99: number;
}
interface Compared {
  ours: Times;
  peer: Times;
}
interface Results {
  restart: number;
  page: Compared;
  feedOneClass: Compared;
  feed27Classes: Compared;
  publishes: { perSecond: number; times: Times };
}

const results = JSON.parse(readFileSync(join(root, 'bench/results.json'), 'utf8')) as Results;
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Milliseconds and how many times the peer's they are, as the README writes them. */
function against({ ours, peer }: Compared, digits: number): string {
  const times = (of: keyof Times) => (ours[of] / peer[of]).toFixed(1);
  return `${ours.p50.toFixed(digits)} / ${ours.p99.toFixed(digits)} ms, ${times('p50')} / ${times('p99')} times`;
}

const { restart, page, feedOneClass, feed27Classes, publishes } = results;
const rows: readonly [string, string][] = [
  ['publish to received by 1,000 subscribers of one class, p50 / p99', against(feedOneClass, 0)],
  ['the same for 27 classes', against(feed27Classes, 0)],
  ['`items(first: 20)` with total over 100,000 items, p50 / p99', against(page, 1)],
  [
    'durable publishes, 32 at once',
    `${publishes.perSecond.toFixed(0)} a second, p99 ${publishes.times.p99.toFixed(0)} ms`,
  ],
  ['restart to serving with 100,000 items', `${(restart / 1000).toFixed(1)} s`],
];

test.each(rows)('the README says of "%s" what bench/results.json holds: %s', (name, figure) => {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${name} `));
  expect(row?.split('|')[2]?.trim().startsWith(figure)).toBe(true);
});
