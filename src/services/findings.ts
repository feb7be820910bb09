import type { Actor } from '../access/actor.ts';
import { readerKeysOf } from '../access/readers.ts';
import type { Maybe } from '../domain/checks.ts';
import { publishFinding, type Finding, type FindingInput } from '../domain/finding.ts';
import type { Item } from '../domain/items.ts';
import { badInput } from '../errors.ts';
import type { Store } from '../store/port.ts';
import type { Reader } from './items.ts';
import type { Writer, Written } from './write.ts';

const isFinding = (item: Item): item is Finding => item.kind === 'FINDING' && item.erasure === null;

/** Transparency findings of ECAT. */
export class Findings {
  readonly #store: Store;
  readonly #writer: Writer;

  constructor(store: Store, writer: Writer) {
    this.#store = store;
    this.#writer = writer;
  }

  publish(
    actor: Actor | null,
    input: FindingInput & { issuer?: Maybe<string>; idempotencyKey?: Maybe<string> },
  ): Promise<Written<Finding>> {
    return this.#writer.create(actor, {
      action: 'finding:publish',
      kind: 'FINDING',
      input,
      verbatim: input.method.parameters,
      issuer: { field: 'issuer', id: input.issuer },
      decide: async (making) => {
        await this.#assertOwn(actor, input.supersedes);
        return publishFinding(input, making);
      },
    });
  }

  async supersedes(reader: Reader, { supersedes }: Finding): Promise<Finding | null> {
    const item = supersedes === null ? null : await this.#store.item(supersedes, { readers: reader.keys });
    return item !== null && isFinding(item) ? item : null;
  }

  async supersededBy(reader: Reader, { id }: Finding): Promise<Finding | null> {
    const filter = { kinds: ['FINDING' as const], tags: [[`supersedes:${id}`]] };
    const { nodes } = await this.#store.list({ readers: reader.keys, filter }, { first: 1, after: null });
    const item = nodes[0]?.item;
    return item !== undefined && isFinding(item) ? item : null;
  }

  async #assertOwn(actor: Actor | null, supersedes: Maybe<string>): Promise<void> {
    if (supersedes === null || supersedes === undefined) return;
    const item = await this.#store.item(supersedes, { readers: readerKeysOf(actor) });
    if (item === null || !isFinding(item) || item.issuer !== actor?.organisation.id)
      throw badInput('supersedes', 'Your organisation has no such finding.');
  }
}
