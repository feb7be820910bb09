import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';

/** The library writes a lone surrogate as an escape, and nothing else as `\ud…`: a cheap sign that a walk is due. */
const escapedSurrogate = String.raw`\ud`;
const loneSurrogate = /\p{Surrogate}/u;

function assertWellFormed(value: unknown): void {
  if (typeof value === 'string') {
    if (loneSurrogate.test(value)) throw new TypeError('Text with a lone surrogate has no canonical form.');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      assertWellFormed(key);
      assertWellFormed(inner);
    }
  }
}

/**
 * The one form of a value that is hashed and signed: RFC 8785. Throws for what has none: NaN, infinities, big
 * integers, `undefined` at the top, and text with a lone surrogate, which the library would let pass.
 */
export function canonicalText(value: unknown): string {
  if (value === undefined) throw new TypeError('An undefined value has no canonical form.');
  const text = canonicalize(value);
  if (text.includes(escapedSurrogate)) assertWellFormed(value);
  return text;
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

/** SHA-256 of the canonical form of a value, lower-case hex; equal values have equal hashes. */
export const canonicalHash = (value: unknown): string => sha256(canonicalText(value));
