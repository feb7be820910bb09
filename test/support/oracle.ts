/**
 * Who sees what, written from the contract's text and from nothing of the product: an independent judge for the
 * property tests. It keeps what was done to each item and answers by reading that again.
 */

export interface Part {
  everyone?: boolean;
  groups?: string[];
  memberStates?: string[];
  organisations?: string[];
}
export interface Given {
  marking: 'PUBLIC' | 'LIMITED' | 'SENSITIVE';
  audience: Part;
}
/** One change: how the item stood after it. */
export interface Stage {
  cursor: string;
  revision: number;
  handling: Given;
  standing: 'PUBLISHED' | 'EMBARGOED' | 'RECALLED' | 'DRAFT';
  /** Set for the change that took away all content before it. */
  isErased?: boolean;
}
export interface Known {
  id: string;
  kind: string;
  issuer: string;
  articles: string[];
  stages: Stage[];
  /** For a request to share: the item that it is about. */
  about?: string;
}
export interface Asker {
  organisation: string;
  kind: string;
  memberState: string | null;
  clearance: 'PUBLIC' | 'LIMITED' | 'SENSITIVE';
  /** An auditor or administrator as such, or nobody in particular, reads what is public. */
  reads: boolean;
}

const rank = { PUBLIC: 0, LIMITED: 1, SENSITIVE: 2 };
const groups: Record<string, string[]> = {
  AI_BOARD: ['BOARD_MEMBER', 'BOARD_OBSERVER', 'BOARD_SECRETARIAT'],
  NATIONAL_AUTHORITIES: ['NATIONAL_AUTHORITY'],
  AI_OFFICE: ['AI_OFFICE'],
  ECAT: ['ECAT'],
  SCIENTIFIC_PANEL: ['SCIENTIFIC_PANEL'],
  ADVISORY_FORUM: ['ADVISORY_FORUM'],
};

const isIn = (asker: Asker, group: string): boolean => (groups[group] ?? []).includes(asker.kind);

export function couldSee(asker: Asker | null, { issuer }: Known, { handling, standing }: Stage): boolean {
  const { marking, audience } = handling;
  const isIssuer = asker !== null && asker.reads && asker.organisation === issuer;
  if (isIssuer) return true;
  if (standing === 'DRAFT' || standing === 'RECALLED') return false;
  const reader = asker?.reads === true ? asker : null;
  const needed = Math.max(rank[marking], standing === 'EMBARGOED' ? 1 : 0);
  if (standing === 'EMBARGOED')
    return reader !== null && isIn(reader, 'AI_OFFICE') && rank[reader.clearance] >= needed;
  if (marking === 'PUBLIC') return true;
  if (reader === null || rank[reader.clearance] < needed) return false;
  return (
    audience.everyone === true ||
    (audience.groups ?? []).some((group) => isIn(reader, group)) ||
    (audience.memberStates ?? []).some((state) => state === reader.memberState) ||
    (audience.organisations ?? []).includes(reader.organisation)
  );
}

const last = ({ stages }: Known): Stage => stages[stages.length - 1]!;

/** Erased items are still there for who could read them, by id; they are in no list that does not ask for them. */
export const isErased = (known: Known): boolean => last(known).isErased === true;

export const sees = (asker: Asker | null, known: Known): boolean => couldSee(asker, known, last(known));

const ownHistory = (
  asker: Asker | null,
  known: Known,
): { itemId: string; cursor: string; revision: number }[] =>
  sees(asker, known)
    ? known.stages
        .filter((stage) => couldSee(asker, known, stage))
        .map(({ cursor, revision }) => ({ itemId: known.id, cursor, revision }))
    : [];

/** What was done to the item and, for who made them or answers them, to the requests to share it. */
export const historyOf = (asker: Asker | null, known: Known, all: readonly Known[]) =>
  sees(asker, known)
    ? [known, ...all.filter(({ about }) => about === known.id)]
        .flatMap((one) => ownHistory(asker, one))
        .sort((a, b) => (a.cursor < b.cursor ? -1 : 1))
    : [];

/** The feed from the beginning: the revision that is shown, or null where only the id is told. */
export function feedOf(
  asker: Asker | null,
  all: readonly Known[],
): { cursor: string; id: string; revision: number | null }[] {
  return all
    .flatMap((known) =>
      known.stages.map((stage, index) => {
        const before = known.stages[index - 1];
        const isAfter = couldSee(asker, known, stage);
        const isBefore = before !== undefined && couldSee(asker, known, before);
        const isKept = !isErased(known) || stage.isErased === true;
        const revision = isAfter && isKept && sees(asker, known) ? stage.revision : null;
        return { cursor: stage.cursor, id: known.id, revision, belongs: isAfter || isBefore };
      }),
    )
    .filter(({ belongs }) => belongs)
    .map(({ cursor, id, revision }) => ({ cursor, id, revision }))
    .sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
}
