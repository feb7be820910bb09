import type { Actor } from '../access/actor.ts';
import { openCase, recordStep, type Case, type CaseInput } from '../domain/casework.ts';
import { checkArticles, checkOrganisation, type Maybe } from '../domain/checks.ts';
import type { Item } from '../domain/items.ts';
import { badInput } from '../errors.ts';
import { findProcedure } from '../reference/procedures.ts';
import type { LanguageCode, MemberStateCode } from '../reference/vocabulary.ts';
import type { Filter } from '../store/port.ts';
import type { Items, Listing, Reader } from './items.ts';
import type { Writer, Written } from './write.ts';

export interface CaseFilterInput {
  procedures?: Maybe<readonly string[]>;
  states?: Maybe<readonly string[]>;
  leads?: Maybe<readonly string[]>;
  articles?: Maybe<readonly string[]>;
  memberStates?: Maybe<readonly MemberStateCode[]>;
}

const isCase = (item: Item): item is Case => item.kind === 'CASE' && item.erasure === null;

function checkCaseFilter(input: Maybe<CaseFilterInput>): Filter {
  const procedures = input?.procedures ?? [];
  if (procedures.some((code) => findProcedure(code) === undefined))
    throw badInput('filter.procedures', 'There is no such procedure.');
  const leads = (input?.leads ?? []).map((id) => checkOrganisation('filter.leads', id));
  const tags = [
    procedures.map((code) => `procedure:${code}`),
    (input?.states ?? []).map((state) => `state:${state}`),
    leads.map((id) => `lead:${id}`),
  ];
  return {
    kinds: ['CASE'],
    articles: checkArticles('filter.articles', input?.articles),
    memberStates: input?.memberStates ?? [],
    tags: tags.filter((group) => group.length > 0),
  };
}

/** Cases: opened, read and carried on step by step. */
export class Casework {
  readonly #items: Items;
  readonly #writer: Writer;

  constructor(items: Items, writer: Writer) {
    this.#items = items;
    this.#writer = writer;
  }

  open(
    actor: Actor | null,
    input: CaseInput & { lead?: Maybe<string>; idempotencyKey?: Maybe<string> },
  ): Promise<Written<Case>> {
    return this.#writer.create(actor, {
      action: 'casework:open',
      kind: 'CASE',
      input,
      issuer: { field: 'lead', id: input.lead },
      decide: (making) => openCase(input, making),
    });
  }

  step(
    actor: Actor | null,
    input: {
      itemId: string;
      name: string;
      summary?: Maybe<readonly { language: LanguageCode; text: string }[]>;
      closes?: Maybe<boolean>;
      expectedRevision?: Maybe<number>;
      idempotencyKey?: Maybe<string>;
    },
  ): Promise<Written<Case>> {
    return this.#writer.change(actor, {
      action: 'casework:step',
      input,
      itemId: input.itemId,
      expectedRevision: input.expectedRevision,
      is: isCase,
      facts: ({ lead, memberStates }) => ({ lead, concernedMemberStates: memberStates }),
      decide: (item, by, now) => recordStep(item, input, { ...by, now }),
    });
  }

  list(
    reader: Reader,
    page: { first?: Maybe<number>; after?: Maybe<string>; filter?: Maybe<CaseFilterInput> },
  ): Promise<Listing> {
    return this.#items.list(reader, page, checkCaseFilter(page.filter));
  }
}
