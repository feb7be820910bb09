import type { Actor } from '../access/actor.ts';
import { DomainError } from '../errors.ts';
import { articles, type Article } from '../reference/articles.ts';
import { languages, type Language } from '../reference/languages.ts';
import { memberStates, type MemberState } from '../reference/member-states.ts';
import { findOrganisation, organisations, type Organisation } from '../reference/organisations.ts';
import { findProcedure, procedures, type Procedure } from '../reference/procedures.ts';

/** Who takes part, and the reference lists that everybody shares. */
export class Directory {
  readonly organisations: readonly Organisation[] = organisations;
  readonly memberStates: readonly MemberState[] = memberStates;
  readonly languages: readonly Language[] = languages;
  readonly articles: readonly Article[] = articles;
  readonly procedures: readonly Procedure[] = procedures;

  viewer(actor: Actor | null): Actor {
    if (actor === null) throw new DomainError('UNAUTHENTICATED', 'This needs a token.');
    return actor;
  }

  find(id: string | null): Organisation | null {
    return id === null ? null : (findOrganisation(id) ?? null);
  }

  /** The organisation behind an id that a commit holds; such ids were checked when they came in. */
  get(id: string): Organisation {
    const organisation = findOrganisation(id);
    if (organisation === undefined) throw new Error('An item names an organisation the directory lacks.');
    return organisation;
  }

  procedure(code: string): Procedure {
    const procedure = findProcedure(code);
    if (procedure === undefined) throw new Error('A case names a procedure the reference data lacks.');
    return procedure;
  }
}
