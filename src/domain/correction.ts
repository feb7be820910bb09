import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../errors.ts';
import {
  assertSecondPerson,
  contentOf,
  isRecord,
  withParts,
  type Correction,
  type Guidance,
  type GuidanceEvent,
  type GuidanceParts,
  type Making,
} from './guidance.ts';
import { assertStands, type Author } from './item.ts';

/** A draft that corrects published guidance; its text is whole, as the guidance is to read. */
export type CorrectionDraft = Guidance & { corrects: Correction };

export const isCorrectionDraft = (guidance: Guidance): guidance is CorrectionDraft =>
  guidance.corrects !== undefined;

const made = ({ corrections = [] }: Guidance): number => corrections.length;

/** Whether the guidance reads as the draft has it since the draft was begun. */
const isMade = (guidance: Guidance, draft: CorrectionDraft): boolean =>
  made(guidance) > draft.corrects.behind && isDeepStrictEqual(contentOf(guidance), contentOf(draft));

/**
 * Begins a draft of how published guidance is to read; its readers go on seeing what was published. INVALID_STATE for
 * what is corrected at once (a draft, a record) and where nothing would change.
 */
export function draftCorrection(guidance: Guidance, parts: GuidanceParts, making: Making): GuidanceEvent {
  if (guidance.issuer !== making.issuer)
    throw new DomainError('FORBIDDEN', 'Guidance is corrected by its issuer.');
  assertStands(guidance);
  if (guidance.release === 'DRAFT' || isRecord(guidance))
    throw new DomainError(
      'INVALID_STATE',
      'A draft and a record of an act adopted elsewhere are corrected at once.',
    );
  const content = withParts(guidance, parts);
  if (isDeepStrictEqual(content, contentOf(guidance)))
    throw new DomainError('INVALID_STATE', 'The correction would change nothing.');
  return {
    type: 'CorrectionDrafted',
    data: {
      id: making.id,
      houseReference: making.houseReference,
      issuer: making.issuer,
      draftedBy: making.author,
      handling: guidance.handling,
      content,
      corrects: { itemId: guidance.id, behind: made(guidance) },
      at: making.now,
    },
  };
}

/**
 * Makes the correction in the guidance, by a second person. Null where it has been made and the draft is still to be
 * closed; INVALID_STATE where another correction came first, for then nobody has read the text that would come of both.
 */
export function publishCorrection(
  guidance: Guidance,
  draft: CorrectionDraft,
  { now, ...by }: Author & { now: string },
): GuidanceEvent | null {
  if (draft.release !== 'DRAFT')
    throw new DomainError('INVALID_STATE', 'This correction has been made or withdrawn.');
  assertSecondPerson(draft, by);
  assertStands(guidance);
  if (isMade(guidance, draft)) return null;
  if (made(guidance) !== draft.corrects.behind || isRecord(guidance))
    throw new DomainError('INVALID_STATE', 'The guidance has changed since this correction was drafted.');
  return {
    type: 'GuidanceCorrected',
    data: { content: contentOf(draft), draftedBy: draft.draftedBy, at: now },
  };
}

/** Closes the draft of a correction that has been made; null where that is done, and for any other draft. */
export function closeCorrection(
  draft: CorrectionDraft,
  guidance: Guidance,
  now: string,
): GuidanceEvent | null {
  if (draft.release !== 'DRAFT' || !isMade(guidance, draft)) return null;
  return { type: 'CorrectionClosed', data: { at: now } };
}

/**
 * Showing guidance to new readers publishes it to them: FORBIDDEN for whoever drafted the text or a correction in it,
 * unless it is the record of an act adopted elsewhere.
 */
export function assertMayShowToMore(guidance: Guidance, { person }: Author): void {
  const drafters = [guidance.draftedBy, ...(guidance.corrections ?? [])];
  if (!isRecord(guidance) && drafters.some((drafter) => drafter.person === person))
    throw new DomainError(
      'FORBIDDEN',
      'Who drafted guidance or a correction of it cannot be the one who shows it to more readers.',
    );
}
