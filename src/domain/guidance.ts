import { DomainError, badInput } from '../errors.ts';
import type { Handling, LanguageCode, LocalizedText, MemberStateCode } from '../reference/vocabulary.ts';
import {
  checkArticles,
  checkHandling,
  checkList,
  checkOptionalLocalized,
  checkOptionalPartialDate,
  checkOptionalText,
  checkText,
  checkTitle,
  checkUrl,
  limits,
  type HandlingInput,
  type Maybe,
} from './checks.ts';
import { assertStands, untouched, type Author, type ItemBase } from './item.ts';
import { showsAct } from './record.ts';

export const documentTypes = [
  'REGULATION', 'DECISION', 'IMPLEMENTING_ACT', 'DRAFT_IMPLEMENTING_ACT', 'PROPOSAL', 'STAFF_WORKING_DOCUMENT',
  'OPINION', 'REPORT', 'POSITION', 'COMMUNICATION', 'GUIDELINE', 'DRAFT_GUIDELINE', 'TEMPLATE',
  'DRAFT_TEMPLATE', 'CONSULTATION', 'FAQ', 'CODE_OF_PRACTICE', 'DRAFT_CODE_OF_PRACTICE', 'LIST',
  'BOARD_ASSESSMENT', 'STANDARDISATION_REQUEST', 'BRIEFING', 'SCIENTIFIC_REPORT', 'WEB_PAGE', 'BOARD_MEETING',
  'NEWS', 'TOOL', 'LETTER', 'NATIONAL_ACT',
] as const; // prettier-ignore
export type DocumentType = (typeof documentTypes)[number];

export const referenceStages = ['APPROVAL', 'ADOPTION', 'PUBLICATION', 'CORRIGENDUM', 'OTHER'] as const;
export type ReferenceStage = (typeof referenceStages)[number];

/** One of the references a document bears, with the step it was given at: a guideline is approved, then adopted. */
export interface DocumentReference {
  value: string;
  stage: ReferenceStage;
  /** Partial date, see `checkPartialDate`. */
  date: string | null;
}

export const relationTypes = ['ADOPTS', 'REVISES', 'ANNEXES', 'ASSESSES', 'REPEALS'] as const;
export type RelationType = (typeof relationTypes)[number];

/** From this document to another of the register: "this one adopts that one". */
export interface Relation {
  type: RelationType;
  itemId: string;
}

/** What a document says of itself; replaced as a whole when it is superseded. */
export interface DocumentContent {
  title: LocalizedText;
  summary: LocalizedText;
  documentType: DocumentType;
  /** The body that made the document, in its own words. */
  author: string | null;
  documentUrl: string | null;
  /** Address of the file, where `documentUrl` is the page about it. */
  fileUrl: string | null;
  documentDate: string | null;
  references: readonly DocumentReference[];
  relations: readonly Relation[];
  articles: readonly string[];
  memberStates: readonly MemberStateCode[];
  /** Names of the fields that nobody has confirmed against the document itself. */
  unverified: readonly string[];
}

/** A document as it stood before it was superseded, with who could read it then. */
export interface DocumentVersion extends DocumentContent {
  revision: number;
  handling: Handling;
  supersededAt: string;
}

export interface Guidance extends ItemBase, DocumentContent {
  kind: 'GUIDANCE';
  draftedBy: Author;
  versions: readonly DocumentVersion[];
  /** Of a draft that is a correction. */
  corrects?: Correction;
  /** Who drafted each correction that two people made in the text. */
  corrections?: readonly Author[];
}

/** Which guidance a draft corrects, and how many corrections had been made in it when the draft was begun. */
export interface Correction {
  itemId: string;
  behind: number;
}

export interface GuidanceInput {
  title: readonly { language: LanguageCode; text: string }[];
  summary?: Maybe<readonly { language: LanguageCode; text: string }[]>;
  documentType?: Maybe<DocumentType>;
  author?: Maybe<string>;
  documentUrl?: Maybe<string>;
  fileUrl?: Maybe<string>;
  documentDate?: Maybe<string>;
  references?: Maybe<readonly string[]>;
  datedReferences?: Maybe<readonly { value: string; stage: ReferenceStage; date?: Maybe<string> }[]>;
  relations?: Maybe<readonly Relation[]>;
  articles?: Maybe<readonly string[]>;
  memberStates?: Maybe<readonly MemberStateCode[]>;
  unverified?: Maybe<readonly string[]>;
}

/** Parts of a document's record; what is left out or null stays as it is. */
export type GuidanceParts = { [Part in keyof GuidanceInput]?: Maybe<GuidanceInput[Part]> };

export type GuidanceEvent =
  | { type: 'GuidanceDrafted'; data: NewGuidance }
  | { type: 'GuidancePublished'; data: NewGuidance }
  | { type: 'GuidanceDraftPublished'; data: { at: string } }
  | { type: 'GuidanceCorrected'; data: { content: DocumentContent; draftedBy?: Author; at: string } }
  | { type: 'CorrectionDrafted'; data: NewGuidance & { corrects: Correction } }
  | { type: 'CorrectionClosed'; data: { at: string } }
  | { type: 'GuidanceSuperseded'; data: { content: DocumentContent; handling: Handling; at: string } };

