import { isDeepStrictEqual } from 'node:util';
import { DomainError, badInput } from '../errors.ts';
import {
  memberStateCodes,
  type Handling,
  type LanguageCode,
  type LocalizedText,
  type MemberStateCode,
} from '../reference/vocabulary.ts';
import { findOrganisation } from '../reference/organisations.ts';
import { addresses } from './audience.ts';
import {
  checkArticles,
  checkHandling,
  checkList,
  checkLocalized,
  checkOptionalLocalized,
  checkOptionalText,
  checkTitle,
  limits,
  type HandlingInput,
  type Maybe,
} from './checks.ts';
import type { Making } from './guidance.ts';
import { assertStands, untouched, type Author, type ItemBase } from './item.ts';

export const urgencies = ['ROUTINE', 'URGENT', 'EMERGENCY'] as const;
export type Urgency = (typeof urgencies)[number];

/** What a State did about an alert. */
export interface FollowUp extends Author {
  memberState: MemberStateCode;
  measures: LocalizedText;
  at: string;
}

/** What an alert says beyond its title; each part may be missing at first. */
export interface AlertContent {
  summary: LocalizedText;
  articles: readonly string[];
  /** The system or model concerned, as far as it is known. */
  affected: string | null;
  memberStates: readonly MemberStateCode[];
  /** What each State that is addressed owes in answer. */
  followUpOwed: LocalizedText;
  followUpDueAt: string | null;
}

export interface Alert extends ItemBase, AlertContent {
  kind: 'ALERT';
  urgency: Urgency;
  /** Raised by the Scientific Panel (Article 90). */
  qualified: boolean;
  followUps: readonly FollowUp[];
}

export interface AlertContentInput {
  summary?: Maybe<readonly { language: LanguageCode; text: string }[]>;
  articles?: Maybe<readonly string[]>;
  affected?: Maybe<string>;
  memberStates?: Maybe<readonly MemberStateCode[]>;
  followUpOwed?: Maybe<readonly { language: LanguageCode; text: string }[]>;
  followUpDueAt?: Maybe<string>;
}

export interface AlertInput extends AlertContentInput {
  title: readonly { language: LanguageCode; text: string }[];
  urgency: Urgency;
  handling: HandlingInput;
}

export interface NewAlert extends AlertContent {
  id: string;
  houseReference: string;
  issuer: string;
  title: LocalizedText;
  urgency: Urgency;
  qualified: boolean;
  handling: Handling;
  at: string;
}

export type AlertEvent =
  | { type: 'AlertRaised'; data: NewAlert }
  | { type: 'AlertCompleted'; data: { content: AlertContent; at: string } }
  | { type: 'AlertFollowedUp'; data: FollowUp };

function checkAlertContent(input: AlertContentInput): AlertContent {
  return {
    summary: checkOptionalLocalized('summary', input.summary, limits.summary),
    articles: checkArticles('articles', input.articles),
    affected: checkOptionalText('affected', input.affected, limits.name),
    memberStates: checkList('memberStates', input.memberStates),
    followUpOwed: checkOptionalLocalized('followUpOwed', input.followUpOwed, limits.summary),
    followUpDueAt: input.followUpDueAt ?? null,
  };
}

/** Whether States owe something: the raiser says what or by when, or it is more than routine and a State is told. */
function asksStates({ urgency, handling, followUpOwed, followUpDueAt }: Alert): boolean {
  const isSaid = followUpOwed.length > 0 || followUpDueAt !== null;
  return (
    isSaid || (urgency !== 'ROUTINE' && memberStateCodes.some((state) => addresses(handling.audience, state)))
  );
}

/** What an alert still lacks, by field name; an incomplete alert goes out all the same, for time counts. */
export function missingFrom(alert: Alert): readonly string[] {
  const asks = asksStates(alert);
  return [
    ...(alert.summary.length === 0 ? ['summary'] : []),
    ...(alert.articles.length === 0 ? ['articles'] : []),
    ...(alert.affected === null ? ['affected'] : []),
    ...(asks && alert.followUpOwed.length === 0 ? ['followUpOwed'] : []),
    ...(asks && alert.followUpDueAt === null ? ['followUpDueAt'] : []),
  ];
}

