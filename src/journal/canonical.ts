import { createHash } from 'node:crypto';

const loneSurrogate = /\p{Surrogate}/u;

function quoted(text: string): string {
  if (loneSurrogate.test(text)) throw new TypeError('Text with a lone surrogate has no canonical form.');
  return JSON.stringify(text);
}

function members(object: object): string {
  const values = object as Readonly<Record<string, unknown>>;
  return Object.keys(object)
    .filter((name) => values[name] !== undefined)
    .sort()
    .map((name) => `${quoted(name)}:${canonicalText(values[name])}`)
    .join(',');
}

/**
 * The one form of a value that is hashed and signed: RFC 8785. Throws a TypeError for what has none: numbers that
 * are not finite, big integers, functions, `undefined`, and text with a lone surrogate. As in JSON, a member that
 * is undefined is left out. Written here because the libraries at hand let lone surrogates pass, leave an object
 * unsorted that has a member `toJSON`, and take an object that stands in two places for a circle.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean' || value === null || (typeof value === 'number' && Number.isFinite(value)))
    return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object') return `{${members(value)}}`;
  throw new TypeError('This value has no canonical form.');
}

/** The value of bytes that are in canonical form; null for any others. */
export function parseCanonical(bytes: Uint8Array): { value: unknown } | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const value: unknown = JSON.parse(buffer.toString('utf8'));
    return Buffer.from(canonicalText(value), 'utf8').equals(buffer) ? { value } : null;
  } catch {
    return null;
  }
}

/** Lower-case hex. */
export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');
