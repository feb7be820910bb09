import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rolesOfKind } from '../../src/access/actor.ts';
import { meanings } from '../../src/access/meanings.ts';
import { actions, grants } from '../../src/access/policy.ts';
import { organisations } from '../../src/reference/organisations.ts';
import { roles, type Role } from '../../src/reference/vocabulary.ts';
import { buildSchema } from '../../src/schema.ts';
import type { Client } from '../support/client.ts';
import { root } from '../support/root.ts';
import { RunningApp } from '../support/running-app.ts';
import { mutationsOf, queriesOf } from '../support/sound-input.ts';

const mutations = mutationsOf(buildSchema(root));
const askedBy = (name: string) => actions.filter((action) => meanings[action].askedBy.includes(name));

/** An organisation whose people can hold the role. */
function homeOf(role: Role): string {
  const home = organisations.find(({ kind }) => rolesOfKind(kind).includes(role));
  if (home === undefined) throw new Error(`nobody can be ${role}`);
  return home.id;
}

const isGranted = (role: Role, name: string): boolean =>
  grants.some(
    (grant) => grant.role === role && askedBy(name).some((action) => grant.actions.includes(action)),
  );

describe('every mutation of the schema, and each query that the table names,', () => {
  let running: RunningApp;
  let nobody: Client;
  const holding = new Map<Role, Client>();
  beforeAll(async () => {
    running = await RunningApp.start();
    nobody = await running.client(null);
    for (const role of roles)
      holding.set(role, await running.client({ organisation: homeOf(role), roles: [role] }));
  });
  afterAll(() => running.stop());

  test('stands in the table under one action, and no other field does but queries', () => {
    const named = mutations.map(({ name }) => [name, askedBy(name).length]);
    expect(named).toEqual(mutations.map(({ name }) => [name, 1]));
    const queries = Object.keys(buildSchema(root).getQueryType()?.getFields() ?? {});
    const unknown = actions
      .flatMap((action) => meanings[action].askedBy)
      .filter((name) => !queries.includes(name) && mutations.every((mutation) => mutation.name !== name));
    expect(unknown).toEqual([]);
  });

  test.each(mutations)('$name is UNAUTHENTICATED without a token', async ({ text, input }) => {
    const before = running.app.store.head();
    expect((await nobody.refusal(text, { input })).extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(running.app.store.head()).toEqual(before);
  });

  const refusedTo = mutations.flatMap((mutation) =>
    roles.filter((role) => !isGranted(role, mutation.name)).map((role) => ({ ...mutation, role })),
  );
  test.each(refusedTo)('$name is FORBIDDEN to $role', async ({ role, text, input }) => {
    const before = running.app.store.head();
    expect((await holding.get(role)!.refusal(text, { input })).extensions).toEqual({ code: 'FORBIDDEN' });
    expect(running.app.store.head()).toEqual(before);
  });

  const grantedTo = mutations.flatMap((mutation) =>
    roles.filter((role) => isGranted(role, mutation.name)).map((role) => ({ ...mutation, role })),
  );
  test.each(grantedTo)(
    '$name is not refused to $role for the role',
    async ({ role, text, input, namesItem }) => {
      const { errors = [] } = await holding.get(role)!.ask(text, { input });
      const codes = errors.map(({ extensions }) => extensions.code);
      if (namesItem) expect(codes).toEqual(['NOT_FOUND']);
      else expect(codes.filter((code) => code === 'FORBIDDEN' || code === 'UNAUTHENTICATED')).toEqual([]);
    },
  );

  const inNames = grantedTo.flatMap((mutation) =>
    mutation.actsFor === null ? [] : [{ ...mutation, field: mutation.actsFor }],
  );
  test.each(inNames)('$name is FORBIDDEN to $role in the name of another organisation', async (asked) => {
    const { role, text, field } = asked;
    const other = organisations.find(({ id }) => id !== homeOf(role))!.id;
    const before = running.app.store.head();
    const { extensions } = await holding
      .get(role)!
      .refusal(text, { input: { ...asked.input, [field]: other } });
    expect(extensions).toEqual({ code: 'FORBIDDEN', field });
    expect(running.app.store.head()).toEqual(before);
  });

  test('that makes an item may name whom it is for, and is asked about it', () => {
    expect(inNames.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'publishGuidance',
        'publishFinding',
        'raiseAlert',
        'openCase',
        'publishOpinion',
      ]),
    );
  });

  const queries = queriesOf(buildSchema(root)).filter(({ name }) => askedBy(name).length > 0);
  test.each(queries)(
    '(as the query $name) is UNAUTHENTICATED without a token',
    async ({ text, variables }) => {
      expect((await nobody.refusal(text, variables)).extensions).toEqual({ code: 'UNAUTHENTICATED' });
    },
  );

  // The head of the journal is shown to others as it was last signed.
  const refusing = queries.filter(({ name }) => name !== 'journalHead');
  const unasked = refusing.flatMap((query) =>
    roles.filter((role) => !isGranted(role, query.name)).map((role) => ({ ...query, role })),
  );
  test.each(unasked)('(as the query $name) is FORBIDDEN to $role', async ({ role, text, variables }) => {
    expect((await holding.get(role)!.refusal(text, variables)).extensions).toEqual({ code: 'FORBIDDEN' });
  });
});
