import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Workplace } from '../cli/command-line.ts';
import { operation, variablesOf } from '../support/contract.ts';
import { storeEnvironment } from '../support/mongodb.ts';
import { Clock, RunningApp } from '../support/running-app.ts';

const HOUR = 3_600_000;
const PUBLISHERS = 8;
const CHANGES = 320;
/** Answers between one jump of the clock and the next. */
const STEADY = 20;

interface Published {
  publishGuidance: { cursor: string; item: { id: string } };
}
interface Message {
  exchange: { cursor: string; previous: string | null; item: { id: string } };
}

let clock: Clock;
let running: RunningApp;
beforeEach(async () => {
  clock = new Clock('2030-05-01T11:00:00.000Z');
  running = await RunningApp.start({ now: clock.now });
});
afterEach(() => rm(running.directory, { recursive: true, force: true }));

describe('a server whose clock is moved an hour forward and back', () => {
  test(`keeps the order of ${CHANGES} changes: marks grow, the feed follows the positions, the journal verifies`, async () => {
    // Issued while the clock is at its earliest, so that they hold wherever it is moved to.
    const office = await running.client({ organisation: 'ai-office', expiresIn: 8 * 3_600 });
    const feed = await (await running.client(null)).subscribe<Message>(operation('Exchange'));
    const before = running.app.store.head().position;
    const jumps = [HOUR, HOUR, -HOUR, -HOUR, HOUR, -HOUR, 2 * HOUR, -2 * HOUR];
    const answers: { publisher: number; cursor: string; id: string }[] = [];
    const publish = async (publisher: number): Promise<void> => {
      for (let count = 0; count < CHANGES / PUBLISHERS; count += 1) {
        const { publishGuidance } = await office.get<Published>(
          operation('PublishGuidance'),
          variablesOf('PublishGuidance'),
        );
        answers.push({ publisher, cursor: publishGuidance.cursor, id: publishGuidance.item.id });
        if (answers.length % STEADY === 0)
          clock.advance(jumps[(answers.length / STEADY - 1) % jumps.length] ?? 0);
        else clock.advance(1);
      }
    };
    await Promise.all(Array.from({ length: PUBLISHERS }, (_, publisher) => publish(publisher)));

    const headers = [];
    for (let position = before + 1; position <= before + CHANGES; position += 1)
      headers.push(await running.app.store.header(position));
    const marks = headers.map((header) => header?.mark ?? '');
    expect([...new Set(marks)].sort()).toEqual(marks);
    const times = headers.map((header) => Date.parse(header?.at ?? ''));
    const backwards = times.filter((at, index) => at < (times[index - 1] ?? at));
    expect(backwards.length).toBeGreaterThanOrEqual(6);

    const received = (await feed.take(CHANGES)).map(({ exchange }) => exchange);
    const cursors = received.map(({ cursor }) => cursor);
    expect(received.map(({ item }) => item.id)).toEqual(headers.map((header) => header?.itemId));
    expect([...cursors].sort()).toEqual(cursors);
    expect(received.slice(1).map(({ previous }) => previous)).toEqual(cursors.slice(0, -1));
    expect(new Map(received.map(({ cursor, item }) => [cursor, item.id]))).toEqual(
      new Map(answers.map(({ cursor, id }) => [cursor, id])),
    );
    for (let publisher = 0; publisher < PUBLISHERS; publisher += 1) {
      const own = answers.filter((one) => one.publisher === publisher).map(({ cursor }) => cursor);
      expect([...own].sort()).toEqual(own);
    }

    await running.stop({ keep: true });
    const place = new Workplace();
    const { directory } = running;
    const verified = await place.run(['verify'], {
      DATA_DIR: directory,
      ...storeEnvironment(basename(directory)),
    });
    place.remove();
    expect(verified).toMatchObject({ code: 0, err: '' });
  });

  test('judges a token by the clock as it stands', async () => {
    const office = await running.client({ organisation: 'ai-office', expiresIn: 3_600 });
    const codeNow = async (): Promise<string> =>
      (await office.ask('{ viewer { id } }')).errors?.[0]?.extensions.code ?? 'accepted';
    expect(await codeNow()).toBe('accepted');
    clock.advance(HOUR - 1_000);
    expect(await codeNow()).toBe('accepted');
    // No token of this server's own is good for longer than 30 seconds past its end.
    clock.advance(32_000);
    expect(await codeNow()).toBe('UNAUTHENTICATED');
    clock.advance(-HOUR / 2);
    expect(await codeNow()).toBe('accepted');
    // An hour before it was issued.
    clock.advance(-HOUR - HOUR / 2);
    expect(await codeNow()).toBe('UNAUTHENTICATED');
    await running.stop({ keep: true });
  });
});
