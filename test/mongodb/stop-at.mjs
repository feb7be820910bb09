// A server that stops dead at a step of the appends after its first; run by healing.test.ts over the built product.
import { randomUUID } from 'node:crypto';
import { evolve, changeOfEvent } from '../../dist/src/domain/events.js';
import { publishGuidance } from '../../dist/src/domain/guidance.js';
import { projectionOf } from '../../dist/src/services/projection.js';
import { openMongodbStore } from '../../dist/src/store/mongodb/store.js';

const [uri, step, together, erases] = process.argv.slice(2);
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
const before = await store.append(append('before'));
process.stdout.write(`answered ${randomUUID()}\n`);
isArmed = true;
function erasing(state) {
  const second = { ...actor, person: 'second-officer@ai-office' };
  const reason = 'The procedure has ended (fictional)';
  const event = {
    type: 'ItemErased',
    data: { ground: 'NO_LONGER_NEEDED', reason, by: [actor, second], at: now },
  };
  const item = evolve(state, event);
  const change = changeOfEvent(event);
  return { at: now, actor, event, change, item, projection: projectionOf(item), idempotency: null };
}

if (erases === 'erases') await store.append(erasing(before.content.state));
await Promise.all(
  Array.from({ length: Number(together) }, (_, index) => store.append(append(`after-${index}`))),
);
