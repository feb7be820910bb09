import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { ConfigError, environment, readConfig, type Config } from './config.ts';
import { KeysUnusable } from './identity/keys.ts';
import { articles } from './reference/articles.ts';
import { organisations } from './reference/organisations.ts';
import { languageCodes, memberStateCodes } from './reference/vocabulary.ts';
import { createLog, firstScreen } from './server/log.ts';
import { ManifestUnusable } from './server/manifest.ts';
import { StoreUnusable } from './store/shared/unusable.ts';

/** Longest time for a shutdown; after it the process ends all the same, and loses nothing that was answered. */
const SHUTDOWN_MS = 5_000;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Ends with one sentence for each thing that is wrong; anything unforeseen keeps its stack. */
function fail(error: unknown): never {
  if (error instanceof ConfigError)
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  else if (
    error instanceof StoreUnusable ||
    error instanceof KeysUnusable ||
    error instanceof ManifestUnusable
  )
    process.stderr.write(`Concord cannot start: ${error.message}\n`);
  else if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    process.stderr.write('Concord cannot start: the port is taken; set PORT to another one, or 0 for any.\n');
  else if (error instanceof Error && 'code' in error && 'syscall' in error)
    process.stderr.write(`Concord cannot start: ${error.message}\n`);
  else
    process.stderr.write(
      `Concord cannot start.\n${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
    );
  process.exit(1);
}

function welcome(config: Config, url: string): readonly string[] {
  const mode =
    config.oidc === null
      ? 'Local mode: tokens of its own key only, this machine only. Not for production.'
      : `Tokens of ${config.oidc.issuer}.`;
  return [
    '',
    `Concord answers on ${url}`,
    ...(config.production ? [] : [`  GraphiQL       ${url}/graphiql`]),
    `  GraphQL        ${url}/graphql (POST; WebSocket for subscriptions), ${url}/graphql/stream (events)`,
    ...(config.oidc === null
      ? ['  A token        npm run --silent concord -- token --organisation board-de --role representative']
      : []),
    `  Data           ${config.dataDir}${config.mongodbUri === null ? '' : ', the journal in the database of MONGODB_URI'}`,
    `  ${mode}`,
    '  Stop with Ctrl-C.',
    '',
  ];
}

async function main(): Promise<void> {
  const config = readConfig(environment());
  const log = createLog({ level: config.logLevel });
  // A library that writes its stack to the console would bury the one sentence that helps.
  console.error = (...what: unknown[]) => log.debug({ what: what.map(String) }, 'a library reported');
  let isAnnounced = false;
  const app = await createApp({
    config,
    root,
    log,
    onProgress: (loaded, total) => {
      if (!isAnnounced)
        firstScreen([
          `Loading reference data: ${memberStateCodes.length} Member States, ${languageCodes.length} languages, ${articles.length} articles, ${organisations.length} organisations`,
        ]);
      isAnnounced = true;
      firstScreen([`Loading the register: ${loaded} of ${total} documents`]);
    },
    onFailure: (error) => {
      log.debug({ err: error.cause }, 'the journal cannot be relied on');
      // The engine may have left half a line of its own.
      process.stderr.write(`\nConcord stops: ${error.message}\n`);
      process.exit(1);
    },
  });
  log.info(
    { url: app.url, data: config.dataDir, mode: config.oidc === null ? 'local' : 'oidc' },
    'listening',
  );
  firstScreen(welcome(config, app.url));

  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    const cut = setTimeout(() => {
      log.warn('shutdown took too long');
      process.exit(0);
    }, SHUTDOWN_MS - 500);
    app.close().then(
      () => {
        clearTimeout(cut);
        log.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch(fail);
