import { readReference } from './load.ts';
import type { LanguageCode, MemberStateCode } from './vocabulary.ts';

export interface MemberState {
  code: MemberStateCode;
  name: string;
  /** ISO 3166-1 alpha-2; differs from the code for Greece alone. */
  iso2: string;
  /** Its official languages among those of the Union. */
  languages: readonly LanguageCode[];
}

interface Row {
  euCode: MemberStateCode;
  iso2: string;
  name: string;
  officialEuLanguages: readonly LanguageCode[];
}

const { memberStates: rows } = readReference('reference-data') as { memberStates: readonly Row[] };

/** The 27 in protocol order. */
export const memberStates: readonly MemberState[] = rows.map(
  ({ euCode, iso2, name, officialEuLanguages }) => ({
    code: euCode,
    name,
    iso2,
    languages: officialEuLanguages,
  }),
);

const byCode: ReadonlyMap<string, MemberStateCode> = new Map(
  memberStates.flatMap(({ code, iso2 }) => [
    [code, code],
    [iso2, code],
  ]),
);

/** The code of a State in the form that is stored and shown: `GR` gives `EL`; undefined for any other code. */
export const toMemberState = (code: string): MemberStateCode | undefined => byCode.get(code);
