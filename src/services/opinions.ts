import type { Actor } from '../access/actor.ts';
import type { Maybe } from '../domain/checks.ts';
import { publishOpinion, type Opinion, type OpinionInput } from '../domain/opinion.ts';
import type { Writer, Written } from './write.ts';

/** Opinions of the Board. */
export class Opinions {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  publish(
    actor: Actor | null,
    input: OpinionInput & { issuer?: Maybe<string>; idempotencyKey?: Maybe<string> },
  ): Promise<Written<Opinion>> {
    return this.#writer.create(actor, {
      action: 'opinion:publish',
      kind: 'OPINION',
      input,
      issuer: { field: 'issuer', id: input.issuer },
      decide: (making) => publishOpinion(input, making),
    });
  }
}
