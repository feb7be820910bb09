import { expect } from '@jest/globals';
import type { Client } from './client.ts';
import { command, refused, sound, type Answer, type Input, type Making } from './commands.ts';
import type { As, RunningApp } from './running-app.ts';

/** A word that stands in every text of `erasable` items and in nothing else. */
export const WORD = 'Quillwort';
/** What no answer may hold once the content is erased. */
export const TRACES = /quillwort/i;

const text = [{ language: 'en', text: `${WORD} (fictional)` }];

/** Input for each kind of item in which every text that a client gives holds the word. */
export const erasable: Record<Making, { by: string; input: Record<string, unknown> }> = {
  publishGuidance: {
    by: 'ai-office',
    input: {
      ...sound.publishGuidance.input,
      title: text,
      summary: text,
      author: WORD,
      references: [`C(2030) ${WORD}`],
      documentUrl: `https://example.eu/${WORD}`,
      articles: ['50'],
    },
  },
  publishFinding: {
    by: 'ecat',
    input: {
      ...sound.publishFinding.input,
      title: text,
      summary: text,
      subject: { provider: WORD, model: WORD, version: '1' },
      method: { name: WORD, parameters: { name: WORD } },
      legalBasis: WORD,
      articles: ['50'],
    },
  },
  raiseAlert: {
    by: 'fi-traficom',
    input: {
      ...sound.raiseAlert.input,
      title: text,
      summary: text,
      affected: WORD,
      followUpOwed: text,
      articles: ['50'],
    },
  },
  openCase: {
    by: 'fi-traficom',
    input: { ...sound.openCase.input, title: text, summary: text, articles: ['50'] },
  },
  publishOpinion: {
    by: 'board-secretariat',
    input: {
      ...sound.publishOpinion.input,
      title: text,
      summary: text,
      legalBasis: WORD,
      references: [WORD],
      articles: ['50'],
    },
  },
};

export const why = { ground: 'NO_LONGER_NEEDED', reason: 'The procedure has ended (fictional).' };

/** Two persons of one organisation. */
export async function pairOf(
  running: RunningApp,
  organisation: string,
  clearance: As['clearance'] = 'SENSITIVE',
): Promise<readonly [Client, Client]> {
  const client = (name: string) =>
    running.client({ organisation, clearance, person: `${name}@${organisation}` });
  return [await client('anna'), await client('bert')];
}

/** One person requests, another confirms. */
export async function erase(
  [one, other]: readonly [Client, Client],
  itemId: string,
): Promise<{ requested: Answer; confirmed: Answer }> {
  const requested = await command(one, 'requestErasure', { itemId, ...why });
  const expectedRevision = requested.item.revision;
  return { requested, confirmed: await command(other, 'confirmErasure', { itemId, expectedRevision }) };
}

export const read = async (client: Client, id: string, fields: string): Promise<unknown> =>
  (await client.get<{ item: unknown }>(`query($id: ID!) { item(id: $id) { ${fields} } }`, { id })).item;

export const keeping =
  'retainUntil erasureRequest { ground reason at requestedBy { id organisation { id } } confirmedBy { id } } ' +
  'legalHolds { number organisation { id } basis at }';
export const erased =
  '__typename ... on ErasedItem { erasure { ground reason at by { id organisation { id } } } }';

export type Refusing = (
  client: Client,
  asked: [name: string, input: Input],
  refusal: [code: string, field?: string],
) => Promise<void>;

/** Expects the refusal, and that nothing is written for it. */
export const refusing =
  (running: () => RunningApp): Refusing =>
  async (client, [name, input], [code, field]) => {
    const { store } = running().app;
    const before = store.head();
    const { message, extensions } = await refused(client, name, input);
    expect([name, extensions]).toEqual([name, field === undefined ? { code } : { code, field }]);
    expect(message).not.toContain(WORD);
    expect(store.head()).toEqual(before);
  };
