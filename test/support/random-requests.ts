import { command, sound } from './commands.ts';
import type { Known, Stage } from './oracle.ts';
import type { RunningApp } from './running-app.ts';

/** An item under originator control with a request to share it, which waits, is granted or is refused. */
export async function askToShare(running: RunningApp, index: number): Promise<readonly Known[]> {
  const marking = index % 2 === 0 ? 'LIMITED' : 'SENSITIVE';
  const [issuer, asking] = ['ecat', index % 4 < 2 ? 'board-de' : 'de-bundesnetzagentur'];
  const [ecat, germany] = await Promise.all(
    [issuer, asking].map((organisation) => running.client({ organisation, clearance: 'SENSITIVE' })),
  );
  const to = (...memberStates: string[]): Stage['handling'] => ({ marking, audience: { memberStates } });
  const made = await command(ecat!, 'publishFinding', {
    ...sound.publishFinding.input,
    title: [{ language: 'en', text: `Probe ${index} under control (fictional)` }],
    handling: { ...to('DE', 'EL'), originatorControlled: true },
  });
  const stage = {
    cursor: made.cursor,
    revision: 1,
    handling: to('DE', 'EL'),
    standing: 'PUBLISHED',
  } as const;
  const item: Known = { id: made.item.id, kind: 'FINDING', issuer, articles: [], stages: [stage] };
  const part = await command(ecat!, 'addAnnex', {
    itemId: item.id,
    title: [{ language: 'en', text: `Probe part ${index} (fictional)` }],
    handling: to('DE'),
  });
  const partStage: Stage = { ...stage, cursor: part.cursor, handling: to('DE') };
  const annex: Known = { ...item, id: part.item.id, kind: 'ANNEX', stages: [partStage] };
  const { shareItem } = await germany!.get<{ shareItem: { cursor: string; request: { id: string } } }>(
    'mutation($input: ShareItemInput!) { shareItem(input: $input) { cursor request { id } } }',
    { input: { itemId: item.id, audience: { memberStates: ['FR'] }, reason: 'Probe (fictional)' } },
  );
  const first: Stage = {
    ...stage,
    cursor: shareItem.cursor,
    handling: { marking, audience: { organisations: [issuer] } },
  };
  const { id } = shareItem.request;
  const request: Known = {
    id,
    kind: 'SHARE_REQUEST',
    issuer: asking,
    articles: [],
    stages: [first],
    about: item.id,
  };
  const both = [item, annex, request];
  if (index % 3 === 0) return both;
  const granted = index % 3 === 1;
  const answer = { requestId: id, granted, reason: 'Probe (fictional)' };
  const { cursor } = await command(ecat!, 'answerShareRequest', answer);
  request.stages.push({ ...first, cursor, revision: 2 });
  if (!granted) return both;
  const { item: shown } = await ecat!.get<{ item: { history: { cursor: string; change: string }[] } }>(
    'query($id: ID!) { item(id: $id) { history { cursor change } } }',
    { id: item.id },
  );
  const shared = shown.history.find(({ change }) => change === 'SHARED')!;
  item.stages.push({ ...stage, cursor: shared.cursor, revision: 2, handling: to('DE', 'EL', 'FR') });
  return both;
}
