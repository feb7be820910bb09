import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Weights } from './work.ts';

/** Those of one request that wait to run, one in each turn of the event loop. */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** Null where this turn is free. */
  take(): Promise<void> | null {
    if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#begin();
    return null;
  }

  #begin(): void {
    this.#isTaken = true;
    setImmediate(() => {
      const next = this.#waiting.shift();
      if (next === undefined) this.#isTaken = false;
      else {
        this.#begin();
        next();
      }
    });
  }
}

type Resolver = GraphQLFieldResolver<unknown, object>;

/**
 * Fields that read the store or are long take turns within their request, for the embedded store answers without ever
 * letting go of the event loop: what others ask is answered in between. Changes the schema that it is given.
 */
export function inTurns(schema: GraphQLSchema, weights: Weights): GraphQLSchema {
  const turnsOf = new WeakMap<object, Turns>();
  const waiting =
    (resolve: Resolver): Resolver =>
    (...call) => {
      const [, , context] = call;
      const turns = turnsOf.get(context) ?? new Turns();
      turnsOf.set(context, turns);
      const turn = turns.take();
      if (turn === null) return resolve(...call);
      return turn.then(() => resolve(...call));
    };
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of types.filter((one) => one !== schema.getSubscriptionType()))
    for (const field of Object.values(type.getFields()))
      if (weights[field.name]?.inTurns) field.resolve = waiting(field.resolve ?? defaultFieldResolver);
  return schema;
}
