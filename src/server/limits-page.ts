import { closings, limits, memoryLimits, timeLimits } from './limits.ts';

type Row = readonly string[];

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

function timeOf(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ];
  const [size, unit] = units.find(([one]) => ms % one === 0) ?? [1, 'ms'];
  return `${ms / size} ${unit}`;
}

function amountOf(name: string, most: number): string {
  if (/ms$/i.test(name)) return timeOf(most);
  return /bytes|body$/i.test(name) && most % 1024 === 0 ? `${grouped(most / 1024)} KiB` : grouped(most);
}

function tableOf(head: Row, rows: readonly Row[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: Row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const withName = <One extends { most: number }>(
  of: Readonly<Record<string, One>>,
  cells: (one: One, name: string) => Row,
): readonly Row[] => Object.entries(of).map(([name, one]) => [`\`${name}\``, ...cells(one, name)]);

/** Every limit of the server in the words of its table; what `docs/limits.md` holds. */
export const limitsMarkdown = (): string => `# Limits

Made from \`src/server/limits.ts\` by \`npm run generate\`; a change is made there. \`test/server/each-limit.test.ts\` and
\`test/server/socket-ends.test.ts\` go up to each of the first two tables and one over it. What a field of an item may hold is
said at the field in the schema.

## Refused, with the name in \`extensions.limit\`

"Caller" is a person acting for an organisation, or without a token a network. Numbers of a caller are for each server.

${tableOf(
  ['limit', 'most', 'code', 'what is told', 'why'],
  withName(limits, ({ most, code, refusal, reason }, name) => [
    amountOf(name, most),
    `\`${code}\``,
    refusal,
    reason,
  ]),
)}

\`pageSize\` is checked with the other arguments, and names its argument in \`extensions.field\`.

## Closed, with the reason in the close frame

Clients of graphql-ws connect again after 4408, and resume.

${tableOf(
  ['limit', 'most', 'code', 'reason that is told', 'why'],
  withName(closings, ({ most, close, refusal, reason }, name) => [
    amountOf(name, most),
    String(close),
    refusal,
    reason,
  ]),
)}

## Times

${tableOf(
  ['time', 'most', 'why'],
  withName(timeLimits, ({ most, reason }) => [timeOf(most), reason]),
)}

## Memory

${tableOf(
  ['bound', 'most', 'why'],
  withName(memoryLimits, ({ most, reason }, name) => [amountOf(name, most), reason]),
)}
`;