export function raiseAlert(input: AlertInput, making: Making): AlertEvent {
  return {
    type: 'AlertRaised',
    data: {
      id: making.id,
      houseReference: making.houseReference,
      issuer: making.issuer,
      title: checkTitle(input.title),
      urgency: input.urgency,
      qualified: findOrganisation(making.issuer)?.kind === 'SCIENTIFIC_PANEL',
      ...checkAlertContent(input),
      handling: checkHandling(input.handling),
      at: making.now,
    },
  };
}

/**
 * Adds what was missing; what is given replaces what stood there. BAD_USER_INPUT where nothing is given, and for an
 * empty list: what readers were told is not taken away again. INVALID_STATE where nothing would change.
 */
export function completeAlert(alert: Alert, input: AlertContentInput, now: string): AlertEvent {
  assertStands(alert);
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined && value !== null),
  ) as AlertContentInput;
  if (Object.keys(given).length === 0)
    throw badInput('input', 'Nothing is given that would complete the alert.');
  for (const [name, value] of Object.entries(given) as [string, unknown][])
    if (Array.isArray(value) && value.length === 0) throw badInput(name, 'An empty list completes nothing.');
  const { summary, articles, affected, memberStates, followUpOwed, followUpDueAt } = alert;
  const current: AlertContent = { summary, articles, affected, memberStates, followUpOwed, followUpDueAt };
  const merged: AlertContentInput = { ...current, ...given };
  const content = checkAlertContent({
    ...merged,
    summary: merged.summary?.length === 0 ? null : merged.summary,
    followUpOwed: merged.followUpOwed?.length === 0 ? null : merged.followUpOwed,
  });
  if (isDeepStrictEqual(content, current))
    throw new DomainError('INVALID_STATE', 'The alert says all of this already.');
  return { type: 'AlertCompleted', data: { content, at: now } };
}

/** Records what a Member State did; a later report of the same State stands beside the earlier one. */
export function followUpAlert(
  alert: Alert,
  input: { measures: readonly { language: LanguageCode; text: string }[] },
  { now, ...by }: Author & { memberState: MemberStateCode; now: string },
): AlertEvent {
  assertStands(alert);
  const measures = checkLocalized('measures', input.measures, limits.summary);
  return { type: 'AlertFollowedUp', data: { ...by, measures, at: now } };
}

export type StateAnswer = 'NOT_ADDRESSED' | 'SILENT' | 'ACKNOWLEDGED' | 'FOLLOWED_UP';

export interface StateRow {
  memberState: MemberStateCode;
  answer: StateAnswer;
  acknowledgedAt: string | null;
  followedUpAt: string | null;
}

/** All 27 States in protocol order; a State that has not answered is shown as silent, never left out. */
export function stateMatrix(alert: Alert): readonly StateRow[] {
  return memberStateCodes.map((memberState) => {
    const acknowledged = alert.acknowledgements.find(
      ({ organisation }) => findOrganisation(organisation)?.memberState === memberState,
    );
    const followedUp = alert.followUps.find((one) => one.memberState === memberState);
    const addressed = addresses(alert.handling.audience, memberState);
    return {
      memberState,
      answer: followedUp
        ? 'FOLLOWED_UP'
        : acknowledged
          ? 'ACKNOWLEDGED'
          : addressed
            ? 'SILENT'
            : 'NOT_ADDRESSED',
      acknowledgedAt: acknowledged?.at ?? null,
      followedUpAt: followedUp?.at ?? null,
    };
  });
}

export function evolveAlert(alert: Alert | null, { type, data }: AlertEvent): Alert {
  if (type === 'AlertRaised') {
    const { houseReference, at, ...content } = data;
    return {
      ...untouched,
      ...content,
      kind: 'ALERT',
      reference: houseReference,
      release: 'PUBLISHED',
      publishedAt: at,
      updatedAt: at,
      followUps: [],
    };
  }
  if (alert === null) throw new Error(`${type} needs an alert before it`);
  const next = { ...alert, updatedAt: data.at, revision: alert.revision + 1 };
  return type === 'AlertCompleted'
    ? { ...next, ...data.content }
    : { ...next, followUps: [...alert.followUps, data] };
}
