import type { Role } from '../reference/vocabulary.ts';
import type { Action } from './policy.ts';

/** What an action is done to, and whether that must be visible to who does it. */
export type Upon =
  | 'a new item of its own organisation'
  | 'a new item of its own organisation, or one that the person can read'
  | 'an item that the person can read'
  | 'an item that bears a legal hold of its own organisation, readable or not'
  | 'a request to share an item of its own organisation'
  | 'an item that was withdrawn from its own organisation'
  | 'an item of its own organisation, or for an auditor any'
  | 'no item';

export interface Meaning {
  /** One sentence that completes "may". */
  means: string;
  /** Article of the AI Act, or the place in the contract with client systems. */
  source: string;
  upon: Upon;
  /** Why every role without a grant goes without. */
  others: string;
  /** The fields of the schema at which it is asked. */
  askedBy: readonly string[];
}

const own =
  'An item is its issuer’s to show, keep and take back; representations issue requests alone, observers and the Forum nothing.';
const answered =
  'States and their authorities are who alerts address; other bodies read them, and owe no answer.';
const register = 'Guidelines on the Act are the Commission’s to give, and the AI Office gives them for it.';
const alerts =
  'The contract gives alerts to the AI Office, national authorities, ECAT and the Scientific Panel.';
const cases = 'Procedures are led by authorities and the AI Office; the Board and its observers advise.';

