import type { Alert } from './alert.ts';
import type { Case } from './casework.ts';
import type { Finding } from './finding.ts';
import type { Guidance } from './guidance.ts';
import type { Opinion } from './opinion.ts';

/** Anything shared. */
export type Item = Guidance | Finding | Alert | Case | Opinion;
