import type { Client, Refused } from './client.ts';

export type Input = Record<string, unknown>;

/** What every test of a command looks at; `fields` adds to it. */
export interface Answer {
  cursor: string;
  item: { id: string; revision: number } & Record<string, unknown>;
}

const inputTypes: Record<string, string> = {
  draftGuidance: 'PublishGuidanceInput',
  draftGuidanceCorrection: 'CorrectGuidanceInput',
  publishGuidanceCorrection: 'PublishGuidanceDraftInput',
};
const inputType = (name: string): string =>
  inputTypes[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;

/** The document of a mutation that answers with `cursor` and an item. */
export const commandText = (name: string, fields = ''): string =>
  `mutation($input: ${inputType(name)}!) { ${name}(input: $input) { cursor ${
    name === 'recallItem' ? 'itemId' : `item { id revision ${fields} }`
  } } }`;

export async function command(client: Client, name: string, input: Input, fields = ''): Promise<Answer> {
  const data = await client.get<Record<string, Answer>>(commandText(name, fields), { input });
  const answer = data[name];
  if (answer === undefined) throw new Error(`no answer to ${name}`);
  return answer;
}

export const refused = (client: Client, name: string, input: Input): Promise<Refused> =>
  client.refusal(commandText(name), { input });

const english = (text: string) => [{ language: 'en', text }];
const toBoard = {
  marking: 'LIMITED',
  audience: { groups: ['AI_BOARD', 'AI_OFFICE', 'NATIONAL_AUTHORITIES'] },
};

/** A sound input for each command that makes an item, and the organisation that may give it. */
export const sound = {
  publishGuidance: {
    by: 'ai-office',
    input: {
      title: english('Guidelines (fictional)'),
      references: ['C(2030) 1 (fictional)'],
      documentDate: '2030-04-01',
      handling: { marking: 'PUBLIC', audience: { everyone: true } },
    },
  },
  publishFinding: {
    by: 'ecat',
    input: {
      title: english('Finding (fictional)'),
      subject: { provider: 'Example Provider (fictional)', model: 'Example-1', version: '1.2.0' },
      method: { name: 'Counterfactual audit' },
      severity: 'HIGH',
      legalBasis: 'Regulation (EU) 2022/2065, Article 27',
      handling: toBoard,
    },
  },
  raiseAlert: {
    by: 'fi-traficom',
    input: { title: english('Outage (fictional)'), urgency: 'EMERGENCY', handling: toBoard },
  },
  openCase: {
    by: 'fi-traficom',
    input: {
      procedure: 'ART_79_5_PROVISIONAL_MEASURE',
      title: english('Prohibited practice (fictional)'),
      handling: toBoard,
    },
  },
  publishOpinion: {
    by: 'board-secretariat',
    input: {
      title: english('Opinion (fictional)'),
      legalBasis: 'Article 66(e)',
      references: ['AIB/2030/7 (fictional)'],
      adoptedOn: '2030-04',
      handling: toBoard,
    },
  },
} as const satisfies Record<string, { by: string; input: Input }>;

export type Making = keyof typeof sound;
