import type { HandlingInput } from '../src/domain/checks.ts';
import { changeOfEvent, evolve } from '../src/domain/events.ts';
import { publishGuidance } from '../src/domain/guidance.ts';
import { itemKinds, memberStateCodes, type Group } from '../src/reference/vocabulary.ts';
import { projectionOf } from '../src/services/projection.ts';
import type { Append } from '../src/store/port.ts';

const WORDS = 20_000;
const groups: readonly Group[] = [
  'AI_BOARD',
  'NATIONAL_AUTHORITIES',
  'AI_OFFICE',
  'ECAT',
  'SCIENTIFIC_PANEL',
  'ADVISORY_FORUM',
];
const issuers = ['ai-office', 'ecat', 'board-secretariat'];
const author = { person: 'bench@ai-office', organisation: 'ai-office' };

/** The same numbers for the same seed, between 0 and 1. */
export function randomOf(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables = ['ta', 'ren', 'mo', 'lis', 'ka', 'dor', 'vi', 'sun', 'pe', 'gra', 'tra', 'ni', 'bol', 'fe'];

const wordAt = (index: number): string => {
  let word = '';
  for (let rest = index + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length] ?? '';
  return word;
};

/** Words by their frequency, as in a language: the first is as frequent as the ten after the tenth together. */
const someWords = (random: () => number, count: number): string =>
  Array.from({ length: count }, () => wordAt(Math.floor(WORDS ** random()))).join(' ');

const SETS = 100;

/** A third is public; the rest goes to one of some hundreds of sets of about seven readers: five keys an item. */
function handlingOf(random: () => number): HandlingInput {
  if (random() < 0.3) return { marking: 'PUBLIC', audience: { everyone: true } };
  if (random() < 0.001) return { marking: 'LIMITED', audience: { organisations: ['ecat'] } };
  const set = Math.floor(random() * SETS);
  return {
    marking: set % 4 === 0 ? 'SENSITIVE' : 'LIMITED',
    audience: {
      groups: groups.filter((_, index) => index === set % 6 || index === set % 5),
      memberStates: memberStateCodes.filter((_, index) => (index * 7 + set) % 27 < set % 9),
    },
  };
}

/** What is made of the number in a store that is to hold `count` items. */
export function scaledAppend(number: number, count: number): Append {
  const random = randomOf(number);
  const now = new Date(Date.UTC(2020, 0, 1) + number * 60_000).toISOString();
  const issuer = issuers[Math.floor(random() ** 2 * 3)] ?? 'ai-office';
  const making = { id: `scaled-${number}`, houseReference: `S-${number}`, issuer, author, now };
  const known = [
    random() < 0.3 ? 'transparency' : '',
    random() < 0.3 ? 'recognition' : '',
    random() < 0.001 ? 'quokka' : '',
    number % Math.floor(count / 20) === 7 ? 'zebrafish' : '',
  ].join(' ');
  const event = publishGuidance(
    {
      title: [{ language: 'en', text: `${someWords(random, 6)} ${known}` }],
      summary: [{ language: 'en', text: someWords(random, 25) }],
      references: [`B/${number}`],
      documentDate: '2030-04',
      articles: [random() < 0.1 ? '50' : '5', String(1 + Math.floor(113 * random() ** 2))],
      handling: handlingOf(random),
    },
    making,
  );
  const item = evolve(null, event);
  // Only the store is measured: for it a kind is a word in the projection.
  const kind = itemKinds[Math.floor(5 * random() ** 2)] ?? 'GUIDANCE';
  const projection = { ...projectionOf(item), kind };
  return { at: now, actor: author, event, change: changeOfEvent(event), item, projection, idempotency: null };
}
