import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.ts';

interface Quantiles {
  p50: number;
  p99: number;
}
interface Compared {
  ours: Quantiles;
  peer: Quantiles;
}
interface Results {
  restart: number;
  page: Compared;
  feedOneClass: Compared;
  feed27Classes: Compared;
  publishes: { perSecond: number; times: Quantiles };
}

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const results = JSON.parse(readFileSync(join(root, 'bench/results.json'), 'utf8')) as Results;
const rows = readme.split('\n').filter((line) => line.includes('npm run bench -- --full'));

const short = (value: number): string => value.toFixed(1);
const compared = ({ ours, peer }: Compared): string =>
  `${short(ours.p50)} / ${short(ours.p99)} ms, ${short(ours.p50 / peer.p50)} / ${short(ours.p99 / peer.p99)} times`;

describe('the figures of the README', () => {
  test.each<[string, string]>([
    ['of one class', compared(results.feedOneClass)],
    ['for 27 classes', compared(results.feed27Classes)],
    ['items(first: 20)', compared(results.page)],
    [
      'durable publishes',
      `${results.publishes.perSecond.toFixed(0)} a second, p99 ${results.publishes.times.p99.toFixed(0)} ms`,
    ],
    ['restart to serving', `${short(results.restart / 1000)} s`],
  ])('%s are those of the run that the bench has written down', (name, figure) => {
    expect(rows.filter((row) => row.includes(name))).toEqual([expect.stringContaining(figure)]);
  });
});
