import { canonicalText, parseCanonical, sha256 } from './canonical.ts';
import { ZERO_HASH } from './chain.ts';

/** How somebody came to be shown an item. */
export const accessMeans = ['READ', 'SEARCH', 'FEED'] as const;
export type AccessMeans = (typeof accessMeans)[number];

/** That somebody was shown an item. */
export interface Access {
  at: string;
  person: string;
  organisation: string;
  itemId: string;
  revision: number;
  means: AccessMeans;
}

/** The last change of an item that an organisation was sent. */
export interface Delivery {
  itemId: string;
  organisation: string;
  revision: number;
  at: string;
}

/** One entry of a chain of accesses; what is hashed and stored is its canonical text. */
export interface AccessEntry extends Access {
  /** Each server on a database writes a chain of its own; an embedded store has one. */
  chain: string;
  /** From 1, without a gap. */
  number: number;
  /** Hash of the entry before; zeros before the first. */
  previous: string;
}

/** Where a chain stands. */
export interface AccessTip {
  chain: string;
  number: number;
  hash: string;
}

export interface LinkedAccess {
  entry: AccessEntry;
  text: string;
}

export const chainOf = (chain: string): AccessTip => ({ chain, number: 0, hash: ZERO_HASH });

/** Appends accesses to a chain, in the order in which they are given. */
export function linkAccesses(
  tip: AccessTip,
  accesses: readonly Access[],
): { linked: readonly LinkedAccess[]; tip: AccessTip } {
  const { chain } = tip;
  let { number, hash } = tip;
  const linked = accesses.map((access) => {
    const entry: AccessEntry = { ...access, chain, number: (number += 1), previous: hash };
    const text = canonicalText(entry);
    hash = sha256(text);
    return { entry, text };
  });
  return { linked, tip: { chain, number, hash } };
}

export type AccessVerification =
  { ok: true; entries: number } | { ok: false; chain: string; number: number; reason: string };

/** Checks chains whose entries come in the order of chain and number; names the first entry that fails. */
export async function verifyAccesses(texts: AsyncIterable<string>): Promise<AccessVerification> {
  let tip = chainOf('');
  let entries = 0;
  for await (const text of texts) {
    const entry = parseCanonical(Buffer.from(text, 'utf8'))?.value as AccessEntry | undefined;
    const failed = (reason: string) =>
      ({ ok: false, chain: entry?.chain ?? tip.chain, number: tip.number + 1, reason }) as const;
    if (entry === undefined) return failed('The entry is not what was written.');
    if (entry.chain !== tip.chain) tip = chainOf(entry.chain);
    if (entry.number !== tip.number + 1) return failed('An entry is missing.');
    if (entry.previous !== tip.hash) return failed('The entry does not follow the one before.');
    tip = { chain: entry.chain, number: entry.number, hash: sha256(text) };
    entries += 1;
  }
  return { ok: true, entries };
}
