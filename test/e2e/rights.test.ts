import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rolesOfKind, type Actor } from '../../src/access/actor.ts';
import { findOrganisation } from '../../src/reference/organisations.ts';
import type { Client } from '../support/client.ts';
import {
  couldSee,
  feedOf,
  historyOf,
  isErased,
  sees,
  type Asker,
  type Known,
  type Stage,
} from '../support/oracle.ts';
import { actor, kindOf, makerOf, plan, type Plan } from '../support/random-items.ts';
import { erase, pairOf } from '../support/erasures.ts';
import { restore, revoke } from '../support/revoking.ts';
import { askToShare } from '../support/random-requests.ts';
import { Clock, RunningApp } from '../support/running-app.ts';

/** Differs from run to run; printed, so that a failure can be looked at again with RIGHTS_SEED. */
const seed = Number(process.env.RIGHTS_SEED ?? Date.now() % 1_000_000);
const ITEMS = 220;
const ACTORS = process.env.CI === undefined ? 36 : 60;
/** Requests to share items under originator control; each third waits, is granted, is refused. */
const REQUESTS = 12;

async function takeAndGiveBack(administrator: Client, person: string, isGivenBack: boolean): Promise<void> {
  const { revocation } = await revoke(administrator, { person, reason: 'Probe' });
  if (isGivenBack) await restore(administrator, revocation.id);
}

/** Two persons of one issuer. */
type Writers = readonly [Client, Client];

const fields = '{ cursor item { id revision } }';
interface Payload {
  cursor: string;
  item: { id: string; revision: number };
}

