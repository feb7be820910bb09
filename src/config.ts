import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Environment variables as a process gets them; an empty one counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything a server is told from outside. */
export interface Config {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Absolute. */
  keysDir: string;
  /** The database that several servers share; null is the embedded store in the data directory. A secret. */
  mongodbUri: string | null;
  /** The identity provider whose tokens are accepted; null is local mode. */
  oidc: { issuer: string; audience: string } | null;
  /** Operations per second for each actor; 0 is no limit. */
  ratePerActor: number;
  /** Sockets that are open at a time, at the most. */
  mostSockets: number;
  /** File with the only operations that are executed; absolute, null where any may be asked. */
  trustedDocuments: string | null;
  logLevel: LogLevel;
  /** Reads the metrics from elsewhere than this machine; null for nobody. A secret. */
  metricsToken: string | null;
  production: boolean;
  /** Seconds between signed heads of the journal. */
  checkpointInterval: number;
  /** Web origins that may call from a browser, exact. */
  allowedOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
}

/** What the command line needs of the environment; it works beside any server, so it checks nothing else. */
export interface ClientConfig {
  dataDir: string;
  keysDir: string;
  /** The shared database; null where servers of this environment have the embedded store. A secret. */
  mongodbUri: string | null;
  /** From CONCORD_TOKEN. */
  token: string | null;
  /** Whether servers of this environment take the tokens of a provider, not local ones. */
  usesProvider: boolean;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The environment cannot be used. One sentence for each wrong variable; no sentence holds a value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const whole = (name: string, least: number, most: number) => {
  const message = `${name} must be a whole number from ${least} to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
};

const isLoopbackName = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(value);
  return (
    (protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname))) &&
    [search, hash, username, password].every((part) => part === '')
  );
}

const isOrigin = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;

function isNetwork(value: string): boolean {
  const [address = '', prefix, ...more] = value.split('/');
  const bits = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || address.includes('%') || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits);
}

const listOf = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const schema = z.object({
  PORT: whole('PORT', 0, 65_535).default(4000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,255}$/, 'HOST must be a host name or an address.')
    .default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  KEYS_DIR: z.string().optional(),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'OIDC_ISSUER must be an https address without query, fragment or credentials.')
    .optional(),
  OIDC_AUDIENCE: z.string().optional(),
  RATE_PER_ACTOR: whole('RATE_PER_ACTOR', 0, 1_000_000).default(100),
  MAX_SOCKETS: whole('MAX_SOCKETS', 1, 1_000_000).default(10_000),
  TRUSTED_DOCUMENTS: z.string().optional(),
  LOG_LEVEL: z
    .enum(logLevels, { error: `LOG_LEVEL must be one of ${logLevels.join(', ')}.` })
    .default('info'),
  METRICS_TOKEN: z
    .string()
    .regex(
      /^[\w.~+/=-]{16,512}$/,
      'METRICS_TOKEN must have 16 to 512 letters, digits and . _ ~ + / = - only.',
    )
    .optional(),
  CHECKPOINT_INTERVAL: whole('CHECKPOINT_INTERVAL', 1, 86_400).default(60),
  ALLOWED_ORIGINS: z
    .string()
    .transform(listOf)
    .refine(
      (origins) => origins.every(isOrigin),
      'ALLOWED_ORIGINS must be web origins such as https://desk.example.eu, parted by commas.',
    )
    .default([]),
  TRUSTED_PROXIES: z
    .string()
    .transform(listOf)
    .refine(
      (networks) => networks.every(isNetwork),
      'TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, parted by commas.',
    )
    .default([]),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/[^\s/]+/, 'MONGODB_URI must be a MongoDB connection string.')
    .optional(),
});

const withoutEmpty = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );

function problemsAcross(given: Partial<Record<string, string>>): string[] {
  const problems: string[] = [];
  if ((given.OIDC_ISSUER === undefined) !== (given.OIDC_AUDIENCE === undefined))
    problems.push('OIDC_ISSUER and OIDC_AUDIENCE belong together: set both or none.');
  if (given.OIDC_ISSUER !== undefined) return problems;
  if (given.NODE_ENV === 'production')
    problems.push('OIDC_ISSUER must be set where NODE_ENV is production: local tokens are for trials only.');
  if (!isLoopbackName(given.HOST ?? '127.0.0.1'))
    problems.push('HOST must be a loopback address, such as 127.0.0.1, as long as OIDC_ISSUER is not set.');
  return problems;
}

const directoriesOf = (dataDir: string, keysDir: string | undefined) => ({
  dataDir: resolve(dataDir),
  keysDir: resolve(keysDir ?? join(dataDir, 'keys')),
});

/** Throws ConfigError, with one sentence for each wrong variable. */
export function readConfig(environment: Environment): Config {
  const given = withoutEmpty(environment);
  const result = schema.safeParse(given);
  const problems = [
    ...new Set((result.error?.issues ?? []).map(({ message }) => message)),
    ...problemsAcross(given),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const { data } = result;
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = data;
  return {
    port: data.PORT,
    host: data.HOST,
    ...directoriesOf(data.DATA_DIR, data.KEYS_DIR),
    mongodbUri: data.MONGODB_URI ?? null,
    oidc: issuer !== undefined && audience !== undefined ? { issuer, audience } : null,
    ratePerActor: data.RATE_PER_ACTOR,
    mostSockets: data.MAX_SOCKETS,
    trustedDocuments: data.TRUSTED_DOCUMENTS === undefined ? null : resolve(data.TRUSTED_DOCUMENTS),
    logLevel: data.LOG_LEVEL,
    metricsToken: data.METRICS_TOKEN ?? null,
    production: given.NODE_ENV === 'production',
    checkpointInterval: data.CHECKPOINT_INTERVAL,
    allowedOrigins: data.ALLOWED_ORIGINS,
    trustedProxies: data.TRUSTED_PROXIES,
  };
}

export function readClientConfig(environment: Environment): ClientConfig {
  const given: Partial<Record<string, string>> = withoutEmpty(environment);
  return {
    ...directoriesOf(given.DATA_DIR ?? './data', given.KEYS_DIR),
    mongodbUri: given.MONGODB_URI ?? null,
    token: given.CONCORD_TOKEN ?? null,
    usesProvider: given.OIDC_ISSUER !== undefined,
  };
}

/** The environment of this process. */
export const environment = (): Environment => process.env;
