import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { drill } from '../support/drill.ts';
import { emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { newDatabase } from './databases.ts';

let directory: string;
beforeAll(async () => {
  await ensureBuilt();
  directory = await emptyDirectory();
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('the drill with a database', () => {
  test('brings back what the copy holds, and shows what it lacks', async () => {
    const own = { KEYS_DIR: join(directory, 'keys'), DATA_DIR: join(directory, 'data') };
    await drill({
      before: { ...own, MONGODB_URI: newDatabase() },
      after: { ...own, MONGODB_URI: newDatabase() },
      elsewhere: directory,
    });
  });
});
