import { randomUUID } from 'node:crypto';
import { RawSocket } from '../hub/raw-socket.ts';
import { TestProvider, newKey, type ProviderKey } from '../identity/provider.ts';
import { Clock, RunningApp } from '../support/running-app.ts';
import { Attacker, expectRefused } from './threat.ts';

const NOON = '2030-05-01T12:00:00.000Z';
export const viewer = { query: '{ viewer { id organisation { id } roles } }' };

/** A part of a token. */
export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

let addresses = 0;
/** So that an attempt is looked at, and not only counted with others. */
export const newAddress = (): string => `198.51.${addresses >> 8}.${(addresses += 1) & 255}`;

export const from = (address: string, authorization: string) => ({
  'x-forwarded-for': address,
  authorization,
});

/** The real app with tokens of a provider, behind a proxy that it trusts: a caller may have any address. */
export class ProvidedApp {
  readonly key: ProviderKey;
  readonly clock: Clock;
  readonly provider: TestProvider;
  readonly running: RunningApp;
  readonly attacker: Attacker;
  /** Of the log. */
  readonly lines: string[];

  private constructor(parts: Pick<ProvidedApp, 'key' | 'clock' | 'provider' | 'running' | 'lines'>) {
    this.key = parts.key;
    this.clock = parts.clock;
    this.provider = parts.provider;
    this.running = parts.running;
    this.lines = parts.lines;
    this.attacker = new Attacker(parts.running);
  }

  static async start(): Promise<ProvidedApp> {
    const key = await newKey('key', 'RS256');
    const clock = new Clock(NOON);
    const provider = new TestProvider(clock.now());
    provider.keys = [key];
    await provider.start();
    const lines: string[] = [];
    const running = await RunningApp.start({
      now: clock.now,
      env: { OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'concord', TRUSTED_PROXIES: '127.0.0.1' },
      onLog: (line) => void lines.push(JSON.stringify(line)),
    });
    return new ProvidedApp({ key, clock, provider, running, lines });
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.provider.stop();
  }

  /** How a socket that introduces itself so is closed, or that it is acknowledged. */
  async introduce(payload: object, address: string): Promise<number | 'acknowledged'> {
    const socket = await new RawSocket(this.running.url, { 'x-forwarded-for': address }).opened();
    socket.send({ type: 'connection_init', payload });
    const closed = socket.closed.then(({ code }) => code);
    const end = await Promise.race([
      closed,
      socket.has(1).then(
        () => 'acknowledged' as const,
        () => closed,
      ),
    ]);
    socket.close();
    return end;
  }

  /** A token that is right in its claims, for a person that nobody has been yet, with whatever header and signature. */
  forged(header: object, sign: (signed: string) => string, claims: Record<string, unknown> = {}): string {
    const at = this.clock.now() / 1000;
    const payload = {
      iss: this.provider.issuer,
      aud: 'concord',
      sub: `zebra-${randomUUID()}`,
      iat: at,
      exp: at + 300,
      organisation: 'ecat',
      roles: ['ecat-analyst'],
      clearance: 'sensitive',
      ...claims,
    };
    const signed = `${encode(header)}.${encode(payload)}`;
    return `${signed}.${sign(signed)}`;
  }

  /** Of the provider in all but what is given, for a person that nobody has been yet. */
  issued(by: ProviderKey, header: Record<string, unknown> = {}): Promise<string> {
    return this.provider.token(by, { sub: `zebra-${randomUUID()}` }, header);
  }

  /** Each is refused as a token, and comes from an address of its own. */
  async refusesAll(tokens: readonly string[]): Promise<void> {
    for (const token of tokens)
      expectRefused(await this.attacker.post(viewer, from(newAddress(), `Bearer ${token}`)), {
        status: 401,
        code: 'UNAUTHENTICATED',
      });
  }
}
