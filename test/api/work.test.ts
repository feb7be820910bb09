import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client, Refused } from '../support/client.ts';
import { follow } from '../hub/transports.ts';
import { publishGuidance } from '../hub/messages.ts';
import { RunningApp } from '../support/running-app.ts';

const DOCUMENTS = 30;
const deep = (level: number): string =>
  level === 0
    ? 'id title summary'
    : `... on Guidance { relations { item { relatedBy { item { ${deep(level - 1)} } } } } }`;
const tooMuch = `{ items(first: 100) { edges { node { ${deep(2)} } } } }`;
/** Many lists within a list, and few enough to be allowed. */
const allowed =
  '{ items(first: 100) { edges { node { ... on Guidance { relatedBy(first: 10) { item { id } } } } } } }';

let running: RunningApp;
let anybody: Client;
const ids: string[] = [];
beforeAll(async () => {
  running = await RunningApp.start();
  anybody = await running.client(null);
  const office = await running.client('ai-office');
  for (let number = 0; number < DOCUMENTS; number += 1) {
    const relations = ids.map((itemId) => ({ type: 'REVISES', itemId }));
    ids.push((await publishGuidance(office, { relations })).item.id);
  }
});
afterAll(() => running.stop());

const refusedForWork = { extensions: { code: 'TOO_COMPLEX', limit: 'work' } };

describe('a query that multiplies lists', () => {
  test('is refused over HTTP', async () => {
    expect(await anybody.refusal(tooMuch)).toMatchObject(refusedForWork);
  });

  test('is refused over a socket', async () => {
    const feed = await anybody.subscribe(tooMuch);
    expect(await feed.hasEnded()).toMatchObject({ errors: [refusedForWork] });
  });

  test('is refused as an event stream', async () => {
    const response = await fetch(`${running.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: tooMuch }),
    });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { errors: Refused[] }).errors).toMatchObject([refusedForWork]);
  });

  test('is refused in a subscription, whose every message would cost as much', async () => {
    const { feed } = await follow('a socket', anybody);
    feed.stop();
    const many = `... on ItemChanged { item { ${deep(2)} } }`;
    const refused = await anybody.subscribe(`subscription { exchange { ${many} } }`);
    expect(await refused.hasEnded()).toMatchObject({ errors: [refusedForWork] });
  });
});

describe('a query with much work that is allowed', () => {
  test('lets others be answered while it runs', async () => {
    const query = { isOver: false };
    const answer = anybody.get(allowed).finally(() => (query.isOver = true));
    let answered = 0;
    for (;;) {
      await (await fetch(`${running.url}/health/live`)).text();
      if (query.isOver) break;
      answered += 1;
    }
    await answer;
    // One turn of the event loop for each of a hundred lists: without turns it is one or two in all.
    expect(answered).toBeGreaterThan(5);
  });

  test('is answered in full', async () => {
    interface Answer {
      items: { edges: { node: { relatedBy?: { item: { id: string } }[] } }[] };
    }
    const { items } = await anybody.get<Answer>(allowed);
    const counts = items.edges.map(({ node }) => node.relatedBy?.length ?? 0);
    expect(counts.filter((count) => count === 10)).toHaveLength(DOCUMENTS - 10);
  });
});

describe('the documents around one', () => {
  const around = (page: string) =>
    `query($id: ID!) { item(id: $id) { ... on Guidance { relations${page} { item { id } } relatedBy${page} { item { id } } } } }`;
  interface Around {
    item: { relations: { item: { id: string } }[]; relatedBy: { item: { id: string } }[] };
  }

  test('are shown by 20, or as many as are asked for', async () => {
    const [first, last] = [ids[0], ids.at(-1)];
    const some = await anybody.get<Around>(around(''), { id: first });
    expect(some.item.relatedBy).toHaveLength(20);
    const all = await anybody.get<Around>(around('(first: 100)'), { id: first });
    expect(all.item.relatedBy).toHaveLength(DOCUMENTS - 1);
    const few = await anybody.get<Around>(around('(first: 2)'), { id: last });
    expect(few.item.relations.map(({ item }) => item.id)).toEqual(ids.slice(0, 2));
  });

  test.each([0, 101])('are not shown by %d', async (first) => {
    const refusal = await anybody.refusal(around(`(first: ${first})`), { id: ids[0] });
    expect(refusal).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'first' } });
  });
});
