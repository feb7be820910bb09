import { DomainError, badInput } from '../errors.ts';
import type { Handling, LanguageCode, LocalizedText } from '../reference/vocabulary.ts';
import {
  checkHandling,
  checkOptionalLocalized,
  checkTitle,
  checkUrl,
  limits,
  type HandlingInput,
  type Maybe,
} from './checks.ts';
import type { Making } from './guidance.ts';
import { assertStands, untouched, type ItemBase } from './item.ts';
import type { LiveItem } from './items.ts';

/**
 * A part of an item with readers of its own, such as a section with trade secrets (Article 78(1)(a)): an item, so that
 * for who may not see it there is nothing, in no count and no order. Source code is not put in, but where it can be seen.
 */
export interface Annex extends ItemBase {
  kind: 'ANNEX';
  /** The item that it is a part of. */
  annexTo: string;
  documentUrl: string | null;
  containsTradeSecrets: boolean;
}

export interface AnnexInput {
  title: readonly { language: LanguageCode; text: string }[];
  text?: Maybe<readonly { language: LanguageCode; text: string }[]>;
  documentUrl?: Maybe<string>;
  containsTradeSecrets?: Maybe<boolean>;
  handling: HandlingInput;
}

export interface NewAnnex {
  id: string;
  houseReference: string;
  issuer: string;
  annexTo: string;
  title: LocalizedText;
  summary: LocalizedText;
  documentUrl: string | null;
  containsTradeSecrets: boolean;
  handling: Handling;
  at: string;
}

export interface AnnexEvent {
  type: 'AnnexAdded';
  data: NewAnnex;
}

/** FORBIDDEN for an item of another body; trade secrets are not for the public. */
export function addAnnex(item: LiveItem, input: AnnexInput, making: Making): AnnexEvent {
  assertStands(item);
  if (item.issuer !== making.issuer)
    throw new DomainError('FORBIDDEN', 'Only the issuer of an item adds a part to it.', 'itemId');
  if (item.kind === 'ANNEX' || item.kind === 'SHARE_REQUEST')
    throw new DomainError('INVALID_STATE', 'This item has no annexes.');
  const handling = checkHandling(input.handling);
  const containsTradeSecrets = input.containsTradeSecrets ?? false;
  if (containsTradeSecrets && handling.marking === 'PUBLIC')
    throw badInput('handling.marking', 'Trade secrets are not for the public (Article 78(1)(a)).');
  return {
    type: 'AnnexAdded',
    data: {
      id: making.id,
      houseReference: making.houseReference,
      issuer: making.issuer,
      annexTo: item.id,
      title: checkTitle(input.title),
      summary: checkOptionalLocalized('text', input.text, limits.summary),
      documentUrl: checkUrl('documentUrl', input.documentUrl),
      containsTradeSecrets,
      handling: {
        ...handling,
        originatorControlled: handling.originatorControlled || item.handling.originatorControlled,
      },
      at: making.now,
    },
  };
}

export function evolveAnnex(_annex: Annex | null, { data }: AnnexEvent): Annex {
  const { houseReference, at, ...content } = data;
  return {
    ...untouched,
    ...content,
    kind: 'ANNEX',
    reference: houseReference,
    articles: [],
    memberStates: [],
    release: 'PUBLISHED',
    publishedAt: at,
    updatedAt: at,
  };
}
