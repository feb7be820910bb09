import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rolesOfKind } from '../../src/access/actor.ts';
import { meanings } from '../../src/access/meanings.ts';
import { actions, can, mayEver, type Action } from '../../src/access/policy.ts';
import type { Item } from '../../src/domain/items.ts';
import { findOrganisation } from '../../src/reference/organisations.ts';
import type { Role } from '../../src/reference/vocabulary.ts';
import { buildSchema } from '../../src/schema.ts';
import type { Client } from '../support/client.ts';
import { command, sound } from '../support/commands.ts';
import { sees, type Asker, type Known } from '../support/oracle.ts';
import { actor as anyone, kindOf, makerOf, plan } from '../support/random-items.ts';
import { root } from '../support/root.ts';
import { RunningApp } from '../support/running-app.ts';
import { mutationsOf, type Mutation } from '../support/sound-input.ts';

/** Differs from run to run; printed, so that a failure can be looked at again with POLICY_SEED. */
const seed = Number(process.env.POLICY_SEED ?? Date.now() % 1_000_000);
const ITEMS = 12;
const ACTORS = 10;
/** No item gets so far: what nothing else stands against is refused for it, and changes nothing. */
const UNSEEN_REVISION = 1_000_000;

/** Mutations that name an item, with the one action that each asks. */
const named: readonly (Mutation & { action: Action })[] = mutationsOf(buildSchema(root))
  // The draft of a correction is an item of its own kind, and none is made here; `test/api/correction.test.ts` has it.
  .filter(({ name, namesItem }) => namesItem && name !== 'publishGuidanceCorrection')
  .flatMap((mutation) =>
    actions
      .filter((action) => meanings[action].askedBy.includes(mutation.name))
      .map((action) => ({ ...mutation, action })),
  );

/** An annex is added to an item of any kind. */
const isFor = ({ answersWith }: Mutation, kind: string): boolean =>
  ['Item', 'Annex'].includes(answersWith) || answersWith.toUpperCase() === kind;

/** What a granted action comes to here: it is refused for the revision that nobody has seen. */
const DONE = 'granted';

interface Made extends Known {
  state: Item;
}
interface Person {
  client: Client;
  roles: readonly Role[];
  asker: Asker;
}

