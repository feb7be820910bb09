import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KeysUnusable, loadKeys, readCheckpointKey } from '../../src/identity/keys.ts';

let root = '';
let keys = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'concord-keys-'));
  keys = join(root, 'data', 'keys');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const file = (name: string): string => join(keys, name);

describe('the keys of an installation', () => {
  test('are made on first use, for their owner alone', async () => {
    await loadKeys(keys);
    expect(modeOf(keys)).toBe('700');
    expect(readdirSync(keys).sort()).toEqual([
      'checkpoint-public.jwk',
      'checkpoint-signing.jwk',
      'token-signing.jwk',
    ]);
    expect(modeOf(file('token-signing.jwk'))).toBe('600');
    expect(modeOf(file('checkpoint-signing.jwk'))).toBe('600');
  });

  test('are the same ones at the next start', async () => {
    const first = await loadKeys(keys);
    const second = await loadKeys(keys);
    expect(second.token.kid).toBe(first.token.kid);
    expect(second.checkpoint.kid).toBe(first.checkpoint.kid);
    expect(first.token.kid).not.toBe(first.checkpoint.kid);
  });

  test('are agreed upon by all who start at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 16 }, () => loadKeys(keys)));
    expect(new Set(all.map(({ token }) => token.kid)).size).toBe(1);
    expect(new Set(all.map(({ checkpoint }) => checkpoint.kid)).size).toBe(1);
    expect(readdirSync(keys)).toHaveLength(3);
  });

  test('have a public half for auditors that holds nothing private', async () => {
    const { checkpoint } = await loadKeys(keys);
    expect(readFileSync(file('checkpoint-public.jwk'), 'utf8')).not.toContain('"d"');
    const { kid, publicKey } = await readCheckpointKey(keys);
    expect(kid).toBe(checkpoint.kid);
    expect(publicKey.equals(checkpoint.publicKey)).toBe(true);
  });

  test('get their public half back when it was deleted', async () => {
    const { checkpoint } = await loadKeys(keys);
    rmSync(file('checkpoint-public.jwk'));
    await loadKeys(keys);
    expect((await readCheckpointKey(keys)).kid).toBe(checkpoint.kid);
  });
});

describe('keys that cannot be trusted', () => {
  const refused = async (): Promise<string> => {
    const error: unknown = await loadKeys(keys).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KeysUnusable);
    return (error as KeysUnusable).message;
  };

  test('are refused where others may read them', async () => {
    await loadKeys(keys);
    chmodSync(file('token-signing.jwk'), 0o640);
    expect(await refused()).toMatch(/chmod 600/);
  });

  test('are refused where others may put files beside them', async () => {
    await loadKeys(keys);
    chmodSync(keys, 0o770);
    expect(await refused()).toMatch(/chmod 700/);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'c2VjcmV0'],
    ['another kind of key', '{"kty":"RSA","n":"c2VjcmV0","e":"AQAB"}'],
    ['half a key', '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'],
    ['a text', '"c2VjcmV0"'],
  ])('are refused with %s in the file, without showing it', async (_what, text) => {
    await loadKeys(keys);
    writeFileSync(file('token-signing.jwk'), text);
    const message = await refused();
    expect(message).toMatch(/not an Ed25519 key/);
    expect(message).not.toContain('c2VjcmV0');
  });

  test('are refused when the two halves come from different keys', async () => {
    await loadKeys(keys);
    const token = JSON.parse(readFileSync(file('token-signing.jwk'), 'utf8')) as { x: string };
    const other = JSON.parse(readFileSync(file('checkpoint-signing.jwk'), 'utf8')) as { x: string };
    writeFileSync(file('token-signing.jwk'), JSON.stringify({ ...token, x: other.x }));
    expect(await refused()).toMatch(/do not belong together/);
  });

  test('are refused when the public half was exchanged', async () => {
    await loadKeys(keys);
    writeFileSync(file('checkpoint-public.jwk'), readFileSync(file('token-signing.jwk')));
    expect(await refused()).toMatch(/not the public half/);
  });

  test('are refused where the directory is a file', async () => {
    writeFileSync(join(root, 'data'), '');
    expect(await refused()).toMatch(/Cannot use the key directory .* \(ENOTDIR\)/);
  });

  test('are not made by who only reads the public half', async () => {
    await expect(readCheckpointKey(keys)).rejects.toThrow(KeysUnusable);
    expect(() => statSync(keys)).toThrow();
  });
});

test('a key file can be read by other tools as a JWK', async () => {
  const { token } = await loadKeys(keys);
  const script = `const k = JSON.parse(require('fs').readFileSync(process.argv[1]));
    console.log(require('crypto').createPrivateKey({ key: k, format: 'jwk' }).asymmetricKeyType);`;
  const output = execFileSync(process.execPath, ['-e', script, file('token-signing.jwk')], {
    encoding: 'utf8',
  });
  expect(output.trim()).toBe(token.privateKey.asymmetricKeyType);
});