/** Every action in words; what is missing here does not compile. */
export const meanings: Record<Action, Meaning> = {
  'guidance:draft': {
    means: 'keep guidance as a draft, for another person to publish',
    source: 'Article 96; contract: a publication that others rely on takes two people',
    upon: 'a new item of its own organisation',
    others: register,
    askedBy: ['draftGuidance'],
  },
  'guidance:publish': {
    means: 'publish what another person drafted, or the record of an act adopted elsewhere',
    source: 'Article 96; contract: office-officer publishes guidance',
    upon: 'a new item of its own organisation, or one that the person can read',
    others: register,
    askedBy: ['publishGuidance', 'publishGuidanceDraft', 'publishGuidanceCorrection'],
  },
  'guidance:correct': {
    means:
      'mend a draft or a record, or draft a correction of published guidance for another person to publish',
    source: 'Article 96; contract: a publication that others rely on takes two people',
    upon: 'a new item of its own organisation, or one that the person can read',
    others: register,
    askedBy: ['correctGuidance', 'draftGuidanceCorrection'],
  },
  'guidance:supersede': {
    means: 'put the record of a newer act in the place of an older document',
    source: 'Article 96(2), guidelines are kept up to date',
    upon: 'an item that the person can read',
    others: register,
    askedBy: ['supersedeGuidance'],
  },
  'finding:publish': {
    means: 'publish a transparency finding about a model or a system, at once or when its embargo ends',
    source: 'Contract: ecat-analyst publishes findings; ECAT examines under Regulation (EU) 2022/2065',
    upon: 'a new item of its own organisation',
    others: 'A finding is the result of an examination, and ECAT is who examines.',
    askedBy: ['publishFinding'],
  },
  'alert:raise': {
    means: 'raise an alert, complete or not',
    source: 'Articles 73, 78(4) and 90; contract: who raises alerts',
    upon: 'a new item of its own organisation',
    others: alerts,
    askedBy: ['raiseAlert'],
  },
  'alert:complete': {
    means: 'add to an alert what was missing',
    source: 'Article 73(5), an incomplete report may be completed',
    upon: 'an item that the person can read',
    others: alerts,
    askedBy: ['completeAlert'],
  },
  'alert:follow-up': {
    means: 'report what their Member State did about an alert',
    source: 'Articles 73(8) and 79; contract: representatives and authorities',
    upon: 'an item that the person can read',
    others: answered,
    askedBy: ['reportAlertFollowUp'],
  },
  'casework:open': {
    means: 'open a case that their organisation leads',
    source: 'Articles 75, 79 to 82; contract: authority-officer opens and leads cases',
    upon: 'a new item of its own organisation',
    others: cases,
    askedBy: ['openCase'],
  },
  'casework:step': {
    means: 'record what was done in a case',
    source: 'Article 79(4) to (8), those who lead and those who are concerned',
    upon: 'an item that the person can read',
    others: cases,
    askedBy: ['recordCaseStep'],
  },
  'opinion:publish': {
    means: 'publish an opinion that the Board has adopted',
    source: 'Article 66(e); contract: secretariat publishes opinions',
    upon: 'a new item of its own organisation',
    others: 'The Board adopts its opinions, and its secretariat makes them known.',
    askedBy: ['publishOpinion'],
  },
  'item:acknowledge': {
    means: 'confirm that their organisation has taken note of an item',
    source: 'Contract: representatives, alternates and authority officers acknowledge',
    upon: 'an item that the person can read',
    others: answered,
    askedBy: ['acknowledgeItem'],
  },
  'item:change-handling': {
    means: 'set marking and audience of an item anew',
    source: 'Article 78(1) and (2); contract: what is visible to whom',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['changeHandling'],
  },
  'item:recall': {
    means: 'take an item back from all its readers',
    source: 'Article 78(2); contract: recallItem',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['recallItem'],
  },
  'annex:add': {
    means: 'add a part with readers of its own to an item',
    source: 'Article 78(1)(a), trade secrets; contract: what is visible to whom',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['addAnnex'],
  },
  'item:share': {
    means: 'show an item to more besides, or ask its issuer to where the issuer keeps control',
    source: 'Article 78(3), prior consultation of the originator; contract: originatorControlled',
    upon: 'an item that the person can read',
    others: 'Observers, experts and members of the Forum hold what they were given for a task or a meeting.',
    askedBy: ['shareItem'],
  },
  'item:answer-share': {
    means: 'grant or refuse a request to show an item to more',
    source: 'Article 78(3); contract: only the issuer can widen the audience',
    upon: 'a request to share an item of its own organisation',
    others: own,
    askedBy: ['answerShareRequest'],
  },
  'item:acknowledge-withdrawal': {
    means: 'confirm that their organisation holds nothing any more of an item that was taken back from it',
    source: 'Article 78(2); contract: recallItem',
    upon: 'an item that was withdrawn from its own organisation',
    others: 'Auditors and administrators were never shown the item.',
    askedBy: ['acknowledgeWithdrawal'],
  },
  'item:read-access-log': {
    means: 'see who was shown an item that is or was SENSITIVE, when and how',
    source: 'Article 78(1); contract: auditor reads the journal and the access log',
    upon: 'an item of its own organisation, or for an auditor any',
    others: 'Who reads what is told to the issuer alone, and to whoever is appointed to look on.',
    askedBy: ['accessLog'],
  },
  'erasure:request': {
    means: 'ask for the content of an item to be erased, as the first of two persons',
    source: 'Article 78(2), data are deleted as soon as they are no longer needed',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['requestErasure'],
  },
  'erasure:confirm': {
    means: 'stand for an erasure as the second of two persons, which erases the content for good',
    source: 'Article 78(2)',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['confirmErasure'],
  },
  'erasure:decline': {
    means: 'end a request for erasure',
    source: 'Article 78(2)',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['declineErasure'],
  },
  'erasure:place-hold': {
    means: 'keep an item from being erased',
    source: 'Article 78(1)(c) and (d), public security and the integrity of proceedings',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['placeLegalHold'],
  },
  'erasure:lift-hold': {
    means: 'lift a legal hold that their organisation placed',
    source: 'Article 78(1)(c) and (d); a hold that its own organisation could not lift would stand for ever',
    upon: 'an item that bears a legal hold of its own organisation, readable or not',
    others: own,
    askedBy: ['liftLegalHold'],
  },
  'erasure:set-retention': {
    means: 'set until when an item is kept; then its erasure is requested by itself',
    source: 'Article 78(2)',
    upon: 'an item that the person can read',
    others: own,
    askedBy: ['setRetention'],
  },
  'journal:read': {
    means: 'see the head of the journal as it is; everybody else with a token sees the last signed one',
    source: 'Contract: auditor reads the journal',
    upon: 'no item',
    others: 'The position moves with changes that others may not know of.',
    askedBy: ['journalHead'],
  },
};

