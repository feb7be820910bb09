import type { Terminal } from './terminal.ts';

const INTERVAL_MS = 2_000;

const figure = (value: number): string => value.toLocaleString('en-GB');

export const commitsText = (count: number): string => `${figure(count)} ${count === 1 ? 'entry' : 'entries'}`;

/** Tells on stderr how far a long command is, now and then. */
export function progressOf({ err }: Terminal, doing: string, total?: number) {
  let due = Date.now() + INTERVAL_MS;
  return (position: number): void => {
    if (Date.now() < due) return;
    due = Date.now() + INTERVAL_MS;
    err(`${doing}: ${figure(position)}${total === undefined ? '' : ` of ${figure(total)}`}\n`);
  };
}
