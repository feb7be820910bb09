import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { root } from '../../support/root.ts';

const NAME = 'concord.example.eu';
const DEADLINE_MS = 15_000;

/** One line of the access log. */
export interface AccessLine {
  requestId: string;
  address: string;
  method: string;
  path: string;
  status: number;
  upgrade: string;
  server: string;
  serverStatus: string;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves once what is looked for is in the file: logs are written after the answer has been sent. */
async function seen<T>(path: string, look: (text: string) => T | undefined): Promise<T> {
  const watcher = watch(path);
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    for (;;) {
      const changed = once(watcher, 'change', { signal });
      const found = look(readFileSync(path, 'utf8'));
      changed.catch(() => undefined);
      if (found !== undefined) return found;
      await changed.catch(() => {
        throw new Error(`not seen in ${path}: ${readFileSync(path, 'utf8')}`);
      });
    }
  } finally {
    watcher.close();
  }
}

/** Debian's nginx with the shipped configuration; only ports, paths, names and servers are other ones. */
export class Nginx {
  readonly directory = mkdtempSync(join(tmpdir(), 'concord-nginx-'));
  readonly #sockets = new Set<Socket>();
  readonly #tunnel: Server;
  #child: ChildProcess | null = null;
  #port = 0;
  /** What clients without TLS of their own are given: a tunnel that speaks it for them, and checks the certificate. */
  url = '';

  private constructor() {
    this.#tunnel = createServer((socket) => this.#pipe(socket));
  }

  static async start(servers: readonly [number, number]): Promise<Nginx> {
    const nginx = new Nginx();
    nginx.#port = await freePort();
    nginx.#configure(servers);
    const test = nginx.check();
    if (!test.ok) throw new Error(test.says);
    const options = { stdio: ['ignore', 'inherit', 'inherit'] as const };
    nginx.#child = spawn(nginx.#command, [...nginx.#args, '-g', 'daemon off;'], {
      stdio: [...options.stdio],
    });
    await nginx.#answers();
    nginx.url = `http://127.0.0.1:${await listening(nginx.#tunnel)}`;
    return nginx;
  }

  /** `nginx -t`. */
  check(): { ok: boolean; says: string } {
    const { status, stderr } = spawnSync(this.#command, [...this.#args, '-t'], { encoding: 'utf8' });
    return { ok: status === 0, says: stderr };
  }

  get port(): number {
    return this.#port;
  }

  get tunnelPort(): number {
    return Number(new URL(this.url).port);
  }

  get accessLog(): string {
    return readFileSync(join(this.directory, 'access.log'), 'utf8');
  }

  get errorLog(): string {
    return readFileSync(join(this.directory, 'error.log'), 'utf8');
  }

  logged(requestId: string): Promise<AccessLine> {
    return seen(join(this.directory, 'access.log'), (text) => {
      const line = text.split('\n').find((one) => one.includes(`"requestId":"${requestId}"`));
      return line === undefined ? undefined : (JSON.parse(line) as AccessLine);
    });
  }

  /** What the handshake ends with for a client that asks for this name. */
  async handshake(servername: string): Promise<'taken' | 'refused'> {
    const socket = connectTls({ port: this.#port, host: '127.0.0.1', ca: this.#certificate, servername });
    try {
      await once(socket, 'secureConnect');
      return 'taken';
    } catch {
      return 'refused';
    } finally {
      socket.destroy();
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#tunnel.close(resolve));
    if (this.#child !== null && this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  get #command(): string {
    return ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find((path) => existsSync(path)) ?? 'nginx';
  }

  get #args(): string[] {
    const main = join(this.directory, 'nginx.conf');
    return ['-p', this.directory, '-e', join(this.directory, 'error.log'), '-c', main];
  }

  get #certificate(): string {
    return readFileSync(join(this.directory, 'tls/certificate.pem'), 'utf8');
  }

  #configure([one, other]: readonly [number, number]): void {
    const { directory } = this;
    cpSync(join(root, 'deploy/nginx'), directory, { recursive: true });
    mkdirSync(join(directory, 'tls'));
    mkdirSync(join(directory, 'temp'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((kind) => `${kind}_temp_path ${directory}/temp/${kind};`)
      .join('\n');
    this.#substitute('nginx.conf', {
      'user www-data;': 'user root;',
      '/run/nginx.pid': `${directory}/nginx.pid`,
      '/var/log/nginx/error.log': `${directory}/error.log`,
      'include concord.conf;': `${temporary}\ninclude concord.conf;`,
    });
    this.#substitute('concord.conf', {
      // Not every machine that runs tests has IPv6.
      'listen [::]:443 ssl;': '',
      'listen [::]:443 ssl default_server;': '',
      'listen 443 ssl;': `listen 127.0.0.1:${this.#port} ssl;`,
      'listen 443 ssl default_server;': `listen 127.0.0.1:${this.#port} ssl default_server;`,
      [`server_name ${NAME};`]: `server_name ${NAME} 127.0.0.1;`,
      '/var/log/nginx/access.log': `${directory}/access.log`,
    });
    this.#substitute('concord-upstream.conf', {
      '127.0.0.1:4001': `127.0.0.1:${one}`,
      '127.0.0.1:4002': `127.0.0.1:${other}`,
    });
    this.#substitute('concord-tls.conf', {
      '/etc/concord/tls/certificate.pem': `${directory}/tls/certificate.pem`,
      '/etc/concord/tls/key.pem': `${directory}/tls/key.pem`,
    });
    const certificate = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
    ];
    const files = ['-keyout', join(directory, 'tls/key.pem'), '-out', join(directory, 'tls/certificate.pem')];
    const names = ['-days', '2', '-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
    execFileSync('openssl', [...certificate, ...files, ...names], { stdio: 'pipe' });
  }

  #substitute(file: string, changes: Record<string, string>): void {
    const path = join(this.directory, file);
    let text = readFileSync(path, 'utf8');
    for (const [from, to] of Object.entries(changes)) {
      if (text.split(from).length !== 2) throw new Error(`${file} does not hold ${from} once`);
      text = text.replace(from, () => to);
    }
    writeFileSync(path, text);
  }

  #pipe(socket: Socket): void {
    const onward = connectTls({
      port: this.#port,
      host: '127.0.0.1',
      ca: this.#certificate,
      servername: NAME,
    });
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.end();
      });
    }
  }

  /** nginx does not say when it listens. */
  async #answers(): Promise<void> {
    for (const deadline = performance.now() + DEADLINE_MS; ;) {
      const socket = connect(this.#port, '127.0.0.1');
      const isOpen = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (isOpen) return;
      if (performance.now() > deadline) throw new Error('nginx does not listen');
    }
  }
}
