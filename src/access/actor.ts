import type { Group, Marking, MemberStateCode, OrganisationKind, Role } from '../reference/vocabulary.ts';

/** Who asks: taken from a verified token and from nothing else. */
export interface Actor {
  person: string;
  organisation: { id: string; kind: OrganisationKind; memberState: MemberStateCode | null };
  roles: readonly Role[];
  clearance: Marking;
  /** Milliseconds since 1970 after which the token is void. */
  expiresAt: number;
  /** Tells the token from the person's others; absent where the provider gives its tokens none. */
  tokenId?: string;
}

const groupOf: Record<OrganisationKind, Group> = {
  BOARD_MEMBER: 'AI_BOARD',
  BOARD_OBSERVER: 'AI_BOARD',
  BOARD_SECRETARIAT: 'AI_BOARD',
  NATIONAL_AUTHORITY: 'NATIONAL_AUTHORITIES',
  AI_OFFICE: 'AI_OFFICE',
  ECAT: 'ECAT',
  SCIENTIFIC_PANEL: 'SCIENTIFIC_PANEL',
  ADVISORY_FORUM: 'ADVISORY_FORUM',
};

export const groupOfKind = (kind: OrganisationKind): Group => groupOf[kind];

/** Which roles a person of such an organisation may hold; `auditor` and `administrator` are by appointment. */
const rolesOf: Record<OrganisationKind, readonly Role[]> = {
  BOARD_MEMBER: ['representative', 'alternate'],
  BOARD_OBSERVER: ['observer'],
  BOARD_SECRETARIAT: ['secretariat'],
  AI_OFFICE: ['office-officer'],
  NATIONAL_AUTHORITY: ['authority-officer'],
  ECAT: ['ecat-analyst'],
  SCIENTIFIC_PANEL: ['panel-expert'],
  ADVISORY_FORUM: ['forum-member'],
};

export const rolesOfKind = (kind: OrganisationKind): readonly Role[] => [
  ...rolesOf[kind],
  'auditor',
  'administrator',
];

const appointed: readonly Role[] = ['auditor', 'administrator'];

/**
 * The roles that count. An appointed one stands alone: whoever is to look on or to administer neither reads shared
 * content nor changes it in another role of the same token. An auditor changes nothing, and so does not administer.
 */
export function rolesInForce({ roles }: Actor): readonly Role[] {
  if (roles.includes('auditor')) return ['auditor'];
  const held = roles.filter((role) => appointed.includes(role));
  return held.length > 0 ? held : roles;
}

/** An auditor or administrator has no right to shared content. */
export const isReader = (actor: Actor): boolean =>
  rolesInForce(actor).some((role) => !appointed.includes(role));

/** Whether who has opened something still has access; asked before anything is done or sent in their name. */
export interface Standing {
  isRevoked(actor: Actor): boolean;
  /** Throws UNAUTHENTICATED for who has lost access, UNAVAILABLE while this server cannot know. */
  assertStands(actor: Actor | null): void;
  /** Calls back in the turn in which the actor loses access, or at once; returns how to stop. */
  watch(actor: Actor | null, onRevoked: () => void): () => void;
}
