import { OperationTypeNode } from 'graphql';
import { LimitExceeded, limits, type LimitName } from './limits.ts';
import { callerKey, type Caller } from './rate.ts';

export interface Running {
  /**
   * Takes a place for an operation of this caller, over all its connections. Throws LimitExceeded, and then takes
   * none, when the caller has as many as it may. What is returned gives the place back, the first time.
   */
  begin: (type: OperationTypeNode, caller: Caller) => () => void;
  /** Callers of whom something runs. */
  readonly remembered: () => number;
}

/** Places of one kind, by caller; a caller of whom nothing runs takes no memory. */
function placesFor(limit: Extract<LimitName, 'operationsPerActor' | 'subscriptionsPerActor'>) {
  const taken = new Map<string, number>();
  return {
    taken,
    take(key: string): () => void {
      const count = (taken.get(key) ?? 0) + 1;
      if (count > limits[limit].most) throw new LimitExceeded(limit);
      taken.set(key, count);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        const left = (taken.get(key) ?? 1) - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
      };
    },
  };
}

/** Counts what runs at a time for each caller of this server: subscriptions, and all other operations. */
export function createRunning(): Running {
  const operations = placesFor('operationsPerActor');
  const subscriptions = placesFor('subscriptionsPerActor');
  return {
    begin: (type, caller) =>
      (type === OperationTypeNode.SUBSCRIPTION ? subscriptions : operations).take(callerKey(caller)),
    remembered: () => new Set([...operations.taken.keys(), ...subscriptions.taken.keys()]).size,
  };
}
