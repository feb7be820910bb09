import { readReference } from './load.ts';
import type { MemberStateCode, OrganisationKind } from './vocabulary.ts';

/** A body that takes part in the exchange. */
export interface Organisation {
  id: string;
  name: string;
  kind: OrganisationKind;
  memberState: MemberStateCode | null;
  /** Tasks under Article 70 and 77, such as MSA, NOTIFYING or SPOC. */
  roles?: readonly string[];
}

export const organisations = readReference('organisations') as readonly Organisation[];

const byId: ReadonlyMap<string, Organisation> = new Map(organisations.map((one) => [one.id, one]));

export const findOrganisation = (id: string): Organisation | undefined => byId.get(id);