describe('an action on an item', () => {
  let running: RunningApp;
  const items: Made[] = [];
  const persons: Person[] = [];
  beforeAll(async () => {
    process.stderr.write(`policy: POLICY_SEED=${seed}\n`);
    running = await RunningApp.start();
    const soon = new Date(running.now() + 3_600_000).toISOString();
    for (const [index, one] of fc.sample(plan, { numRuns: ITEMS, seed }).entries())
      await make({ ...one, kind: one.kind === 'released' ? 'embargoed' : one.kind }, index, soon);
    for (const one of fc.sample(anyone, { numRuns: ACTORS, seed: seed + 1 })) await join(one);
    for (const organisation of [
      'ai-office',
      'ecat',
      'fi-traficom',
      'de-bundesnetzagentur',
      'board-secretariat',
    ])
      await join({ organisation, clearance: 'LIMITED', office: 'reader' });
  });
  afterAll(() => running.stop());

  async function make(one: Parameters<typeof makerOf>[0], index: number, soon: string): Promise<void> {
    const { issuer, mutation, input } = makerOf(one, index, soon);
    const { cursor, item } = await command(await running.client(issuer), mutation, input);
    const standing = one.kind === 'draft' ? 'DRAFT' : one.kind === 'embargoed' ? 'EMBARGOED' : 'PUBLISHED';
    const state = await running.app.store.load(item.id);
    if (state === null) throw new Error('what was made is not there');
    items.push({
      id: item.id,
      kind: kindOf[one.kind] ?? 'FINDING',
      issuer,
      articles: one.articles,
      stages: [{ cursor, revision: 1, handling: one.handling, standing }],
      state,
    });
  }

  async function join(one: typeof anyone extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
    const { organisation, clearance, office } = one;
    const { kind, memberState } = findOrganisation(organisation)!;
    const roles = office === 'reader' ? rolesOfKind(kind).slice(0, 1) : [office];
    const client = await running.client({ organisation, clearance, roles });
    persons.push({
      client,
      roles,
      asker: { organisation, kind, memberState, clearance, reads: office === 'reader' },
    });
  }

  /** By the table and the judge of what is seen, in the order in which a server may tell. */
  function expected({ roles, asker }: Person, item: Made, mutation: (typeof named)[number]): string {
    const organisation = findOrganisation(asker.organisation)!;
    const actor = { person: 'p', organisation, roles, clearance: asker.clearance, expiresAt: 0 };
    const { state } = item;
    const lead = 'lead' in state ? { lead: state.lead, concernedMemberStates: state.memberStates } : {};
    if (!mayEver(actor, mutation.action)) return 'FORBIDDEN';
    if (!sees(asker, item) || !isFor(mutation, item.kind)) return 'NOT_FOUND';
    // Nothing is withdrawn here, so whoever sees an item has nothing to confirm.
    if (meanings[mutation.action].upon === 'an item that was withdrawn from its own organisation')
      return 'INVALID_STATE';
    return can(actor, mutation.action, { issuer: item.issuer, ...lead }) ? DONE : 'FORBIDDEN';
  }

  async function ask(person: Person, item: Made, mutation: (typeof named)[number]): Promise<boolean> {
    const verdict = expected(person, item, mutation);
    if (verdict === DONE && !mutation.takesRevision) return false;
    const revision = mutation.takesRevision ? { expectedRevision: UNSEEN_REVISION } : {};
    const input = { ...mutation.input, itemId: item.id, ...revision };
    const { message, extensions } = await person.client.refusal(mutation.text, { input });
    const told = { mutation: mutation.name, person: person.asker, roles: person.roles, item, ...extensions };
    expect(message).not.toContain('Probe');
    if (verdict === DONE)
      expect(['REVISION_CONFLICT', 'INVALID_STATE', 'BAD_USER_INPUT']).toContain(told.code);
    else expect(told).toMatchObject({ code: verdict });
    return verdict === DONE;
  }

  test('is done where it is granted and the item is seen, and an item that is not seen looks absent', async () => {
    const before = running.app.store.head();
    let asked = 0;
    let done = 0;
    for (const person of persons)
      for (const item of items) {
        const granted = await Promise.all(named.map((mutation) => ask(person, item, mutation)));
        asked += granted.length;
        done += granted.filter(Boolean).length;
      }
    expect(running.app.store.head()).toEqual(before);
    expect(done).toBeGreaterThan(50);
    process.stderr.write(`policy: ${asked} questions, ${done} of them granted, 0 mismatches\n`);
  }, 110_000);

  test('reaches an item that the person can no longer read only where the table says so', async () => {
    const ecat = await running.client('ecat');
    const office = await running.client('ai-office');
    const handling = { marking: 'LIMITED', audience: { groups: ['AI_OFFICE'] } };
    const { item } = await command(ecat, 'publishFinding', { ...sound.publishFinding.input, handling });
    const hold = { itemId: item.id, basis: 'Proceedings (fictional)' };
    const { item: held } = await command(office, 'placeLegalHold', hold);
    await command(ecat, 'recallItem', { itemId: item.id });
    const reached: string[] = [];
    for (const { text, input, action, takesRevision, name } of named) {
      const revision = takesRevision ? { expectedRevision: UNSEEN_REVISION } : {};
      const number = name === 'liftLegalHold' ? { number: held.revision } : {};
      const { errors } = await office.ask(text, {
        input: { ...input, itemId: item.id, ...revision, ...number },
      });
      if (errors?.[0]?.extensions.code !== 'NOT_FOUND' && errors?.[0]?.extensions.code !== 'FORBIDDEN')
        reached.push(action);
    }
    const unreadable = actions.filter((action) => /readable or not|withdrawn/.test(meanings[action].upon));
    expect(reached.sort()).toEqual([...unreadable].sort());
  });
});
