import { badInput } from '../errors.ts';
import type { Handling, LanguageCode, LocalizedText, MemberStateCode } from '../reference/vocabulary.ts';
import {
  checkArticles,
  checkCharacters,
  checkHandling,
  checkList,
  checkOptionalLocalized,
  checkOptionalText,
  checkText,
  checkTitle,
  limits,
  type HandlingInput,
  type Maybe,
} from './checks.ts';
import type { Making } from './guidance.ts';
import { untouched, type ItemBase } from './item.ts';

export const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

/** What was examined: a model or a system, of one provider, in one version. */
export interface FindingSubject {
  provider: string;
  model: string | null;
  system: string | null;
  version: string;
}

/** How it was examined, closely enough to be repeated. */
export interface FindingMethod {
  name: string;
  version: string | null;
  /** Free form; its RFC 8785 form holds at most 8,192 characters. */
  parameters: unknown;
  /** `sha256:` and 64 hex digits. */
  datasetHash: string | null;
  uncertainty: string | null;
}

export interface Finding extends ItemBase {
  kind: 'FINDING';
  subject: FindingSubject;
  method: FindingMethod;
  severity: Severity;
  legalBasis: string;
  /** Id of the finding that this one takes the place of. */
  supersedes: string | null;
  embargoUntil: string | null;
}

export interface FindingInput {
  title: readonly { language: LanguageCode; text: string }[];
  summary?: Maybe<readonly { language: LanguageCode; text: string }[]>;
  subject: { provider: string; model?: Maybe<string>; system?: Maybe<string>; version: string };
  method: {
    name: string;
    version?: Maybe<string>;
    parameters?: unknown;
    datasetHash?: Maybe<string>;
    uncertainty?: Maybe<string>;
  };
  severity: Severity;
  legalBasis: string;
  articles?: Maybe<readonly string[]>;
  memberStates?: Maybe<readonly MemberStateCode[]>;
  supersedes?: Maybe<string>;
  embargoUntil?: Maybe<string>;
  handling: HandlingInput;
}

export interface NewFinding {
  id: string;
  houseReference: string;
  issuer: string;
  title: LocalizedText;
  summary: LocalizedText;
  subject: FindingSubject;
  method: FindingMethod;
  severity: Severity;
  legalBasis: string;
  articles: readonly string[];
  memberStates: readonly MemberStateCode[];
  supersedes: string | null;
  embargoUntil: string | null;
  handling: Handling;
  at: string;
}

export type FindingEvent =
  { type: 'FindingPublished'; data: NewFinding } | { type: 'FindingReleased'; data: { at: string } };

function checkSubject({ provider, model, system, version }: FindingInput['subject']): FindingSubject {
  const subject = {
    provider: checkText('subject.provider', provider, limits.name),
    model: checkOptionalText('subject.model', model, limits.name),
    system: checkOptionalText('subject.system', system, limits.name),
    version: checkText('subject.version', version, limits.name),
  };
  if ((subject.model === null) === (subject.system === null))
    throw badInput('subject', 'A finding is about one model or one system.');
  return subject;
}

/** Refuses what could not be stored and read back as it is: keys that mean something to a store or to a prototype. */
function checkParameters(field: string, value: unknown, depth = 0): void {
  if (depth > 8) throw badInput(field, 'Parameters are nested too deep.');
  if (typeof value === 'string') {
    if (value !== '') checkCharacters(field, value, limits.json);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key.startsWith('$') || key.includes('.') || ['__proto__', 'constructor', 'prototype'].includes(key))
        throw badInput(field, 'A parameter name is not allowed.');
      if (!Array.isArray(value)) checkCharacters(field, key, limits.name);
      checkParameters(field, inner, depth + 1);
    }
  }
}

function checkMethod(method: FindingInput['method']): FindingMethod {
  const parameters = method.parameters ?? null;
  checkParameters('method.parameters', parameters);
  if (JSON.stringify(parameters).length > limits.json)
    throw badInput(
      'method.parameters',
      `Parameters are longer than their limit of ${limits.json} characters.`,
    );
  const datasetHash = method.datasetHash ?? null;
  if (datasetHash !== null && !/^sha256:[0-9a-f]{64}$/.test(datasetHash))
    throw badInput('method.datasetHash', 'A data-set hash is written sha256: and 64 lower-case hex digits.');
  return {
    name: checkText('method.name', method.name, limits.name),
    version: checkOptionalText('method.version', method.version, limits.name),
    parameters,
    datasetHash,
    uncertainty: checkOptionalText('method.uncertainty', method.uncertainty, limits.legalBasis),
  };
}

/**
 * Publishes a transparency finding. With `embargoUntil` it reaches its audience at that instant and not before;
 * an instant that is not in the future is BAD_USER_INPUT.
 */
export function publishFinding(input: FindingInput, making: Making): FindingEvent {
  const embargoUntil = input.embargoUntil ?? null;
  if (embargoUntil !== null && embargoUntil <= making.now)
    throw badInput('embargoUntil', 'An embargo ends in the future.');
  return {
    type: 'FindingPublished',
    data: {
      id: making.id,
      houseReference: making.houseReference,
      issuer: making.issuer,
      title: checkTitle(input.title),
      summary: checkOptionalLocalized('summary', input.summary, limits.summary),
      subject: checkSubject(input.subject),
      method: checkMethod(input.method),
      severity: input.severity,
      legalBasis: checkText('legalBasis', input.legalBasis, limits.legalBasis),
      articles: checkArticles('articles', input.articles),
      memberStates: checkList('memberStates', input.memberStates),
      supersedes: input.supersedes ?? null,
      embargoUntil,
      handling: checkHandling(input.handling),
      at: making.now,
    },
  };
}

/** Ends the embargo once its instant has come; null while it has not, or where there is none. */
export function releaseFinding(finding: Finding, now: string): FindingEvent | null {
  if (finding.release !== 'EMBARGOED' || finding.embargoUntil === null || finding.embargoUntil > now)
    return null;
  return { type: 'FindingReleased', data: { at: finding.embargoUntil } };
}

export function evolveFinding(finding: Finding | null, { type, data }: FindingEvent): Finding {
  if (type === 'FindingPublished') {
    const { houseReference, at, ...content } = data;
    const named = data.memberStates.length > 0 ? data.memberStates : data.handling.audience.memberStates;
    return {
      ...untouched,
      ...content,
      kind: 'FINDING',
      reference: houseReference,
      memberStates: named,
      release: data.embargoUntil === null ? 'PUBLISHED' : 'EMBARGOED',
      publishedAt: at,
      updatedAt: at,
    };
  }
  if (finding === null) throw new Error(`${type} needs a finding before it`);
  return {
    ...finding,
    release: 'PUBLISHED',
    publishedAt: data.at,
    updatedAt: data.at,
    revision: finding.revision + 1,
  };
}
