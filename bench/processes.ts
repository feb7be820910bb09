import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Running {
  url: string;
  pid: number;
  stop: () => Promise<void>;
}

/** Starts a script that prints an address, and resolves with it; nothing of this environment reaches it. */
export function start(script: string, env: Record<string, string>): Promise<Running> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [path], {
    env: { PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = (): Promise<void> => {
    child.kill('SIGTERM');
    return ended;
  };
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString('utf8');
      const [, url] = /answers on (\S+)/.exec(output) ?? [];
      if (url !== undefined) resolve({ url, pid: child.pid ?? 0, stop });
    });
    child.once('exit', () => reject(new Error(`${script} ended: ${output}`)));
  });
}

const agent = new Agent({ keepAlive: true });

/** One POST over a kept connection; the same client for both sides of each ratio. */
export function post(url: string, body: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const asked = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', reject);
        // A refusal is fast: counted as an answer it would flatter.
        response.on('end', () =>
          response.statusCode === 200 && !text.includes('"errors":[')
            ? resolve(text)
            : reject(new Error(`${url} answered ${String(response.statusCode)}: ${text}`)),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
