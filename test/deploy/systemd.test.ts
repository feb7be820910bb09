import { afterAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/root.ts';

const directory = mkdtempSync(join(tmpdir(), 'concord-systemd-'));
const unit = join(directory, 'concord.service');
// Not every machine has its Node where Debian puts it.
const text = readFileSync(join(root, 'deploy/systemd/concord.service'), 'utf8');
writeFileSync(unit, text.replace('/usr/bin/node', process.execPath));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function analyze(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, unit], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describe('the unit of systemd', () => {
  test('is understood without a complaint', () => {
    expect(analyze('verify')).toEqual({ status: 0, output: '' });
  });

  test('gives the server little to break out with', () => {
    // Out of 100; a unit without any of it has 96.
    expect(analyze('security', '--offline=true', '--threshold=20')).toMatchObject({ status: 0 });
  });

  test('does not forbid what V8 needs', () => {
    expect(text).not.toMatch(/^MemoryDenyWriteExecute/m);
  });
});
