/** Differs from run to run, unless the variable names one; printed, so that a failure can be looked at again. */
export const seedOf = (variable: string): number => Number(process.env[variable] ?? Date.now() % 1_000_000);

/** Small and good enough for choosing: a linear congruential generator. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
