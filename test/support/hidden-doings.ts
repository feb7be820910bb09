import { randomUUID } from 'node:crypto';
import type { Client } from './client.ts';
import { command, sound, type Input } from './commands.ts';
import { erase, pairOf } from './erasures.ts';
import type { RunningApp } from './running-app.ts';

/** What there is before anything hidden happens, which those on the outside read in part. */
export interface Public {
  guidance: string;
  finding: string;
  /** Read by all bodies, under originator control. */
  controlled: string;
  case: string;
}

/** Those who act unseen: of Germany and Greece, and those whose items are shown to them alone. */
export interface Inside {
  ecat: readonly [Client, Client];
  office: readonly [Client, Client];
  germany: Client;
  greece: Client;
  authority: readonly [Client, Client];
  administrator: Client;
}

const text = (value: string) => [{ language: 'en', text: value }];
const everyBody = { marking: 'LIMITED', audience: { everyone: true } };
const toTwo = (marking: string) => ({ marking, audience: { memberStates: ['DE', 'EL'] } });

export async function insideOf(running: RunningApp): Promise<Inside> {
  const cleared = (organisation: string) => running.client({ organisation, clearance: 'SENSITIVE' });
  return {
    ecat: await pairOf(running, 'ecat'),
    office: await pairOf(running, 'ai-office'),
    authority: await pairOf(running, 'de-bundesnetzagentur'),
    germany: await cleared('board-de'),
    greece: await cleared('board-el'),
    administrator: await running.client({ organisation: 'ai-office', roles: ['administrator'] }),
  };
}

export async function makePublic({ ecat, office, authority }: Inside): Promise<Public> {
  const made = async (client: Client, name: string, input: Input) =>
    (await command(client, name, input)).item.id;
  const title = text('Quillwort in the open (fictional)');
  const finding = { ...sound.publishFinding.input, articles: ['50'], title };
  return {
    guidance: await made(office[0], 'publishGuidance', { ...sound.publishGuidance.input, title }),
    finding: await made(ecat[0], 'publishFinding', { ...finding, handling: everyBody }),
    controlled: await made(ecat[0], 'publishFinding', {
      ...finding,
      handling: { ...everyBody, audience: { groups: ['AI_BOARD'] }, originatorControlled: true },
    }),
    case: await made(authority[0], 'openCase', { ...sound.openCase.input, title, handling: everyBody }),
  };
}

/** Ids of what is hidden: each doing may add to it, change one, or take one away. */
export interface Hidden {
  /** What others can be done with. */
  standing: string[];
  /** Also what was taken back or erased. */
  ever: string[];
}
type Doing = (inside: Inside, known: Public, hidden: Hidden, number: number) => Promise<void>;

const lastOf = ({ standing }: Hidden): string => standing.at(-1) ?? 'none';

