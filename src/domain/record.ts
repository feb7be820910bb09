/** `1` or `ab` tells no act from another; `A1` and `OJ L` do. */
const namesAnAct = (reference: string): boolean =>
  reference.trim().length >= 3 || (/\p{L}/u.test(reference) && /\p{N}/u.test(reference));

/**
 * Whether a document shows that it is the record of an act adopted elsewhere, so that one person may publish it: it
 * bears the reference of the act, and says where it can be read or of when it is. `traces` are its addresses and
 * dates; null where it has none.
 */
export const showsAct = (references: readonly string[], traces: readonly (string | null)[]): boolean =>
  references.some(namesAnAct) && traces.some((trace) => trace !== null);
