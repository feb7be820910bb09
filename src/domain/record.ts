/** `1` or `ab` tells no act from another; `A1` and `OJ L` do. */
const namesAnAct = (reference: string): boolean =>
  reference.trim().length >= 3 || (/\p{L}/u.test(reference) && /\p{N}/u.test(reference));

/**
 * Whether its references show that a document is the record of an act adopted elsewhere, so that one person may
 * publish it (contract, "Roles and what they may do").
 */
export const showsAct = (references: readonly string[]): boolean => references.some(namesAnAct);
