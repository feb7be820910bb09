import { badInput } from '../errors.ts';
import { articleNumbers } from '../reference/articles.ts';
import { findOrganisation } from '../reference/organisations.ts';
import {
  type Audience,
  type Group,
  type Handling,
  type LanguageCode,
  type LocalizedText,
  type Marking,
  type MemberStateCode,
} from '../reference/vocabulary.ts';

/** The most characters a text may have (UTF-16 units), by what it is. */
export const limits = {
  title: 300,
  summary: 5_000,
  reference: 200,
  name: 200,
  url: 2_000,
  legalBasis: 500,
  reason: 1_000,
  list: 50,
  json: 8_192,
} as const;

export type Maybe<T> = T | null | undefined;

/**
 * C0 and C1 controls but tab and line feed: nothing a person types, much that breaks a log or a terminal. And what
 * turns the direction of writing, so that a text shows something else than it holds.
 */
const unfit = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const lineBreak = /[\t\n\u2028\u2029]/u;
/** A letter or a digit that shows: fillers are letters too. */
const word = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;

/** A line that begins with a marking of EU classified information (Decision (EU, Euratom) 2015/444, Article 3). */
const classified =
  /^\W*(?:TR[EÈ]S SECRET UE|EU TOP SECRET|SECRET UE|EU SECRET|CONFIDENTIEL UE|EU CONFIDENTIAL|RESTREINT UE|EU RESTRICTED)(?!\p{L})/imu;

/** For what a machine wrote, such as a key: any characters that are well-formed and not blank. */
export function checkCharacters(field: string, value: string, most: number): string {
  if (value.length > most) throw badInput(field, `Text is longer than its limit of ${most} characters.`);
  if (loneSurrogate.test(value) || unfit.test(value))
    throw badInput(field, 'Text holds characters that are not well-formed.');
  if (value.trim() === '') throw badInput(field, 'Text is empty.');
  return value;
}

/** A text of any number of lines; it holds a letter or a digit, or says nothing. */
export function checkProse(field: string, value: string, most: number): string {
  checkCharacters(field, value, most);
  if (!word.test(value)) throw badInput(field, 'Text has no letter and no digit.');
  if (classified.test(value))
    throw badInput(
      field,
      'Text bears a marking of EU classified information, which does not enter the exchange.',
    );
  return value;
}

/** As `checkProse`, in one line. */
export function checkText(field: string, value: string, most: number): string {
  if (lineBreak.test(value)) throw badInput(field, 'Text is written in one line.');
  return checkProse(field, value, most);
}

export const checkOptionalText = (field: string, value: Maybe<string>, most: number): string | null =>
  value === null || value === undefined ? null : checkText(field, value, most);

export const checkOptionalProse = (field: string, value: Maybe<string>, most: number): string | null =>
  value === null || value === undefined ? null : checkProse(field, value, most);

/** Throws BAD_USER_INPUT without any text, for a language twice, or text over its limit. */
export function checkLocalized(
  field: string,
  texts: readonly { language: LanguageCode; text: string }[],
  most: number,
): LocalizedText {
  if (texts.length === 0) throw badInput(field, 'At least one language is needed.');
  if (new Set(texts.map(({ language }) => language)).size !== texts.length)
    throw badInput(field, 'A language stands twice.');
  return texts.map(({ language, text }) => ({ language, text: checkProse(field, text, most) }));
}

/** As `checkLocalized`, each language in one line. */
export function checkTitle(texts: readonly { language: LanguageCode; text: string }[]): LocalizedText {
  const title = checkLocalized('title', texts, limits.title);
  for (const { text } of title) checkText('title', text, limits.title);
  return title;
}

export const checkOptionalLocalized = (
  field: string,
  texts: Maybe<readonly { language: LanguageCode; text: string }[]>,
  most: number,
): LocalizedText => (texts ? checkLocalized(field, texts, most) : []);

/** Repeats are dropped; order is kept. Throws BAD_USER_INPUT for a list over its limit. */
export function checkList<T extends string>(field: string, values: Maybe<readonly T[]>): readonly T[] {
  const list = values ?? [];
  if (list.length > limits.list) throw badInput(field, `A list holds at most ${limits.list} entries.`);
  return [...new Set(list)];
}

/** Throws BAD_USER_INPUT for an article that the Act does not have. */
export function checkArticles(field: string, values: Maybe<readonly string[]>): readonly string[] {
  const articles = checkList(field, values);
  if (articles.some((article) => !articleNumbers.has(article)))
    throw badInput(field, 'The AI Act has no such article.');
  return articles;
}

/** Throws BAD_USER_INPUT for an organisation that the directory does not have. */
export function checkOrganisation(field: string, id: string): string {
  if (findOrganisation(id) === undefined) throw badInput(field, 'The directory has no such organisation.');
  return id;
}

