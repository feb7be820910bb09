import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { drill } from '../support/drill.ts';
import { emptyDirectory, ensureBuilt } from '../support/server-process.ts';

let directory: string;
beforeAll(async () => {
  await ensureBuilt();
  directory = await emptyDirectory();
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('the drill with an embedded store', () => {
  test('brings back what the copy holds, and shows what it lacks', async () => {
    const KEYS_DIR = join(directory, 'keys');
    await drill({
      before: { KEYS_DIR, DATA_DIR: join(directory, 'before') },
      after: { KEYS_DIR, DATA_DIR: join(directory, 'after') },
      elsewhere: directory,
    });
  });
});
