import type { Client, Refused } from './client.ts';

/** A revocation as administrators and auditors are shown it. */
export interface Shown {
  id: string;
  person: string | null;
  organisation: { id: string } | null;
  tokenId: string | null;
  reason: string;
  revokedAt: string;
  revokedBy: { person: string; organisation: { id: string } };
  restoration: { at: string; reason: string; by: { person: string } } | null;
}

const shown = `id person organisation { id } tokenId reason revokedAt revokedBy { person organisation { id } }
  restoration { at reason by { person } }`;

export const revokeText = `mutation($input: RevokeAccessInput!) {
  revokeAccess(input: $input) { cursor revocation { ${shown} } }
}`;
export const restoreText = `mutation($input: RestoreAccessInput!) {
  restoreAccess(input: $input) { cursor revocation { ${shown} } }
}`;
export const revocationsText = `query($first: Int, $after: Cursor) {
  revocations(first: $first, after: $after) {
    edges { cursor node { ${shown} } } pageInfo { hasNextPage endCursor }
  }
}`;

type Input = Record<string, unknown>;
interface Answer {
  cursor: string;
  revocation: Shown;
}

export async function revoke(administrator: Client, input: Input): Promise<Answer> {
  const asked = { reason: 'Left the service (fictional)', ...input };
  return (await administrator.get<{ revokeAccess: Answer }>(revokeText, { input: asked })).revokeAccess;
}

export async function restore(
  administrator: Client,
  revocationId: string,
  input: Input = {},
): Promise<Answer> {
  const asked = { revocationId, reason: 'Came back (fictional)', ...input };
  return (await administrator.get<{ restoreAccess: Answer }>(restoreText, { input: asked })).restoreAccess;
}

export const refusedRevocation = (client: Client, input: Input): Promise<Refused> =>
  client.refusal(revokeText, { input: { reason: 'Left the service (fictional)', ...input } });

export const refusedRestoration = (client: Client, revocationId: string): Promise<Refused> =>
  client.refusal(restoreText, { input: { revocationId, reason: 'Came back (fictional)' } });

export interface Listed {
  edges: { cursor: string; node: Shown }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export async function revocationsOf(client: Client, page: Input = {}): Promise<Listed> {
  return (await client.get<{ revocations: Listed }>(revocationsText, page)).revocations;
}
