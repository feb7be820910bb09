import { setTimeout } from 'node:timers/promises';
import type { Availability } from './availability.ts';
import { GONE_MS } from './lease.ts';
import type { Models } from './models.ts';

/** Between two looks at who has answered. */
const AGAIN_MS = 20;

export interface Calling {
  models: Pick<Models, 'Server' | 'Signal'>;
  availability: Availability;
  /** The server that calls, by its id. */
  server: string;
}

interface Silent {
  beats: number;
  since: number;
}

const ignore = (): void => undefined;

/**
 * Resolves once every other server has told its listeners of the commit at the position, or is gone: it has not said
 * a word for so long that by its own lease it has stopped. What it says in between counts from when it was read. One
 * that is gone is forgotten; it makes itself known before it goes on, and takes over what it has missed.
 */
export async function heardByAll(calling: Calling, position: number): Promise<void> {
  const { models, availability, server } = calling;
  const { Server, Signal } = models;
  let silent = new Map<string, Silent>();
  for (let isFirst = true; ; isFirst = false) {
    const found = await availability.whileReachable(() => Server.find({}, { told: 1, beats: 1 }).lean());
    const behind = found.filter(({ _id, told }) => _id !== server && (told ?? 0) < position);
    const { steady: now } = availability.now();
    const still = new Map<string, Silent>();
    for (const { _id, beats = 0 } of behind) {
      const before = silent.get(_id);
      const one = before?.beats === beats ? before : { beats, since: now };
      if (now - one.since < GONE_MS) still.set(_id, one);
      // One that comes back in this moment stays known; it takes over what it has missed before it goes on.
      else await availability.whileReachable(() => Server.deleteOne({ _id, ...(beats > 0 && { beats }) }));
    }
    silent = still;
    if (silent.size === 0) return;
    if (isFirst)
      Signal.collection.insertOne({ position, isRollCall: true }, { writeConcern: { w: 1 } }).catch(ignore);
    await setTimeout(AGAIN_MS);
  }
}
