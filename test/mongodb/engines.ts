import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** The command that runs this suite, so that a test has an engine of its own to kill. */
const withMongodb = process.env.WITH_MONGODB ?? '../shared/mongodb/with-mongodb';

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) === pid ? [Number(name)] : [];
      } catch {
        return [];
      }
    });

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It may have gone since it was found.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** MongoDB's engine in a process that can be stopped and killed. */
export class Engine {
  readonly uri: string;
  readonly #script: ChildProcess;
  readonly #pid: number;

  private constructor(uri: string, script: ChildProcess) {
    this.uri = uri;
    this.#script = script;
    const [engine] = childrenOf(script.pid ?? 0).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('serve.mjs'),
    );
    if (engine === undefined) throw new Error('no engine');
    this.#pid = engine;
  }

  static start(data: string): Promise<Engine> {
    // Goes when this process goes, however that ends.
    const waiting = `echo "$MONGODB_URI"; exec tail --pid ${process.pid} -f /dev/null`;
    const script = spawn(withMongodb, ['bash', '-c', waiting], {
      env: { ...process.env, MONGODB_DATA: data },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Promise((resolve, reject) => {
      script.once('exit', () => reject(new Error('the engine did not start')));
      script.stdout.once('data', (line: Buffer) => {
        resolve(new Engine(line.toString('utf8').trim().replace('/?', '/concord?'), script));
      });
    });
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal);
  }

  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.#script.once('exit', resolve));
    for (const pid of childrenOf(this.#script.pid ?? 0)) kill(pid);
    await gone;
  }
}
