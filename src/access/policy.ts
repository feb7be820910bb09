import { DomainError } from '../errors.ts';
import { roles, type MemberStateCode, type Role } from '../reference/vocabulary.ts';
import { rolesInForce, type Actor } from './actor.ts';

export const actions = [
  'guidance:draft',
  'guidance:publish',
  'guidance:correct',
  'guidance:supersede',
  'finding:publish',
  'alert:raise',
  'alert:complete',
  'alert:follow-up',
  'casework:open',
  'casework:step',
  'opinion:publish',
  'annex:add',
  'item:acknowledge',
  'item:change-handling',
  'item:recall',
  'item:share',
  'item:answer-share',
  'item:acknowledge-withdrawal',
  'item:read-access-log',
  'erasure:request',
  'erasure:confirm',
  'erasure:decline',
  'erasure:place-hold',
  'erasure:lift-hold',
  'erasure:set-retention',
  'journal:read',
] as const;
export type Action = (typeof actions)[number];

/** What a grant may look at besides the actor. For a new item the issuer is the one it would have. */
export interface Facts {
  issuer: string;
  lead?: string;
  concernedMemberStates?: readonly MemberStateCode[];
}

export interface Grant {
  role: Role;
  actions: readonly Action[];
  /** In words, for the printed policy. */
  where: keyof typeof conditions;
}

const conditions = {
  always: () => true,
  'for its own organisation': (actor: Actor, facts: Facts) => facts.issuer === actor.organisation.id,
  'when it leads the case or its Member State is concerned': (actor: Actor, facts: Facts) =>
    facts.lead === actor.organisation.id ||
    (actor.organisation.memberState !== null &&
      (facts.concernedMemberStates ?? []).includes(actor.organisation.memberState)),
} as const;

const own = 'for its own organisation';
const holds: readonly Action[] = ['erasure:place-hold', 'erasure:lift-hold'];
const ownItems: readonly Action[] = [
  'item:change-handling',
  'item:recall',
  'item:answer-share',
  'item:read-access-log',
  'annex:add',
  'erasure:request',
  'erasure:confirm',
  'erasure:decline',
  'erasure:set-retention',
];

/** What a representation has of its own are its requests. */
const ownRequests: readonly Action[] = [
  'item:recall',
  'erasure:request',
  'erasure:confirm',
  'erasure:decline',
];

/** Experts hold what they were given for one task, observers and forum members for their part in a meeting. */
const shares = (role: Role): Grant => ({ role, where: 'always', actions: ['item:share'] });
const readers: readonly Role[] = roles.filter((role) => role !== 'auditor' && role !== 'administrator');
const confirms = (role: Role): Grant => ({ role, where: 'always', actions: ['item:acknowledge-withdrawal'] });

/** The policy: what is not granted here is refused. A role is granted an action by one row. */
export const grants: readonly Grant[] = [
  { role: 'office-officer', where: own, actions: ['guidance:draft', 'guidance:publish', 'guidance:correct'] },
  { role: 'office-officer', where: own, actions: ['guidance:supersede', 'alert:raise', 'alert:complete'] },
  { role: 'office-officer', where: own, actions: ['casework:open', ...ownItems] },
  { role: 'office-officer', where: 'always', actions: holds },
  {
    role: 'office-officer',
    where: 'when it leads the case or its Member State is concerned',
    actions: ['casework:step'],
  },
  {
    role: 'ecat-analyst',
    where: own,
    actions: ['finding:publish', 'alert:raise', 'alert:complete', ...ownItems, ...holds],
  },
  { role: 'panel-expert', where: own, actions: ['alert:raise', 'alert:complete', ...ownItems, ...holds] },
  { role: 'secretariat', where: own, actions: ['opinion:publish', ...ownItems, ...holds] },
  {
    role: 'authority-officer',
    where: own,
    actions: ['casework:open', 'alert:raise', 'alert:complete', ...ownItems, ...holds],
  },
  {
    role: 'authority-officer',
    where: 'when it leads the case or its Member State is concerned',
    actions: ['casework:step'],
  },
  { role: 'authority-officer', where: 'always', actions: ['item:acknowledge', 'alert:follow-up'] },
  { role: 'representative', where: 'always', actions: ['item:acknowledge', 'alert:follow-up'] },
  { role: 'alternate', where: 'always', actions: ['item:acknowledge', 'alert:follow-up'] },
  ...(['office-officer', 'secretariat', 'ecat-analyst', 'authority-officer'] as const).map(shares),
  ...(['representative', 'alternate'] as const).map(shares),
  { role: 'representative', where: own, actions: ownRequests },
  { role: 'alternate', where: own, actions: ownRequests },
  ...readers.map(confirms),
  { role: 'auditor', where: 'always', actions: ['journal:read', 'item:read-access-log'] },
];

export const can = (actor: Actor, action: Action, facts: Facts): boolean =>
  grants.some(
    (grant) =>
      rolesInForce(actor).includes(grant.role) &&
      grant.actions.includes(action) &&
      conditions[grant.where](actor, facts),
  );

/** Whether any grant at all gives the actor this action: what can be known before an item is looked at. */
export const mayEver = (actor: Actor, action: Action): boolean =>
  grants.some((grant) => rolesInForce(actor).includes(grant.role) && grant.actions.includes(action));

/** Throws UNAUTHENTICATED without an actor, FORBIDDEN where no grant covers the action. */
export function assertMayEver(actor: Actor | null, action: Action): asserts actor is Actor {
  if (actor === null) throw new DomainError('UNAUTHENTICATED', 'This needs a token.');
  if (!mayEver(actor, action)) throw new DomainError('FORBIDDEN', 'Your role does not include this action.');
}

/** Throws FORBIDDEN, with the field at fault where one is named, if no grant covers the action on these facts. */
export function assertCan(
  actor: Actor,
  action: Action,
  { field, ...facts }: Facts & { field?: string },
): void {
  if (!can(actor, action, facts))
    throw new DomainError('FORBIDDEN', 'This is not for your organisation to do.', field);
}
