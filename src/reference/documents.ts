import { readReference } from './load.ts';
import type { LanguageCode } from './vocabulary.ts';

/** A published document as the sources have it; `data/documents.json`. */
export interface PublishedDocument {
  /** Such as "RI-021". */
  id: string;
  kind: string;
  title: string;
  titleLanguages: Partial<Record<LanguageCode, string>>;
  /** The body that made it, in its own words. */
  issuer: string;
  /** Partial date. */
  date: string | null;
  reference: string | null;
  /** The page about the document; several documents may share one. */
  url: string | null;
  /** The file itself. */
  fileUrl: string | null;
  summary: string;
  articleRefs: readonly string[];
  /** State codes; also `EU27` and observers of the Board. */
  memberStates: readonly string[];
  /** Whether identity and date were seen on the official page. */
  verified: boolean;
  unverifiedFields: readonly string[];
}

/**
 * The references of a document one by one, oldest step first, each with its stage and date; and its relations
 * to other documents.
 */
export interface DocumentLinks {
  id: string;
  references: readonly { value: string; stage: string; date: string | null }[];
  relations: readonly { type: string; to: string }[];
}

/** 89 documents, as of 23 November 2026. */
export const documents = readReference('documents') as readonly PublishedDocument[];

const links = readReference('document-links') as readonly DocumentLinks[];

const linksById: ReadonlyMap<string, DocumentLinks> = new Map(links.map((one) => [one.id, one]));

export const linksOf = (id: string): DocumentLinks =>
  linksById.get(id) ?? { id, references: [], relations: [] };