export interface NewGuidance {
  id: string;
  /** Used where the document bears no official reference. */
  houseReference: string;
  issuer: string;
  draftedBy: Author;
  handling: Handling;
  content: DocumentContent;
  at: string;
}

/** What a command may not choose for itself. */
export interface Making {
  id: string;
  houseReference: string;
  issuer: string;
  author: Author;
  now: string;
}

export function checkContent(input: GuidanceInput): DocumentContent {
  const plain = checkList('references', input.references).map((value) => ({
    value: checkText('references', value, limits.reference),
    stage: 'OTHER' as const,
    date: null,
  }));
  const dated = (input.datedReferences ?? []).map(({ value, stage, date }) => ({
    value: checkText('datedReferences', value, limits.reference),
    stage,
    date: checkOptionalPartialDate('datedReferences', date),
  }));
  if (dated.length > limits.list)
    throw badInput('datedReferences', `A list holds at most ${limits.list} entries.`);
  const relations = input.relations ?? [];
  if (relations.length > limits.list)
    throw badInput('relations', `A list holds at most ${limits.list} entries.`);
  return {
    title: checkTitle(input.title),
    summary: checkOptionalLocalized('summary', input.summary, limits.summary),
    documentType: input.documentType ?? 'GUIDELINE',
    author: checkOptionalText('author', input.author, limits.name),
    documentUrl: checkUrl('documentUrl', input.documentUrl),
    fileUrl: checkUrl('fileUrl', input.fileUrl),
    documentDate: checkOptionalPartialDate('documentDate', input.documentDate),
    references: [...plain, ...dated],
    relations: relations.map(({ type, itemId }) => ({ type, itemId })),
    articles: checkArticles('articles', input.articles),
    memberStates: checkList('memberStates', input.memberStates),
    unverified: checkList('unverified', input.unverified).map((name) =>
      checkText('unverified', name, limits.name),
    ),
  };
}

const made = (input: GuidanceInput & { handling: HandlingInput }, making: Making): NewGuidance => ({
  id: making.id,
  houseReference: making.houseReference,
  issuer: making.issuer,
  draftedBy: making.author,
  handling: checkHandling(input.handling),
  content: checkContent(input),
  at: making.now,
});

export const draftGuidance = (
  input: GuidanceInput & { handling: HandlingInput },
  making: Making,
): GuidanceEvent => ({ type: 'GuidanceDrafted', data: made(input, making) });

/** Whether it is the record of an act adopted elsewhere; what is not is Concord's own and takes two people. */
export const isRecord = (content: DocumentContent): boolean =>
  showsAct(content.references.map(({ value }) => value));

/**
 * Publishes the record of an act adopted elsewhere. Anything else would be Concord's own publication, which takes two
 * people: FORBIDDEN, and the way is `draftGuidance` by one and `publishDraft` by another.
 */
export function publishGuidance(
  input: GuidanceInput & { handling: HandlingInput },
  making: Making,
): GuidanceEvent {
  const data = made(input, making);
  if (!isRecord(data.content))
    throw new DomainError(
      'FORBIDDEN',
      'Guidance that is no record of an act adopted elsewhere, with the reference of the act, takes two people: draft it, and let another publish.',
      'references',
    );
  return { type: 'GuidancePublished', data };
}

/**
 * Publishes the record of a document that is already public elsewhere, of which not all bear a reference: the
 * register's source is its reference. For loading the register, never for a client's command.
 */
export const registerGuidance = (
  input: GuidanceInput & { handling: HandlingInput },
  making: Making,
): GuidanceEvent => ({ type: 'GuidancePublished', data: made(input, making) });

/** Four eyes: who drafted cannot publish, whatever their role. */
export function publishDraft(guidance: Guidance, by: Author, now: string): GuidanceEvent {
  if (guidance.release !== 'DRAFT') throw new DomainError('INVALID_STATE', 'This guidance is not a draft.');
  if (guidance.corrects !== undefined)
    throw new DomainError(
      'INVALID_STATE',
      'This draft is a correction; it is made in the guidance it corrects.',
    );
  assertSecondPerson(guidance, by);
  return { type: 'GuidanceDraftPublished', data: { at: now } };
}

/** Throws FORBIDDEN for whoever drafted it, whatever organisation they now speak for. */
export function assertSecondPerson({ draftedBy }: Guidance, by: Author): void {
  if (draftedBy.person === by.person)
    throw new DomainError('FORBIDDEN', 'Who drafted it cannot be the one who publishes it.');
}

/**
 * Who may correct at once: any person of the issuer a record, and the drafter a draft, for the text of whoever
 * publishes it would have been seen by one person alone. Other guidance has readers who rely on two people:
 * FORBIDDEN, and the way is `draftCorrection` by one and `publishCorrection` by another.
 */
