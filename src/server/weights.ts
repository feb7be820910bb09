/** What a field costs beside what is selected of it, in units of one plain field of one object. */
export interface Weight {
  /** How many entries its list is taken to have where no `first` says so. */
  entries?: number;
  /** Units for each entry. */
  each?: number;
  /** Units for the field itself; 1 where nothing is said. */
  once?: number;
  /** It reads the store or is long: one of these runs at a time in each request, and others get their turn in between. */
  inTurns?: true;
}

/** Entries of a list that nothing is said of: so many that a forgotten line is noticed. */
export const UNSTATED = 100;

/** `first` where it is not given, as the services take it. */
export const USUAL_PAGE = 20;

/** Reading one item takes some ten times as long as a plain field. */
const ITEM = 10;
/** Up to 5,000 characters: it is not the making but the sending that costs. */
const TEXT = 10;

/**
 * By name of the field. `entries` is the size where the list is as long as the law or its checks allow, and what
 * is met in practice where it grows; what an operation may cost in all is `limits.work`.
 */
export const weights: Readonly<Record<string, Weight>> = {
  items: { inTurns: true },
  cases: { inTurns: true },
  revocations: { inTurns: true },
  accessLog: { once: 50, inTurns: true },
  changes: { each: ITEM, inTurns: true },
  edges: { each: ITEM },
  totalCount: { once: 50, inTurns: true },
  // Up to 1,000 hits are ranked, and each article is counted, however few are shown.
  search: { once: 1_000, inTurns: true },
  facets: { once: 300, inTurns: true },

  relations: { each: ITEM, inTurns: true },
  relatedBy: { each: ITEM, inTurns: true },
  corrects: { once: ITEM, inTurns: true },
  correctionDrafts: { each: ITEM, inTurns: true },
  supersedes: { once: ITEM, inTurns: true },
  supersededBy: { once: 2 * ITEM, inTurns: true },
  history: { entries: 20, each: ITEM, inTurns: true },

  summary: { once: TEXT },
  measures: { once: TEXT },
  followUpOwed: { once: TEXT },
  parameters: { once: TEXT },

  annexes: { each: ITEM, inTurns: true },
  annexTo: { once: ITEM, inTurns: true },
  sharedItem: { once: ITEM, inTurns: true },
  withdrawals: { entries: 20, once: 2 * ITEM, inTurns: true },
  because: { entries: 5 },
  acknowledgements: { entries: 20, inTurns: true },
  legalHolds: { entries: 3 },
  confirmedBy: { entries: 2 },
  by: { entries: 2 },
  references: { entries: 5 },
  versions: { entries: 5 },
  steps: { entries: 20, inTurns: true },
  clocks: { entries: 5 },
  followUps: { entries: 27, inTurns: true },
  stateMatrix: { entries: 27, inTurns: true },
  cast: { entries: 27 },

  organisations: { entries: 89 },
  memberStates: { entries: 27 },
  languages: { entries: 24 },
  articles: { entries: 119 },
  procedures: { entries: 36 },
  kinds: { entries: 7 },

  types: { entries: 160 },
  directives: { entries: 8 },
  fields: { entries: 10 },
  inputFields: { entries: 8 },
  args: { entries: 2 },
  enumValues: { entries: 8 },
  interfaces: { entries: 1 },
  possibleTypes: { entries: 8 },
};
