const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const form = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const randomBits = 80n;

/** Gives that many random bytes; an argument, so that the same randomness gives the same journal. */
export type Random = (bytes: number) => Uint8Array;

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

function encode(value: bigint): string {
  let text = '';
  for (let rest = value; text.length < 26; rest >>= 5n) text = (alphabet[Number(rest & 31n)] ?? '') + text;
  return text;
}

const decode = (mark: string): bigint =>
  Array.from(mark).reduce((value, digit) => (value << 5n) | BigInt(alphabet.indexOf(digit)), 0n);

/** A new journal's tag, which tells its cursors from another's. */
export const newTag = (random: Random): string =>
  Array.from(random(6), (byte) => alphabet[byte % alphabet.length] ?? '0').join('');

export const isMark = (text: string): boolean => form.test(text);

/**
 * The mark of the next commit: a ULID that is greater than the previous one, also when the clock stood still or
 * went back. Then the random part grows by a random step, so that two marks do not tell how many lie between.
 */
export function nextMark(previous: string | null, now: number, random: Random): string {
  const last = previous === null ? -1n : decode(previous);
  if (BigInt(now) > last >> randomBits) return encode((BigInt(now) << randomBits) | numberOf(random(10)));
  return encode(last + 1n + numberOf(random(4)));
}
