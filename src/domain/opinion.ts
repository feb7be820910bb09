import { DomainError } from '../errors.ts';
import type { Handling, LanguageCode, LocalizedText } from '../reference/vocabulary.ts';
import {
  checkArticles,
  checkHandling,
  checkList,
  checkOptionalLocalized,
  checkOptionalPartialDate,
  checkOrganisation,
  checkText,
  checkTitle,
  checkUrl,
  limits,
  type HandlingInput,
  type Maybe,
} from './checks.ts';
import type { Making } from './guidance.ts';
import { untouched, type ItemBase } from './item.ts';
import { showsAct } from './record.ts';

/** An opinion of the Board that was adopted outside Concord and is published here. */
export interface Opinion extends ItemBase {
  kind: 'OPINION';
  state: 'PUBLISHED';
  legalBasis: string;
  requestedBy: string | null;
  rapporteur: string | null;
  references: readonly string[];
  adoptedOn: string | null;
  documentUrl: string | null;
}

export interface OpinionInput {
  title: readonly { language: LanguageCode; text: string }[];
  summary?: Maybe<readonly { language: LanguageCode; text: string }[]>;
  legalBasis: string;
  articles?: Maybe<readonly string[]>;
  references?: Maybe<readonly string[]>;
  adoptedOn?: Maybe<string>;
  documentUrl?: Maybe<string>;
  requestedBy?: Maybe<string>;
  rapporteur?: Maybe<string>;
  handling: HandlingInput;
}

export interface NewOpinion {
  id: string;
  issuer: string;
  title: LocalizedText;
  summary: LocalizedText;
  legalBasis: string;
  articles: readonly string[];
  references: readonly string[];
  adoptedOn: string | null;
  documentUrl: string | null;
  requestedBy: string | null;
  rapporteur: string | null;
  handling: Handling;
  at: string;
}

export type OpinionEvent = { type: 'OpinionPublished'; data: NewOpinion };

/** FORBIDDEN for what is no record: an opinion of Concord's own takes two people and goes through the docket. */
export function publishOpinion(input: OpinionInput, making: Making): OpinionEvent {
  const references = checkList('references', input.references).map((value) =>
    checkText('references', value, limits.reference),
  );
  const adoptedOn = checkOptionalPartialDate('adoptedOn', input.adoptedOn);
  const documentUrl = checkUrl('documentUrl', input.documentUrl);
  if (!showsAct(references))
    throw new DomainError(
      'FORBIDDEN',
      'An opinion that is no record of an act adopted elsewhere, with the reference of the act, takes two people.',
      'references',
    );
  return {
    type: 'OpinionPublished',
    data: {
      id: making.id,
      issuer: making.issuer,
      title: checkTitle(input.title),
      summary: checkOptionalLocalized('summary', input.summary, limits.summary),
      legalBasis: checkText('legalBasis', input.legalBasis, limits.legalBasis),
      articles: checkArticles('articles', input.articles),
      references,
      adoptedOn,
      documentUrl,
      requestedBy: input.requestedBy ? checkOrganisation('requestedBy', input.requestedBy) : null,
      rapporteur: input.rapporteur ? checkOrganisation('rapporteur', input.rapporteur) : null,
      handling: checkHandling(input.handling),
      at: making.now,
    },
  };
}

export function evolveOpinion(_opinion: Opinion | null, { data }: OpinionEvent): Opinion {
  const { at, ...content } = data;
  return {
    ...untouched,
    ...content,
    kind: 'OPINION',
    state: 'PUBLISHED',
    reference: data.references[0] ?? data.id,
    memberStates: [],
    release: 'PUBLISHED',
    publishedAt: at,
    updatedAt: at,
  };
}
