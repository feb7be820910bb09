import fc from 'fast-check';
import type { HandlingInput } from '../../src/domain/checks.ts';
import { publishFinding } from '../../src/domain/finding.ts';
import { changeOfEvent } from '../../src/domain/events.ts';
import { correctGuidance } from '../../src/domain/guidance.ts';
import { evolveRevocation, type Revocation } from '../../src/domain/revocation.ts';
import { changeHandling, recall } from '../../src/domain/sharing.ts';
import { signCheckpoint, type SignatureKey } from '../../src/journal/checkpoint.ts';
import { wordsOf } from '../../src/search/words.ts';
import { projectionOf } from '../../src/services/projection.ts';
import type { Append, Reads, Store } from '../../src/store/port.ts';
import { NOON, appendOf, erasing, everyone, guidanceEvent, officer, toStates } from './items.ts';

const handlings: readonly HandlingInput[] = [everyone, toStates('DE'), toStates('FR'), toStates('DE', 'FR')];
const titles = [
  'Émotions à l’école',
  'Emotion recognition at work',
  'Emission of marks',
  '\u00ad𝄞 "quoted" \\',
];
const names = ['a', 'b', 'c', 'd', 'e'] as const;
const keys = ['k1', 'k2', 'k3'] as const;

const revocationId = (name: string): string => `revocation-${name}`;
const ids: readonly string[] = [...names, ...names.map(revocationId)];

const step = fc.record({
  name: fc.constantFrom(...names),
  title: fc.constantFrom(...titles),
  handling: fc.constantFrom(...handlings),
  articles: fc.subarray(['5', '50', '75a']),
  memberStates: fc.subarray(['DE', 'EL'] as const),
  at: fc.constantFrom(NOON, '2030-05-02T12:00:00.000Z'),
  does: fc.constantFrom('share', 'correct', 'correct', 'recall', 'erase', 'revoke', 'revoke'),
  /** What the item is made as. */
  kind: fc.constantFrom('guidance', 'guidance', 'finding'),
  key: fc.option(fc.constantFrom(...keys), { nil: null }),
  isSigned: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What happens to a few items, one change after the other. */
export const history: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 14 });

const english = (text: string) => [{ language: 'en' as const, text }];

function eventFor({ name: id, kind, title, handling, articles, memberStates, at }: Step) {
  if (kind === 'guidance') return guidanceEvent({ id, title, handling, articles, memberStates, at });
  return publishFinding(
    {
      title: english(title),
      subject: { provider: 'Example Provider (fictional)', model: 'Example-1', version: '1' },
      method: { name: 'Audit' },
      severity: 'LOW',
      legalBasis: 'Article 50',
      articles,
      memberStates,
      handling,
      embargoUntil: '2030-06-01T12:00:00.000Z',
    },
    { id, houseReference: id, issuer: 'ai-office', author: officer, now: at },
  );
}

/** Takes access, the first time that a name comes, and gives it back the second time. */
async function revocationFor(store: Store, { name, at, key }: Step): Promise<Append | null> {
  const id = revocationId(name);
  const before = (await store.item(id, { readers: ['revocations'] })) as unknown as Revocation | null;
  if (before !== null && before.restored !== null) return null;
  const reason = `Emotion ${name}`;
  const event =
    before === null
      ? ({
          type: 'AccessRevoked',
          data: { id, revoked: { what: 'person', id: name }, reason, by: officer, at },
        } as const)
      : ({ type: 'AccessRestored', data: { ...officer, reason, at } } as const);
  const item = evolveRevocation(before, event);
  const idempotency = key === null ? null : { key, input: name };
  const [actor, change, projection] = [officer, changeOfEvent(event), projectionOf(item)];
  return { at, actor, event, change, item, projection, idempotency };
}

