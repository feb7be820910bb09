import { findOrganisation } from '../reference/organisations.ts';
import type { Audience, MemberStateCode } from '../reference/vocabulary.ts';

/** Whether some organisation of the Member State is in the audience, whatever its clearance. */
export const addresses = (audience: Audience, state: MemberStateCode): boolean =>
  audience.everyone ||
  audience.groups.some((group) => group === 'AI_BOARD' || group === 'NATIONAL_AUTHORITIES') ||
  audience.memberStates.includes(state) ||
  audience.organisations.some((id) => findOrganisation(id)?.memberState === state);
