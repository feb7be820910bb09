/** Closed vocabularies of the exchange: types shared by the domain, the rights and the stores. */

export const markings = ['PUBLIC', 'LIMITED', 'SENSITIVE'] as const;
export type Marking = (typeof markings)[number];

export const groups = [
  'AI_BOARD',
  'NATIONAL_AUTHORITIES',
  'AI_OFFICE',
  'ECAT',
  'SCIENTIFIC_PANEL',
  'ADVISORY_FORUM',
] as const;
export type Group = (typeof groups)[number];

export const organisationKinds = [
  'AI_OFFICE',
  'BOARD_SECRETARIAT',
  'ECAT',
  'SCIENTIFIC_PANEL',
  'ADVISORY_FORUM',
  'BOARD_OBSERVER',
  'BOARD_MEMBER',
  'NATIONAL_AUTHORITY',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export const roles = [
  'representative',
  'alternate',
  'observer',
  'secretariat',
  'office-officer',
  'authority-officer',
  'ecat-analyst',
  'panel-expert',
  'forum-member',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

export const itemKinds = [
  'GUIDANCE',
  'FINDING',
  'ALERT',
  'CASE',
  'OPINION',
  'SHARE_REQUEST',
  'ANNEX',
] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Protocol order of the Union; Greece is `EL`. */
export const memberStateCodes = [
  'BE', 'BG', 'CZ', 'DK', 'DE', 'EE', 'IE', 'EL', 'ES', 'FR', 'HR', 'IT', 'CY', 'LV',
  'LT', 'LU', 'HU', 'MT', 'NL', 'AT', 'PL', 'PT', 'RO', 'SI', 'SK', 'FI', 'SE',
] as const; // prettier-ignore
export type MemberStateCode = (typeof memberStateCodes)[number];

export const languageCodes = [
  'bg', 'es', 'cs', 'da', 'de', 'et', 'el', 'en', 'fr', 'ga', 'hr', 'it',
  'lv', 'lt', 'hu', 'mt', 'nl', 'pl', 'pt', 'ro', 'sk', 'sl', 'fi', 'sv',
] as const; // prettier-ignore
export type LanguageCode = (typeof languageCodes)[number];

/** One text in several languages; the first is the original, which is the authentic one. */
export type LocalizedText = readonly { language: LanguageCode; text: string }[];

export interface Audience {
  everyone: boolean;
  groups: readonly Group[];
  memberStates: readonly MemberStateCode[];
  organisations: readonly string[];
}

export interface Handling {
  marking: Marking;
  audience: Audience;
  originatorControlled: boolean;
  /** The sender has declared that there is no sensitive operational data and no EU classified information in it. */
  declared: boolean;
}
