import { oneLine } from './terminal.ts';

/** What `concord watch` asks for. */
export const WATCH = `subscription Watch($after: Cursor, $filter: ExchangeFilter) {
  exchange(after: $after, filter: $filter) {
    __typename
    cursor
    previous
    at
    ... on ItemChanged {
      change
      item { id kind reference title issuer { id name } articles memberStates handling { marking } revision }
    }
    ... on ItemWithdrawn { itemId }
    ... on ResyncRequired { reason }
  }
}`;

interface Place {
  cursor: string;
  previous: string | null;
  at: string;
}

export type ExchangeMessage =
  | (Place & {
      __typename: 'ItemChanged';
      change: string;
      item: {
        id: string;
        kind: string;
        reference: string;
        title: string;
        issuer: { id: string; name: string };
      };
    })
  | (Place & { __typename: 'ItemWithdrawn'; itemId: string })
  | { __typename: 'ResyncRequired'; cursor: string | null; at: string; reason: string };

/** One line for a person: time, kind, change, reference, title, issuer, cursor. */
export function toLine(message: ExchangeMessage): string {
  const time = message.at.replace(/\.\d+Z$/, 'Z');
  const parts = ((): string[] => {
    switch (message.__typename) {
      case 'ItemChanged': {
        const { kind, reference, title, issuer } = message.item;
        return [kind.padEnd(8), message.change.padEnd(12), reference, title, issuer.name];
      }
      case 'ItemWithdrawn':
        return ['ITEM'.padEnd(8), 'WITHDRAWN'.padEnd(12), message.itemId];
      case 'ResyncRequired':
        return ['FEED'.padEnd(8), 'RESYNC'.padEnd(12), message.reason];
    }
  })();
  return oneLine([time, ...parts, `cursor ${message.cursor ?? 'none'}`].join('  '));
}