async function appendFor(store: Store, one: Step): Promise<Append | null> {
  if (one.does === 'revoke') return revocationFor(store, one);
  const item = await store.load(one.name);
  const idempotency = one.key === null ? null : { key: one.key, input: one.name };
  if (item === null) return appendOf(null, eventFor(one), { at: one.at, idempotency });
  if (item.erasure !== null) return null;
  if (one.does === 'erase') return erasing(item);
  if (item.release === 'RECALLED') return null;
  if (one.does === 'recall') return appendOf(item, recall(item, 'Measured again (fictional)', NOON));
  if (one.does === 'share' || item.kind !== 'GUIDANCE')
    return appendOf(item, changeHandling(item, one.handling, NOON), { idempotency });
  const { articles, memberStates } = one;
  return appendOf(item, correctGuidance(item, { articles, memberStates }, NOON), { idempotency });
}

interface SigningKeys {
  privateKey: SignatureKey;
  publicKey: SignatureKey;
}

export async function sign(store: Store, keys: SigningKeys): Promise<void> {
  const head = store.head();
  const at = new Date(Date.parse(NOON) + head.position).toISOString();
  await store.saveCheckpoint(await signCheckpoint({ journal: store.journalTag, ...head, at }, keys));
}

/** Makes the history happen; a change that is refused, as a repeated key may be, does not. */
export async function play(store: Store, steps: readonly Step[], signing: SigningKeys): Promise<void> {
  for (const one of steps) {
    const append = await appendFor(store, one);
    if (append !== null) await store.append(append).catch(() => null);
    if (one.isSigned) await sign(store, signing);
  }
}

const readerSets: readonly (readonly string[])[] = [
  ['everyone'],
  ['everyone', 'state:DE/limited'],
  ['everyone', 'state:FR/limited', 'state:DE/limited'],
  ['everyone', 'issuer:ai-office'],
  ['revocations'],
  ['revocations/standing'],
];
const filters: readonly NonNullable<Reads['filter']>[] = [
  {},
  { kinds: ['GUIDANCE'], articles: ['50'] },
  { memberStates: ['DE'] },
  { erased: true },
];

async function answersTo(store: Store, reads: Reads): Promise<object> {
  const first = await store.list(reads, { first: 2, after: null });
  const last = first.nodes.at(-1)?.mark ?? null;
  return {
    first,
    rest: last === null ? null : await store.list(reads, { first: 50, after: last }),
    count: await store.count(reads),
    facets: await store.facets(reads),
    searches: await Promise.all(
      ['emotion', 'emo', 'recognition work', 'article 50', 'mark'].map((text) =>
        store.search(wordsOf(text), reads, 5),
      ),
    ),
    feed: await store.feed(reads, { after: 0, limit: 100 }),
    part: await store.feed(reads, { after: 2, limit: 3 }),
    lastSeen: await store.lastSeen(reads, store.head().position - 1),
    items: await Promise.all(ids.map((id) => store.item(id, reads))),
    histories: await Promise.all(ids.map((id) => store.history(id, reads))),
  };
}

/** Everything that a store can be asked about a history, by every reader. */
export async function answersOf(store: Store): Promise<object> {
  const positions = Array.from({ length: store.head().position }, (_, index) => index + 1);
  const headers = await Promise.all(positions.map((position) => store.header(position)));
  return {
    tag: store.journalTag,
    head: store.head(),
    headers,
    marks: await Promise.all(headers.map((header) => store.positionOf(header?.mark ?? ''))),
    commits: await Promise.all(positions.map((position) => store.commit(position))),
    checkpoints: await store.checkpoints(),
    receipts: await Promise.all(keys.map((key) => store.receipt(officer, key))),
    loaded: await Promise.all(names.map((id) => store.load(id))),
    readers: await Promise.all(ids.map((id) => store.readersOf(id))),
    due: [await store.nextDue(), await store.due('2031-01-01T00:00:00.000Z')],
    reads: await Promise.all(
      readerSets.flatMap((readers) => filters.map((filter) => answersTo(store, { readers, filter }))),
    ),
  };
}
