import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RunningApp } from '../support/running-app.ts';
import { Running, Workplace } from './command-line.ts';

let app: RunningApp;

beforeAll(async () => {
  app = await RunningApp.start();
});
afterAll(() => app.stop());

/** Over the app's own directory, so that its keys and its address are found without being told. */
const start = (...args: string[]) => new Running(args, { DATA_DIR: app.directory });

async function run(...args: string[]) {
  const running = start(...args);
  const code = await running.exit;
  return { code, out: running.out, err: running.err };
}

const cursorIn = (out: string): string => /cursor +(\S+)\n/.exec(out)?.[1] ?? 'no cursor';

describe('the command line and the server', () => {
  test.each(['guidance', 'alert', 'finding'])(
    'publish and show the %s that is given as an example',
    async (name) => {
      const { code, out, err } = await run('publish', `docs/examples/${name}.json`);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^reference {2}.+\nid +\S+\ncursor +\S+\n$/);
    },
  );

  test('resume a watch behind what was published before it', async () => {
    const first = await run('publish', 'docs/examples/alert.json');
    const second = await run('publish', 'docs/examples/alert.json');
    const watching = start(
      'watch',
      '--organisation',
      'board-fr',
      '--kind',
      'alert',
      '--after',
      cursorIn(first.out),
    );
    await watching.until('out', /\n/);
    expect(watching.out).toContain('  ALERT     PUBLISHED     ');
    expect(watching.out).toMatch(new RegExp(`cursor ${cursorIn(second.out)}\n$`));
    expect(await watching.interrupt()).toBe(0);
  });

  test('show a sensitive finding to the cleared of its audience and to nobody else', async () => {
    const before = cursorIn((await run('publish', 'docs/examples/alert.json')).out);
    await run('publish', 'docs/examples/finding.json');
    const marker = cursorIn((await run('publish', 'docs/examples/alert.json')).out);
    const seenBy = async (...options: string[]) => {
      const watching = start('watch', '--after', before, ...options);
      await watching.until('out', new RegExp(`cursor ${marker}\n`));
      await watching.interrupt();
      return watching.lines().map((line) => line.split(/ +/)[1]);
    };
    expect(await seenBy('--organisation', 'board-de', '--clearance', 'sensitive')).toEqual([
      'FINDING',
      'ALERT',
    ]);
    expect(await seenBy('--organisation', 'board-de')).toEqual(['ALERT']);
    expect(await seenBy('--organisation', 'board-fr', '--clearance', 'sensitive')).toEqual(['ALERT']);
  });

  test('refuse a watch with a token of another installation', async () => {
    const elsewhere = new Workplace();
    const { out } = await elsewhere.run(['token', '--organisation', 'board-fr']);
    elsewhere.remove();
    const { code, err } = await run('watch', '--organisation', 'board-fr', '--token', out.trim());
    expect(code).toBe(1);
    expect(err).toMatch(/\(4403\)/);
  });

  test('refuse a watch for an article that is none', async () => {
    const { code, err } = await run('watch', '--organisation', 'board-fr', '--article', '999');
    expect(code).toBe(2);
    expect(err).toContain('--article');
  });

  test('refuse a watch from a cursor of no journal', async () => {
    const { code, out } = await run('watch', '--organisation', 'board-fr', '--after', 'nowhere');
    expect(code).toBe(1);
    expect(out).toMatch(/RESYNC/);
  });

  test('refuse to publish for who may not', async () => {
    const args = ['publish', 'docs/examples/guidance.json', '--organisation', 'board-fr'];
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^FORBIDDEN: /);
  });
});
