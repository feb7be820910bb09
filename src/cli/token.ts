import type { Command } from 'commander';
import { readClientConfig } from '../config.ts';
import { mintFor, toSeconds, withPerson, type PersonOptions } from './credentials.ts';
import type { Terminal } from './terminal.ts';

const examples = `
Examples:
  $ npm run --silent concord -- token --organisation board-de
  $ npm run --silent concord -- token --organisation ecat --role ecat-analyst --clearance sensitive --expires 1h
  $ TOKEN=$(npm run --silent concord -- token --organisation board-fr --role alternate --role auditor)
`;

interface TokenOptions extends PersonOptions {
  expires?: number;
}

/** `concord token`: one JWT on stdout and nothing else there. */
export function addToken(program: Command, terminal: Terminal): void {
  const command = program
    .command('token')
    .summary('print a token for local use')
    .description(
      'Prints a token that a server in local mode accepts, signed with the key in KEYS_DIR. No server need run.',
    )
    .requiredOption('--organisation <id>', 'for whom the person acts, such as board-de, ai-office or ecat');
  withPerson(command)
    .option('--expires <time>', 'how long the token lives, at most 24h (default: 8h)', toSeconds)
    .addHelpText('after', examples)
    .action(async (options: TokenOptions) => {
      const { keysDir, usesProvider } = readClientConfig(terminal.environment);
      const token = await mintFor(options, keysDir, options.expires);
      if (usesProvider)
        terminal.err('OIDC_ISSUER is set: a server with this setting does not accept local tokens.\n');
      terminal.out(`${token}\n`);
    });
}