export function assertMayCorrect(guidance: Guidance, by: Author): void {
  assertStands(guidance);
  if (guidance.release === 'DRAFT') {
    if (guidance.draftedBy.person !== by.person)
      throw new DomainError('FORBIDDEN', 'A draft is corrected by who drafted it.');
  } else if (!isRecord(guidance))
    throw new DomainError(
      'FORBIDDEN',
      'Correcting guidance that is no record of an act adopted elsewhere takes two people: draft the correction, and let another publish it.',
    );
}

/** The document with the parts that are given in the place of those that stood there. */
export function withParts(guidance: Guidance, parts: GuidanceParts): DocumentContent {
  const { references, summary, ...rest } = guidance;
  const current = { ...rest, summary: summary.length === 0 ? null : summary };
  const given = Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined && value !== null),
  ) as Partial<GuidanceInput>;
  const keepsReferences = given.references === undefined && given.datedReferences === undefined;
  return checkContent({
    ...current,
    ...given,
    ...(keepsReferences ? { datedReferences: references } : {}),
  });
}

/** Mends the record of a document: fields left out stay as they are. */
export function correctGuidance(guidance: Guidance, parts: GuidanceParts, now: string): GuidanceEvent {
  assertStands(guidance);
  const content = withParts(guidance, parts);
  if (isRecord(guidance) && !isRecord(content))
    throw new DomainError(
      'FORBIDDEN',
      'The record of an act adopted elsewhere keeps the reference that shows which.',
      'references',
    );
  return { type: 'GuidanceCorrected', data: { content, at: now } };
}

/**
 * Puts a new document in the place of this one, which stays readable as an earlier version. INVALID_STATE for a
 * draft: what was never published may not become a version that readers see.
 */
export function supersedeGuidance(
  guidance: Guidance,
  input: GuidanceInput & { handling?: Maybe<HandlingInput> },
  now: string,
): GuidanceEvent {
  assertStands(guidance);
  if (guidance.release === 'DRAFT')
    throw new DomainError('INVALID_STATE', 'A draft is corrected, not superseded.');
  const content = checkContent(input);
  if (!isRecord(content))
    throw new DomainError(
      'FORBIDDEN',
      'A document that supersedes another is the record of an act adopted elsewhere, with the reference of the act.',
      'references',
    );
  const handling = input.handling ? checkHandling(input.handling) : guidance.handling;
  return { type: 'GuidanceSuperseded', data: { content, handling, at: now } };
}

export const contentOf = (guidance: Guidance): DocumentContent => ({
  title: guidance.title,
  summary: guidance.summary,
  documentType: guidance.documentType,
  author: guidance.author,
  documentUrl: guidance.documentUrl,
  fileUrl: guidance.fileUrl,
  documentDate: guidance.documentDate,
  references: guidance.references,
  relations: guidance.relations,
  articles: guidance.articles,
  memberStates: guidance.memberStates,
  unverified: guidance.unverified,
});

/** The latest reference; the place of publication only where the document bears nothing else. */
export const knownBy = (references: readonly DocumentReference[]): string | undefined =>
  (references.findLast(({ stage }) => stage !== 'PUBLICATION') ?? references.at(-1))?.value;

function begun(data: NewGuidance, release: Guidance['release']): Guidance {
  return {
    ...untouched,
    id: data.id,
    kind: 'GUIDANCE',
    reference: knownBy(data.content.references) ?? data.houseReference,
    ...data.content,
    issuer: data.issuer,
    handling: data.handling,
    release,
    publishedAt: data.at,
    updatedAt: data.at,
    draftedBy: data.draftedBy,
    versions: [],
  };
}

const restated = (guidance: Guidance, content: DocumentContent, at: string): Guidance => ({
  ...guidance,
  ...content,
  reference: knownBy(content.references) ?? guidance.reference,
  updatedAt: at,
  revision: guidance.revision + 1,
});

export function evolveGuidance(guidance: Guidance | null, { type, data }: GuidanceEvent): Guidance {
  if (type === 'GuidanceDrafted') return begun(data, 'DRAFT');
  if (type === 'GuidancePublished') return begun(data, 'PUBLISHED');
  if (type === 'CorrectionDrafted') return { ...begun(data, 'DRAFT'), corrects: data.corrects };
  if (guidance === null) throw new Error(`${type} needs guidance before it`);
  switch (type) {
    case 'GuidanceDraftPublished':
      return {
        ...guidance,
        release: 'PUBLISHED',
        publishedAt: data.at,
        updatedAt: data.at,
        revision: guidance.revision + 1,
      };
    case 'GuidanceCorrected': {
      const next = restated(guidance, data.content, data.at);
      const { draftedBy } = data;
      return draftedBy === undefined
        ? next
        : { ...next, corrections: [...(guidance.corrections ?? []), draftedBy] };
    }
    case 'CorrectionClosed':
      return { ...guidance, release: 'CLOSED', updatedAt: data.at, revision: guidance.revision + 1 };
    case 'GuidanceSuperseded': {
      const version: DocumentVersion = {
        ...contentOf(guidance),
        revision: guidance.revision,
        handling: guidance.handling,
        supersededAt: data.at,
      };
      return {
        ...restated(guidance, data.content, data.at),
        handling: data.handling,
        versions: [...guidance.versions, version],
      };
    }
  }
}
