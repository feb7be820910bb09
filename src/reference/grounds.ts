import { readReference } from './load.ts';

const { article79_6Grounds, article83Findings } = readReference('reference-data') as {
  article79_6Grounds: readonly string[];
  article83Findings: readonly string[];
};

/** What a case may rest on: the grounds of Article 79(6) and the findings of Article 83(1). */
export const caseGrounds: ReadonlySet<string> = new Set([...article79_6Grounds, ...article83Findings]);
