import type { Command } from 'commander';
import { policyData, policyMarkdown, policyText } from './policy-page.ts';
import { Failure, type Terminal } from './terminal.ts';

const examples = `
Examples:
  $ npm run --silent concord -- policy
  $ npm run --silent concord -- policy --json
  $ npm run --silent concord -- policy --markdown > docs/policy.md
`;

/** `concord policy`: who may do what, as the program holds it. */
export function addPolicy(program: Command, terminal: Terminal): void {
  program
    .command('policy')
    .summary('print who may do what')
    .description(
      'Prints each action, who is granted it, who is not and why, and the source of both. No server need run.',
    )
    .option('--json', 'for machines')
    .option('--markdown', 'as docs/policy.md')
    .addHelpText('after', examples)
    .action(({ json = false, markdown = false }: { json?: boolean; markdown?: boolean }) => {
      if (json && markdown) throw new Failure('--json and --markdown exclude each other.', 2);
      if (json) terminal.out(`${JSON.stringify(policyData(), null, 2)}\n`);
      else terminal.out(markdown ? policyMarkdown() : policyText());
    });
}
