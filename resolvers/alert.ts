import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { localized } from '../src/services/languages.ts';
import { itemFields } from './item.ts';

export const alertResolvers = {
  Mutation: {
    raiseAlert: (_root, { input }, { alerts, actor }) => alerts.raise(actor, input),
    completeAlert: (_root, { input }, { alerts, actor }) => alerts.complete(actor, input),
    reportAlertFollowUp: (_root, { input }, { alerts, actor }) => alerts.followUp(actor, input),
  },
  Alert: {
    ...itemFields,
    complete: (alert, _args, { alerts }) => alerts.isComplete(alert),
    missing: (alert, _args, { alerts }) => alerts.missing(alert),
    followUpOwed: (alert, { language }, { reader }) => localized(alert.followUpOwed, language, reader),
    stateMatrix: (alert, _args, { alerts }) => alerts.matrix(alert),
  },
  AlertFollowUp: {
    organisation: ({ organisation }, _args, { directory }) => directory.get(organisation),
    measures: ({ measures }, { language }, { reader }) => localized(measures, language, reader),
  },
} satisfies Resolvers;
