import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/root.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-build-'));
  await cp(join(root, 'scripts'), join(directory, 'scripts'), { recursive: true });
});
afterEach(() => rm(directory, { recursive: true }));

test.each(['start.mjs', 'concord.mjs', 'build.mjs'])(
  '%s says what to run where nothing is built and the compiler is not installed',
  (script) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(directory, 'scripts', script)], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Concord is not built, and what builds it is not installed; run: npm ci --include=dev && npm run build\n',
    });
  },
);
