import { operation, variablesOf } from '../support/contract.ts';
import type { Client } from '../support/client.ts';

/** One message of the feed, as the contract's operations ask for it. */
export interface Message {
  __typename: 'ItemChanged' | 'ItemWithdrawn' | 'ResyncRequired';
  cursor: string;
  previous: string | null;
  at: string;
  change?: string;
  item?: { id: string; title: string; reference: string; summary: string; revision: number };
  itemId?: string;
  reason?: string;
}

export interface Published {
  cursor: string;
  item: { id: string; title: string; reference: string; revision: number };
}

export const inEnglish = (text: string) => [{ language: 'en', text }];

/** Guidance for the Board, so that it has readers to lose. */
export const forTheBoard = { marking: 'LIMITED', audience: { groups: ['AI_BOARD'] } };

export async function publishGuidance(
  office: Client,
  change: Record<string, unknown> = {},
): Promise<Published> {
  const answer = await office.get<{ publishGuidance: Published }>(
    operation('PublishGuidance'),
    variablesOf('PublishGuidance', change),
  );
  return answer.publishGuidance;
}

export async function publishFinding(ecat: Client, change: Record<string, unknown> = {}): Promise<Published> {
  const answer = await ecat.get<{ publishFinding: Published }>(
    operation('PublishFinding'),
    variablesOf('PublishFinding', change),
  );
  return answer.publishFinding;
}

export const recall = (client: Client, itemId: string): Promise<{ recallItem: { cursor: string } }> =>
  client.get(operation('RecallItem'), { input: { itemId } });

/** Sets the audience anew and answers the item's new revision and the cursor. */
export async function changeHandling(
  client: Client,
  { itemId, revision, handling }: { itemId: string; revision: number; handling: object },
): Promise<{ cursor: string; item: { revision: number } }> {
  const answer = await client.get<{ changeHandling: { cursor: string; item: { revision: number } } }>(
    'mutation($input: ChangeHandlingInput!) { changeHandling(input: $input) { cursor item { revision } } }',
    { input: { itemId, expectedRevision: revision, handling } },
  );
  return answer.changeHandling;
}

/** Every change behind the cursor that the client may see, read page by page. */
export async function changesAfter(
  client: Client,
  after: string | null,
  variables: { filter?: object; query?: string } = {},
): Promise<readonly Message[]> {
  const { query = operation('Changes'), ...rest } = variables;
  const seen: Message[] = [];
  for (let from = after; ; from = seen.at(-1)?.cursor ?? null) {
    const { changes } = await client.get<{ changes: Message[] }>(query, {
      ...rest,
      after: from,
      first: 100,
    });
    if (changes.length === 0) return seen;
    seen.push(...changes);
    if (changes.some(({ __typename }) => __typename === 'ResyncRequired')) return seen;
  }
}

/** The last change so far that the client sees: a place to resume behind. */
export async function lastSeen(client: Client): Promise<string> {
  const last = (await changesAfter(client, null)).at(-1);
  if (last === undefined) throw new Error('the client sees nothing to resume behind');
  return last.cursor;
}

/** What `previous` must be in a row of messages that follows a cursor without a gap. */
export const chainBehind = (cursor: string | null, messages: readonly Message[]): (string | null)[] => [
  cursor,
  ...messages.slice(0, -1).map((message) => message.cursor),
];
