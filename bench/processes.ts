import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'node:http';

export interface Running {
  url: string;
  stop: () => Promise<void>;
}

/** Starts a script that prints an address, and resolves with it. */
export function start(script: string, env: Record<string, string>): Promise<Running> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [path], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString('utf8');
      const [, url] = /answers on (\S+)/.exec(output) ?? [];
      if (url !== undefined) resolve({ url, stop: () => (child.kill('SIGTERM'), ended) });
    });
    child.once('exit', () => reject(new Error(`${script} ended: ${output}`)));
  });
}

const agent = new Agent({ keepAlive: true });

/** One POST over a kept connection; the same client for both sides of each ratio. */
export function post(url: string, body: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve(text));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
