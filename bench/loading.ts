import { join } from 'node:path';
import { changeOfEvent, evolve } from '../src/domain/events.ts';
import { publishGuidance } from '../src/domain/guidance.ts';
import { projectionOf } from '../src/services/projection.ts';
import { openLmdbStore } from '../src/store/lmdb/store.ts';
import type { Append } from '../src/store/port.ts';

const BATCH = 256;
const author = { person: 'bench@ai-office', organisation: 'ai-office' };

function appendOf(number: number): Append {
  const now = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
  const making = { id: `bench-${number}`, houseReference: '', issuer: 'ai-office', author, now };
  const event = publishGuidance(
    {
      title: [{ language: 'en', text: `Measured document ${number} (fictional)` }],
      summary: [
        { language: 'en', text: 'A text as long as the summaries of the register are in the middle.' },
      ],
      references: [`B/${number}`],
      documentDate: '2030-04',
      articles: [String(1 + (number % 113)), '50'],
      handling: {
        marking: 'LIMITED',
        audience: { groups: ['AI_BOARD', 'NATIONAL_AUTHORITIES', 'AI_OFFICE'] },
      },
    },
    making,
  );
  const item = evolve(null, event);
  const change = changeOfEvent(event);
  const projection = projectionOf(item);
  return { at: now, actor: author, event, change, item, projection, idempotency: null };
}

/** Fills a store through its only door, so that the journal and all indexes are what they would be; milliseconds. */
export async function load(directory: string, count: number): Promise<number> {
  const store = await openLmdbStore({ directory: join(directory, 'store') });
  const began = performance.now();
  for (let from = 0; from < count; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => from + index);
    await Promise.all(numbers.map((number) => store.append(appendOf(number))));
  }
  const loading = performance.now() - began;
  await store.close();
  return loading;
}