/** Actions that no role is granted, each with its reason; every other one is granted to somebody. */
export const withheld: Partial<Record<Action, string>> = {};

/** Who holds a role, and what the contract says of it. */
export const holders: Record<Role, { heldBy: string; note: string }> = {
  representative: { heldBy: 'the representation of a Member State to the Board', note: '' },
  alternate: { heldBy: 'the representation of a Member State to the Board', note: '' },
  observer: {
    heldBy: 'the EDPS and the observers of the Board',
    note: 'Reads what is addressed to the Board; an observer never votes (Article 65(2)).',
  },
  secretariat: { heldBy: 'the secretariat of the Board', note: '' },
  'office-officer': { heldBy: 'the AI Office', note: '' },
  'authority-officer': { heldBy: 'the national authorities', note: '' },
  'ecat-analyst': { heldBy: 'ECAT', note: '' },
  'panel-expert': { heldBy: 'the Scientific Panel', note: '' },
  'forum-member': {
    heldBy: 'the Advisory Forum',
    note: 'Reads what is addressed to the Forum; contributes to consultations, which are not built yet.',
  },
  auditor: {
    heldBy: 'any organisation, by appointment',
    note: 'Looks on and changes nothing. Excludes every other role of the same token.',
  },
  administrator: {
    heldBy: 'any organisation, by appointment',
    note: 'No right to read shared content. Excludes every other role of the same token.',
  },
};

/** What no grant gives, to whomever, and where that is held. */
export const nobodyMay: readonly { act: string; source: string; held: string }[] = [
  {
    act: 'read an item outside its audience or above their clearance, administrators and auditors included',
    source: 'Article 78; contract: what is visible to whom',
    held: 'the reader keys of the item and the person, in every query of both stores',
  },
  {
    act: 'publish guidance, or a correction of it, that they drafted, unless it is the record of an act adopted elsewhere',
    source: 'Contract: a publication that others rely on takes two people',
    held: 'the decision of the domain, whatever the role',
  },
  {
    act: 'show an item under originator control to more without the consent of its issuer',
    source: 'Article 78(3); contract: originatorControlled',
    held: 'the decision of the domain: to share is to ask, for every role',
  },
  {
    act: 'erase content alone, or while a legal hold stands',
    source: 'Article 78(2)',
    held: 'the decision of the domain: two persons of the issuer',
  },
  {
    act: 'share what is sensitive operational data or EU classified information, declared or not',
    source: 'Article 78(1)(e) and (3)',
    held: 'who declares that it is in there is refused; what nobody declares is for the sender to answer',
  },
  {
    act: 'act in the name of another organisation',
    source: 'Contract: roles and what they may do',
    held: 'the token alone says for whom a person acts; another organisation in the input is refused',
  },
  {
    act: 'change or take away an entry of the journal',
    source: 'Article 78(2); contract: the feed',
    held: 'the store has no such operation; the chain of hashes and the signed heads show it',
  },
];

/** Who reads an item: the whole of it, in the order in which it is decided. */
export const reading: readonly { rule: string; source: string }[] = [
  { rule: 'Its issuer reads it always.', source: 'Contract: the issuer always sees its own items' },
  { rule: 'A draft, and what was recalled, nobody else reads.', source: 'Contract: recallItem' },
  {
    rule: 'Until an embargo ends the AI Office reads it besides, with the clearance of its marking.',
    source: 'A choice of Concord: the AI Office supervises what is examined (Article 75(1))',
  },
  {
    rule: 'An item marked PUBLIC is read by everybody, with or without a token.',
    source: 'Contract: PUBLIC needs everyone',
  },
  {
    rule: 'Any other item is read by those whom a part of its audience covers (everyone with a token, a group, a Member State, an organisation) and whose clearance reaches its marking.',
    source: 'Article 78; contract: an audience part and the clearance',
  },
  {
    rule: 'Auditors and administrators read what is PUBLIC and nothing else, whatever else their token says.',
    source: 'Contract: no right to read shared content',
  },
];