/** Everything that can be done without anybody outside being entitled to know. */
export const doings: Record<string, Doing> = {
  'a finding that takes the place of one in the open': async ({ ecat }, known, hidden, number) => {
    const { item } = await command(ecat[0], 'publishFinding', {
      ...sound.publishFinding.input,
      title: text(`Quillwort ${number} (fictional)`),
      articles: ['50', '5'],
      supersedes: known.finding,
      handling: toTwo(number % 2 === 0 ? 'LIMITED' : 'SENSITIVE'),
    });
    hidden.standing.push(item.id);
    hidden.ever.push(item.id);
  },
  'a draft that relates to guidance in the open': async ({ office }, known, _hidden, number) => {
    await command(office[0], 'draftGuidance', {
      title: text(`Quillwort ${number} (fictional)`),
      relations: [{ type: 'REVISES', itemId: known.guidance }],
      articles: ['50'],
      handling: everyBody,
    });
  },
  'a finding under embargo': async ({ ecat }, _known, hidden) => {
    const { item } = await command(ecat[0], 'publishFinding', {
      ...sound.publishFinding.input,
      title: text('Quillwort to come (fictional)'),
      embargoUntil: '2099-01-01T00:00:00Z',
      handling: everyBody,
    });
    hidden.ever.push(item.id);
  },
  'an alert to two States': async ({ authority }, _known, _hidden, number) => {
    await command(authority[0], 'raiseAlert', {
      ...sound.raiseAlert.input,
      title: text(`Quillwort alert ${number} (fictional)`),
      handling: toTwo('LIMITED'),
    });
  },
  'a case of two States': async ({ authority }) => {
    const { item } = await command(authority[0], 'openCase', {
      ...sound.openCase.input,
      title: text('Quillwort case (fictional)'),
      concernedMemberStates: ['EL'],
      handling: toTwo('LIMITED'),
    });
    await command(authority[0], 'recordCaseStep', { itemId: item.id, name: 'Quillwort heard' });
  },
  'a request to share what is in the open': async ({ germany, ecat }, known, _hidden, number) => {
    const asked = await germany.get<{ shareItem: { request: { id: string } } }>(
      'mutation($input: ShareItemInput!) { shareItem(input: $input) { request { id } } }',
      {
        input: {
          itemId: known.controlled,
          audience: { groups: ['ECAT'], organisations: ['fi-traficom'] },
          reason: 'Quillwort (fictional)',
          idempotencyKey: randomUUID(),
        },
      },
    );
    const requestId = asked.shareItem.request.id;
    if (number % 2 === 0)
      await command(ecat[0], 'answerShareRequest', { requestId, granted: false, reason: 'Quillwort' });
  },
  'a part of what is in the open': async ({ ecat }, known, _hidden, number) => {
    const { item } = await command(ecat[0], 'addAnnex', {
      itemId: number % 2 === 0 ? known.controlled : known.finding,
      title: text(`Quillwort part ${number} (fictional)`),
      containsTradeSecrets: true,
      handling: { marking: 'SENSITIVE', audience: { organisations: ['board-de'] } },
    });
    await command(ecat[0], 'recallItem', { itemId: item.id });
  },
  'access that is taken away and given back': async ({ administrator }, _known, _hidden, number) => {
    const { revokeAccess } = await administrator.get<{ revokeAccess: { revocation: { id: string } } }>(
      'mutation($input: RevokeAccessInput!) { revokeAccess(input: $input) { revocation { id } } }',
      { input: { person: `nobody-${number}@ecat`, reason: 'Quillwort (fictional)' } },
    );
    await administrator.get(
      'mutation($input: RestoreAccessInput!) { restoreAccess(input: $input) { cursor } }',
      { input: { revocationId: revokeAccess.revocation.id, reason: 'Quillwort (fictional)' } },
    );
  },
  'an acknowledgement of what is hidden': async ({ germany }, _known, hidden) => {
    await germany.ask(
      'mutation($input: AcknowledgeItemInput!) { acknowledgeItem(input: $input) { cursor } }',
      {
        input: { itemId: lastOf(hidden) },
      },
    );
  },
  'a narrowed audience, and the confirmation of who lost it': async ({ ecat, greece }, _known, hidden) => {
    const id = lastOf(hidden);
    const { item } = await ecat[0].get<{ item: { revision: number } }>(
      'query($id: ID!) { item(id: $id) { revision } }',
      { id },
    );
    await command(ecat[0], 'changeHandling', {
      itemId: id,
      expectedRevision: item.revision,
      handling: { marking: 'SENSITIVE', audience: { memberStates: ['DE'] } },
    });
    await greece.ask(
      'mutation($input: AcknowledgeWithdrawalInput!) { acknowledgeWithdrawal(input: $input) { cursor } }',
      { input: { itemId: id } },
    );
  },
  'a recall of what is hidden': async ({ ecat }, _known, hidden) => {
    await command(ecat[0], 'recallItem', { itemId: lastOf(hidden) });
    hidden.standing.pop();
  },
  'an erasure of what is hidden': async ({ ecat }, _known, hidden) => {
    await erase(ecat, lastOf(hidden));
    hidden.standing.pop();
  },
  'a legal hold on what is hidden': async ({ office }) => {
    const { item } = await command(office[0], 'raiseAlert', {
      ...sound.raiseAlert.input,
      title: text('Quillwort kept (fictional)'),
      handling: toTwo('LIMITED'),
    });
    await command(office[0], 'placeLegalHold', {
      itemId: item.id,
      basis: 'Case T-1/30 Quillwort (fictional)',
    });
    await command(office[1], 'setRetention', { itemId: item.id, retainUntil: '2099-01-01T00:00:00Z' });
  },
};

/** These need something hidden that stands. */
export const needHidden = [
  'an acknowledgement of what is hidden',
  'a narrowed audience, and the confirmation of who lost it',
  'a recall of what is hidden',
  'an erasure of what is hidden',
];
