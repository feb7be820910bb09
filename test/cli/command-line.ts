import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Environment } from '../../src/config.ts';
import { run } from '../../src/cli/program.ts';
import { root } from '../support/root.ts';

/** One run of the command line whose output a test can wait for. */
export class Running {
  out = '';
  err = '';
  readonly exit: Promise<number>;
  readonly #interruption = new AbortController();
  readonly #waiting = new Set<() => void>();

  constructor(args: readonly string[], environment: Environment, input = '') {
    const out = (text: string): void => {
      this.#add('out', text);
    };
    this.exit = run(args, {
      out,
      err: (text) => this.#add('err', text),
      send: (text) => {
        out(text);
        return Promise.resolve();
      },
      input: () => Readable.from([Buffer.from(input)]),
      environment,
      root,
      interrupted: this.#interruption.signal,
    });
  }

  #add(stream: 'out' | 'err', text: string): void {
    this[stream] += text;
    for (const check of this.#waiting) check();
  }

  /** Resolves as soon as the stream matches; a test that waits in vain ends by jest's own limit. */
  until(stream: 'out' | 'err', pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!pattern.test(this[stream])) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  interrupt(): Promise<number> {
    this.#interruption.abort();
    return this.exit;
  }

  lines(): string[] {
    return this.out.split('\n').filter((line) => line !== '');
  }
}

/** A data directory of its own, and the command line over it. */
export class Workplace {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'concord-cli-'));
  readonly keysDir = join(this.dataDir, 'keys');

  start(args: readonly string[], environment: Environment = {}, input = ''): Running {
    return new Running(args, { DATA_DIR: this.dataDir, ...environment }, input);
  }

  async run(args: readonly string[], environment: Environment = {}, input = '') {
    const running = this.start(args, environment, input);
    const code = await running.exit;
    return { code, out: running.out, err: running.err };
  }

  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
