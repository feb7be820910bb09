import type { Item } from '../src/domain/items.ts';
import { alertResolvers } from './alert.ts';
import { annexResolvers } from './annex.ts';
import { caseworkResolvers } from './casework.ts';
import { directoryResolvers } from './directory.ts';
import { erasureResolvers } from './erasure.ts';
import { exchangeResolvers } from './exchange.ts';
import { findingResolvers } from './finding.ts';
import { guidanceResolvers } from './guidance.ts';
import { itemResolvers } from './item.ts';
import { opinionResolvers } from './opinion.ts';
import { enumResolvers, scalarResolvers } from './scalars.ts';
import { sharingResolvers } from './sharing.ts';

const typeOfKind = {
  GUIDANCE: 'Guidance',
  FINDING: 'Finding',
  ALERT: 'Alert',
  CASE: 'Case',
  OPINION: 'Opinion',
  SHARE_REQUEST: 'ShareRequest',
  ANNEX: 'Annex',
} as const;

/** Every area's resolvers, to be merged over the schema. */
export const resolvers = [
  scalarResolvers,
  enumResolvers,
  directoryResolvers,
  exchangeResolvers,
  itemResolvers,
  guidanceResolvers,
  findingResolvers,
  alertResolvers,
  caseworkResolvers,
  opinionResolvers,
  erasureResolvers,
  sharingResolvers,
  annexResolvers,
  {
    Item: {
      __resolveType: ({ kind, erasure }: Item) => (erasure === null ? typeOfKind[kind] : 'ErasedItem'),
    },
  },
];
