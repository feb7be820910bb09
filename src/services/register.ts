import type { HandlingInput } from '../domain/checks.ts';
import {
  documentTypes,
  referenceStages,
  relationTypes,
  type DocumentType,
  type GuidanceInput,
  type ReferenceStage,
  type RelationType,
} from '../domain/guidance.ts';
import { documents, linksOf, type PublishedDocument } from '../reference/documents.ts';
import { languageCodes, memberStateCodes, type LocalizedText } from '../reference/vocabulary.ts';

/** One published document, ready for the ordinary write path. */
export interface RegisterDocument {
  /** Id of the item, such as "ri-021"; relations name documents by it. */
  id: string;
  input: GuidanceInput;
  handling: HandlingInput;
  /** Loading the register again finds what is there. */
  idempotencyKey: string;
}

const forEveryone: HandlingInput = { marking: 'PUBLIC', audience: { everyone: true } };

const itemIdOf = (id: string): string => id.toLowerCase();

/** A word of the data that the exchange does not know is a mistake in the data, not in a request. */
function oneOf<T extends string>(known: readonly T[], value: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Error(`The register holds an unknown word: ${value}`);
  return found;
}

/** A national act is written in the language of its State; everything else in the register in English. */
function titleOf({ kind, titleLanguages }: PublishedDocument): LocalizedText {
  const texts = languageCodes.flatMap((language) => {
    const text = titleLanguages[language];
    return text === undefined ? [] : [{ language, text }];
  });
  const isOriginal = ({ language }: { language: string }): boolean =>
    (language === 'en') !== (kind === 'NATIONAL_ACT');
  return [...texts.filter(isOriginal), ...texts.filter((text) => !isOriginal(text))];
}

function inputOf(document: PublishedDocument): GuidanceInput {
  const { references, relations } = linksOf(document.id);
  return {
    title: titleOf(document),
    summary: [{ language: 'en', text: document.summary }],
    documentType: oneOf<DocumentType>(documentTypes, document.kind),
    author: document.issuer,
    documentUrl: document.url ?? document.fileUrl,
    fileUrl: document.fileUrl,
    documentDate: document.date,
    datedReferences: references.map(({ value, stage, date }) => ({
      value,
      stage: oneOf<ReferenceStage>(referenceStages, stage),
      date,
    })),
    relations: relations.map(({ type, to }) => ({
      type: oneOf<RelationType>(relationTypes, type),
      itemId: itemIdOf(to),
    })),
    articles: document.articleRefs,
    memberStates: memberStateCodes.filter((code) => document.memberStates.includes(code)),
    unverified: [...(document.verified ? [] : ['document']), ...document.unverifiedFields],
  };
}

/** Oldest first, undated before all: a list that shows the newest item first then shows the newest document first. */
const inOrder = (one: PublishedDocument, other: PublishedDocument): number => {
  const left = one.date ?? '';
  const right = other.date ?? '';
  if (left !== right) return left < right ? -1 : 1;
  return one.id < other.id ? -1 : 1;
};

/**
 * The published documents of the AI Act as guidance, for `registerGuidance`. `unverified` names weak fields as
 * the sources do, with `document` where the document itself was not seen on an official page.
 */
export const registerDocuments = (): readonly RegisterDocument[] =>
  documents.toSorted(inOrder).map((document) => ({
    id: itemIdOf(document.id),
    input: inputOf(document),
    handling: forEveryone,
    idempotencyKey: `register:${document.id}`,
  }));
