import { type Command, InvalidArgumentError } from 'commander';
import type { ClientConfig } from '../config.ts';
import { loadKeys } from '../identity/keys.ts';
import { mintLocalToken, type TokenRequest } from '../identity/local.ts';

/** What the options of `withPerson` give. */
export interface PersonOptions {
  organisation: string;
  role?: readonly string[];
  clearance?: string;
  person?: string;
}

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Reads 45s, 30m, 8h or 1d as seconds. */
export function toSeconds(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = unitSeconds[unit];
  if (seconds === undefined) throw new InvalidArgumentError('Write a time as 45s, 30m or 8h.');
  return Number(count) * seconds;
}

/** Adds the options that say for whom a command acts. */
export const withPerson = (command: Command): Command =>
  command
    .option('--role <role>', 'role, can be repeated; by default what the organisation usually holds', collect)
    .option('--clearance <level>', 'public, limited or sensitive (default: limited)')
    .option('--person <id>', 'id of the person (default: ROLE@ORGANISATION)');

const toRequest = ({ organisation, role, clearance, person }: PersonOptions): TokenRequest => ({
  organisation,
  ...(role === undefined ? {} : { roles: role }),
  ...(clearance === undefined ? {} : { clearance }),
  ...(person === undefined ? {} : { person }),
});

/** Signs with the key of the installation, made here if no server has made it yet. */
export async function mintFor(options: PersonOptions, keysDir: string, life?: number): Promise<string> {
  const { token } = await loadKeys(keysDir);
  return mintLocalToken(
    token,
    { ...toRequest(options), ...(life === undefined ? {} : { life }) },
    Date.now(),
  );
}

/** Where a command gets its token from, each time it connects. */
export interface Credentials {
  token: () => Promise<string>;
  /** Whether another token can be had when this one has expired. */
  renewable: boolean;
}

/** A token that was given goes before one minted here. */
export function credentialsFor(
  options: PersonOptions & { token?: string },
  config: ClientConfig,
): Credentials {
  const given = options.token ?? config.token;
  return given === null
    ? { token: () => mintFor(options, config.keysDir), renewable: true }
    : { token: () => Promise.resolve(given), renewable: false };
}
