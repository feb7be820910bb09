import { randomBytes } from 'node:crypto';
import type { Random } from '../../journal/mark.ts';

export const systemRandom: Random = (bytes) => randomBytes(bytes);
