import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readClientConfig } from '../config.ts';
import { credentialsFor, withPerson, type PersonOptions } from './credentials.ts';
import { serverAddress } from './server-address.ts';
import { Failure, oneLine, type Terminal } from './terminal.ts';

/** What can be published from a file, with who usually does it. */
const mutations = {
  publishGuidance: { input: 'PublishGuidanceInput', organisation: 'ai-office' },
  publishFinding: { input: 'PublishFindingInput', organisation: 'ecat' },
  raiseAlert: { input: 'RaiseAlertInput', organisation: 'ai-office' },
  openCase: { input: 'OpenCaseInput', organisation: 'ai-office' },
  publishOpinion: { input: 'PublishOpinionInput', organisation: 'board-secretariat' },
} as const;

type Mutation = keyof typeof mutations;

interface Publication {
  mutation: Mutation;
  input: Readonly<Record<string, unknown>>;
}

interface PublishOptions extends Omit<PersonOptions, 'organisation'> {
  organisation?: string;
  url?: string;
  token?: string;
}

interface Answer {
  data?: Record<string, { cursor: string; item: { id: string; reference: string } } | null> | null;
  errors?: readonly { message: string; extensions?: { code?: string; field?: string } }[];
}

const examples = `
FILE holds { "mutation": "publishFinding", "input": { ... } }, or the input of guidance alone.
Mutations: ${Object.keys(mutations).join(', ')}.
Without an idempotencyKey in the input, each run publishes anew.

Examples:
  $ npm run --silent concord -- publish docs/examples/guidance.json
  $ npm run --silent concord -- publish docs/examples/finding.json --organisation ecat
`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMutation = (value: unknown): value is Mutation =>
  typeof value === 'string' && Object.hasOwn(mutations, value);

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure(`The file ${file} cannot be read.`, 2);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(`The file ${file} is not JSON.`, 2);
  }
}

function toPublication(content: unknown): Publication {
  if (!isObject(content)) throw new Failure('The file must hold an object.', 2);
  const { mutation, input } =
    'mutation' in content ? content : { mutation: 'publishGuidance', input: content };
  if (!isMutation(mutation))
    throw new Failure(`The mutation must be one of ${Object.keys(mutations).join(', ')}.`, 2);
  if (!isObject(input)) throw new Failure('The input of the mutation must be an object.', 2);
  return { mutation, input: { idempotencyKey: randomUUID(), ...input } };
}

async function post(address: URL, token: string, { mutation, input }: Publication): Promise<Response> {
  const query = `mutation Publish($input: ${mutations[mutation].input}!) {
    ${mutation}(input: $input) { cursor item { id reference } }
  }`;
  try {
    return await fetch(new URL('/graphql', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
      redirect: 'error',
    });
  } catch (error) {
    throw new Failure(`No server answers at ${address.origin}; npm start runs one.`, 1, { cause: error });
  }
}

async function toAnswer(response: Response): Promise<Answer> {
  const answer: unknown = await response.json().catch(() => null);
  if (!isObject(answer))
    throw new Failure(`What answers there is not Concord: HTTP ${response.status} without JSON.`);
  return answer;
}

const refusalLine = ({ message, extensions }: NonNullable<Answer['errors']>[number]): string => {
  const field = extensions?.field === undefined ? '' : ` in ${extensions.field}`;
  return oneLine(`${extensions?.code ?? 'ERROR'}${field}: ${message}`);
};

async function publish(file: string, options: PublishOptions, terminal: Terminal): Promise<void> {
  const config = readClientConfig(terminal.environment);
  const publication = toPublication(await readJson(file));
  const organisation = options.organisation ?? mutations[publication.mutation].organisation;
  const { token } = credentialsFor({ ...options, organisation }, config);
  const address = await serverAddress(options.url, config.dataDir);
  const { data, errors = [] } = await toAnswer(await post(address, await token(), publication));
  const done = data?.[publication.mutation];
  if (errors.length > 0 || !done)
    throw new Failure(errors.map(refusalLine).join('\n') || 'The server gave no answer to the mutation.');
  const { cursor, item } = done;
  terminal.out(
    `reference  ${oneLine(item.reference)}\nid         ${oneLine(item.id)}\ncursor     ${oneLine(cursor)}\n`,
  );
}

/** `concord publish FILE`: one mutation from a file, against a running server. */
export function addPublish(program: Command, terminal: Terminal): void {
  const command = program
    .command('publish')
    .summary('publish what a file holds')
    .description('Publishes guidance, a finding, an alert, a case or an opinion from a JSON file.')
    .argument('<file>', 'JSON file, see below')
    .option(
      '--organisation <id>',
      'who publishes (default: whose task it is, such as ai-office for guidance)',
    );
  withPerson(command)
    .option('--url <url>', 'address of the server (default: of the one over DATA_DIR)')
    .option('--token <jwt>', 'token to use (default: CONCORD_TOKEN, else one for local use)')
    .addHelpText('after', examples)
    .action((file: string, options: PublishOptions) => publish(file, options, terminal));
}
