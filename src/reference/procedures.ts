import { readReference } from './load.ts';

/** How a row of the reference data is known: read in the text of the law, from a secondary source, or neither. */
export type Certainty = 'read' | 'secondary' | 'unverified';

/** A procedure of the AI Act, or of the law that it refers to. */
export interface Procedure {
  code: string;
  /** Row of the domain reference, such as "P4". */
  row: string;
  title: string;
  /** Articles as displayed, such as "79(5), (6)"; of the AI Act unless the text names another act. */
  article: string;
  /** The day from which it can have a subject; earlier use is accepted and shown with this date. */
  appliesFrom: string;
  source: string;
  certainty: Certainty;
}

export const procedures = readReference('procedures') as readonly Procedure[];

const byCode: ReadonlyMap<string, Procedure> = new Map(procedures.map((one) => [one.code, one]));

export const findProcedure = (code: string): Procedure | undefined => byCode.get(code);
