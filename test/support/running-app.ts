import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { mintLocalToken } from '../../src/identity/local.ts';
import { findOrganisation } from '../../src/reference/organisations.ts';
import type { Marking, Role } from '../../src/reference/vocabulary.ts';
import { rolesOfKind } from '../../src/access/actor.ts';
import { createLog } from '../../src/server/log.ts';
import { Client } from './client.ts';
import { storeEnvironment } from './mongodb.ts';
import { root } from './root.ts';

/** A clock that stands still until it is moved. */
export class Clock {
  #at: number;

  constructor(at: string) {
    this.#at = Date.parse(at);
  }

  readonly now = (): number => this.#at;

  get text(): string {
    return new Date(this.#at).toISOString();
  }

  advance(milliseconds: number): void {
    this.#at += milliseconds;
  }
}

export interface As {
  organisation: string;
  roles?: readonly Role[];
  clearance?: Marking;
  person?: string;
  /** Seconds. */
  expiresIn?: number;
  tokenId?: string;
}

const logTo = (onLog?: (line: Record<string, unknown>) => void) =>
  onLog === undefined
    ? createLog({ level: 'silent' })
    : createLog({
        level: 'info',
        destination: { write: (line) => onLog(JSON.parse(line) as Record<string, unknown>) },
      });

/** The real app over a real store in a folder of its own, on a free port of the loopback. */
export class RunningApp {
  readonly app: App;
  readonly directory: string;
  readonly now: () => number;
  readonly #open = new Set<{ close(): void }>();

  private constructor(app: App, directory: string, now: () => number) {
    this.app = app;
    this.directory = directory;
    this.now = now;
  }

  static async start(
    options: {
      now?: () => number;
      directory?: string;
      env?: Record<string, string>;
      /** Takes the lines of the log. */
      onLog?: (line: Record<string, unknown>) => void;
    } = {},
  ): Promise<RunningApp> {
    const { now = Date.now } = options;
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'concord-')));
    const config = readConfig({
      PORT: '0',
      DATA_DIR: directory,
      RATE_PER_ACTOR: '0',
      LOG_LEVEL: 'silent',
      ...storeEnvironment(basename(directory)),
      ...options.env,
    });
    const app = await createApp({
      config,
      root,
      log: logTo(options.onLog),
      now,
      onFailure: (error) => {
        throw error;
      },
    });
    return new RunningApp(app, directory, now);
  }

  get url(): string {
    return this.app.url;
  }

  token(as: As): Promise<string> {
    const { organisation, roles, clearance = 'LIMITED', person, expiresIn = 3600, tokenId } = as;
    const found = findOrganisation(organisation);
    if (found === undefined) throw new Error(`no organisation ${organisation}`);
    const held = roles ?? rolesOfKind(found.kind).slice(0, 1);
    const request = {
      organisation,
      roles: held,
      clearance: clearance.toLowerCase(),
      person: person ?? `${held[0] ?? 'person'}@${organisation}`,
      life: expiresIn,
      ...(tokenId === undefined ? {} : { tokenId }),
    };
    return mintLocalToken(this.app.keys.token, request, this.now());
  }

  /** A client of that organisation; `null` has no token. */
  async client(as: As | string | null): Promise<Client> {
    const asked = typeof as === 'string' ? { organisation: as } : as;
    const client = new Client(this.url, asked === null ? null : await this.token(asked));
    this.#open.add(client);
    return client;
  }

  async stop({ keep = false } = {}): Promise<void> {
    for (const client of this.#open) client.close();
    await this.app.close();
    if (!keep) await rm(this.directory, { recursive: true, force: true });
  }
}
