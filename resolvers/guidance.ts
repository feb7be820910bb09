import type { Resolvers } from '../src/generated/resolvers-types.ts';
import { localized } from '../src/services/languages.ts';
import { documentDate } from '../src/services/document-date.ts';
import { itemFields } from './item.ts';

export const guidanceResolvers = {
  Mutation: {
    publishGuidance: (_root, { input }, { guidance, actor }) => guidance.publish(actor, input),
    draftGuidance: (_root, { input }, { guidance, actor }) => guidance.draft(actor, input),
    publishGuidanceDraft: (_root, { input }, { guidance, actor }) => guidance.publishDraft(actor, input),
    correctGuidance: (_root, { input }, { guidance, actor }) => guidance.correct(actor, input),
    draftGuidanceCorrection: (_root, { input }, { guidance, actor }) =>
      guidance.draftCorrection(actor, input),
    publishGuidanceCorrection: (_root, { input }, { guidance, actor }) =>
      guidance.publishCorrection(actor, input),
    supersedeGuidance: (_root, { input }, { guidance, actor }) => guidance.supersede(actor, input),
  },
  Guidance: {
    ...itemFields,
    documentDate: (item) => documentDate(item.documentDate),
    relations: (item, page, { guidance, reader }) => guidance.relations(reader, item, page),
    relatedBy: (item, page, { guidance, reader }) => guidance.relatedBy(reader, item, page),
    corrects: (item, _args, { guidance, reader }) => guidance.corrects(reader, item),
    correctionDrafts: (item, asked, { guidance, reader }) => guidance.correctionDrafts(reader, item, asked),
    versions: (item, _args, { guidance, reader }) => guidance.versions(reader, item),
  },
  DocumentReference: {
    date: ({ date }) => documentDate(date),
  },
  DocumentVersion: {
    reference: (version, _args, { guidance }) => guidance.referenceOf(version),
    title: ({ title }, { language }, { reader }) => localized(title, language, reader),
    documentDate: (version) => documentDate(version.documentDate),
  },
} satisfies Resolvers;
