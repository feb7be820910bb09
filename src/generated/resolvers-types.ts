import type { MemberStateCode as MemberState } from '../reference/vocabulary.ts';
import type { LanguageCode as Language } from '../reference/vocabulary.ts';
import type { Marking } from '../reference/vocabulary.ts';
import type { Group as ReaderGroup } from '../reference/vocabulary.ts';
import type { ItemKind } from '../reference/vocabulary.ts';
import type { OrganisationKind } from '../reference/vocabulary.ts';
import type { ChangeKind } from '../domain/item.ts';
import type { Release } from '../domain/item.ts';
import type { DeliveryState } from '../services/access.ts';
import type { AccessMeans } from '../journal/access-log.ts';
import type { AccessRule } from '../access/explain.ts';
import type { ErasureGround } from '../domain/item.ts';
import type { DocumentType } from '../domain/guidance.ts';
import type { ReferenceStage } from '../domain/guidance.ts';
import type { RelationType } from '../domain/guidance.ts';
import type { Severity } from '../domain/finding.ts';
import type { Urgency } from '../domain/alert.ts';
import type { StateAnswer } from '../domain/alert.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Item as ItemState } from '../domain/items.ts';
import type { Guidance as GuidanceState, DocumentReference as DocumentReferenceRecord, DocumentVersion as DocumentVersionRecord } from '../domain/guidance.ts';
import type { Finding as FindingState } from '../domain/finding.ts';
import type { Alert as AlertState, FollowUp } from '../domain/alert.ts';
import type { Case as CaseState, CaseStep as CaseStepRecord } from '../domain/casework.ts';
import type { Opinion as OpinionItem } from '../domain/opinion.ts';
import type { AccessListing } from '../services/access-log.ts';
import type { AccessEntry as AccessRecord } from '../journal/access-log.ts';
import type { Annex as AnnexState } from '../domain/annex.ts';
import type { ShareRequest as ShareRequestState, ShareAnswer as ShareAnswerRecord } from '../domain/share-request.ts';
import type { WithdrawalState } from '../services/access.ts';
import type { ErasedItem as ErasedItemState } from '../domain/erasure.ts';
import type { Erasure as ErasureRecord, ErasureRequest as ErasureRequestRecord, LegalHold as LegalHoldRecord, Acknowledgement as AcknowledgementRecord, Author } from '../domain/item.ts';
import type { Organisation as OrganisationRecord } from '../reference/organisations.ts';
import type { Actor } from '../access/actor.ts';
import type { HistoryLine, Listing, CaseListingEdge, ListingEdge } from '../services/items.ts';
import type { Procedure as ProcedureRecord } from '../reference/procedures.ts';
import type { ItemChangedMessage, ItemWithdrawnMessage, ResyncRequiredMessage } from '../services/exchange.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A place in the journal, opaque and strictly ordered. It serves for paging and for resuming alike. */
  Cursor: { input: string; output: string; }
  /** An instant, ISO 8601 with a time zone, such as 2026-11-23T09:00:00Z; answered in UTC. */
  DateTime: { input: string; output: string; }
  /** Any JSON value, within the size stated at the field. */
  JSON: { input: unknown; output: unknown; }
  /** A calendar date as exactly as it is known: 2026, 2026-07 or 2026-07-29. */
  PartialDate: { input: string; output: string; }
  /** An https address. */
  URL: { input: string; output: string; }
};

/** That somebody was shown an item whose marking is SENSITIVE. */
export type Access = {
  readonly __typename?: 'Access';
  readonly at: Scalars['DateTime']['output'];
  readonly itemId: Scalars['ID']['output'];
  readonly means: AccessMeans;
  readonly organisation: Organisation;
  /** The person, as the identity provider names them. */
  readonly person: Scalars['ID']['output'];
  /** The revision that was shown. */
  readonly revision: Scalars['Int']['output'];
};

/** A page of who was shown an item, newest first. */
export type AccessConnection = {
  readonly __typename?: 'AccessConnection';
  readonly edges: ReadonlyArray<AccessEdge>;
  readonly pageInfo: PageInfo;
};

/** An access in a list. */
export type AccessEdge = {
  readonly __typename?: 'AccessEdge';
  readonly cursor: Scalars['Cursor']['output'];
  readonly node: Access;
};

/** Whether somebody can read an item, and why. */
export type AccessExplanation = {
  readonly __typename?: 'AccessExplanation';
  /** The same that decides in every read. */
  readonly allowed: Scalars['Boolean']['output'];
  /** What it follows from: what lets in where it is allowed, else what is missing. */
  readonly because: ReadonlyArray<AccessReason>;
};

export type { AccessMeans };

/** One reason why an item can be read, or cannot. */
export type AccessReason = {
  readonly __typename?: 'AccessReason';
  /** In words. */
  readonly detail: Scalars['String']['output'];
  readonly rule: AccessRule;
};

export type { AccessRule };

/** What your organisation has taken note of. */
export type AcknowledgeItemInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  /** Makes a repeat find the first answer instead of acting again; the same key with other input is IDEMPOTENCY_CONFLICT. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** Your own organisation; another one is refused with FORBIDDEN. */
  readonly organisation?: InputMaybe<Scalars['ID']['input']>;
};

/** The item with the acknowledgement, and where that stands in the journal. */
export type AcknowledgeItemPayload = {
  readonly __typename?: 'AcknowledgeItemPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
};

/** What your organisation holds nothing of any more. */
export type AcknowledgeWithdrawalInput = {
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
};

/** The id of the item, and where the confirmation stands in the journal. */
export type AcknowledgeWithdrawalPayload = {
  readonly __typename?: 'AcknowledgeWithdrawalPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly itemId: Scalars['ID']['output'];
};

/** That an organisation has taken note of an item. */
export type Acknowledgement = {
  readonly __typename?: 'Acknowledgement';
  readonly at: Scalars['DateTime']['output'];
  readonly organisation: Organisation;
};

/** What the part holds, and for which of the item's readers. */
export type AddAnnexInput = {
  readonly containsTradeSecrets?: InputMaybe<Scalars['Boolean']['input']>;
  /** Where a document, or access on site, is to be had; source code itself is not put in. */
  readonly documentUrl?: InputMaybe<Scalars['URL']['input']>;
  /** For nobody who does not read the item. */
  readonly handling: HandlingInput;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** At most 5,000 characters in each language. */
  readonly text?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly title: ReadonlyArray<LocalizedTextInput>;
};

/** The new part, and where it stands in the journal. */
export type AddAnnexPayload = {
  readonly __typename?: 'AddAnnexPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Annex;
};

