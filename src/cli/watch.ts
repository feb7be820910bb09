import { type Command, InvalidArgumentError } from 'commander';
import { readClientConfig } from '../config.ts';
import { languageCodes } from '../reference/vocabulary.ts';
import { describeToken } from '../identity/describe.ts';
import { credentialsFor, withPerson, type PersonOptions } from './credentials.ts';
import { toLine } from './exchange-message.ts';
import { toFilter, withFilter, type FilterOptions } from './feed-filter.ts';
import { follow } from './follow.ts';
import { serverAddress } from './server-address.ts';
import { oneLine, type Terminal } from './terminal.ts';

const examples = `
Messages go to stdout, one a line; everything else goes to stderr. After a break the feed goes on behind the
last message, so nothing is missed. End with Ctrl-C.

Examples:
  $ npm run --silent concord -- watch --organisation board-fr
  $ npm run --silent concord -- watch --organisation board-el --kind guidance --kind alert --article 50
  $ npm run --silent concord -- watch --organisation ecat --clearance sensitive --json --after CURSOR
`;

interface WatchOptions extends PersonOptions, FilterOptions {
  url?: string;
  token?: string;
  after?: string;
  language?: string;
  json?: true;
}

function toLanguage(text: string): string {
  const code = languageCodes.find((one) => one === text.toLowerCase());
  if (code === undefined)
    throw new InvalidArgumentError('Write one of the 24 official languages by its code, such as fr.');
  return code;
}

async function watch(options: WatchOptions, { environment, interrupted, out, err }: Terminal): Promise<void> {
  const config = readClientConfig(environment);
  const credentials = credentialsFor(options, config);
  const address = await serverAddress(options.url, config.dataDir);
  const toText = options.json ? JSON.stringify : toLine;
  let greeted = false;
  await follow({
    address,
    credentials,
    language: options.language ?? null,
    after: options.after ?? null,
    filter: toFilter(options),
    interrupted,
    onMessage: (message) => out(`${toText(message)}\n`),
    onConnected: (token) => {
      const holder = oneLine(describeToken(token) ?? 'the holder of the token');
      err(greeted ? 'Connected again.\n' : `Watching as ${holder} at ${address.origin}\n`);
      greeted = true;
    },
    onLost: (words, after) => {
      const next = after === null ? 'from then on' : `behind ${oneLine(after)}`;
      err(`Interrupted: ${words} at ${address.origin}. Trying again, ${next}.\n`);
    },
    onGap: (after) => err(`The message above does not follow ${oneLine(after)}: watch again with --after.\n`),
  });
}

/** `concord watch`: the live feed as lines, until Ctrl-C. */
export function addWatch(program: Command, terminal: Terminal): void {
  const command = program
    .command('watch')
    .summary('show changes as they happen')
    .description('Shows every change that the person may see, as it happens.')
    .requiredOption('--organisation <id>', 'for whom the person acts, such as board-fr');
  withFilter(withPerson(command))
    .option('--after <cursor>', 'begin with everything after this message')
    .option('--language <code>', 'language of titles, such as fr', toLanguage)
    .option('--json', 'print messages as JSON lines')
    .option('--url <url>', 'address of the server (default: of the one over DATA_DIR)')
    .option('--token <jwt>', 'token to use (default: CONCORD_TOKEN, else one for local use)')
    .addHelpText('after', examples)
    .action((options: WatchOptions) => watch(options, terminal));
}
