import { refusalCodes } from '../../src/errors.ts';
import { MARKER } from './generator.ts';
import type { Outcome } from './sending.ts';
import { INSIDE } from './threat.ts';

interface Answer {
  data?: unknown;
  errors?: { message?: unknown; path?: unknown; locations?: unknown; extensions?: { code?: unknown } }[];
}

const LONGEST_REFUSAL = 2_048;
const codes: readonly unknown[] = refusalCodes;
/** Ends that a client may bring about; 1011 and 4500 would be the server's own fault. */
const closings = [1000, 1002, 1003, 1005, 1007, 1009, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4429];

function answerOf(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return null;
  }
}

/** The codes of a whole refusal: nothing of it was executed. Null for anything else. */
export function refusalOf({ text }: Outcome): string | null {
  const answer = answerOf(text);
  if (answer?.errors === undefined || answer.data !== undefined) return null;
  return answer.errors.map(({ extensions }) => String(extensions?.code)).join();
}

/** How an operation that was executed ended. */
export function endOf({ text }: Outcome): string {
  const code = answerOf(text)?.errors?.[0]?.extensions?.code;
  return typeof code === 'string' ? code : 'OK';
}

function faultsOfAnswer(answer: Answer, text: string): string[] {
  const faults: string[] = [];
  const { data, errors = [] } = answer;
  if (data === undefined && errors.length === 0) faults.push('neither data nor errors');
  for (const { extensions } of errors) {
    if (!codes.includes(extensions?.code)) faults.push('no code of the list');
    if (extensions?.code === 'INTERNAL') faults.push('INTERNAL');
  }
  // The path of an error holds names that the client gave its own fields.
  const said = JSON.stringify(errors.map((error) => ({ ...error, path: undefined })));
  if (INSIDE.test(said)) faults.push('shows the inside');
  if (said.toLowerCase().includes(MARKER.toLowerCase())) faults.push('quotes what was sent');
  if (data === undefined && Buffer.byteLength(text) > LONGEST_REFUSAL) faults.push('a long refusal');
  return faults;
}

/** What is wrong with an outcome, whatever was sent; empty where nothing is. */
export function faultsOf(outcome: Outcome, isWhole: boolean): string[] {
  const { status, type, text, closed } = outcome;
  if (closed !== undefined) {
    const faults = closings.includes(closed) ? [] : [`closed with ${closed}`];
    return INSIDE.test(text) || text.includes(MARKER) ? [...faults, 'tells in closing'] : faults;
  }
  if (status >= 500) return [`status ${status}`];
  if (status === 0 && text === '') return isWhole ? ['no answer'] : [];
  if (type.startsWith('text/event-stream') || (status > 0 && status < 300 && !type.includes('json')))
    return [];
  const answer = answerOf(text);
  if (answer === null) return ['no JSON'];
  // A message of the protocol on a socket, with a result or refusals in it, or with nothing.
  if ('type' in answer) {
    const { type: kind, payload } = answer as { type: string; payload?: unknown };
    if (kind === 'error') return faultsOfAnswer({ errors: payload as NonNullable<Answer['errors']> }, text);
    return kind === 'next' ? faultsOfAnswer(payload as Answer, text) : [];
  }
  return faultsOfAnswer(answer, text);
}
