import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';

let built: Promise<void> | null = null;

/** The product as a stranger runs it, built where its sources have changed. */
export function ensureBuilt(): Promise<void> {
  built ??= (async () => {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', "import('./scripts/build.mjs').then((m) => m.buildIfStale())"],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error('the product does not build');
  })();
  return built;
}

export const emptyDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'concord-process-'));

/** A server in a process of its own, so that it can be killed. */
export class ServerProcess {
  readonly child: ChildProcess;
  output = '';
  #woken: (() => void)[] = [];
  exitCode: number | null = null;
  signal: NodeJS.Signals | null = null;
  readonly exited: Promise<void>;

  constructor(env: Record<string, string>, { shell = '', uid }: { shell?: string; uid?: number } = {}) {
    const command = `${shell} exec "${process.execPath}" "${join(root, 'dist/src/main.js')}"`;
    const { PATH = '' } = process.env;
    this.child = spawn('bash', ['-c', command], {
      env: { PATH, PORT: '0', RATE_PER_ACTOR: '0', LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid }),
    });
    const hear = (data: Buffer) => {
      this.output += data.toString('utf8');
      this.#wake();
    };
    this.child.stdout?.on('data', hear);
    this.child.stderr?.on('data', hear);
    this.exited = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.exitCode = code ?? -1;
        this.signal = signal;
        this.#wake();
        resolve();
      });
    });
  }

  #wake(): void {
    const woken = this.#woken;
    this.#woken = [];
    for (const resolve of woken) resolve();
  }

  /** Resolves with the match once the output holds it; rejects when the process ends before. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      if (this.exitCode !== null) throw new Error(`the server ended (${this.exitCode}): ${this.output}`);
      await new Promise<void>((resolve) => this.#woken.push(resolve));
    }
  }

  /** Address of the server once it answers. */
  async url(): Promise<string> {
    const [, url = ''] = await this.says(/Concord answers on (\S+)/);
    return url;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.exitCode === null) this.child.kill(signal);
    await this.exited;
  }
}
