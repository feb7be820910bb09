import type { KeyObject } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, compactVerify, exportJWK, type CryptoKey } from 'jose';
import { canonicalText } from './canonical.ts';
import type { Checkpoint, Head } from './commit.ts';

const algorithm = 'EdDSA';

/** An Ed25519 key. */
export type SignatureKey = CryptoKey | KeyObject;

/** A head with the journal it belongs to (its tag) and the time of signing. */
export interface SignedHead extends Head {
  journal: string;
  at: string;
}

const payloadOf = (head: SignedHead): Buffer => Buffer.from(canonicalText(head), 'utf8');

/** The key's RFC 7638 thumbprint, which names it in `kid`. */
export const keyIdOf = async (publicKey: SignatureKey): Promise<string> =>
  calculateJwkThumbprint(await exportJWK(publicKey));

export async function signCheckpoint(
  { journal, position, hash, at }: SignedHead,
  { privateKey, publicKey }: { privateKey: SignatureKey; publicKey: SignatureKey },
): Promise<Checkpoint> {
  const payload = payloadOf({ journal, position, hash, at });
  const kid = await keyIdOf(publicKey);
  const jws = await new CompactSign(payload).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey);
  return { position, hash, at, jws };
}

/** Whether the key signed exactly this position, hash and time of this journal. */
export async function isCheckpointGenuine(
  { position, hash, at, jws }: Checkpoint,
  { journal, publicKey }: { journal: string; publicKey: SignatureKey },
): Promise<boolean> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, publicKey, { algorithms: [algorithm] });
    if (protectedHeader.kid !== (await keyIdOf(publicKey))) return false;
    return payloadOf({ journal, position, hash, at }).equals(payload);
  } catch {
    return false;
  }
}
