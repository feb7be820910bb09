// A server that stops dead at a step of its second append; run by healing.test.ts over the built product.
import { randomUUID } from 'node:crypto';
import { evolve, changeOfEvent } from '../../dist/src/domain/events.js';
import { publishGuidance } from '../../dist/src/domain/guidance.js';
import { projectionOf } from '../../dist/src/services/projection.js';
import { openMongodbStore } from '../../dist/src/store/mongodb/store.js';

const [uri, step, together] = process.argv.slice(2);
const now = '2030-05-01T12:00:00.000Z';
const actor = { person: 'office-officer@ai-office', organisation: 'ai-office' };

function append(key) {
  const event = publishGuidance(
    {
      title: [{ language: 'en', text: `Guidelines ${key} (fictional)` }],
      references: ['F/1'],
      documentDate: '2030-04',
      handling: { marking: 'PUBLIC', audience: { everyone: true } },
    },
    { id: `item-${key}`, houseReference: key, issuer: 'ai-office', author: actor, now },
  );
  const item = evolve(null, event);
  const idempotency = { key, input: 'a' };
  return {
    at: now,
    actor,
    event,
    change: changeOfEvent(event),
    item,
    projection: projectionOf(item),
    idempotency,
  };
}

let isArmed = false;
const store = await openMongodbStore({
  uri,
  project: projectionOf,
  onStep: (reached) => {
    if (isArmed && reached === step) process.kill(process.pid, 'SIGKILL');
  },
});
await store.append(append('before'));
process.stdout.write(`answered ${randomUUID()}\n`);
isArmed = true;
await Promise.all(
  Array.from({ length: Number(together) }, (_, index) => store.append(append(`after-${index}`))),
);
