import { DomainError, badInput } from '../errors.ts';
import { findProcedure } from '../reference/procedures.ts';
import { findOrganisation } from '../reference/organisations.ts';
import { caseGrounds } from '../reference/grounds.ts';
import type { Handling, LanguageCode, LocalizedText, MemberStateCode } from '../reference/vocabulary.ts';
import { addresses } from './audience.ts';
import {
  checkArticles,
  checkHandling,
  checkList,
  checkOptionalLocalized,
  checkText,
  checkTitle,
  limits,
  type HandlingInput,
  type Maybe,
} from './checks.ts';
import type { Making } from './guidance.ts';
import { assertStands, untouched, type Author, type ItemBase } from './item.ts';

/** One thing done in a case, in the order in which it was recorded. */
export interface CaseStep extends Author {
  number: number;
  name: string;
  summary: LocalizedText;
  /** State of the case after the step. */
  state: string;
  at: string;
}

/** A legal period that runs in a case. The procedures' own rules start them; until then a case has none. */
export interface CaseClock {
  id: string;
  basis: string;
  rule: string;
  startedAt: string;
  dueAt: string;
  state: string;
  onExpiry: string;
}

export interface Case extends ItemBase {
  kind: 'CASE';
  /** Code of the procedure, see `src/reference/procedures.ts`. */
  procedure: string;
  state: string;
  lead: string;
  grounds: readonly string[];
  steps: readonly CaseStep[];
  clocks: readonly CaseClock[];
}

export interface CaseInput {
  procedure: string;
  title: readonly { language: LanguageCode; text: string }[];
  summary?: Maybe<readonly { language: LanguageCode; text: string }[]>;
  articles?: Maybe<readonly string[]>;
  grounds?: Maybe<readonly string[]>;
  concernedMemberStates?: Maybe<readonly MemberStateCode[]>;
  handling: HandlingInput;
}

export interface NewCase {
  id: string;
  houseReference: string;
  issuer: string;
  procedure: string;
  title: LocalizedText;
  summary: LocalizedText;
  articles: readonly string[];
  grounds: readonly string[];
  concernedMemberStates: readonly MemberStateCode[];
  handling: Handling;
  at: string;
}

export type CaseEvent =
  { type: 'CaseOpened'; data: NewCase } | { type: 'CaseStepRecorded'; data: Omit<CaseStep, 'number'> };

export const OPEN = 'OPEN';
export const CLOSED = 'CLOSED';

/** Throws BAD_USER_INPUT for a State that would never see the case which concerns it; the lead's own always does. */
function checkConcerned(
  states: Maybe<readonly MemberStateCode[]>,
  { audience }: Handling,
  lead: string,
): readonly MemberStateCode[] {
  const concerned = checkList('concernedMemberStates', states);
  const own = findOrganisation(lead)?.memberState;
  if (concerned.some((state) => state !== own && !addresses(audience, state)))
    throw badInput('concernedMemberStates', 'A State that the case concerns is not in its audience.');
  return concerned;
}

/** INVALID_STATE for an audience that leaves out a State which the case concerns: it would lose sight of its own case. */
export function assertConcernedSee({ memberStates, lead }: Case, { audience }: Handling): void {
  const own = findOrganisation(lead)?.memberState;
  if (memberStates.some((state) => state !== own && !addresses(audience, state)))
    throw new DomainError('INVALID_STATE', 'A State that the case concerns would lose it.');
}

/** The audience is as it is given: nobody is shown a case because it concerns them, if its lead does not say so. */
export function openCase(input: CaseInput, making: Making): CaseEvent {
  if (findProcedure(input.procedure) === undefined)
    throw badInput('procedure', 'There is no such procedure.');
  const grounds = checkList('grounds', input.grounds);
  if (grounds.some((ground) => !caseGrounds.has(ground)))
    throw badInput('grounds', 'There is no such ground.');
  const handling = checkHandling(input.handling);
  return {
    type: 'CaseOpened',
    data: {
      id: making.id,
      houseReference: making.houseReference,
      issuer: making.issuer,
      procedure: input.procedure,
      title: checkTitle(input.title),
      summary: checkOptionalLocalized('summary', input.summary, limits.summary),
      articles: checkArticles('articles', input.articles),
      grounds,
      concernedMemberStates: checkConcerned(input.concernedMemberStates, handling, making.issuer),
      handling,
      at: making.now,
    },
  };
}

/** Records what was done; INVALID_STATE once the case is closed. */
export function recordStep(
  item: Case,
  input: {
    name: string;
    summary?: Maybe<readonly { language: LanguageCode; text: string }[]>;
    closes?: Maybe<boolean>;
  },
  { now, ...by }: Author & { now: string },
): CaseEvent {
  assertStands(item);
  if (item.state === CLOSED) throw new DomainError('INVALID_STATE', 'This case is closed.');
  return {
    type: 'CaseStepRecorded',
    data: {
      ...by,
      name: checkText('name', input.name, limits.name),
      summary: checkOptionalLocalized('summary', input.summary, limits.summary),
      state: input.closes ? CLOSED : item.state,
      at: now,
    },
  };
}

export function evolveCase(item: Case | null, { type, data }: CaseEvent): Case {
  if (type === 'CaseOpened') {
    const { houseReference, at, concernedMemberStates, ...content } = data;
    return {
      ...untouched,
      ...content,
      kind: 'CASE',
      reference: houseReference,
      memberStates: concernedMemberStates,
      lead: data.issuer,
      state: OPEN,
      release: 'PUBLISHED',
      publishedAt: at,
      updatedAt: at,
      steps: [],
      clocks: [],
    };
  }
  if (item === null) throw new Error(`${type} needs a case before it`);
  return {
    ...item,
    state: data.state,
    steps: [...item.steps, { ...data, number: item.steps.length + 1 }],
    updatedAt: data.at,
    revision: item.revision + 1,
  };
}