/** A warning that must reach its readers at once, complete or not (confidentiality does not stop warnings: Article 78(4)). */
export type Alert = Item & {
  readonly __typename?: 'Alert';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  /** The system or model concerned, as far as it is known. */
  readonly affected: Maybe<Scalars['String']['output']>;
  readonly annexes: ReadonlyArray<Annex>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  readonly complete: Scalars['Boolean']['output'];
  readonly erasureRequest: Maybe<ErasureRequest>;
  readonly followUpDueAt: Maybe<Scalars['DateTime']['output']>;
  /** What each State that is addressed owes in answer; empty where nothing is asked yet. */
  readonly followUpOwed: Scalars['String']['output'];
  /** What States reported, oldest first. */
  readonly followUps: ReadonlyArray<AlertFollowUp>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  /** What the alert still lacks, by field name; follow-up only where States are asked: an urgent or emergency alert asks those it addresses, a routine one where it says what is owed or by when. */
  readonly missing: ReadonlyArray<Scalars['String']['output']>;
  readonly publishedAt: Scalars['DateTime']['output'];
  /** Raised by the Scientific Panel (Article 90). */
  readonly qualified: Scalars['Boolean']['output'];
  readonly recall: Maybe<Recall>;
  readonly reference: Scalars['String']['output'];
  readonly release: Release;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  /** All 27 Member States in protocol order; silence is shown as silence. */
  readonly stateMatrix: ReadonlyArray<StateAnswerRow>;
  readonly summary: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly urgency: Urgency;
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** A warning that must reach its readers at once, complete or not (confidentiality does not stop warnings: Article 78(4)). */
export type AlertAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A warning that must reach its readers at once, complete or not (confidentiality does not stop warnings: Article 78(4)). */
export type AlertFollowUpOwedArgs = {
  language?: InputMaybe<Language>;
};


/** A warning that must reach its readers at once, complete or not (confidentiality does not stop warnings: Article 78(4)). */
export type AlertSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** A warning that must reach its readers at once, complete or not (confidentiality does not stop warnings: Article 78(4)). */
export type AlertTitleArgs = {
  language?: InputMaybe<Language>;
};

/** What one Member State did about an alert. */
export type AlertFollowUp = {
  readonly __typename?: 'AlertFollowUp';
  readonly at: Scalars['DateTime']['output'];
  readonly measures: Scalars['String']['output'];
  readonly memberState: MemberState;
  readonly organisation: Organisation;
};


/** What one Member State did about an alert. */
export type AlertFollowUpMeasuresArgs = {
  language?: InputMaybe<Language>;
};

/** A part of an item with readers of its own, all of them readers of the item, such as a section with trade secrets (Article 78(1)(a)). For who may not see it, there is none. */
export type Annex = Item & {
  readonly __typename?: 'Annex';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  /** The item that it is a part of. */
  readonly annexTo: Maybe<Item>;
  readonly annexes: ReadonlyArray<Annex>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  /** Whether its issuer says that it holds trade secrets or confidential business information. */
  readonly containsTradeSecrets: Scalars['Boolean']['output'];
  readonly documentUrl: Maybe<Scalars['URL']['output']>;
  readonly erasureRequest: Maybe<ErasureRequest>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  readonly publishedAt: Scalars['DateTime']['output'];
  readonly recall: Maybe<Recall>;
  readonly reference: Scalars['String']['output'];
  readonly release: Release;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  readonly summary: Scalars['String']['output'];
  /** As `title`; empty where there is only an address. */
  readonly text: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** A part of an item with readers of its own, all of them readers of the item, such as a section with trade secrets (Article 78(1)(a)). For who may not see it, there is none. */
export type AnnexAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A part of an item with readers of its own, all of them readers of the item, such as a section with trade secrets (Article 78(1)(a)). For who may not see it, there is none. */
export type AnnexSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** A part of an item with readers of its own, all of them readers of the item, such as a section with trade secrets (Article 78(1)(a)). For who may not see it, there is none. */
export type AnnexTextArgs = {
  language?: InputMaybe<Language>;
};


/** A part of an item with readers of its own, all of them readers of the item, such as a section with trade secrets (Article 78(1)(a)). For who may not see it, there is none. */
export type AnnexTitleArgs = {
  language?: InputMaybe<Language>;
};

/** What is answered to a request. */
export type AnswerShareRequestInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly granted: Scalars['Boolean']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** At most 1,000 characters; needed where it is not granted. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  readonly requestId: Scalars['ID']['input'];
};

/** The request with its answer, and where that stands in the journal. */
export type AnswerShareRequestPayload = {
  readonly __typename?: 'AnswerShareRequestPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: ShareRequest;
};

/** An article of the AI Act as consolidated on 27 July 2026. */
export type Article = {
  readonly __typename?: 'Article';
  readonly appliesFrom: Scalars['String']['output'];
  readonly appliesNote: Maybe<Scalars['String']['output']>;
  readonly chapter: Scalars['String']['output'];
  /** A string, for there are articles such as 75a. */
  readonly number: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
};

/** A number of items about one article. */
export type ArticleCount = {
  readonly __typename?: 'ArticleCount';
  readonly article: Scalars['String']['output'];
  readonly count: Scalars['Int']['output'];
};

/** Who an item is for: it is enough to be covered by one part. Clearance must reach the marking. */
export type Audience = {
  readonly __typename?: 'Audience';
  /** Every organisation; together with the marking PUBLIC everybody, also without a token. */
  readonly everyone: Scalars['Boolean']['output'];
  readonly groups: ReadonlyArray<ReaderGroup>;
  /** Every organisation of these Member States. */
  readonly memberStates: ReadonlyArray<MemberState>;
  /** Organisations by id. */
  readonly organisations: ReadonlyArray<Scalars['ID']['output']>;
};

/** Who an item is for; at least one part must be given. */
export type AudienceInput = {
  readonly everyone?: InputMaybe<Scalars['Boolean']['input']>;
  readonly groups?: InputMaybe<ReadonlyArray<ReaderGroup>>;
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  readonly organisations?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** A procedure of the Act as it runs: who leads it, whom it concerns, what was done. */
export type Case = Item & {
  readonly __typename?: 'Case';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  readonly annexes: ReadonlyArray<Annex>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  /** Legal periods of the case; empty where its procedure has none that Concord computes. */
  readonly clocks: ReadonlyArray<Clock>;
  readonly concernedMemberStates: ReadonlyArray<MemberState>;
  readonly erasureRequest: Maybe<ErasureRequest>;
  /** Grounds as the procedure names them, such as those of Article 79(6). */
  readonly grounds: ReadonlyArray<Scalars['String']['output']>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly lead: Organisation;
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  readonly procedure: Procedure;
  readonly publishedAt: Scalars['DateTime']['output'];
  readonly recall: Maybe<Recall>;
  readonly reference: Scalars['String']['output'];
  readonly release: Release;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  /** OPEN or CLOSED. */
  readonly state: Scalars['String']['output'];
  /** What was done, in the order in which it was recorded. */
  readonly steps: ReadonlyArray<CaseStep>;
  readonly summary: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** A procedure of the Act as it runs: who leads it, whom it concerns, what was done. */
export type CaseAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A procedure of the Act as it runs: who leads it, whom it concerns, what was done. */
export type CaseSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** A procedure of the Act as it runs: who leads it, whom it concerns, what was done. */
export type CaseTitleArgs = {
  language?: InputMaybe<Language>;
};

/** A page of cases, newest first. */
export type CaseConnection = {
  readonly __typename?: 'CaseConnection';
  readonly edges: ReadonlyArray<CaseEdge>;
  readonly pageInfo: PageInfo;
  /** How many you may see in all under this filter. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A case in a list. */
export type CaseEdge = {
  readonly __typename?: 'CaseEdge';
  readonly cursor: Scalars['Cursor']['output'];
  readonly node: Case;
};

/** Narrows a list of cases; what is left out or empty does not narrow. */
export type CaseFilter = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Organisations by id. */
  readonly leads?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  /** Codes of procedures. */
  readonly procedures?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly states?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** One thing done in a case. */
export type CaseStep = {
  readonly __typename?: 'CaseStep';
  readonly at: Scalars['DateTime']['output'];
  readonly name: Scalars['String']['output'];
  readonly number: Scalars['Int']['output'];
  readonly organisation: Organisation;
  /** State of the case after the step. */
  readonly state: Scalars['String']['output'];
  readonly summary: Scalars['String']['output'];
};


/** One thing done in a case. */
export type CaseStepSummaryArgs = {
  language?: InputMaybe<Language>;
};

/** What one Member State voted. */
export type CastBallot = {
  readonly __typename?: 'CastBallot';
  readonly choice: VoteChoice;
  readonly memberState: MemberState;
};

/** Who made a change. */
export type ChangeActor = {
  readonly __typename?: 'ChangeActor';
  /** The person, as the identity provider names them; the organisation's id for whoever reads as the public does. */
  readonly id: Scalars['ID']['output'];
  readonly organisation: Organisation;
};

/** Marking and audience, whole: what is left out of the audience loses access. */
export type ChangeHandlingInput = {
  readonly expectedRevision: Scalars['Int']['input'];
  readonly handling: HandlingInput;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
};

/** The item under its new handling, and where the change stands in the journal. */
export type ChangeHandlingPayload = {
  readonly __typename?: 'ChangeHandlingPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
};

export type { ChangeKind };

/** A legal period: when it started, by which rule it runs, when it is due and what silence means. */
export type Clock = {
  readonly __typename?: 'Clock';
  /** The provision that sets the period. */
  readonly basis: Scalars['String']['output'];
  readonly dueAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  /** What happens when nobody acts. */
  readonly onExpiry: Scalars['String']['output'];
  readonly rule: Scalars['String']['output'];
  readonly startedAt: Scalars['DateTime']['output'];
  readonly state: Scalars['String']['output'];
};

/** What is given replaces what stood there; an empty list is refused. */
export type CompleteAlertInput = {
  readonly affected?: InputMaybe<Scalars['String']['input']>;
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly followUpDueAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly followUpOwed?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
};

/** The erasure that you stand for as well, at the revision that you have seen. */
export type ConfirmErasureInput = {
  /** What you have seen is what is erased: another revision is refused. */
  readonly expectedRevision: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
};

/** What is left of the item, or the item while more persons are needed. */
export type ConfirmErasurePayload = {
  readonly __typename?: 'ConfirmErasurePayload';
  readonly cursor: Scalars['Cursor']['output'];
  /** An `ErasedItem` once two persons stand for the erasure. */
  readonly item: Item;
};

/** What is given replaces what stood there. */
export type CorrectGuidanceInput = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly author?: InputMaybe<Scalars['String']['input']>;
  readonly datedReferences?: InputMaybe<ReadonlyArray<DocumentReferenceInput>>;
  readonly documentDate?: InputMaybe<Scalars['PartialDate']['input']>;
  readonly documentType?: InputMaybe<DocumentType>;
  readonly documentUrl?: InputMaybe<Scalars['URL']['input']>;
  readonly expectedRevision: Scalars['Int']['input'];
  readonly fileUrl?: InputMaybe<Scalars['URL']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  readonly references?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly relations?: InputMaybe<ReadonlyArray<DocumentRelationInput>>;
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly title?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
};

/** How exactly a date is known. */
export type DatePrecision =
  /** The day is known. */
  | 'DAY'
  /** The month is known and the day is not. */
  | 'MONTH'
  /** Nothing but the year is known. */
  | 'YEAR';

/** By which rule a vote is decided. */
export type DecisionRule = {
  readonly __typename?: 'DecisionRule';
  readonly basis: Scalars['String']['output'];
  readonly code: Scalars['String']['output'];
  readonly majority: Scalars['String']['output'];
  readonly quorum: Scalars['String']['output'];
};

/** What the sender declares not to be in an item, for it does not enter the exchange (Article 78). */
export type DeclarationInput = {
  /** There is no EU classified information in it (Decision (EU, Euratom) 2015/444). */
  readonly noClassifiedInformation: Scalars['Boolean']['input'];
  /** There is no sensitive operational data in it (Article 78(3)). */
  readonly noSensitiveOperationalData: Scalars['Boolean']['input'];
};

/** The request that is not to be carried out, and why. */
export type DeclineErasureInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** At most 1,000 characters. */
  readonly reason: Scalars['String']['input'];
};

/** The item, which stays. */
export type DeclineErasurePayload = {
  readonly __typename?: 'DeclineErasurePayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
};

/** What became of an item on its way to an organisation. */
export type DeliveryExplanation = {
  readonly __typename?: 'DeliveryExplanation';
  /** When it was acknowledged or sent, or when the organisation confirmed the withdrawal; null where nothing of it has happened. */
  readonly at: Maybe<Scalars['DateTime']['output']>;
  /** Why somebody of the organisation who is cleared for everything can read it, or cannot. */
  readonly because: ReadonlyArray<AccessReason>;
  /** The last revision that was sent to the organisation. */
  readonly revision: Maybe<Scalars['Int']['output']>;
  readonly state: DeliveryState;
};

export type { DeliveryState };

/** A date as exactly as the document gives it. */
export type DocumentDate = {
  readonly __typename?: 'DocumentDate';
  readonly precision: DatePrecision;
  readonly value: Scalars['PartialDate']['output'];
};

/** A reference that a document bears, with the step it was given at. */
export type DocumentReference = {
  readonly __typename?: 'DocumentReference';
  readonly date: Maybe<DocumentDate>;
  readonly stage: ReferenceStage;
  readonly value: Scalars['String']['output'];
};

/** A reference that the document bears, with the step at which it was given. */
export type DocumentReferenceInput = {
  readonly date?: InputMaybe<Scalars['PartialDate']['input']>;
  readonly stage: ReferenceStage;
  readonly value: Scalars['String']['input'];
};

/** That one document stands in a relation to another. */
export type DocumentRelation = {
  readonly __typename?: 'DocumentRelation';
  /** The other document. */
  readonly item: Guidance;
  readonly type: RelationType;
};

/** A relation to a document that you may see. */
export type DocumentRelationInput = {
  readonly itemId: Scalars['ID']['input'];
  readonly type: RelationType;
};

export type { DocumentType };

/** A document as it stood before it was superseded. */
export type DocumentVersion = {
  readonly __typename?: 'DocumentVersion';
  readonly documentDate: Maybe<DocumentDate>;
  readonly documentType: DocumentType;
  readonly documentUrl: Maybe<Scalars['URL']['output']>;
  readonly reference: Maybe<Scalars['String']['output']>;
  readonly references: ReadonlyArray<DocumentReference>;
  /** Last revision of the item that showed this version. */
  readonly revision: Scalars['Int']['output'];
  readonly supersededAt: Scalars['DateTime']['output'];
  readonly title: Scalars['String']['output'];
};


/** A document as it stood before it was superseded. */
export type DocumentVersionTitleArgs = {
  language?: InputMaybe<Language>;
};

/**
 * What is left of an item whose content was erased (Article 78(2)): that it was there, who shared it and with whom, and
 * why and by whom it was erased. It stands in no list, count, facet or search but those that ask for `erased`.
 */
export type ErasedItem = Item & {
  readonly __typename?: 'ErasedItem';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  readonly annexes: ReadonlyArray<Annex>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  readonly erasure: Erasure;
  readonly erasureRequest: Maybe<ErasureRequest>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Organisation;
  /** What the item was. */
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  readonly publishedAt: Scalars['DateTime']['output'];
  readonly recall: Maybe<Recall>;
  /** Made from kind, year and id; the reference that it had is erased as well. */
  readonly reference: Scalars['String']['output'];
  readonly release: Release;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  readonly summary: Scalars['String']['output'];
  /** The same for every erased item, in each official language. */
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/**
 * What is left of an item whose content was erased (Article 78(2)): that it was there, who shared it and with whom, and
 * why and by whom it was erased. It stands in no list, count, facet or search but those that ask for `erased`.
 */
export type ErasedItemAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What is left of an item whose content was erased (Article 78(2)): that it was there, who shared it and with whom, and
 * why and by whom it was erased. It stands in no list, count, facet or search but those that ask for `erased`.
 */
export type ErasedItemSummaryArgs = {
  language?: InputMaybe<Language>;
};


/**
 * What is left of an item whose content was erased (Article 78(2)): that it was there, who shared it and with whom, and
 * why and by whom it was erased. It stands in no list, count, facet or search but those that ask for `erased`.
 */
export type ErasedItemTitleArgs = {
  language?: InputMaybe<Language>;
};

/** That content was erased, why, and by whom. */
export type Erasure = {
  readonly __typename?: 'Erasure';
  readonly at: Scalars['DateTime']['output'];
  /** The persons who stand for it, two at least. */
  readonly by: ReadonlyArray<ChangeActor>;
  readonly ground: ErasureGround;
  readonly reason: Scalars['String']['output'];
};

export type { ErasureGround };

/** An erasure that was asked for and that not enough persons stand for yet. */
export type ErasureRequest = {
  readonly __typename?: 'ErasureRequest';
  readonly at: Scalars['DateTime']['output'];
  /** Who else stands for it so far. */
  readonly confirmedBy: ReadonlyArray<ChangeActor>;
  readonly ground: ErasureGround;
  readonly reason: Scalars['String']['output'];
  /** Who asked, and so stands for it; unset where the retention date did. */
  readonly requestedBy: Maybe<ChangeActor>;
};

/** Narrows a feed; what is left out or empty does not narrow. */
export type ExchangeFilter = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly kinds?: InputMaybe<ReadonlyArray<ItemKind>>;
  /** Items that concern one of these States; an item that names no State concerns all. */
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
};

/** What a feed brings. A client that keeps `cursor` and compares it with the next `previous` can prove that it missed nothing. */
export type ExchangeMessage = {
  readonly at: Scalars['DateTime']['output'];
  /** Where this message stands; send it back as `after` to resume behind it. */
  readonly cursor: Maybe<Scalars['Cursor']['output']>;
  /** The cursor of the last change before this one that you may see under this filter; unset where there is none. */
  readonly previous: Maybe<Scalars['Cursor']['output']>;
};

/** A transparency finding of ECAT about one model or system. */
export type Finding = Item & {
  readonly __typename?: 'Finding';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  readonly annexes: ReadonlyArray<Annex>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  /** Until then its issuer and the AI Office alone see it. */
  readonly embargoUntil: Maybe<Scalars['DateTime']['output']>;
  readonly erasureRequest: Maybe<ErasureRequest>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly legalBasis: Scalars['String']['output'];
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  readonly method: FindingMethod;
  readonly publishedAt: Scalars['DateTime']['output'];
  readonly recall: Maybe<Recall>;
  readonly reference: Scalars['String']['output'];
  readonly release: Release;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  readonly severity: Severity;
  readonly subject: FindingSubject;
  readonly summary: Scalars['String']['output'];
  /** The finding that took the place of this one, where you may see it. */
  readonly supersededBy: Maybe<Finding>;
  /** The finding that this one takes the place of, where you may see it. */
  readonly supersedes: Maybe<Finding>;
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** A transparency finding of ECAT about one model or system. */
export type FindingAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A transparency finding of ECAT about one model or system. */
export type FindingSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** A transparency finding of ECAT about one model or system. */
export type FindingTitleArgs = {
  language?: InputMaybe<Language>;
};

/** How it was examined, closely enough to be repeated. */
export type FindingMethod = {
  readonly __typename?: 'FindingMethod';
  /** sha256: and 64 hex digits. */
  readonly datasetHash: Maybe<Scalars['String']['output']>;
  readonly name: Scalars['String']['output'];
  readonly parameters: Maybe<Scalars['JSON']['output']>;
  /** How sure the result is, such as a confidence interval. */
  readonly uncertainty: Maybe<Scalars['String']['output']>;
  readonly version: Maybe<Scalars['String']['output']>;
};

/** `parameters` hold at most 8,192 characters of JSON. */
export type FindingMethodInput = {
  readonly datasetHash?: InputMaybe<Scalars['String']['input']>;
  readonly name: Scalars['String']['input'];
  readonly parameters?: InputMaybe<Scalars['JSON']['input']>;
  readonly uncertainty?: InputMaybe<Scalars['String']['input']>;
  readonly version?: InputMaybe<Scalars['String']['input']>;
};

/** What was examined: a model or a system, of one provider, in one version. */
export type FindingSubject = {
  readonly __typename?: 'FindingSubject';
  readonly model: Maybe<Scalars['String']['output']>;
  readonly provider: Scalars['String']['output'];
  readonly system: Maybe<Scalars['String']['output']>;
  readonly version: Scalars['String']['output'];
};

/** One model or one system. */
export type FindingSubjectInput = {
  readonly model?: InputMaybe<Scalars['String']['input']>;
  readonly provider: Scalars['String']['input'];
  readonly system?: InputMaybe<Scalars['String']['input']>;
  readonly version: Scalars['String']['input'];
};

/** A published document of the register: guidelines, codes of practice, implementing acts, templates and the like. */
export type Guidance = Item & {
  readonly __typename?: 'Guidance';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  readonly annexes: ReadonlyArray<Annex>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  /** The body that made the document, in its own words. */
  readonly author: Maybe<Scalars['String']['output']>;
  /** Corrections that are drafted and wait for their second person; empty for whoever is not of the issuer. `first` is 1 to 100, default 20. */
  readonly correctionDrafts: ReadonlyArray<Guidance>;
  /** Of a draft: the published guidance that it corrects; unset for all else. */
  readonly corrects: Maybe<Guidance>;
  readonly documentDate: Maybe<DocumentDate>;
  readonly documentType: DocumentType;
  /** The page that presents the document; several documents may share it. */
  readonly documentUrl: Maybe<Scalars['URL']['output']>;
  readonly erasureRequest: Maybe<ErasureRequest>;
  /** The file itself. */
  readonly fileUrl: Maybe<Scalars['URL']['output']>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  readonly publishedAt: Scalars['DateTime']['output'];
  readonly recall: Maybe<Recall>;
  readonly reference: Scalars['String']['output'];
  /** All references the document bears, oldest step first: a guideline is approved, then formally adopted. */
  readonly references: ReadonlyArray<DocumentReference>;
  /** From other documents that you may see to this one, the newest first. `first` is 1 to 100, default 20. */
  readonly relatedBy: ReadonlyArray<DocumentRelation>;
  /** From this document to others that you may see, in the order of its record. `first` is 1 to 100, default 20. */
  readonly relations: ReadonlyArray<DocumentRelation>;
  readonly release: Release;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  readonly summary: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
  /** What the source did not confirm, by field name. */
  readonly unverified: ReadonlyArray<Scalars['String']['output']>;
  readonly updatedAt: Scalars['DateTime']['output'];
  /** The document as it stood before each time it was superseded, as far as you might read it then. */
  readonly versions: ReadonlyArray<DocumentVersion>;
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** A published document of the register: guidelines, codes of practice, implementing acts, templates and the like. */
export type GuidanceAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A published document of the register: guidelines, codes of practice, implementing acts, templates and the like. */
export type GuidanceCorrectionDraftsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A published document of the register: guidelines, codes of practice, implementing acts, templates and the like. */
export type GuidanceRelatedByArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A published document of the register: guidelines, codes of practice, implementing acts, templates and the like. */
export type GuidanceRelationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A published document of the register: guidelines, codes of practice, implementing acts, templates and the like. */
export type GuidanceSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** A published document of the register: guidelines, codes of practice, implementing acts, templates and the like. */
export type GuidanceTitleArgs = {
  language?: InputMaybe<Language>;
};

/** How an item may be handled, and by whom (Article 78). */
export type Handling = {
  readonly __typename?: 'Handling';
  readonly audience: Audience;
  /** The sender has declared that there is no sensitive operational data and no EU classified information in it. */
  readonly declared: Scalars['Boolean']['output'];
  readonly marking: Marking;
  /** Only the issuer can widen the audience (Article 78(3)). */
  readonly originatorControlled: Scalars['Boolean']['output'];
};

/** How an item is to be handled. PUBLIC needs `everyone`; an empty audience is refused. */
export type HandlingInput = {
  readonly audience: AudienceInput;
  /** What is not in the item; recommended for all that is confidential. Who declares that it is in there is refused. */
  readonly declaration?: InputMaybe<DeclarationInput>;
  readonly marking: Marking;
  readonly originatorControlled?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One change of an item, or of a request to share it. */
export type HistoryEntry = {
  readonly __typename?: 'HistoryEntry';
  readonly actor: ChangeActor;
  readonly at: Scalars['DateTime']['output'];
  readonly change: ChangeKind;
  readonly cursor: Scalars['Cursor']['output'];
  /** The item that was changed: this one, or a request to share it that you made or are to answer. */
  readonly itemId: Scalars['ID']['output'];
  /** Number of the change within that item. */
  readonly revision: Scalars['Int']['output'];
};

/** Anything shared between the bodies of the AI Act: guidance, a finding, an alert, a case, an opinion. */
export type Item = {
  /** Organisations that confirmed to have taken note. */
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  /** Parts of the item that you may see, newest first; `first` is 1 to 100, default 20. */
  readonly annexes: ReadonlyArray<Annex>;
  /** Articles of the AI Act that the item is about, such as "75a". */
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  /** Set while an erasure waits for its second person. */
  readonly erasureRequest: Maybe<ErasureRequest>;
  readonly handling: Handling;
  /** The changes that you may see, oldest first. */
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  /** The body that shared the item. */
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  /** Languages the title exists in; the first is the original. */
  readonly languages: ReadonlyArray<Language>;
  /** What keeps the item from being erased, oldest first. */
  readonly legalHolds: ReadonlyArray<LegalHold>;
  /** Member States the item concerns; empty means the whole Union. */
  readonly memberStates: ReadonlyArray<MemberState>;
  readonly publishedAt: Scalars['DateTime']['output'];
  /** Set once the item has been taken back, and then for its issuer alone. */
  readonly recall: Maybe<Recall>;
  /** The official reference where there is one, else the one Concord gave. */
  readonly reference: Scalars['String']['output'];
  readonly release: Release;
  /** Until when the item is kept; then its erasure is requested by itself. */
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  /** Number of the last change; send it back as `expectedRevision` with the next one. */
  readonly revision: Scalars['Int']['output'];
  /** As `title`; empty where the issuer gave none. */
  readonly summary: Scalars['String']['output'];
  /** In the language asked for; without it the best match of Accept-Language, then English, then the original. */
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Organisations that could read the item and no longer can, each with its confirmation to hold nothing of it any more. For its issuer; empty for everybody else. */
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** Anything shared between the bodies of the AI Act: guidance, a finding, an alert, a case, an opinion. */
export type ItemAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Anything shared between the bodies of the AI Act: guidance, a finding, an alert, a case, an opinion. */
export type ItemSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** Anything shared between the bodies of the AI Act: guidance, a finding, an alert, a case, an opinion. */
export type ItemTitleArgs = {
  language?: InputMaybe<Language>;
};

/** An item was published or changed; it is shown as it stood after the change. */
export type ItemChanged = ExchangeMessage & {
  readonly __typename?: 'ItemChanged';
  readonly at: Scalars['DateTime']['output'];
  readonly change: ChangeKind;
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
  readonly previous: Maybe<Scalars['Cursor']['output']>;
};

/** A page of items, newest first. */
export type ItemConnection = {
  readonly __typename?: 'ItemConnection';
  readonly edges: ReadonlyArray<ItemEdge>;
  readonly pageInfo: PageInfo;
  /** How many you may see in all under this filter; a search counts to 1,000 and answers 1,000 where there are more. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An item in a list. */
export type ItemEdge = {
  readonly __typename?: 'ItemEdge';
  readonly cursor: Scalars['Cursor']['output'];
  readonly node: Item;
};

/** How many items you may see, by kind and by article; only what is above zero is listed. */
export type ItemFacets = {
  readonly __typename?: 'ItemFacets';
  readonly articles: ReadonlyArray<ArticleCount>;
  readonly kinds: ReadonlyArray<KindCount>;
};

/** Narrows a list; what is left out or empty does not narrow. */
export type ItemFilter = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Erased items alone. They have no articles, no States and no words left; without this they are left out. */
  readonly erased?: InputMaybe<Scalars['Boolean']['input']>;
  /** Organisations by id. */
  readonly issuers?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  readonly kinds?: InputMaybe<ReadonlyArray<ItemKind>>;
  /** Items that concern one of these States; an item that names no State concerns all. */
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
};

export type { ItemKind };

/** An item that you could read is yours no longer; its id is all there is to say. */
export type ItemWithdrawn = ExchangeMessage & {
  readonly __typename?: 'ItemWithdrawn';
  readonly at: Scalars['DateTime']['output'];
  readonly cursor: Scalars['Cursor']['output'];
  readonly itemId: Scalars['ID']['output'];
  readonly previous: Maybe<Scalars['Cursor']['output']>;
};

/** The end of the journal: each entry is chained to the one before by SHA-256, and the head is signed at intervals. */
export type JournalHead = {
  readonly __typename?: 'JournalHead';
  /** The last signed head: a compact JWS (EdDSA) over journal, position, hash and time. */
  readonly checkpoint: Maybe<Scalars['String']['output']>;
  /** SHA-256 over the canonical header (RFC 8785) of the entry at that position. */
  readonly hash: Scalars['String']['output'];
  readonly position: Scalars['Int']['output'];
};

/** A number of items of one kind. */
export type KindCount = {
  readonly __typename?: 'KindCount';
  readonly count: Scalars['Int']['output'];
  readonly kind: ItemKind;
};

export type { Language };

/** An official language of the Union. */
export type LanguageInfo = {
  readonly __typename?: 'LanguageInfo';
  readonly code: Language;
  readonly name: Scalars['String']['output'];
  readonly nativeName: Scalars['String']['output'];
};

/** Keeps an item from being erased for as long as it stands. */
export type LegalHold = {
  readonly __typename?: 'LegalHold';
  readonly at: Scalars['DateTime']['output'];
  /** The proceedings or the provision that the hold rests on. */
  readonly basis: Scalars['String']['output'];
  /** Tells it from the item's other holds: the revision that it came with. */
  readonly number: Scalars['Int']['output'];
  readonly organisation: Organisation;
};

/** The hold that is no longer needed, by its number at the item. */
export type LiftLegalHoldInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  readonly number: Scalars['Int']['input'];
};

/** The item without the hold, where you can read it. */
export type LiftLegalHoldPayload = {
  readonly __typename?: 'LiftLegalHoldPayload';
  readonly cursor: Scalars['Cursor']['output'];
  /** Unset where you can no longer read it. */
  readonly item: Maybe<Item>;
};

/** A text in one language. */
export type LocalizedTextInput = {
  readonly language: Language;
  readonly text: Scalars['String']['input'];
};

export type { Marking };

export type { MemberState };

/** A Member State of the Union. */
export type MemberStateInfo = {
  readonly __typename?: 'MemberStateInfo';
  readonly code: MemberState;
  readonly languages: ReadonlyArray<Language>;
  readonly name: Scalars['String']['output'];
};

/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Confirms that your organisation has taken note of an item. Once is enough: a repeat gives the first answer. Refusals: NOT_FOUND, FORBIDDEN, INVALID_STATE. */
  readonly acknowledgeItem: AcknowledgeItemPayload;
  /** Confirms that your organisation holds nothing any more of an item that was taken back from it. Refusals: NOT_FOUND, FORBIDDEN, INVALID_STATE, IDEMPOTENCY_CONFLICT. */
  readonly acknowledgeWithdrawal: AcknowledgeWithdrawalPayload;
  /** Adds a part with readers of its own to an item of your organisation. It can be narrowed, shared with readers of the item and taken back as any item; taking the item back takes it back too. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, IDEMPOTENCY_CONFLICT. */
  readonly addAnnex: AddAnnexPayload;
  /** Grants or refuses a request to show an item of your organisation to more. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT, IDEMPOTENCY_CONFLICT. */
  readonly answerShareRequest: AnswerShareRequestPayload;
  /** Sets marking and audience of an item of your organisation anew; who loses access gets a withdrawal that holds the id and nothing else. New readers of guidance that is no record of an act adopted elsewhere take two people: who drafted it or a correction of it is refused, any other person of your organisation is the second. Refusals: NOT_FOUND, FORBIDDEN, REVISION_CONFLICT, INVALID_STATE, BAD_USER_INPUT. */
  readonly changeHandling: ChangeHandlingPayload;
  /** Adds to an alert of your organisation what was missing; nothing is emptied, and what changes nothing is INVALID_STATE. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly completeAlert: RaiseAlertPayload;
  /** Stands for an erasure that was requested. With the second person of the issuer the content is erased for good: what is left is an `ErasedItem`. FORBIDDEN for who stands for it already; INVALID_STATE while a legal hold stands. Refusals: NOT_FOUND, FORBIDDEN, INVALID_STATE, REVISION_CONFLICT. */
  readonly confirmErasure: ConfirmErasurePayload;
  /** Mends, as a new revision, the record of an act adopted elsewhere, or a draft by who drafted it; what is left out stays. A record stays one. Other published guidance takes two people, see `draftGuidanceCorrection`. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly correctGuidance: PublishGuidancePayload;
  /** Ends a request for erasure, your own or another person's of your organisation. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly declineErasure: DeclineErasurePayload;
  /** Keeps guidance as a draft that your organisation alone sees, for another person to publish. Refusals as `publishGuidance`. */
  readonly draftGuidance: PublishGuidancePayload;
  /** Drafts how published guidance is to read and answers with the draft, a new item that your organisation alone sees; readers go on seeing what was published. Who drafted it mends it by `correctGuidance`; `recallItem` withdraws it. Refusals as `correctGuidance`. */
  readonly draftGuidanceCorrection: PublishGuidancePayload;
  /** Lifts a legal hold that your organisation placed, also on an item that you can no longer read. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly liftLegalHold: LiftLegalHoldPayload;
  /** Opens a case that your organisation leads. Refusals: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_CONFLICT. */
  readonly openCase: OpenCasePayload;
  /** Keeps an item from being erased: one of your organisation, and for the AI Office any that it can read. Readers of the item see the hold. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly placeLegalHold: PlaceLegalHoldPayload;
  /** Publishes a transparency finding to its audience, at once or when its embargo ends. Refusals: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, NOT_FOUND, IDEMPOTENCY_CONFLICT. */
  readonly publishFinding: PublishFindingPayload;
  /** Publishes the record of an act adopted elsewhere: it bears the reference of the act. Anything else takes two people, see `draftGuidance`. Refusals: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_CONFLICT. */
  readonly publishGuidance: PublishGuidancePayload;
  /** Makes a drafted correction, as it reads at the expected revision of the draft, in the guidance, with which it answers, and closes the draft; who drafted the correction is refused. Where another correction was made since it was drafted it is INVALID_STATE. Refusals: NOT_FOUND, FORBIDDEN, INVALID_STATE, REVISION_CONFLICT. */
  readonly publishGuidanceCorrection: PublishGuidancePayload;
  /** Publishes a draft as it reads at the expected revision; who drafted it is refused. Refusals: NOT_FOUND, FORBIDDEN, INVALID_STATE, REVISION_CONFLICT. */
  readonly publishGuidanceDraft: PublishGuidancePayload;
  /** Publishes an opinion that was adopted elsewhere: it bears the reference of the act. Refusals: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_CONFLICT. */
  readonly publishOpinion: PublishOpinionPayload;
  /** Raises an alert; what is not known yet may be left out and completed later. Refusals: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_CONFLICT. */
  readonly raiseAlert: RaiseAlertPayload;
  /** Takes an item of your organisation back from all readers. Refusals: NOT_FOUND, FORBIDDEN, REVISION_CONFLICT, INVALID_STATE. */
  readonly recallItem: RecallItemPayload;
  /** Records a step in a case that you lead or that concerns your Member State. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly recordCaseStep: RecordCaseStepPayload;
  /** Reports what your Member State did about an alert. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly reportAlertFollowUp: RaiseAlertPayload;
  /** Asks for the content of an item of your organisation to be erased, and stands for it as the first of two persons. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly requestErasure: RequestErasurePayload;
  /** Sets until when an item of your organisation is kept; then its erasure is requested by itself. A request that was made already stays. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT. */
  readonly setRetention: SetRetentionPayload;
  /** Shows an item that you can read to more besides. Where its issuer keeps control (`originatorControlled`) it becomes a request, which the issuer answers. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT, INVALID_STATE, REVISION_CONFLICT, IDEMPOTENCY_CONFLICT. */
  readonly shareItem: ShareItemPayload;
  /** Puts a new document, the record of an act adopted elsewhere, in the place of this one as a new revision; the old one stays readable as a version. A draft cannot be superseded. Refusals as `correctGuidance`. */
  readonly supersedeGuidance: PublishGuidancePayload;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationAcknowledgeItemArgs = {
  input: AcknowledgeItemInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationAcknowledgeWithdrawalArgs = {
  input: AcknowledgeWithdrawalInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationAddAnnexArgs = {
  input: AddAnnexInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationAnswerShareRequestArgs = {
  input: AnswerShareRequestInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationChangeHandlingArgs = {
  input: ChangeHandlingInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationCompleteAlertArgs = {
  input: CompleteAlertInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationConfirmErasureArgs = {
  input: ConfirmErasureInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationCorrectGuidanceArgs = {
  input: CorrectGuidanceInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationDeclineErasureArgs = {
  input: DeclineErasureInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationDraftGuidanceArgs = {
  input: PublishGuidanceInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationDraftGuidanceCorrectionArgs = {
  input: CorrectGuidanceInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationLiftLegalHoldArgs = {
  input: LiftLegalHoldInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationOpenCaseArgs = {
  input: OpenCaseInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationPlaceLegalHoldArgs = {
  input: PlaceLegalHoldInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationPublishFindingArgs = {
  input: PublishFindingInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationPublishGuidanceArgs = {
  input: PublishGuidanceInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationPublishGuidanceCorrectionArgs = {
  input: PublishGuidanceDraftInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationPublishGuidanceDraftArgs = {
  input: PublishGuidanceDraftInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationPublishOpinionArgs = {
  input: PublishOpinionInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationRaiseAlertArgs = {
  input: RaiseAlertInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationRecallItemArgs = {
  input: RecallItemInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationRecordCaseStepArgs = {
  input: RecordCaseStepInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationReportAlertFollowUpArgs = {
  input: ReportAlertFollowUpInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationRequestErasureArgs = {
  input: RequestErasureInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationSetRetentionArgs = {
  input: SetRetentionInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationShareItemArgs = {
  input: ShareItemInput;
};


/** What can be done. Every change is one entry of the journal, durable when it is answered. */
export type MutationSupersedeGuidanceArgs = {
  input: SupersedeGuidanceInput;
};

/** What the case is about, which procedure it follows, and whom it concerns. */
export type OpenCaseInput = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Each is in the audience with an organisation of its own, or is that of the lead. */
  readonly concernedMemberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  readonly grounds?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly handling: HandlingInput;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your own organisation, which will lead; another one is refused with FORBIDDEN. */
  readonly lead?: InputMaybe<Scalars['ID']['input']>;
  /** Code of the procedure, see `procedures`. */
  readonly procedure: Scalars['String']['input'];
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly title: ReadonlyArray<LocalizedTextInput>;
};

/** The new case, and where its opening stands in the journal. */
export type OpenCasePayload = {
  readonly __typename?: 'OpenCasePayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Case;
};

/** An opinion or recommendation of the AI Board (Article 66). */
export type Opinion = Item & {
  readonly __typename?: 'Opinion';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  readonly adoptedOn: Maybe<DocumentDate>;
  readonly annexes: ReadonlyArray<Annex>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  readonly documentUrl: Maybe<Scalars['URL']['output']>;
  readonly erasureRequest: Maybe<ErasureRequest>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly legalBasis: Scalars['String']['output'];
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  readonly publishedAt: Scalars['DateTime']['output'];
  readonly rapporteur: Maybe<Organisation>;
  readonly recall: Maybe<Recall>;
  readonly reference: Scalars['String']['output'];
  readonly references: ReadonlyArray<Scalars['String']['output']>;
  readonly release: Release;
  readonly requestedBy: Maybe<Organisation>;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  readonly state: OpinionState;
  readonly summary: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Unset for an act that was adopted outside Concord. */
  readonly vote: Maybe<Vote>;
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** An opinion or recommendation of the AI Board (Article 66). */
export type OpinionAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** An opinion or recommendation of the AI Board (Article 66). */
export type OpinionSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** An opinion or recommendation of the AI Board (Article 66). */
export type OpinionTitleArgs = {
  language?: InputMaybe<Language>;
};

/** Where an opinion stands. */
export type OpinionState =
  /** Adopted and shared with its audience. */
  | 'PUBLISHED';

/** A body that takes part in the exchange. */
export type Organisation = {
  readonly __typename?: 'Organisation';
  readonly id: Scalars['ID']['output'];
  readonly kind: OrganisationKind;
  readonly memberState: Maybe<MemberState>;
  readonly name: Scalars['String']['output'];
  /** Tasks under Articles 70 and 77, such as MSA (market surveillance), NOTIFYING or SPOC (single point of contact). */
  readonly tasks: ReadonlyArray<Scalars['String']['output']>;
};

export type { OrganisationKind };

/** Where a list stands. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Send it back as `after` to read on; unset for an empty page. */
  readonly endCursor: Maybe<Scalars['Cursor']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
};

/** What must be kept, and for the sake of what. */
export type PlaceLegalHoldInput = {
  /** The proceedings or the provision that the hold rests on, in at most 500 characters. */
  readonly basis: Scalars['String']['input'];
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
};

/** The item with the hold. */
export type PlaceLegalHoldPayload = {
  readonly __typename?: 'PlaceLegalHoldPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
};

/** A procedure of the AI Act. */
export type Procedure = {
  readonly __typename?: 'Procedure';
  /** Day from which the procedure can have subjects; earlier cases are accepted and show it. */
  readonly appliesFrom: Scalars['String']['output'];
  /** The provision, such as 79(5). */
  readonly article: Scalars['String']['output'];
  readonly code: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
};

/** What was examined, how, what it shows, and who is to know. */
export type PublishFindingInput = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** An instant in the future. */
  readonly embargoUntil?: InputMaybe<Scalars['DateTime']['input']>;
  readonly handling: HandlingInput;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your own organisation; another one is refused with FORBIDDEN. */
  readonly issuer?: InputMaybe<Scalars['ID']['input']>;
  /** At most 500 characters. */
  readonly legalBasis: Scalars['String']['input'];
  /** Member States the finding concerns; by default those of the audience. */
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  readonly method: FindingMethodInput;
  readonly severity: Severity;
  readonly subject: FindingSubjectInput;
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  /** A finding of your organisation that this one takes the place of. */
  readonly supersedes?: InputMaybe<Scalars['ID']['input']>;
  readonly title: ReadonlyArray<LocalizedTextInput>;
};

/** The finding, and where its publication stands in the journal. */
export type PublishFindingPayload = {
  readonly __typename?: 'PublishFindingPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Finding;
};

/** The draft that another person of your organisation made. */
export type PublishGuidanceDraftInput = {
  /** Revision of the draft that you have read. */
  readonly expectedRevision: Scalars['Int']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The draft. */
  readonly itemId: Scalars['ID']['input'];
};

/** A document for the register. Titles hold at most 300 characters in one line, summaries 5,000, references 200, lists 50 entries. A text holds a letter or a digit; dates lie in 1900 or later; addresses hold no user name. */
export type PublishGuidanceInput = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The body that made the document, in its own words. */
  readonly author?: InputMaybe<Scalars['String']['input']>;
  /** References with the step and the date at which they were given. */
  readonly datedReferences?: InputMaybe<ReadonlyArray<DocumentReferenceInput>>;
  readonly documentDate?: InputMaybe<Scalars['PartialDate']['input']>;
  /** Default GUIDELINE. */
  readonly documentType?: InputMaybe<DocumentType>;
  readonly documentUrl?: InputMaybe<Scalars['URL']['input']>;
  readonly fileUrl?: InputMaybe<Scalars['URL']['input']>;
  readonly handling: HandlingInput;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your own organisation; another one is refused with FORBIDDEN. */
  readonly issuer?: InputMaybe<Scalars['ID']['input']>;
  /** Member States the document concerns; empty means the whole Union. */
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  /** References without dates of their own. */
  readonly references?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly relations?: InputMaybe<ReadonlyArray<DocumentRelationInput>>;
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly title: ReadonlyArray<LocalizedTextInput>;
};

/** The document as it stands now, and where the change stands in the journal. */
export type PublishGuidancePayload = {
  readonly __typename?: 'PublishGuidancePayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Guidance;
};

/** An act of the Board as it was adopted. */
export type PublishOpinionInput = {
  readonly adoptedOn?: InputMaybe<Scalars['PartialDate']['input']>;
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly documentUrl?: InputMaybe<Scalars['URL']['input']>;
  readonly handling: HandlingInput;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your own organisation; another one is refused with FORBIDDEN. */
  readonly issuer?: InputMaybe<Scalars['ID']['input']>;
  readonly legalBasis: Scalars['String']['input'];
  readonly rapporteur?: InputMaybe<Scalars['ID']['input']>;
  /** The references that the adopted act bears. */
  readonly references?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly requestedBy?: InputMaybe<Scalars['ID']['input']>;
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly title: ReadonlyArray<LocalizedTextInput>;
};

/** The opinion, and where its publication stands in the journal. */
export type PublishOpinionPayload = {
  readonly __typename?: 'PublishOpinionPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Opinion;
};

/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type Query = {
  readonly __typename?: 'Query';
  /** Who was shown an item whose marking is or was SENSITIVE, newest first: for its issuer, and for auditors. Refusals: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT. */
  readonly accessLog: AccessConnection;
  /** The 119 articles of the Act in their order. */
  readonly articles: ReadonlyArray<Article>;
  /** Cases you may see, newest first. `first` is 1 to 100, default 20. Refusals: BAD_USER_INPUT. */
  readonly cases: CaseConnection;
  /** The feed page by page, oldest first; from the beginning without `after`. An empty page is the end so far. `first` is 1 to 100, default 20. Refusals: BAD_USER_INPUT. */
  readonly changes: ReadonlyArray<ExchangeMessage>;
  /** Whether you, or another organisation, can read an item, and why: about yourself for any item that you may know of, about others for items of your own organisation. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT. */
  readonly explainAccess: AccessExplanation;
  /** What became of an item of your organisation on its way to another. Refusals: NOT_FOUND, FORBIDDEN, BAD_USER_INPUT. */
  readonly explainDelivery: DeliveryExplanation;
  /** How many items there are to see, by kind and by article. */
  readonly facets: ItemFacets;
  /** One item by its id; null covers absent and hidden alike, on purpose. */
  readonly item: Maybe<Item>;
  /** Items you may see, newest first. `first` is 1 to 100, default 20. Refusals: BAD_USER_INPUT. */
  readonly items: ItemConnection;
  /** The head of the journal: as it is for auditors, as last signed for everybody else, so that it tells nothing of changes one may not see. Refusals: UNAUTHENTICATED. */
  readonly journalHead: JournalHead;
  /** The 24 official languages. */
  readonly languages: ReadonlyArray<LanguageInfo>;
  /** The 27 Member States in protocol order. */
  readonly memberStates: ReadonlyArray<MemberStateInfo>;
  /** One body by its id; null where there is none. */
  readonly organisation: Maybe<Organisation>;
  /** All bodies that take part. */
  readonly organisations: ReadonlyArray<Organisation>;
  /** The procedures that a case can follow. */
  readonly procedures: ReadonlyArray<Procedure>;
  /** Items that hold every word of the text in their title, summary, references or articles; best match first among the newest 1,000. "Article 50" and "C(2025) 5053" find what they name. Refusals: BAD_USER_INPUT. */
  readonly search: ItemConnection;
  /** Who you are. Refusals: UNAUTHENTICATED without a token. */
  readonly viewer: Viewer;
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryAccessLogArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  itemId: Scalars['ID']['input'];
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryCasesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<CaseFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryChangesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<ExchangeFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryExplainAccessArgs = {
  itemId: Scalars['ID']['input'];
  organisation?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryExplainDeliveryArgs = {
  itemId: Scalars['ID']['input'];
  organisation: Scalars['ID']['input'];
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryFacetsArgs = {
  filter?: InputMaybe<ItemFilter>;
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryItemArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryItemsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<ItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QueryOrganisationArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. Everything answered is the journal as the asker's rights show it; a person without a token sees what is public. */
export type QuerySearchArgs = {
  filter?: InputMaybe<ItemFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  text: Scalars['String']['input'];
};

/** What is known when the alert is raised; the rest may follow. */
export type RaiseAlertInput = {
  readonly affected?: InputMaybe<Scalars['String']['input']>;
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly followUpDueAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly followUpOwed?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly handling: HandlingInput;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your own organisation; another one is refused with FORBIDDEN. */
  readonly issuer?: InputMaybe<Scalars['ID']['input']>;
  /** Member States where it happened; empty means the whole Union. */
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly title: ReadonlyArray<LocalizedTextInput>;
  readonly urgency: Urgency;
};

/** The alert as it stands now, and where the change stands in the journal. */
export type RaiseAlertPayload = {
  readonly __typename?: 'RaiseAlertPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Alert;
};

export type { ReaderGroup };

/** That an item was taken back. */
export type Recall = {
  readonly __typename?: 'Recall';
  readonly at: Scalars['DateTime']['output'];
  /** As the issuer gave it. */
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** What is taken back, and why. */
export type RecallItemInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** At most 1,000 characters; shown to the issuer only, in `recall`. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** The id of what was taken back, and where the recall stands in the journal. */
export type RecallItemPayload = {
  readonly __typename?: 'RecallItemPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly itemId: Scalars['ID']['output'];
};

/** One thing that was done. */
export type RecordCaseStepInput = {
  /** Whether the case ends with this step. */
  readonly closes?: InputMaybe<Scalars['Boolean']['input']>;
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** What was done, in at most 200 characters. */
  readonly name: Scalars['String']['input'];
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
};

/** The case with the step, and where the change stands in the journal. */
export type RecordCaseStepPayload = {
  readonly __typename?: 'RecordCaseStepPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Case;
};

export type { ReferenceStage };

export type { RelationType };

export type { Release };

/** What your Member State did in answer. */
export type ReportAlertFollowUpInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  readonly measures: ReadonlyArray<LocalizedTextInput>;
};

/** What is to be erased, and on which ground. */
export type RequestErasureInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly ground: ErasureGround;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** At most 1,000 characters; it outlives the content, so it should not repeat it. */
  readonly reason: Scalars['String']['input'];
};

/** The item, which stays as it is until a second person stands for the erasure. */
export type RequestErasurePayload = {
  readonly __typename?: 'RequestErasurePayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
};

/** Why a cursor cannot be resumed. */
export type ResyncReason =
  /** The journal has no such place, or it is another journal's. */
  | 'UNKNOWN_CURSOR';

/** The cursor you sent cannot be resumed. Read the state again by query, then go on from `cursor`. */
export type ResyncRequired = ExchangeMessage & {
  readonly __typename?: 'ResyncRequired';
  readonly at: Scalars['DateTime']['output'];
  /** The last change that you may see under this filter; unset where there is none. */
  readonly cursor: Maybe<Scalars['Cursor']['output']>;
  readonly previous: Maybe<Scalars['Cursor']['output']>;
  readonly reason: ResyncReason;
};

/** Until when the item is to be kept. */
export type SetRetentionInput = {
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** An instant in the future; without it the item has no date any more. */
  readonly retainUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The item with its new date. */
export type SetRetentionPayload = {
  readonly __typename?: 'SetRetentionPayload';
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
};

export type { Severity };

/** What the issuer of an item said to a request. */
export type ShareAnswer = {
  readonly __typename?: 'ShareAnswer';
  readonly at: Scalars['DateTime']['output'];
  readonly granted: Scalars['Boolean']['output'];
  readonly organisation: Organisation;
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** What is to be shown, and to whom besides. */
export type ShareItemInput = {
  /** Added to the audience that there is; `everyone` for the issuer alone. */
  readonly audience: AudienceInput;
  readonly expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  /** At most 1,000 characters; needed where the issuer decides, and shown to the issuer. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** The item as it is now, and the request where the issuer has to decide. */
export type ShareItemPayload = {
  readonly __typename?: 'ShareItemPayload';
  /** Place in the journal of what was made: of the change, or of the request. */
  readonly cursor: Scalars['Cursor']['output'];
  readonly item: Item;
  /** Null where the item is shown at once. */
  readonly request: Maybe<ShareRequest>;
};

/** That a reader of an item under originator control asks its issuer to show it to more (Article 78(3)). It is between the two: nobody else sees anything of it. */
export type ShareRequest = Item & {
  readonly __typename?: 'ShareRequest';
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  readonly annexes: ReadonlyArray<Annex>;
  /** Null while the request waits. */
  readonly answer: Maybe<ShareAnswer>;
  readonly articles: ReadonlyArray<Scalars['String']['output']>;
  readonly erasureRequest: Maybe<ErasureRequest>;
  readonly handling: Handling;
  readonly history: ReadonlyArray<HistoryEntry>;
  readonly id: Scalars['ID']['output'];
  /** Who asks. */
  readonly issuer: Organisation;
  readonly kind: ItemKind;
  readonly languages: ReadonlyArray<Language>;
  readonly legalHolds: ReadonlyArray<LegalHold>;
  readonly memberStates: ReadonlyArray<MemberState>;
  /** Who answers: the issuer of that item. */
  readonly originator: Organisation;
  readonly publishedAt: Scalars['DateTime']['output'];
  /** Why, as it was given to the issuer. */
  readonly reason: Scalars['String']['output'];
  /** Set once it has been withdrawn. */
  readonly recall: Maybe<Recall>;
  readonly reference: Scalars['String']['output'];
  readonly release: Release;
  readonly retainUntil: Maybe<Scalars['DateTime']['output']>;
  readonly revision: Scalars['Int']['output'];
  /** The item that is to be shown to more; null where you can no longer read it. */
  readonly sharedItem: Maybe<Item>;
  readonly summary: Scalars['String']['output'];
  readonly title: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Whom it is to be shown to besides. */
  readonly wanted: Audience;
  readonly withdrawals: ReadonlyArray<Withdrawal>;
};


/** That a reader of an item under originator control asks its issuer to show it to more (Article 78(3)). It is between the two: nobody else sees anything of it. */
export type ShareRequestAnnexesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** That a reader of an item under originator control asks its issuer to show it to more (Article 78(3)). It is between the two: nobody else sees anything of it. */
export type ShareRequestSummaryArgs = {
  language?: InputMaybe<Language>;
};


/** That a reader of an item under originator control asks its issuer to show it to more (Article 78(3)). It is between the two: nobody else sees anything of it. */
export type ShareRequestTitleArgs = {
  language?: InputMaybe<Language>;
};

export type { StateAnswer };

/** Where one Member State stands with an alert. */
export type StateAnswerRow = {
  readonly __typename?: 'StateAnswerRow';
  readonly acknowledgedAt: Maybe<Scalars['DateTime']['output']>;
  readonly answer: StateAnswer;
  readonly followedUpAt: Maybe<Scalars['DateTime']['output']>;
  readonly memberState: MemberState;
};

/** What is pushed as it happens, over WebSocket (graphql-transport-ws) or server-sent events. */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Every change after `after` that you may see, oldest first, then live: without gap, double or reordering. Without `after` it starts live. */
  readonly exchange: ExchangeMessage;
};


/** What is pushed as it happens, over WebSocket (graphql-transport-ws) or server-sent events. */
export type SubscriptionExchangeArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<ExchangeFilter>;
};

/** The new document, whole; without `handling` that of the old one stays. */
export type SupersedeGuidanceInput = {
  readonly articles?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly author?: InputMaybe<Scalars['String']['input']>;
  readonly datedReferences?: InputMaybe<ReadonlyArray<DocumentReferenceInput>>;
  readonly documentDate?: InputMaybe<Scalars['PartialDate']['input']>;
  readonly documentType?: InputMaybe<DocumentType>;
  readonly documentUrl?: InputMaybe<Scalars['URL']['input']>;
  readonly expectedRevision: Scalars['Int']['input'];
  readonly fileUrl?: InputMaybe<Scalars['URL']['input']>;
  readonly handling?: InputMaybe<HandlingInput>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  readonly itemId: Scalars['ID']['input'];
  readonly memberStates?: InputMaybe<ReadonlyArray<MemberState>>;
  readonly references?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly relations?: InputMaybe<ReadonlyArray<DocumentRelationInput>>;
  readonly summary?: InputMaybe<ReadonlyArray<LocalizedTextInput>>;
  readonly title: ReadonlyArray<LocalizedTextInput>;
};

export type { Urgency };

/** You, as your token names you. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  readonly clearance: Marking;
  readonly id: Scalars['ID']['output'];
  readonly organisation: Organisation;
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
};

/** A vote of the Board: one per Member State. */
export type Vote = {
  readonly __typename?: 'Vote';
  readonly cast: ReadonlyArray<CastBallot>;
  readonly closesAt: Scalars['DateTime']['output'];
  readonly opensAt: Scalars['DateTime']['output'];
  readonly outcome: Maybe<VoteOutcome>;
  readonly rule: DecisionRule;
};

/** A vote for, against, or neither. */
export type VoteChoice =
  /** The State takes part and does not decide. */
  | 'ABSTAIN'
  /** The State does not want it adopted. */
  | 'AGAINST'
  /** The State wants it adopted. */
  | 'FOR';

/** How a vote ended, computed and explained. */
export type VoteOutcome = {
  readonly __typename?: 'VoteOutcome';
  readonly abstained: Scalars['Int']['output'];
  readonly adopted: Scalars['Boolean']['output'];
  readonly against: Scalars['Int']['output'];
  readonly explanation: Scalars['String']['output'];
  readonly inFavour: Scalars['Int']['output'];
};

/** An organisation that could read an item and no longer can. */
export type Withdrawal = {
  readonly __typename?: 'Withdrawal';
  /** When it confirmed to hold nothing of the item any more; null while it has not. */
  readonly acknowledgedAt: Maybe<Scalars['DateTime']['output']>;
  readonly organisation: Organisation;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  ExchangeMessage:
    | ( ItemChangedMessage )
    | ( ItemWithdrawnMessage )
    | ( ResyncRequiredMessage )
  ;
  Item:
    | ( AlertState )
    | ( AnnexState )
    | ( CaseState )
    | ( ErasedItemState )
    | ( FindingState )
    | ( GuidanceState )
    | ( OpinionItem )
    | ( ShareRequestState )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Access: ResolverTypeWrapper<AccessRecord>;
  AccessConnection: ResolverTypeWrapper<AccessListing>;
  AccessEdge: ResolverTypeWrapper<Omit<AccessEdge, 'node'> & { node: ResolversTypes['Access'] }>;
  AccessExplanation: ResolverTypeWrapper<AccessExplanation>;
  AccessMeans: AccessMeans;
  AccessReason: ResolverTypeWrapper<AccessReason>;
  AccessRule: AccessRule;
  AcknowledgeItemInput: AcknowledgeItemInput;
  AcknowledgeItemPayload: ResolverTypeWrapper<Omit<AcknowledgeItemPayload, 'item'> & { item: ResolversTypes['Item'] }>;
  AcknowledgeWithdrawalInput: AcknowledgeWithdrawalInput;
  AcknowledgeWithdrawalPayload: ResolverTypeWrapper<AcknowledgeWithdrawalPayload>;
  Acknowledgement: ResolverTypeWrapper<AcknowledgementRecord>;
  AddAnnexInput: AddAnnexInput;
  AddAnnexPayload: ResolverTypeWrapper<Omit<AddAnnexPayload, 'item'> & { item: ResolversTypes['Annex'] }>;
  Alert: ResolverTypeWrapper<AlertState>;
  AlertFollowUp: ResolverTypeWrapper<FollowUp>;
  Annex: ResolverTypeWrapper<AnnexState>;
  AnswerShareRequestInput: AnswerShareRequestInput;
  AnswerShareRequestPayload: ResolverTypeWrapper<Omit<AnswerShareRequestPayload, 'item'> & { item: ResolversTypes['ShareRequest'] }>;
  Article: ResolverTypeWrapper<Article>;
  ArticleCount: ResolverTypeWrapper<ArticleCount>;
  Audience: ResolverTypeWrapper<Audience>;
  AudienceInput: AudienceInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Case: ResolverTypeWrapper<CaseState>;
  CaseConnection: ResolverTypeWrapper<Listing>;
  CaseEdge: ResolverTypeWrapper<CaseListingEdge>;
  CaseFilter: CaseFilter;
  CaseStep: ResolverTypeWrapper<CaseStepRecord>;
  CastBallot: ResolverTypeWrapper<CastBallot>;
  ChangeActor: ResolverTypeWrapper<Author>;
  ChangeHandlingInput: ChangeHandlingInput;
  ChangeHandlingPayload: ResolverTypeWrapper<Omit<ChangeHandlingPayload, 'item'> & { item: ResolversTypes['Item'] }>;
  ChangeKind: ChangeKind;
  Clock: ResolverTypeWrapper<Clock>;
  CompleteAlertInput: CompleteAlertInput;
  ConfirmErasureInput: ConfirmErasureInput;
  ConfirmErasurePayload: ResolverTypeWrapper<Omit<ConfirmErasurePayload, 'item'> & { item: ResolversTypes['Item'] }>;
  CorrectGuidanceInput: CorrectGuidanceInput;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  DatePrecision: DatePrecision;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DecisionRule: ResolverTypeWrapper<DecisionRule>;
  DeclarationInput: DeclarationInput;
  DeclineErasureInput: DeclineErasureInput;
  DeclineErasurePayload: ResolverTypeWrapper<Omit<DeclineErasurePayload, 'item'> & { item: ResolversTypes['Item'] }>;
  DeliveryExplanation: ResolverTypeWrapper<DeliveryExplanation>;
  DeliveryState: DeliveryState;
  DocumentDate: ResolverTypeWrapper<DocumentDate>;
  DocumentReference: ResolverTypeWrapper<DocumentReferenceRecord>;
  DocumentReferenceInput: DocumentReferenceInput;
  DocumentRelation: ResolverTypeWrapper<Omit<DocumentRelation, 'item'> & { item: ResolversTypes['Guidance'] }>;
  DocumentRelationInput: DocumentRelationInput;
  DocumentType: DocumentType;
  DocumentVersion: ResolverTypeWrapper<DocumentVersionRecord>;
  ErasedItem: ResolverTypeWrapper<ErasedItemState>;
  Erasure: ResolverTypeWrapper<ErasureRecord>;
  ErasureGround: ErasureGround;
  ErasureRequest: ResolverTypeWrapper<ErasureRequestRecord>;
  ExchangeFilter: ExchangeFilter;
  ExchangeMessage: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['ExchangeMessage']>;
  Finding: ResolverTypeWrapper<FindingState>;
  FindingMethod: ResolverTypeWrapper<FindingMethod>;
  FindingMethodInput: FindingMethodInput;
  FindingSubject: ResolverTypeWrapper<FindingSubject>;
  FindingSubjectInput: FindingSubjectInput;
  Guidance: ResolverTypeWrapper<GuidanceState>;
  Handling: ResolverTypeWrapper<Handling>;
  HandlingInput: HandlingInput;
  HistoryEntry: ResolverTypeWrapper<HistoryLine>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Item: ResolverTypeWrapper<ItemState>;
  ItemChanged: ResolverTypeWrapper<ItemChangedMessage>;
  ItemConnection: ResolverTypeWrapper<Listing>;
  ItemEdge: ResolverTypeWrapper<ListingEdge>;
  ItemFacets: ResolverTypeWrapper<ItemFacets>;
  ItemFilter: ItemFilter;
  ItemKind: ItemKind;
  ItemWithdrawn: ResolverTypeWrapper<ItemWithdrawnMessage>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  JournalHead: ResolverTypeWrapper<JournalHead>;
  KindCount: ResolverTypeWrapper<KindCount>;
  Language: Language;
  LanguageInfo: ResolverTypeWrapper<LanguageInfo>;
  LegalHold: ResolverTypeWrapper<LegalHoldRecord>;
  LiftLegalHoldInput: LiftLegalHoldInput;
  LiftLegalHoldPayload: ResolverTypeWrapper<Omit<LiftLegalHoldPayload, 'item'> & { item?: Maybe<ResolversTypes['Item']> }>;
  LocalizedTextInput: LocalizedTextInput;
  Marking: Marking;
  MemberState: MemberState;
  MemberStateInfo: ResolverTypeWrapper<MemberStateInfo>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenCaseInput: OpenCaseInput;
  OpenCasePayload: ResolverTypeWrapper<Omit<OpenCasePayload, 'item'> & { item: ResolversTypes['Case'] }>;
  Opinion: ResolverTypeWrapper<OpinionItem>;
  OpinionState: OpinionState;
  Organisation: ResolverTypeWrapper<OrganisationRecord>;
  OrganisationKind: OrganisationKind;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PartialDate: ResolverTypeWrapper<Scalars['PartialDate']['output']>;
  PlaceLegalHoldInput: PlaceLegalHoldInput;
  PlaceLegalHoldPayload: ResolverTypeWrapper<Omit<PlaceLegalHoldPayload, 'item'> & { item: ResolversTypes['Item'] }>;
  Procedure: ResolverTypeWrapper<ProcedureRecord>;
  PublishFindingInput: PublishFindingInput;
  PublishFindingPayload: ResolverTypeWrapper<Omit<PublishFindingPayload, 'item'> & { item: ResolversTypes['Finding'] }>;
  PublishGuidanceDraftInput: PublishGuidanceDraftInput;
  PublishGuidanceInput: PublishGuidanceInput;
  PublishGuidancePayload: ResolverTypeWrapper<Omit<PublishGuidancePayload, 'item'> & { item: ResolversTypes['Guidance'] }>;
  PublishOpinionInput: PublishOpinionInput;
  PublishOpinionPayload: ResolverTypeWrapper<Omit<PublishOpinionPayload, 'item'> & { item: ResolversTypes['Opinion'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RaiseAlertInput: RaiseAlertInput;
  RaiseAlertPayload: ResolverTypeWrapper<Omit<RaiseAlertPayload, 'item'> & { item: ResolversTypes['Alert'] }>;
  ReaderGroup: ReaderGroup;
  Recall: ResolverTypeWrapper<Recall>;
  RecallItemInput: RecallItemInput;
  RecallItemPayload: ResolverTypeWrapper<RecallItemPayload>;
  RecordCaseStepInput: RecordCaseStepInput;
  RecordCaseStepPayload: ResolverTypeWrapper<Omit<RecordCaseStepPayload, 'item'> & { item: ResolversTypes['Case'] }>;
  ReferenceStage: ReferenceStage;
  RelationType: RelationType;
  Release: Release;
  ReportAlertFollowUpInput: ReportAlertFollowUpInput;
  RequestErasureInput: RequestErasureInput;
  RequestErasurePayload: ResolverTypeWrapper<Omit<RequestErasurePayload, 'item'> & { item: ResolversTypes['Item'] }>;
  ResyncReason: ResyncReason;
  ResyncRequired: ResolverTypeWrapper<ResyncRequiredMessage>;
  SetRetentionInput: SetRetentionInput;
  SetRetentionPayload: ResolverTypeWrapper<Omit<SetRetentionPayload, 'item'> & { item: ResolversTypes['Item'] }>;
  Severity: Severity;
  ShareAnswer: ResolverTypeWrapper<ShareAnswerRecord>;
  ShareItemInput: ShareItemInput;
  ShareItemPayload: ResolverTypeWrapper<Omit<ShareItemPayload, 'item' | 'request'> & { item: ResolversTypes['Item'], request?: Maybe<ResolversTypes['ShareRequest']> }>;
  ShareRequest: ResolverTypeWrapper<ShareRequestState>;
  StateAnswer: StateAnswer;
  StateAnswerRow: ResolverTypeWrapper<StateAnswerRow>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SupersedeGuidanceInput: SupersedeGuidanceInput;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  Urgency: Urgency;
  Viewer: ResolverTypeWrapper<Actor>;
  Vote: ResolverTypeWrapper<Vote>;
  VoteChoice: VoteChoice;
  VoteOutcome: ResolverTypeWrapper<VoteOutcome>;
  Withdrawal: ResolverTypeWrapper<WithdrawalState>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Access: AccessRecord;
  AccessConnection: AccessListing;
  AccessEdge: Omit<AccessEdge, 'node'> & { node: ResolversParentTypes['Access'] };
  AccessExplanation: AccessExplanation;
  AccessReason: AccessReason;
  AcknowledgeItemInput: AcknowledgeItemInput;
  AcknowledgeItemPayload: Omit<AcknowledgeItemPayload, 'item'> & { item: ResolversParentTypes['Item'] };
  AcknowledgeWithdrawalInput: AcknowledgeWithdrawalInput;
  AcknowledgeWithdrawalPayload: AcknowledgeWithdrawalPayload;
  Acknowledgement: AcknowledgementRecord;
  AddAnnexInput: AddAnnexInput;
  AddAnnexPayload: Omit<AddAnnexPayload, 'item'> & { item: ResolversParentTypes['Annex'] };
  Alert: AlertState;
  AlertFollowUp: FollowUp;
  Annex: AnnexState;
  AnswerShareRequestInput: AnswerShareRequestInput;
  AnswerShareRequestPayload: Omit<AnswerShareRequestPayload, 'item'> & { item: ResolversParentTypes['ShareRequest'] };
  Article: Article;
  ArticleCount: ArticleCount;
  Audience: Audience;
  AudienceInput: AudienceInput;
  Boolean: Scalars['Boolean']['output'];
  Case: CaseState;
  CaseConnection: Listing;
  CaseEdge: CaseListingEdge;
  CaseFilter: CaseFilter;
  CaseStep: CaseStepRecord;
  CastBallot: CastBallot;
  ChangeActor: Author;
  ChangeHandlingInput: ChangeHandlingInput;
  ChangeHandlingPayload: Omit<ChangeHandlingPayload, 'item'> & { item: ResolversParentTypes['Item'] };
  Clock: Clock;
  CompleteAlertInput: CompleteAlertInput;
  ConfirmErasureInput: ConfirmErasureInput;
  ConfirmErasurePayload: Omit<ConfirmErasurePayload, 'item'> & { item: ResolversParentTypes['Item'] };
  CorrectGuidanceInput: CorrectGuidanceInput;
  Cursor: Scalars['Cursor']['output'];
  DateTime: Scalars['DateTime']['output'];
  DecisionRule: DecisionRule;
  DeclarationInput: DeclarationInput;
  DeclineErasureInput: DeclineErasureInput;
  DeclineErasurePayload: Omit<DeclineErasurePayload, 'item'> & { item: ResolversParentTypes['Item'] };
  DeliveryExplanation: DeliveryExplanation;
  DocumentDate: DocumentDate;
  DocumentReference: DocumentReferenceRecord;
  DocumentReferenceInput: DocumentReferenceInput;
  DocumentRelation: Omit<DocumentRelation, 'item'> & { item: ResolversParentTypes['Guidance'] };
  DocumentRelationInput: DocumentRelationInput;
  DocumentVersion: DocumentVersionRecord;
  ErasedItem: ErasedItemState;
  Erasure: ErasureRecord;
  ErasureRequest: ErasureRequestRecord;
  ExchangeFilter: ExchangeFilter;
  ExchangeMessage: ResolversInterfaceTypes<ResolversParentTypes>['ExchangeMessage'];
  Finding: FindingState;
  FindingMethod: FindingMethod;
  FindingMethodInput: FindingMethodInput;
  FindingSubject: FindingSubject;
  FindingSubjectInput: FindingSubjectInput;
  Guidance: GuidanceState;
  Handling: Handling;
  HandlingInput: HandlingInput;
  HistoryEntry: HistoryLine;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Item: ItemState;
  ItemChanged: ItemChangedMessage;
  ItemConnection: Listing;
  ItemEdge: ListingEdge;
  ItemFacets: ItemFacets;
  ItemFilter: ItemFilter;
  ItemWithdrawn: ItemWithdrawnMessage;
  JSON: Scalars['JSON']['output'];
  JournalHead: JournalHead;
  KindCount: KindCount;
  LanguageInfo: LanguageInfo;
  LegalHold: LegalHoldRecord;
  LiftLegalHoldInput: LiftLegalHoldInput;
  LiftLegalHoldPayload: Omit<LiftLegalHoldPayload, 'item'> & { item?: Maybe<ResolversParentTypes['Item']> };
  LocalizedTextInput: LocalizedTextInput;
  MemberStateInfo: MemberStateInfo;
  Mutation: Record<PropertyKey, never>;
  OpenCaseInput: OpenCaseInput;
  OpenCasePayload: Omit<OpenCasePayload, 'item'> & { item: ResolversParentTypes['Case'] };
  Opinion: OpinionItem;
  Organisation: OrganisationRecord;
  PageInfo: PageInfo;
  PartialDate: Scalars['PartialDate']['output'];
  PlaceLegalHoldInput: PlaceLegalHoldInput;
  PlaceLegalHoldPayload: Omit<PlaceLegalHoldPayload, 'item'> & { item: ResolversParentTypes['Item'] };
  Procedure: ProcedureRecord;
  PublishFindingInput: PublishFindingInput;
  PublishFindingPayload: Omit<PublishFindingPayload, 'item'> & { item: ResolversParentTypes['Finding'] };
  PublishGuidanceDraftInput: PublishGuidanceDraftInput;
  PublishGuidanceInput: PublishGuidanceInput;
  PublishGuidancePayload: Omit<PublishGuidancePayload, 'item'> & { item: ResolversParentTypes['Guidance'] };
  PublishOpinionInput: PublishOpinionInput;
  PublishOpinionPayload: Omit<PublishOpinionPayload, 'item'> & { item: ResolversParentTypes['Opinion'] };
  Query: Record<PropertyKey, never>;
  RaiseAlertInput: RaiseAlertInput;
  RaiseAlertPayload: Omit<RaiseAlertPayload, 'item'> & { item: ResolversParentTypes['Alert'] };
  Recall: Recall;
  RecallItemInput: RecallItemInput;
  RecallItemPayload: RecallItemPayload;
  RecordCaseStepInput: RecordCaseStepInput;
  RecordCaseStepPayload: Omit<RecordCaseStepPayload, 'item'> & { item: ResolversParentTypes['Case'] };
  ReportAlertFollowUpInput: ReportAlertFollowUpInput;
  RequestErasureInput: RequestErasureInput;
  RequestErasurePayload: Omit<RequestErasurePayload, 'item'> & { item: ResolversParentTypes['Item'] };
  ResyncRequired: ResyncRequiredMessage;
  SetRetentionInput: SetRetentionInput;
  SetRetentionPayload: Omit<SetRetentionPayload, 'item'> & { item: ResolversParentTypes['Item'] };
  ShareAnswer: ShareAnswerRecord;
  ShareItemInput: ShareItemInput;
  ShareItemPayload: Omit<ShareItemPayload, 'item' | 'request'> & { item: ResolversParentTypes['Item'], request?: Maybe<ResolversParentTypes['ShareRequest']> };
  ShareRequest: ShareRequestState;
  StateAnswerRow: StateAnswerRow;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  SupersedeGuidanceInput: SupersedeGuidanceInput;
  URL: Scalars['URL']['output'];
  Viewer: Actor;
  Vote: Vote;
  VoteOutcome: VoteOutcome;
  Withdrawal: WithdrawalState;
};

export type AccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Access'] = ResolversParentTypes['Access']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  itemId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  means?: Resolver<ResolversTypes['AccessMeans'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AccessConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessConnection'] = ResolversParentTypes['AccessConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AccessEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AccessEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessEdge'] = ResolversParentTypes['AccessEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Access'], ParentType, ContextType>;
};

export type AccessExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessExplanation'] = ResolversParentTypes['AccessExplanation']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  because?: Resolver<ReadonlyArray<ResolversTypes['AccessReason']>, ParentType, ContextType>;
};

export type AccessMeansResolvers = EnumResolverSignature<{ FEED?: any, READ?: any, SEARCH?: any }, ResolversTypes['AccessMeans']>;

export type AccessReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessReason'] = ResolversParentTypes['AccessReason']> = {
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['AccessRule'], ParentType, ContextType>;
};

export type AccessRuleResolvers = EnumResolverSignature<{ APPOINTED_ROLE?: any, AUDIENCE?: any, CLEARANCE?: any, EMBARGO?: any, ISSUER?: any, NOT_PUBLISHED?: any, PUBLIC?: any, RECALLED?: any, WITHDRAWN?: any }, ResolversTypes['AccessRule']>;

export type AcknowledgeItemPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcknowledgeItemPayload'] = ResolversParentTypes['AcknowledgeItemPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export type AcknowledgeWithdrawalPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcknowledgeWithdrawalPayload'] = ResolversParentTypes['AcknowledgeWithdrawalPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  itemId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type AcknowledgementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Acknowledgement'] = ResolversParentTypes['Acknowledgement']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
};

export type AddAnnexPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddAnnexPayload'] = ResolversParentTypes['AddAnnexPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Annex'], ParentType, ContextType>;
};

export type AlertResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Alert'] = ResolversParentTypes['Alert']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  affected?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<AlertAnnexesArgs>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  followUpDueAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  followUpOwed?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<AlertFollowUpOwedArgs>>;
  followUps?: Resolver<ReadonlyArray<ResolversTypes['AlertFollowUp']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  missing?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  qualified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stateMatrix?: Resolver<ReadonlyArray<ResolversTypes['StateAnswerRow']>, ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<AlertSummaryArgs>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<AlertTitleArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  urgency?: Resolver<ResolversTypes['Urgency'], ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AlertFollowUpResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AlertFollowUp'] = ResolversParentTypes['AlertFollowUp']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  measures?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<AlertFollowUpMeasuresArgs>>;
  memberState?: Resolver<ResolversTypes['MemberState'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
};

export type AnnexResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Annex'] = ResolversParentTypes['Annex']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  annexTo?: Resolver<Maybe<ResolversTypes['Item']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<AnnexAnnexesArgs>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  containsTradeSecrets?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  documentUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<AnnexSummaryArgs>>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<AnnexTextArgs>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<AnnexTitleArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AnswerShareRequestPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnswerShareRequestPayload'] = ResolversParentTypes['AnswerShareRequestPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['ShareRequest'], ParentType, ContextType>;
};

export type ArticleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Article'] = ResolversParentTypes['Article']> = {
  appliesFrom?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  appliesNote?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  chapter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ArticleCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArticleCount'] = ResolversParentTypes['ArticleCount']> = {
  article?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AudienceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Audience'] = ResolversParentTypes['Audience']> = {
  everyone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['ReaderGroup']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  organisations?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type CaseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Case'] = ResolversParentTypes['Case']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<CaseAnnexesArgs>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  clocks?: Resolver<ReadonlyArray<ResolversTypes['Clock']>, ParentType, ContextType>;
  concernedMemberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  grounds?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  lead?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  procedure?: Resolver<ResolversTypes['Procedure'], ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['CaseStep']>, ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<CaseSummaryArgs>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<CaseTitleArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CaseConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CaseConnection'] = ResolversParentTypes['CaseConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CaseEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CaseEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CaseEdge'] = ResolversParentTypes['CaseEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Case'], ParentType, ContextType>;
};

export type CaseStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CaseStep'] = ResolversParentTypes['CaseStep']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<CaseStepSummaryArgs>>;
};

export type CastBallotResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CastBallot'] = ResolversParentTypes['CastBallot']> = {
  choice?: Resolver<ResolversTypes['VoteChoice'], ParentType, ContextType>;
  memberState?: Resolver<ResolversTypes['MemberState'], ParentType, ContextType>;
};

export type ChangeActorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeActor'] = ResolversParentTypes['ChangeActor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
};

export type ChangeHandlingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeHandlingPayload'] = ResolversParentTypes['ChangeHandlingPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export type ChangeKindResolvers = EnumResolverSignature<{ ACKNOWLEDGED?: any, CLOSED?: any, COMPLETED?: any, CORRECTED?: any, DRAFTED?: any, ERASED?: any, ERASURE_CONFIRMED?: any, ERASURE_DECLINED?: any, ERASURE_REQUESTED?: any, FOLLOWED_UP?: any, HANDLING_CHANGED?: any, HOLD_LIFTED?: any, HOLD_PLACED?: any, OPENED?: any, PUBLISHED?: any, RECALLED?: any, RELEASED?: any, RETENTION_SET?: any, SHARED?: any, SHARE_GRANTED?: any, SHARE_REFUSED?: any, SHARE_REQUESTED?: any, STEP_RECORDED?: any, SUPERSEDED?: any, WITHDRAWAL_ACKNOWLEDGED?: any }, ResolversTypes['ChangeKind']>;

export type ClockResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Clock'] = ResolversParentTypes['Clock']> = {
  basis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  onExpiry?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ConfirmErasurePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConfirmErasurePayload'] = ResolversParentTypes['ConfirmErasurePayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DecisionRuleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecisionRule'] = ResolversParentTypes['DecisionRule']> = {
  basis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  majority?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quorum?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeclineErasurePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeclineErasurePayload'] = ResolversParentTypes['DeclineErasurePayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export type DeliveryExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeliveryExplanation'] = ResolversParentTypes['DeliveryExplanation']> = {
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  because?: Resolver<ReadonlyArray<ResolversTypes['AccessReason']>, ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DeliveryState'], ParentType, ContextType>;
};

export type DeliveryStateResolvers = EnumResolverSignature<{ ACKNOWLEDGED?: any, DELIVERED?: any, FILTERED?: any, WAITING?: any, WITHDRAWN?: any }, ResolversTypes['DeliveryState']>;

export type DocumentDateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentDate'] = ResolversParentTypes['DocumentDate']> = {
  precision?: Resolver<ResolversTypes['DatePrecision'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['PartialDate'], ParentType, ContextType>;
};

export type DocumentReferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentReference'] = ResolversParentTypes['DocumentReference']> = {
  date?: Resolver<Maybe<ResolversTypes['DocumentDate']>, ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['ReferenceStage'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DocumentRelationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentRelation'] = ResolversParentTypes['DocumentRelation']> = {
  item?: Resolver<ResolversTypes['Guidance'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['RelationType'], ParentType, ContextType>;
};

export type DocumentTypeResolvers = EnumResolverSignature<{ BOARD_ASSESSMENT?: any, BOARD_MEETING?: any, BRIEFING?: any, CODE_OF_PRACTICE?: any, COMMUNICATION?: any, CONSULTATION?: any, DECISION?: any, DRAFT_CODE_OF_PRACTICE?: any, DRAFT_GUIDELINE?: any, DRAFT_IMPLEMENTING_ACT?: any, DRAFT_TEMPLATE?: any, FAQ?: any, GUIDELINE?: any, IMPLEMENTING_ACT?: any, LETTER?: any, LIST?: any, NATIONAL_ACT?: any, NEWS?: any, OPINION?: any, POSITION?: any, PROPOSAL?: any, REGULATION?: any, REPORT?: any, SCIENTIFIC_REPORT?: any, STAFF_WORKING_DOCUMENT?: any, STANDARDISATION_REQUEST?: any, TEMPLATE?: any, TOOL?: any, WEB_PAGE?: any }, ResolversTypes['DocumentType']>;

export type DocumentVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentVersion'] = ResolversParentTypes['DocumentVersion']> = {
  documentDate?: Resolver<Maybe<ResolversTypes['DocumentDate']>, ParentType, ContextType>;
  documentType?: Resolver<ResolversTypes['DocumentType'], ParentType, ContextType>;
  documentUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  references?: Resolver<ReadonlyArray<ResolversTypes['DocumentReference']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  supersededAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<DocumentVersionTitleArgs>>;
};

export type ErasedItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ErasedItem'] = ResolversParentTypes['ErasedItem']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<ErasedItemAnnexesArgs>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  erasure?: Resolver<ResolversTypes['Erasure'], ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<ErasedItemSummaryArgs>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<ErasedItemTitleArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ErasureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Erasure'] = ResolversParentTypes['Erasure']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ReadonlyArray<ResolversTypes['ChangeActor']>, ParentType, ContextType>;
  ground?: Resolver<ResolversTypes['ErasureGround'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ErasureGroundResolvers = EnumResolverSignature<{ DATA_PROTECTION?: any, NO_LONGER_NEEDED?: any, RETENTION_ENDED?: any, SENT_IN_ERROR?: any, UNLAWFUL?: any }, ResolversTypes['ErasureGround']>;

export type ErasureRequestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ErasureRequest'] = ResolversParentTypes['ErasureRequest']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  confirmedBy?: Resolver<ReadonlyArray<ResolversTypes['ChangeActor']>, ParentType, ContextType>;
  ground?: Resolver<ResolversTypes['ErasureGround'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestedBy?: Resolver<Maybe<ResolversTypes['ChangeActor']>, ParentType, ContextType>;
};

export type ExchangeMessageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeMessage'] = ResolversParentTypes['ExchangeMessage']> = {
  __resolveType: TypeResolveFn<'ItemChanged' | 'ItemWithdrawn' | 'ResyncRequired', ParentType, ContextType>;
};

export type FindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Finding'] = ResolversParentTypes['Finding']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<FindingAnnexesArgs>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  embargoUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  legalBasis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  method?: Resolver<ResolversTypes['FindingMethod'], ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['Severity'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['FindingSubject'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<FindingSummaryArgs>>;
  supersededBy?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  supersedes?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<FindingTitleArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FindingMethodResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FindingMethod'] = ResolversParentTypes['FindingMethod']> = {
  datasetHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parameters?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  uncertainty?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FindingSubjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FindingSubject'] = ResolversParentTypes['FindingSubject']> = {
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  system?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GuidanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Guidance'] = ResolversParentTypes['Guidance']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<GuidanceAnnexesArgs>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  correctionDrafts?: Resolver<ReadonlyArray<ResolversTypes['Guidance']>, ParentType, ContextType, Partial<GuidanceCorrectionDraftsArgs>>;
  corrects?: Resolver<Maybe<ResolversTypes['Guidance']>, ParentType, ContextType>;
  documentDate?: Resolver<Maybe<ResolversTypes['DocumentDate']>, ParentType, ContextType>;
  documentType?: Resolver<ResolversTypes['DocumentType'], ParentType, ContextType>;
  documentUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  fileUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  references?: Resolver<ReadonlyArray<ResolversTypes['DocumentReference']>, ParentType, ContextType>;
  relatedBy?: Resolver<ReadonlyArray<ResolversTypes['DocumentRelation']>, ParentType, ContextType, Partial<GuidanceRelatedByArgs>>;
  relations?: Resolver<ReadonlyArray<ResolversTypes['DocumentRelation']>, ParentType, ContextType, Partial<GuidanceRelationsArgs>>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<GuidanceSummaryArgs>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<GuidanceTitleArgs>>;
  unverified?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['DocumentVersion']>, ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HandlingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Handling'] = ResolversParentTypes['Handling']> = {
  audience?: Resolver<ResolversTypes['Audience'], ParentType, ContextType>;
  declared?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  marking?: Resolver<ResolversTypes['Marking'], ParentType, ContextType>;
  originatorControlled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type HistoryEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HistoryEntry'] = ResolversParentTypes['HistoryEntry']> = {
  actor?: Resolver<ResolversTypes['ChangeActor'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  itemId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Item'] = ResolversParentTypes['Item']> = {
  __resolveType: TypeResolveFn<'Alert' | 'Annex' | 'Case' | 'ErasedItem' | 'Finding' | 'Guidance' | 'Opinion' | 'ShareRequest', ParentType, ContextType>;
};

export type ItemChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ItemChanged'] = ResolversParentTypes['ItemChanged']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ItemConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ItemConnection'] = ResolversParentTypes['ItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ItemEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ItemEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ItemEdge'] = ResolversParentTypes['ItemEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export type ItemFacetsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ItemFacets'] = ResolversParentTypes['ItemFacets']> = {
  articles?: Resolver<ReadonlyArray<ResolversTypes['ArticleCount']>, ParentType, ContextType>;
  kinds?: Resolver<ReadonlyArray<ResolversTypes['KindCount']>, ParentType, ContextType>;
};

export type ItemKindResolvers = EnumResolverSignature<{ ALERT?: any, ANNEX?: any, CASE?: any, FINDING?: any, GUIDANCE?: any, OPINION?: any, SHARE_REQUEST?: any }, ResolversTypes['ItemKind']>;

export type ItemWithdrawnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ItemWithdrawn'] = ResolversParentTypes['ItemWithdrawn']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  itemId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JournalHeadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['JournalHead'] = ResolversParentTypes['JournalHead']> = {
  checkpoint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type KindCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindCount'] = ResolversParentTypes['KindCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
};

export type LanguageResolvers = EnumResolverSignature<{ bg?: any, cs?: any, da?: any, de?: any, el?: any, en?: any, es?: any, et?: any, fi?: any, fr?: any, ga?: any, hr?: any, hu?: any, it?: any, lt?: any, lv?: any, mt?: any, nl?: any, pl?: any, pt?: any, ro?: any, sk?: any, sl?: any, sv?: any }, ResolversTypes['Language']>;

export type LanguageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LanguageInfo'] = ResolversParentTypes['LanguageInfo']> = {
  code?: Resolver<ResolversTypes['Language'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LegalHoldResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LegalHold'] = ResolversParentTypes['LegalHold']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
};

export type LiftLegalHoldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiftLegalHoldPayload'] = ResolversParentTypes['LiftLegalHoldPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['Item']>, ParentType, ContextType>;
};

export type MarkingResolvers = EnumResolverSignature<{ LIMITED?: any, PUBLIC?: any, SENSITIVE?: any }, ResolversTypes['Marking']>;

export type MemberStateResolvers = EnumResolverSignature<{ AT?: any, BE?: any, BG?: any, CY?: any, CZ?: any, DE?: any, DK?: any, EE?: any, EL?: any, ES?: any, FI?: any, FR?: any, GR?: any, HR?: any, HU?: any, IE?: any, IT?: any, LT?: any, LU?: any, LV?: any, MT?: any, NL?: any, PL?: any, PT?: any, RO?: any, SE?: any, SI?: any, SK?: any }, ResolversTypes['MemberState']>;

export type MemberStateInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberStateInfo'] = ResolversParentTypes['MemberStateInfo']> = {
  code?: Resolver<ResolversTypes['MemberState'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acknowledgeItem?: Resolver<ResolversTypes['AcknowledgeItemPayload'], ParentType, ContextType, RequireFields<MutationAcknowledgeItemArgs, 'input'>>;
  acknowledgeWithdrawal?: Resolver<ResolversTypes['AcknowledgeWithdrawalPayload'], ParentType, ContextType, RequireFields<MutationAcknowledgeWithdrawalArgs, 'input'>>;
  addAnnex?: Resolver<ResolversTypes['AddAnnexPayload'], ParentType, ContextType, RequireFields<MutationAddAnnexArgs, 'input'>>;
  answerShareRequest?: Resolver<ResolversTypes['AnswerShareRequestPayload'], ParentType, ContextType, RequireFields<MutationAnswerShareRequestArgs, 'input'>>;
  changeHandling?: Resolver<ResolversTypes['ChangeHandlingPayload'], ParentType, ContextType, RequireFields<MutationChangeHandlingArgs, 'input'>>;
  completeAlert?: Resolver<ResolversTypes['RaiseAlertPayload'], ParentType, ContextType, RequireFields<MutationCompleteAlertArgs, 'input'>>;
  confirmErasure?: Resolver<ResolversTypes['ConfirmErasurePayload'], ParentType, ContextType, RequireFields<MutationConfirmErasureArgs, 'input'>>;
  correctGuidance?: Resolver<ResolversTypes['PublishGuidancePayload'], ParentType, ContextType, RequireFields<MutationCorrectGuidanceArgs, 'input'>>;
  declineErasure?: Resolver<ResolversTypes['DeclineErasurePayload'], ParentType, ContextType, RequireFields<MutationDeclineErasureArgs, 'input'>>;
  draftGuidance?: Resolver<ResolversTypes['PublishGuidancePayload'], ParentType, ContextType, RequireFields<MutationDraftGuidanceArgs, 'input'>>;
  draftGuidanceCorrection?: Resolver<ResolversTypes['PublishGuidancePayload'], ParentType, ContextType, RequireFields<MutationDraftGuidanceCorrectionArgs, 'input'>>;
  liftLegalHold?: Resolver<ResolversTypes['LiftLegalHoldPayload'], ParentType, ContextType, RequireFields<MutationLiftLegalHoldArgs, 'input'>>;
  openCase?: Resolver<ResolversTypes['OpenCasePayload'], ParentType, ContextType, RequireFields<MutationOpenCaseArgs, 'input'>>;
  placeLegalHold?: Resolver<ResolversTypes['PlaceLegalHoldPayload'], ParentType, ContextType, RequireFields<MutationPlaceLegalHoldArgs, 'input'>>;
  publishFinding?: Resolver<ResolversTypes['PublishFindingPayload'], ParentType, ContextType, RequireFields<MutationPublishFindingArgs, 'input'>>;
  publishGuidance?: Resolver<ResolversTypes['PublishGuidancePayload'], ParentType, ContextType, RequireFields<MutationPublishGuidanceArgs, 'input'>>;
  publishGuidanceCorrection?: Resolver<ResolversTypes['PublishGuidancePayload'], ParentType, ContextType, RequireFields<MutationPublishGuidanceCorrectionArgs, 'input'>>;
  publishGuidanceDraft?: Resolver<ResolversTypes['PublishGuidancePayload'], ParentType, ContextType, RequireFields<MutationPublishGuidanceDraftArgs, 'input'>>;
  publishOpinion?: Resolver<ResolversTypes['PublishOpinionPayload'], ParentType, ContextType, RequireFields<MutationPublishOpinionArgs, 'input'>>;
  raiseAlert?: Resolver<ResolversTypes['RaiseAlertPayload'], ParentType, ContextType, RequireFields<MutationRaiseAlertArgs, 'input'>>;
  recallItem?: Resolver<ResolversTypes['RecallItemPayload'], ParentType, ContextType, RequireFields<MutationRecallItemArgs, 'input'>>;
  recordCaseStep?: Resolver<ResolversTypes['RecordCaseStepPayload'], ParentType, ContextType, RequireFields<MutationRecordCaseStepArgs, 'input'>>;
  reportAlertFollowUp?: Resolver<ResolversTypes['RaiseAlertPayload'], ParentType, ContextType, RequireFields<MutationReportAlertFollowUpArgs, 'input'>>;
  requestErasure?: Resolver<ResolversTypes['RequestErasurePayload'], ParentType, ContextType, RequireFields<MutationRequestErasureArgs, 'input'>>;
  setRetention?: Resolver<ResolversTypes['SetRetentionPayload'], ParentType, ContextType, RequireFields<MutationSetRetentionArgs, 'input'>>;
  shareItem?: Resolver<ResolversTypes['ShareItemPayload'], ParentType, ContextType, RequireFields<MutationShareItemArgs, 'input'>>;
  supersedeGuidance?: Resolver<ResolversTypes['PublishGuidancePayload'], ParentType, ContextType, RequireFields<MutationSupersedeGuidanceArgs, 'input'>>;
};

export type OpenCasePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenCasePayload'] = ResolversParentTypes['OpenCasePayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Case'], ParentType, ContextType>;
};

export type OpinionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Opinion'] = ResolversParentTypes['Opinion']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  adoptedOn?: Resolver<Maybe<ResolversTypes['DocumentDate']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<OpinionAnnexesArgs>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  documentUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  legalBasis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rapporteur?: Resolver<Maybe<ResolversTypes['Organisation']>, ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  references?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  requestedBy?: Resolver<Maybe<ResolversTypes['Organisation']>, ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['OpinionState'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<OpinionSummaryArgs>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<OpinionTitleArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  vote?: Resolver<Maybe<ResolversTypes['Vote']>, ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrganisationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organisation'] = ResolversParentTypes['Organisation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['OrganisationKind'], ParentType, ContextType>;
  memberState?: Resolver<Maybe<ResolversTypes['MemberState']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tasks?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrganisationKindResolvers = EnumResolverSignature<{ ADVISORY_FORUM?: any, AI_OFFICE?: any, BOARD_MEMBER?: any, BOARD_OBSERVER?: any, BOARD_SECRETARIAT?: any, ECAT?: any, NATIONAL_AUTHORITY?: any, SCIENTIFIC_PANEL?: any }, ResolversTypes['OrganisationKind']>;

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface PartialDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['PartialDate'], any> {
  name: 'PartialDate';
}

export type PlaceLegalHoldPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceLegalHoldPayload'] = ResolversParentTypes['PlaceLegalHoldPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export type ProcedureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Procedure'] = ResolversParentTypes['Procedure']> = {
  appliesFrom?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  article?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PublishFindingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishFindingPayload'] = ResolversParentTypes['PublishFindingPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Finding'], ParentType, ContextType>;
};

export type PublishGuidancePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishGuidancePayload'] = ResolversParentTypes['PublishGuidancePayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Guidance'], ParentType, ContextType>;
};

export type PublishOpinionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishOpinionPayload'] = ResolversParentTypes['PublishOpinionPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Opinion'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  accessLog?: Resolver<ResolversTypes['AccessConnection'], ParentType, ContextType, RequireFields<QueryAccessLogArgs, 'itemId'>>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['Article']>, ParentType, ContextType>;
  cases?: Resolver<ResolversTypes['CaseConnection'], ParentType, ContextType, Partial<QueryCasesArgs>>;
  changes?: Resolver<ReadonlyArray<ResolversTypes['ExchangeMessage']>, ParentType, ContextType, Partial<QueryChangesArgs>>;
  explainAccess?: Resolver<ResolversTypes['AccessExplanation'], ParentType, ContextType, RequireFields<QueryExplainAccessArgs, 'itemId'>>;
  explainDelivery?: Resolver<ResolversTypes['DeliveryExplanation'], ParentType, ContextType, RequireFields<QueryExplainDeliveryArgs, 'itemId' | 'organisation'>>;
  facets?: Resolver<ResolversTypes['ItemFacets'], ParentType, ContextType, Partial<QueryFacetsArgs>>;
  item?: Resolver<Maybe<ResolversTypes['Item']>, ParentType, ContextType, RequireFields<QueryItemArgs, 'id'>>;
  items?: Resolver<ResolversTypes['ItemConnection'], ParentType, ContextType, Partial<QueryItemsArgs>>;
  journalHead?: Resolver<ResolversTypes['JournalHead'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['LanguageInfo']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberStateInfo']>, ParentType, ContextType>;
  organisation?: Resolver<Maybe<ResolversTypes['Organisation']>, ParentType, ContextType, RequireFields<QueryOrganisationArgs, 'id'>>;
  organisations?: Resolver<ReadonlyArray<ResolversTypes['Organisation']>, ParentType, ContextType>;
  procedures?: Resolver<ReadonlyArray<ResolversTypes['Procedure']>, ParentType, ContextType>;
  search?: Resolver<ResolversTypes['ItemConnection'], ParentType, ContextType, RequireFields<QuerySearchArgs, 'text'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type RaiseAlertPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RaiseAlertPayload'] = ResolversParentTypes['RaiseAlertPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Alert'], ParentType, ContextType>;
};

export type ReaderGroupResolvers = EnumResolverSignature<{ ADVISORY_FORUM?: any, AI_BOARD?: any, AI_OFFICE?: any, ECAT?: any, NATIONAL_AUTHORITIES?: any, SCIENTIFIC_PANEL?: any }, ResolversTypes['ReaderGroup']>;

export type RecallResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Recall'] = ResolversParentTypes['Recall']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RecallItemPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecallItemPayload'] = ResolversParentTypes['RecallItemPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  itemId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RecordCaseStepPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordCaseStepPayload'] = ResolversParentTypes['RecordCaseStepPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Case'], ParentType, ContextType>;
};

export type ReferenceStageResolvers = EnumResolverSignature<{ ADOPTION?: any, APPROVAL?: any, CORRIGENDUM?: any, OTHER?: any, PUBLICATION?: any }, ResolversTypes['ReferenceStage']>;

export type RelationTypeResolvers = EnumResolverSignature<{ ADOPTS?: any, ANNEXES?: any, ASSESSES?: any, REPEALS?: any, REVISES?: any }, ResolversTypes['RelationType']>;

export type ReleaseResolvers = EnumResolverSignature<{ CLOSED?: any, DRAFT?: any, EMBARGOED?: any, PUBLISHED?: any, RECALLED?: any }, ResolversTypes['Release']>;

export type RequestErasurePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestErasurePayload'] = ResolversParentTypes['RequestErasurePayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export type ResyncRequiredResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResyncRequired'] = ResolversParentTypes['ResyncRequired']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['ResyncReason'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetRetentionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetRetentionPayload'] = ResolversParentTypes['SetRetentionPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
};

export type SeverityResolvers = EnumResolverSignature<{ CRITICAL?: any, HIGH?: any, LOW?: any, MEDIUM?: any }, ResolversTypes['Severity']>;

export type ShareAnswerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShareAnswer'] = ResolversParentTypes['ShareAnswer']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  granted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ShareItemPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShareItemPayload'] = ResolversParentTypes['ShareItemPayload']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  item?: Resolver<ResolversTypes['Item'], ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['ShareRequest']>, ParentType, ContextType>;
};

export type ShareRequestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShareRequest'] = ResolversParentTypes['ShareRequest']> = {
  acknowledgements?: Resolver<ReadonlyArray<ResolversTypes['Acknowledgement']>, ParentType, ContextType>;
  annexes?: Resolver<ReadonlyArray<ResolversTypes['Annex']>, ParentType, ContextType, Partial<ShareRequestAnnexesArgs>>;
  answer?: Resolver<Maybe<ResolversTypes['ShareAnswer']>, ParentType, ContextType>;
  articles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  erasureRequest?: Resolver<Maybe<ResolversTypes['ErasureRequest']>, ParentType, ContextType>;
  handling?: Resolver<ResolversTypes['Handling'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['HistoryEntry']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ItemKind'], ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['Language']>, ParentType, ContextType>;
  legalHolds?: Resolver<ReadonlyArray<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  memberStates?: Resolver<ReadonlyArray<ResolversTypes['MemberState']>, ParentType, ContextType>;
  originator?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Recall']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  release?: Resolver<ResolversTypes['Release'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sharedItem?: Resolver<Maybe<ResolversTypes['Item']>, ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<ShareRequestSummaryArgs>>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<ShareRequestTitleArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  wanted?: Resolver<ResolversTypes['Audience'], ParentType, ContextType>;
  withdrawals?: Resolver<ReadonlyArray<ResolversTypes['Withdrawal']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StateAnswerResolvers = EnumResolverSignature<{ ACKNOWLEDGED?: any, FOLLOWED_UP?: any, NOT_ADDRESSED?: any, SILENT?: any }, ResolversTypes['StateAnswer']>;

export type StateAnswerRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StateAnswerRow'] = ResolversParentTypes['StateAnswerRow']> = {
  acknowledgedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  answer?: Resolver<ResolversTypes['StateAnswer'], ParentType, ContextType>;
  followedUpAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  memberState?: Resolver<ResolversTypes['MemberState'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  exchange?: SubscriptionResolver<ResolversTypes['ExchangeMessage'], "exchange", ParentType, ContextType, Partial<SubscriptionExchangeArgs>>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UrgencyResolvers = EnumResolverSignature<{ EMERGENCY?: any, ROUTINE?: any, URGENT?: any }, ResolversTypes['Urgency']>;

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  clearance?: Resolver<ResolversTypes['Marking'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type VoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Vote'] = ResolversParentTypes['Vote']> = {
  cast?: Resolver<ReadonlyArray<ResolversTypes['CastBallot']>, ParentType, ContextType>;
  closesAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  opensAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['VoteOutcome']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['DecisionRule'], ParentType, ContextType>;
};

export type VoteOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VoteOutcome'] = ResolversParentTypes['VoteOutcome']> = {
  abstained?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  adopted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  against?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  inFavour?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WithdrawalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Withdrawal'] = ResolversParentTypes['Withdrawal']> = {
  acknowledgedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  organisation?: Resolver<ResolversTypes['Organisation'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Access?: AccessResolvers<ContextType>;
  AccessConnection?: AccessConnectionResolvers<ContextType>;
  AccessEdge?: AccessEdgeResolvers<ContextType>;
  AccessExplanation?: AccessExplanationResolvers<ContextType>;
  AccessMeans?: AccessMeansResolvers;
  AccessReason?: AccessReasonResolvers<ContextType>;
  AccessRule?: AccessRuleResolvers;
  AcknowledgeItemPayload?: AcknowledgeItemPayloadResolvers<ContextType>;
  AcknowledgeWithdrawalPayload?: AcknowledgeWithdrawalPayloadResolvers<ContextType>;
  Acknowledgement?: AcknowledgementResolvers<ContextType>;
  AddAnnexPayload?: AddAnnexPayloadResolvers<ContextType>;
  Alert?: AlertResolvers<ContextType>;
  AlertFollowUp?: AlertFollowUpResolvers<ContextType>;
  Annex?: AnnexResolvers<ContextType>;
  AnswerShareRequestPayload?: AnswerShareRequestPayloadResolvers<ContextType>;
  Article?: ArticleResolvers<ContextType>;
  ArticleCount?: ArticleCountResolvers<ContextType>;
  Audience?: AudienceResolvers<ContextType>;
  Case?: CaseResolvers<ContextType>;
  CaseConnection?: CaseConnectionResolvers<ContextType>;
  CaseEdge?: CaseEdgeResolvers<ContextType>;
  CaseStep?: CaseStepResolvers<ContextType>;
  CastBallot?: CastBallotResolvers<ContextType>;
  ChangeActor?: ChangeActorResolvers<ContextType>;
  ChangeHandlingPayload?: ChangeHandlingPayloadResolvers<ContextType>;
  ChangeKind?: ChangeKindResolvers;
  Clock?: ClockResolvers<ContextType>;
  ConfirmErasurePayload?: ConfirmErasurePayloadResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DecisionRule?: DecisionRuleResolvers<ContextType>;
  DeclineErasurePayload?: DeclineErasurePayloadResolvers<ContextType>;
  DeliveryExplanation?: DeliveryExplanationResolvers<ContextType>;
  DeliveryState?: DeliveryStateResolvers;
  DocumentDate?: DocumentDateResolvers<ContextType>;
  DocumentReference?: DocumentReferenceResolvers<ContextType>;
  DocumentRelation?: DocumentRelationResolvers<ContextType>;
  DocumentType?: DocumentTypeResolvers;
  DocumentVersion?: DocumentVersionResolvers<ContextType>;
  ErasedItem?: ErasedItemResolvers<ContextType>;
  Erasure?: ErasureResolvers<ContextType>;
  ErasureGround?: ErasureGroundResolvers;
  ErasureRequest?: ErasureRequestResolvers<ContextType>;
  ExchangeMessage?: ExchangeMessageResolvers<ContextType>;
  Finding?: FindingResolvers<ContextType>;
  FindingMethod?: FindingMethodResolvers<ContextType>;
  FindingSubject?: FindingSubjectResolvers<ContextType>;
  Guidance?: GuidanceResolvers<ContextType>;
  Handling?: HandlingResolvers<ContextType>;
  HistoryEntry?: HistoryEntryResolvers<ContextType>;
  Item?: ItemResolvers<ContextType>;
  ItemChanged?: ItemChangedResolvers<ContextType>;
  ItemConnection?: ItemConnectionResolvers<ContextType>;
  ItemEdge?: ItemEdgeResolvers<ContextType>;
  ItemFacets?: ItemFacetsResolvers<ContextType>;
  ItemKind?: ItemKindResolvers;
  ItemWithdrawn?: ItemWithdrawnResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  JournalHead?: JournalHeadResolvers<ContextType>;
  KindCount?: KindCountResolvers<ContextType>;
  Language?: LanguageResolvers;
  LanguageInfo?: LanguageInfoResolvers<ContextType>;
  LegalHold?: LegalHoldResolvers<ContextType>;
  LiftLegalHoldPayload?: LiftLegalHoldPayloadResolvers<ContextType>;
  Marking?: MarkingResolvers;
  MemberState?: MemberStateResolvers;
  MemberStateInfo?: MemberStateInfoResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OpenCasePayload?: OpenCasePayloadResolvers<ContextType>;
  Opinion?: OpinionResolvers<ContextType>;
  Organisation?: OrganisationResolvers<ContextType>;
  OrganisationKind?: OrganisationKindResolvers;
  PageInfo?: PageInfoResolvers<ContextType>;
  PartialDate?: GraphQLScalarType;
  PlaceLegalHoldPayload?: PlaceLegalHoldPayloadResolvers<ContextType>;
  Procedure?: ProcedureResolvers<ContextType>;
  PublishFindingPayload?: PublishFindingPayloadResolvers<ContextType>;
  PublishGuidancePayload?: PublishGuidancePayloadResolvers<ContextType>;
  PublishOpinionPayload?: PublishOpinionPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RaiseAlertPayload?: RaiseAlertPayloadResolvers<ContextType>;
  ReaderGroup?: ReaderGroupResolvers;
  Recall?: RecallResolvers<ContextType>;
  RecallItemPayload?: RecallItemPayloadResolvers<ContextType>;
  RecordCaseStepPayload?: RecordCaseStepPayloadResolvers<ContextType>;
  ReferenceStage?: ReferenceStageResolvers;
  RelationType?: RelationTypeResolvers;
  Release?: ReleaseResolvers;
  RequestErasurePayload?: RequestErasurePayloadResolvers<ContextType>;
  ResyncRequired?: ResyncRequiredResolvers<ContextType>;
  SetRetentionPayload?: SetRetentionPayloadResolvers<ContextType>;
  Severity?: SeverityResolvers;
  ShareAnswer?: ShareAnswerResolvers<ContextType>;
  ShareItemPayload?: ShareItemPayloadResolvers<ContextType>;
  ShareRequest?: ShareRequestResolvers<ContextType>;
  StateAnswer?: StateAnswerResolvers;
  StateAnswerRow?: StateAnswerRowResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  URL?: GraphQLScalarType;
  Urgency?: UrgencyResolvers;
  Viewer?: ViewerResolvers<ContextType>;
  Vote?: VoteResolvers<ContextType>;
  VoteOutcome?: VoteOutcomeResolvers<ContextType>;
  Withdrawal?: WithdrawalResolvers<ContextType>;
};

