export type Ask = () => Promise<unknown>;

/** Milliseconds at the middle and near the end of a set of measurements. */
export interface Quantiles {
  p50: number;
  p99: number;
  count: number;
}

export function quantilesOf(milliseconds: readonly number[]): Quantiles {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), count: sorted.length };
}

const WARM = 20;

/** The two take turns, so that whatever else the machine does meets both. */
export async function inTurns(
  asks: readonly [Ask | undefined, Ask | undefined],
  rounds: number,
): Promise<readonly [Quantiles, Quantiles]> {
  const times: readonly [number[], number[]] = [[], []];
  for (let round = -Math.min(WARM, rounds); round < rounds; round += 1)
    for (const [index, ask] of asks.entries()) {
      const began = performance.now();
      await ask?.();
      if (round >= 0) times[index]?.push(performance.now() - began);
    }
  return [quantilesOf(times[0]), quantilesOf(times[1])];
}

const WIDTH = 58;
const figure = (value: number): string => value.toFixed(2).padStart(9);

/** One line of the table: ours, the peer's, and ours over the peer's. */
export const line = (name: string, { ours, peer }: { ours: Quantiles; peer: Quantiles }): string =>
  [
    name.padEnd(WIDTH),
    figure(ours.p50),
    figure(ours.p99),
    figure(peer.p50),
    figure(peer.p99),
    figure(ours.p50 / peer.p50),
    figure(ours.p99 / peer.p99),
  ].join(' ');

export const heading = [
  'milliseconds'.padEnd(WIDTH),
  'p50'.padStart(9),
  'p99'.padStart(9),
  'peer p50'.padStart(9),
  'peer p99'.padStart(9),
  'ratio p50'.padStart(9),
  'ratio p99'.padStart(9),
].join(' ');
