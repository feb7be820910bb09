import { holders, meanings, nobodyMay, reading, withheld, type Meaning } from '../access/meanings.ts';
import { actions, grants, type Action, type Grant } from '../access/policy.ts';
import { roles, type Role } from '../reference/vocabulary.ts';

interface Granted {
  role: Role;
  where: Grant['where'];
}
export interface PolicyRow extends Meaning {
  action: Action;
  grantedTo: readonly Granted[];
  /** Why nobody is granted it; null where somebody is. */
  withheld: string | null;
  withheldFrom: readonly Role[];
}

/** The policy as one table: an action in each row, granted and withheld. */
export const policyTable = (): readonly PolicyRow[] =>
  actions.map((action) => {
    const grantedTo = grants
      .filter((grant) => grant.actions.includes(action))
      .map(({ role, where }) => ({ role, where }));
    const withheldFrom = roles.filter((role) => grantedTo.every((granted) => granted.role !== role));
    return { action, ...meanings[action], grantedTo, withheld: withheld[action] ?? null, withheldFrom };
  });

/** Everything that the page says, for machines. */
export const policyData = () => ({
  default: 'refused',
  actions: policyTable(),
  roles: roles.map((role) => ({ role, ...holders[role] })),
  reading,
  nobodyMay,
});

/** Grants with the same condition are told in one breath. */
function inWords(grantedTo: readonly Granted[], mark: string): string {
  const conditions = [...new Set(grantedTo.map(({ where }) => where))];
  return conditions
    .map((where) => {
      const held = grantedTo.filter((granted) => granted.where === where);
      const names = held.map(({ role }) => `${mark}${role}${mark}`).join(', ');
      return where === 'always' ? names : `${names}: ${where}`;
    })
    .join('; ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

const namesOf = (named: readonly string[]): string =>
  named.length === 0 ? 'nothing' : named.map((name) => `\`${name}\``).join(', ');

function byRole(): string {
  const all = policyTable();
  const rows = roles.map((role) => {
    const may = all.filter(({ withheldFrom }) => !withheldFrom.includes(role));
    const { heldBy, note } = holders[role];
    return [`\`${role}\``, heldBy, namesOf(may.map(({ action }) => action)), note];
  });
  return table(['role', 'held by', 'is granted', 'note'], rows);
}

function refusedToRoles(): string {
  const rows = policyTable().map(({ action, withheldFrom, withheld: reason, others }) => [
    `\`${action}\``,
    namesOf(withheldFrom),
    reason ?? others,
  ]);
  return table(['action', 'withheld from', 'because'], rows);
}

/** `docs/policy.md`, byte for byte. */
export const policyMarkdown = (): string =>
  [
    '# Who may do what',
    'Made from `src/access/policy.ts` and `src/access/meanings.ts` by `npm run generate`; `concord policy` prints the ' +
      'same. Articles are those of Regulation (EU) 2024/1689 as amended; the contract is the one with client systems ' +
      'in the Member States.',
    'What is not granted here is refused. Without a token nothing is granted. A token with `auditor` or ' +
      '`administrator` among its roles has the rights of those alone.',
    '## What is granted',
    table(
      ['action', 'is to', 'done to', 'granted to', 'source', 'asked by'],
      policyTable().map(({ action, means, upon, grantedTo, source, askedBy }) => [
        `\`${action}\``,
        means,
        upon,
        grantedTo.length === 0 ? 'nobody' : inWords(grantedTo, '`'),
        source,
        namesOf(askedBy),
      ]),
    ),
    '## What is withheld, and why',
    refusedToRoles(),
    '## Role by role',
    byRole(),
    '## Who reads an item',
    table(
      ['rule', 'source'],
      reading.map(({ rule, source }) => [rule, source]),
    ),
    '## What nobody may, whatever the role',
    table(
      ['nobody may', 'source', 'held by'],
      nobodyMay.map(({ act, source, held }) => [act, source, held]),
    ),
  ]
    .join('\n\n')
    .concat('\n');

const WITHHELD = '.';
const ALWAYS = '+';

/** One column for each role, short enough for any terminal; what the marks mean stands below. */
function matrix(): string {
  const conditions = [...new Set(grants.map(({ where }) => where))].filter((where) => where !== 'always');
  const markOf = (where: Grant['where']): string =>
    where === 'always' ? ALWAYS : String(conditions.indexOf(where) + 1);
  const wide = Math.max(...actions.map(({ length }) => length));
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(wide), ...cells.map((text) => text.padStart(3))].join(' ').trimEnd();
  const rows = policyTable().map(({ action, grantedTo }) =>
    line(
      action,
      roles.map((role) => {
        const granted = grantedTo.find((one) => one.role === role);
        return granted === undefined ? WITHHELD : markOf(granted.where);
      }),
    ),
  );
  const heads = roles.map((role) => role.slice(0, 3));
  return [
    line('', heads),
    ...rows,
    '',
    ...roles.map((role) => `${role.slice(0, 3)}  ${role}, of ${holders[role].heldBy}`),
    `${ALWAYS}    granted`,
    ...conditions.map((where) => `${markOf(where)}    granted ${where}`),
    `${WITHHELD}    withheld`,
  ].join('\n');
}

/** For a terminal: the table, then each action in a paragraph. */
export const policyText = (): string =>
  [
    'What is not granted here is refused.',
    matrix(),
    ...policyTable().map(({ action, means, upon, grantedTo, withheld: reason, others, source }) =>
      [
        action,
        `  is to        ${means}`,
        `  done to      ${upon}`,
        `  granted to   ${grantedTo.length === 0 ? 'nobody' : inWords(grantedTo, '')}`,
        `  others not   ${reason ?? others}`,
        `  source       ${source}`,
      ].join('\n'),
    ),
    ['Who reads an item', ...reading.map(({ rule, source }) => `  ${rule} (${source})`)].join('\n'),
    [
      'What nobody may, whatever the role',
      ...nobodyMay.map(({ act, source }) => `  ${act} (${source})`),
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