describe('rights on every path', () => {
  let running: RunningApp;
  const clock = new Clock('2030-05-01T12:00:00.000Z');
  const all: Known[] = [];
  const toBeReleased = new Set<string>();
  /** Issuers write; the register's documents are known too. */
  beforeAll(async () => {
    process.stderr.write(`rights: RIGHTS_SEED=${seed}\n`);
    running = await RunningApp.start({ now: clock.now });
    const reading = await running.client('ai-office');
    await learnRegister(reading);
    const plans = fc.sample(plan, { numRuns: ITEMS, seed });
    const writers = new Map<string, Writers>();
    for (const issuer of ['ai-office', 'ecat', 'fi-traficom', 'de-bundesnetzagentur', 'board-secretariat'])
      writers.set(issuer, await pairOf(running, issuer, 'PUBLIC'));
    const administrator = await running.client({ organisation: 'edps', roles: ['administrator'] });
    for (const [index, one] of plans.entries()) {
      await carryOut(one, index, writers);
      // What nobody may see on any path, at every place of the journal.
      if (index % 5 === 0) await takeAndGiveBack(administrator, `probe-${index}`, index % 2 === 0);
    }
    for (let index = 0; index < REQUESTS; index += 1) all.push(...(await askToShare(running, index)));
    clock.advance(3_600_000);
    running.app.look();
    await released();
  });
  afterAll(() => running.stop());

  async function learnRegister(client: Client): Promise<void> {
    const query =
      'query($after: Cursor) { changes(first: 100, after: $after) { ... on ItemChanged { cursor item { id revision articles } } } }';
    const { changes } = await client.get<{
      changes: { cursor: string; item: { id: string; articles: string[] } }[];
    }>(query);
    for (const { cursor, item } of changes) {
      const stage: Stage = {
        cursor,
        revision: 1,
        standing: 'PUBLISHED',
        handling: { marking: 'PUBLIC', audience: { everyone: true } },
      };
      all.push({ ...item, kind: 'GUIDANCE', issuer: 'ai-office', stages: [stage] });
    }
  }

  async function carryOut(one: Plan, index: number, writers: Map<string, Writers>): Promise<void> {
    const soon = new Date(clock.now() + (one.kind === 'released' ? 1_800_000 : 7_200_000)).toISOString();
    const { issuer, mutation, input } = makerOf(one, index, soon);
    const pair = writers.get(issuer)!;
    const [writer] = pair;
    const type = `${mutation === 'draftGuidance' ? 'PublishGuidance' : mutation.slice(0, 1).toUpperCase() + mutation.slice(1)}Input!`;
    const made = await writer.get<Record<string, Payload>>(
      `mutation($input: ${type}) { ${mutation}(input: $input) ${fields} }`,
      { input },
    );
    const { cursor, item } = made[mutation]!;
    const standing =
      one.kind === 'draft'
        ? 'DRAFT'
        : one.kind === 'embargoed' || one.kind === 'released'
          ? 'EMBARGOED'
          : 'PUBLISHED';
    const known: Known = {
      id: item.id,
      kind: kindOf[one.kind] ?? 'FINDING',
      issuer,
      articles: one.articles,
      stages: [{ cursor, revision: 1, handling: one.handling, standing }],
    };
    all.push(known);
    if (one.kind === 'released') toBeReleased.add(known.id);
    for (const next of one.then) await changeOnce(known, next, pair);
  }

  async function changeOnce(known: Known, next: Plan['then'][number], pair: Writers): Promise<void> {
    const [writer] = pair;
    const now = known.stages.at(-1)!;
    if (isErased(known) || (now.standing === 'RECALLED' && next !== 'erase')) return;
    if (next === 'erase') {
      const { requested, confirmed } = await erase(pair, known.id);
      for (const { cursor, item } of [requested, confirmed])
        known.stages.push({ ...now, cursor, revision: item.revision, isErased: item === confirmed.item });
      toBeReleased.delete(known.id);
      return;
    }
    if (next === 'recall') {
      const { recallItem } = await writer.get<{ recallItem: { cursor: string } }>(
        'mutation($input: RecallItemInput!) { recallItem(input: $input) { cursor } }',
        { input: { itemId: known.id } },
      );
      known.stages.push({
        ...now,
        cursor: recallItem.cursor,
        revision: now.revision + 1,
        standing: 'RECALLED',
      });
      return;
    }
    const { changeHandling } = await writer.get<{ changeHandling: { cursor: string } }>(
      'mutation($input: ChangeHandlingInput!) { changeHandling(input: $input) { cursor } }',
      { input: { itemId: known.id, expectedRevision: now.revision, handling: next } },
    );
    known.stages.push({ ...now, cursor: changeHandling.cursor, revision: now.revision + 1, handling: next });
  }

  /** Waits for the embargoes that end by themselves, and learns their changes from the issuer. */
  async function released(): Promise<void> {
    const ecat = await running.client({ organisation: 'ecat', clearance: 'PUBLIC' });
    const query = 'query($id: ID!) { item(id: $id) { release history { cursor revision change } } }';
    interface Seen {
      item: { release: string; history: { cursor: string; revision: number; change: string }[] };
    }
    for (const known of all.filter(({ stages }) => stages.at(-1)?.standing === 'EMBARGOED')) {
      let { item } = await ecat.get<Seen>(query, { id: known.id });
      while (toBeReleased.has(known.id) && item.release === 'EMBARGOED')
        ({ item } = await ecat.get<Seen>(query, { id: known.id }));
      const release = item.history.find(({ change }) => change === 'RELEASED');
      const now = known.stages.at(-1)!;
      if (release) known.stages.push({ ...now, ...release, standing: 'PUBLISHED' });
    }
    expect(all.filter(({ stages }) => stages.at(-1)?.revision !== 1).length).toBeGreaterThan(50);
    expect(all.filter(isErased).length).toBeGreaterThan(20);
    expect(
      all.filter(({ stages }) =>
        stages.some(
          ({ standing }, at) =>
            at > 0 && standing === 'PUBLISHED' && stages[at - 1]?.standing === 'EMBARGOED',
        ),
      ).length,
    ).toBeGreaterThan(5);
  }

  async function everyPage<T>(
    client: Client,
    query: string,
    at: (data: Record<string, unknown>) => {
      edges: { cursor: string; node: T }[];
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    },
  ) {
    const nodes: T[] = [];
    const totals = new Set<number>();
    for (let after: string | null = null; ;) {
      const page = at(await client.get(query, { after }));
      nodes.push(...page.edges.map(({ node }) => node));
      totals.add(page.totalCount);
      if (!page.pageInfo.hasNextPage) return { nodes, totals: [...totals] };
      after = page.pageInfo.endCursor;
    }
  }

  type Connection = Parameters<typeof everyPage>[2] extends (data: never) => infer T ? T : never;
  const connection = 'edges { cursor node { id } } totalCount pageInfo { hasNextPage endCursor }';

  async function check(client: Client, asker: Asker | null, actor: Actor | null): Promise<number> {
    const visible = all.filter((known) => sees(asker, known) && !isErased(known));
    const sorted = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort();

    const listed = await everyPage<{ id: string }>(
      client,
      `query($after: Cursor) { items(first: 100, after: $after) { ${connection} } }`,
      (data) => data.items as Connection as never,
    );
    expect(sorted(listed.nodes)).toEqual(sorted(visible));
    expect(listed.totals).toEqual([visible.length]);

    const filtered = visible.filter(({ articles, kind }) => articles.includes('50') && kind !== 'CASE');
    const filter = '{ articles: ["50"], kinds: [GUIDANCE, FINDING, ALERT, OPINION, SHARE_REQUEST, ANNEX] }';
    const narrow = await everyPage<{ id: string }>(
      client,
      `query($after: Cursor) { items(first: 100, after: $after, filter: ${filter}) { ${connection} } }`,
      (data) => data.items as Connection as never,
    );
    expect(sorted(narrow.nodes)).toEqual(sorted(filtered));
    expect(narrow.totals).toEqual([filtered.length]);

    const cases = await everyPage<{ id: string }>(
      client,
      `query($after: Cursor) { cases(first: 100, after: $after) { ${connection} } }`,
      (data) => data.cases as Connection as never,
    );
    expect(sorted(cases.nodes)).toEqual(sorted(visible.filter(({ kind }) => kind === 'CASE')));

    const probes = visible.filter(({ id }) => !id.startsWith('ri-'));
    const { search, facets } = await client.get<{
      search: { edges: { node: { id: string } }[]; totalCount: number };
      facets: { kinds: { kind: string; count: number }[]; articles: { article: string; count: number }[] };
    }>(
      '{ search(text: "probe", first: 100) { edges { node { id } } totalCount } facets { kinds { kind count } articles { article count } } }',
    );
    expect(search.totalCount).toBe(probes.length);
    const probeIds = new Set(probes.map(({ id }) => id));
    expect(search.edges.filter(({ node }) => !probeIds.has(node.id))).toEqual([]);
    expect(search.edges.length).toBe(Math.min(100, probes.length));
    const tally = (of: (known: Known) => string[]) => {
      const counts: Record<string, number> = {};
      for (const key of visible.flatMap(of)) counts[key] = (counts[key] ?? 0) + 1;
      return counts;
    };
    expect(Object.fromEntries(facets.kinds.map(({ kind, count }) => [kind, count]))).toEqual(
      tally(({ kind }) => [kind]),
    );
    expect(Object.fromEntries(facets.articles.map(({ article, count }) => [article, count]))).toEqual(
      tally(({ articles }) => articles),
    );

    await checkExplained(actor, asker);
    await checkErased(client, asker);
    await checkItems(client, asker);
    await checkFeed(client, asker);
    return all.length;
  }

  /** The verdict that is explained is that of the reads; of what one never could read nothing is said. */
  async function checkExplained(actor: Actor | null, asker: Asker | null): Promise<void> {
    const { access } = running.app.services;
    for (const known of all) {
      const asked = access.explain(actor, { itemId: known.id });
      const isAllowed = await asked.then(
        ({ allowed }) => allowed,
        () => null,
      );
      const could = known.stages.some((stage) => couldSee(asker, known, stage));
      expect(isAllowed).toBe(sees(asker, known) ? true : could ? false : null);
    }
  }

  /** What is left of erased items is listed by itself, and counted by kind alone. */
  async function checkErased(client: Client, asker: Asker | null): Promise<void> {
    const left = all.filter((known) => sees(asker, known) && isErased(known));
    const listed = await everyPage<{ id: string }>(
      client,
      `query($after: Cursor) { items(first: 100, after: $after, filter: { erased: true }) { ${connection} } }`,
      (data) => data.items as Connection as never,
    );
    expect(listed.nodes.map(({ id }) => id).sort()).toEqual(left.map(({ id }) => id).sort());
    expect(listed.totals).toEqual([left.length]);
    const { facets, search } = await client.get<{
      facets: { kinds: { kind: string; count: number }[]; articles: object[] };
      search: { totalCount: number };
    }>(
      '{ facets(filter: { erased: true }) { kinds { kind count } articles { article } } search(text: "probe", filter: { erased: true }) { totalCount } }',
    );
    const counts: Record<string, number> = {};
    for (const { kind } of left) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(Object.fromEntries(facets.kinds.map(({ kind, count }) => [kind, count]))).toEqual(counts);
    expect(facets.articles).toEqual([]);
    expect(search.totalCount).toBe(0);
  }

  /** Hidden and absent look the same, one by one. */
  async function checkItems(client: Client, asker: Asker | null): Promise<void> {
    for (let from = 0; from < all.length; from += 5) {
      const some = all.slice(from, from + 5);
      const query = `{ ${some.map(({ id }, at) => `i${at}: item(id: "${id}") { id revision history { itemId cursor revision } }`).join(' ')} }`;
      const data =
        await client.get<Record<string, { id: string; revision: number; history: object[] } | null>>(query);
      some.forEach((known, at) => {
        const shown = data[`i${at}`];
        const expected = sees(asker, known)
          ? {
              id: known.id,
              revision: known.stages.at(-1)?.revision,
              history: historyOf(asker, known, all),
            }
          : null;
        expect(shown).toEqual(expected);
      });
    }
  }

  /** By pages, and by a live socket that starts at the first change. */
  async function checkFeed(client: Client, asker: Asker | null): Promise<void> {
    interface Told {
      __typename: string;
      cursor: string;
      previous: string | null;
      itemId?: string;
      item?: { id: string; revision: number };
    }
    const message =
      '__typename cursor previous ... on ItemChanged { item { id revision } } ... on ItemWithdrawn { itemId }';
    const told: Told[] = [];
    for (;;) {
      const { changes } = await client.get<{ changes: Told[] }>(
        `query($after: Cursor) { changes(first: 100, after: $after) { ${message} } }`,
        { after: told.at(-1)?.cursor ?? null },
      );
      if (changes.length === 0) break;
      told.push(...changes);
    }
    const seen = told.map(({ cursor, item, itemId }) => ({
      cursor,
      id: item?.id ?? itemId,
      revision: item?.revision ?? null,
    }));
    expect(seen).toEqual(feedOf(asker, all));
    expect(told.map(({ previous }) => previous)).toEqual([
      null,
      ...told.slice(0, -1).map(({ cursor }) => cursor),
    ]);
    const [first, ...rest] = told;
    const feed = await client.subscribe<{ exchange: Told }>(
      `subscription($after: Cursor) { exchange(after: $after) { ${message} } }`,
      { after: first?.cursor },
    );
    expect((await feed.take(rest.length)).map(({ exchange }) => exchange)).toEqual(rest);
    feed.stop();
  }

  test(`agree with the contract for ${ACTORS} actors and every item`, async () => {
    const actors = fc.sample(actor, { numRuns: ACTORS, seed: seed + 1 });
    let pairs = await check(await running.client(null), null, null);
    for (const { organisation, clearance, office } of actors) {
      const found = findOrganisation(organisation);
      if (found === undefined) throw new Error('unknown organisation');
      const client = await running.client(
        office === 'reader' ? { organisation, clearance } : { organisation, clearance, roles: [office] },
      );
      const asker: Asker = {
        organisation,
        kind: found.kind,
        memberState: found.memberState,
        clearance,
        reads: office === 'reader',
      };
      const roles = office === 'reader' ? rolesOfKind(found.kind).slice(0, 1) : [office];
      const person = { person: 'p', organisation: found, roles, clearance, expiresAt: Infinity };
      pairs += await check(client, asker, person);
      client.close();
    }
    process.stderr.write(`rights: ${pairs} pairs of actor and item on every path, 0 mismatches\n`);
    expect(pairs).toBeGreaterThanOrEqual(10_000);
  }, 180_000);
});