/** What a browser drops or reads otherwise than it is written: blanks, controls, marks without width, backslashes. */
const unfitForUrl = /[\s\p{Cc}\p{Cf}\\]/u;
/** Also where name and password are empty. */
const credentials = /^https:\/+[^/?#]*@/i;

/** Throws BAD_USER_INPUT for what is no https address, or leads elsewhere than it seems to. */
export function checkUrl(field: string, value: Maybe<string>): string | null {
  if (value === null || value === undefined) return null;
  checkText(field, value, limits.url);
  if (!URL.canParse(value) || new URL(value).protocol !== 'https:' || !/^https:\/\//i.test(value))
    throw badInput(field, 'Only https addresses are accepted.');
  if (unfitForUrl.test(value)) throw badInput(field, 'An address holds no blanks and no hidden characters.');
  if (credentials.test(value)) throw badInput(field, 'An address holds no user name and no password.');
  return value;
}

/** Whether the calendar has that day; JavaScript's own parser would take 30 February for 2 March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}

/** No document about artificial intelligence is older; what claims to be is a slip of the keyboard. */
const EARLIEST = '1900';

/** `2026`, `2026-07` or `2026-07-29`; the precision is in the form. */
export function checkPartialDate(field: string, value: string): string {
  const [, year = '', month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value) ?? [];
  if (!isDay(`${year}-${month}-${day}`))
    throw badInput(field, 'There is no such date; write YYYY, YYYY-MM or YYYY-MM-DD.');
  if (value < EARLIEST) throw badInput(field, 'A date lies in 1900 or later.');
  return value;
}

export const checkOptionalPartialDate = (field: string, value: Maybe<string>): string | null =>
  value === null || value === undefined ? null : checkPartialDate(field, value);

export interface AudienceInput {
  everyone?: Maybe<boolean>;
  groups?: Maybe<readonly Group[]>;
  memberStates?: Maybe<readonly MemberStateCode[]>;
  organisations?: Maybe<readonly string[]>;
}

export interface HandlingInput {
  marking: Marking;
  originatorControlled?: Maybe<boolean>;
  audience: AudienceInput;
  declaration?: Maybe<DeclarationInput>;
}

/** What the sender says is not in the item. */
export interface DeclarationInput {
  noSensitiveOperationalData: boolean;
  noClassifiedInformation: boolean;
}

/** BAD_USER_INPUT for what does not enter the exchange (Article 78(1)(e) and (3)). Whether there is a declaration. */
function checkDeclaration(declaration: Maybe<DeclarationInput>): boolean {
  if (declaration === null || declaration === undefined) return false;
  if (!declaration.noSensitiveOperationalData)
    throw badInput(
      'handling.declaration.noSensitiveOperationalData',
      'Sensitive operational data does not enter the exchange (Article 78(3)).',
    );
  if (!declaration.noClassifiedInformation)
    throw badInput(
      'handling.declaration.noClassifiedInformation',
      'EU classified information does not enter the exchange; it needs an accredited system.',
    );
  return true;
}

/** Throws BAD_USER_INPUT for an empty audience and for an unknown organisation. */
export function checkAudience(field: string, audience: AudienceInput): Audience {
  const checked: Audience = {
    everyone: audience.everyone ?? false,
    groups: checkList(`${field}.groups`, audience.groups),
    memberStates: checkList(`${field}.memberStates`, audience.memberStates),
    organisations: checkList(`${field}.organisations`, audience.organisations),
  };
  for (const id of checked.organisations) checkOrganisation(`${field}.organisations`, id);
  const named = checked.groups.length + checked.memberStates.length + checked.organisations.length;
  if (!checked.everyone && named === 0) throw badInput(field, 'The audience is empty.');
  return checked;
}

/** Throws BAD_USER_INPUT for an empty audience, an unknown organisation, or PUBLIC that is not for everyone. */
export function checkHandling({ marking, audience, ...given }: HandlingInput): Handling {
  if (marking === 'PUBLIC' && audience.everyone !== true)
    throw badInput('handling.audience.everyone', 'A public item is for everyone; say so.');
  const checked = checkAudience('handling.audience', audience);
  const originatorControlled = given.originatorControlled ?? false;
  return { marking, audience: checked, originatorControlled, declared: checkDeclaration(given.declaration) };
}

/**
 * An instant as ISO 8601 with a time zone, given back in UTC with milliseconds. Throws TypeError for a day that
 * does not exist (30 February) or a missing zone.
 */
export function toInstant(value: string): string {
  const [, day = ''] =
    /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.exec(value) ?? [];
  const date = new Date(value);
  if (!isDay(day) || Number.isNaN(date.getTime()))
    throw new TypeError('There is no such instant; write 2026-11-23T09:00:00Z.');
  return date.toISOString();
}
