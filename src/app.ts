import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Actor } from './access/actor.ts';
import type { GraphQLSchema } from 'graphql';
import { readerKeysOf } from './access/readers.ts';
import type { Config } from './config.ts';
import type { Context, Services } from './context.ts';
import { fallDue } from './domain/due.ts';
import { Hub } from './hub/hub.ts';
import { createAuthenticator, type Authenticate } from './identity/authenticator.ts';
import { loadKeys, type LocalKeys } from './identity/keys.ts';
import { Revocations } from './identity/revocations.ts';
import { signCheckpoint } from './journal/checkpoint.ts';
import { openStore } from './opening.ts';
import { buildSchema } from './schema.ts';
import { noteItems } from './server/accesses.ts';
import { graphiqlFiles } from './server/graphiql.ts';
import { createGraphqlEndpoint, type Call } from './server/graphql-endpoint.ts';
import { createHttpServer } from './server/http.ts';
import { refusedTokens, type Log } from './server/log.ts';
import { readManifest } from './server/manifest.ts';
import { metricsReaders } from './server/metrics-readers.ts';
import { createMetrics } from './server/metrics.ts';
import { Operations } from './server/operations.ts';
import { createPreparation, type Preparation } from './server/prepare.ts';
import { addressReader } from './server/proxies.ts';
import { createRate, networkOf } from './server/rate.ts';
import { createRefusals } from './server/refusals.ts';
import { createRunning } from './server/running.ts';
import { serveEventStream } from './server/event-stream.ts';
import { inTurns } from './server/turns.ts';
import { serveWebSocket } from './server/websocket.ts';
import { weights } from './server/weights.ts';
import { Access } from './services/access.ts';
import { AccessLog } from './services/access-log.ts';
import { Alerts } from './services/alerts.ts';
import { Annexes } from './services/annexes.ts';
import { Casework } from './services/casework.ts';
import { Directory } from './services/directory.ts';
import { DueDates } from './services/due-dates.ts';
import { Erasures } from './services/erasures.ts';
import { Exchange, FeedRequest, messageOf } from './services/exchange.ts';
import { Findings } from './services/findings.ts';
import { GuidanceRegister } from './services/guidance.ts';
import { Items } from './services/items.ts';
import { languagesFor } from './services/languages.ts';
import { Opinions } from './services/opinions.ts';
import { Sharing } from './services/sharing.ts';
import { loadRegister } from './services/register-loader.ts';
import { AccessRevocations } from './services/revocations.ts';
import { Writer, type World } from './services/write.ts';
import type { Store } from './store/port.ts';

export interface AppOptions {
  config: Config;
  /** Folder that holds `schema/` and `dist/`. */
  root: string;
  log: Log;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Told how many of the register's documents are loaded; not called where nothing is to load. */
  onProgress?: (loaded: number, total: number) => void;
  /** The store can no longer promise what it answers; the process must stop. */
  onFailure: (error: Error) => void;
}

export interface App {
  readonly store: Store;
  readonly services: Services;
  readonly keys: LocalKeys;
  readonly url: string;
  /** Looks at what is due; for a clock that was moved by hand. */
  look(): void;
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

function servicesOver(world: World, writer: Writer, onError: (error: unknown) => void): Services {
  const { store, now } = world;
  const annexes = new Annexes(store, writer);
  const items = new Items(store, writer, annexes);
  const accessLog = new AccessLog({ store, now, onError });
  return {
    items,
    guidance: new GuidanceRegister(store, writer),
    findings: new Findings(store, writer),
    alerts: new Alerts(writer),
    casework: new Casework(items, writer),
    opinions: new Opinions(writer),
    erasures: new Erasures(writer),
    sharing: new Sharing(store, writer, annexes),
    annexes,
    access: new Access(store, accessLog),
    accessLog,
    directory: new Directory(),
    revocations: new AccessRevocations(world),
    exchange: new Exchange(store, now),
  };
}

/** From now on knows who has lost access: what others decide meanwhile is heard, what stands already is read. */
async function followRevocations(
  store: Store,
  revocations: AccessRevocations,
  standing: Revocations,
): Promise<void> {
  const heard = new Set<string>();
  let isLoading = true;
  store.onAppend(({ content }) => {
    const state = content?.state;
    if (state?.kind !== 'REVOCATION') return;
    if (isLoading) heard.add(state.id);
    if (state.restored === null) standing.revoke(state.id, state.revoked);
    else standing.restore(state.id);
  });
  for (const { id, revoked } of await revocations.standing())
    // What was heard is newer than what is read.
    if (!heard.has(id)) standing.revoke(id, revoked);
  isLoading = false;
}

/** Signs the head where it has moved since the last time. */
async function checkpointHead(store: Store, keys: LocalKeys, at: string): Promise<void> {
  const head = store.head();
  const last = await store.lastCheckpoint();
  if (head.position === 0 || last?.position === head.position) return;
  await store.saveCheckpoint(
    await signCheckpoint({ journal: store.journalTag, ...head, at }, keys.checkpoint),
  );
}

/** What is executed, and what may be asked of it. */
interface Documents {
  schema: GraphQLSchema;
  introspection: boolean;
  preparation: Preparation;
}

/** Throws ManifestUnusable, before anything is opened, for a manifest that this server could not serve. */
async function documentsFor({ config, root }: AppOptions): Promise<Documents> {
  const { trustedDocuments: path, production } = config;
  const manifest = path === null ? null : readManifest(await readFile(path, 'utf8'));
  const schema = inTurns(noteItems(buildSchema(root)), weights);
  const introspection = !production;
  return {
    schema,
    introspection,
    preparation: createPreparation({ schema, introspection, weights, manifest }),
  };
}

interface Parts {
  store: Store;
  standing: Revocations;
  services: Services;
  keys: LocalKeys;
  now: () => number;
  documents: Documents;
  ready: () => boolean;
}

/** What every transport shares. */
function transportParts({ config, log }: AppOptions, parts: Parts) {
  const { store, standing, services, keys, now, documents } = parts;
  const { schema, preparation } = documents;
  const metrics = createMetrics();
  const contextFor = ({ actor, acceptLanguage }: Pick<Call, 'actor' | 'acceptLanguage'>): Context => ({
    ...services,
    actor,
    shown: services.accessLog.noterFor(actor),
    reader: { keys: readerKeysOf(actor), languages: languagesFor(acceptLanguage) },
  });
  const hub = new Hub({
    store,
    metrics: {
      subscribed: (delta) => (delta === 1 ? metrics.subscriptionOpened() : metrics.subscriptionClosed()),
      delivered: (at) => {
        metrics.delivered(1);
        metrics.deliveryDelayed(Math.max(0, now() - Date.parse(at)) / 1000);
      },
    },
    onError: (error) => log.error({ err: error }, 'live delivery failed'),
  });
  const refusals = createRefusals(log);
  const operations = new Operations<Context>({
    schema,
    hub,
    refusals,
    metrics,
    log,
    anonymised: (context) => ({ ...context, actor: null, shown: () => undefined }),
    classOf: ({ reader }) => reader.languages.join(),
    isFeedRequest: (source) => source instanceof FeedRequest,
    messageOf: (change) => messageOf(store.journalTag, change),
    onDelivery: ({ shown }, { item }) => {
      if (item !== null) shown(item, 'changes');
    },
  });
  const onRefusal = refusedTokens(log, now);
  const onRefused = metrics.tokenRefused;
  const isRevoked = (actor: Actor) => standing.isRevoked(actor);
  const verify = createAuthenticator({ oidc: config.oidc, now, onRefusal, onRefused, isRevoked }, keys);
  const authenticate: Authenticate = (authorization, address) => verify(authorization, networkOf(address));
  const rate = createRate({ perSecond: config.ratePerActor });
  const addressOf = addressReader(config.trustedProxies);
  const running = createRunning();
  const shared = { operations, preparation, refusals, rate, running, metrics, log, authenticate, contextFor };
  return { ...shared, ...documents, standing, now, addressOf, hub };
}

/** Serves every transport over one store; resolves when the server answers. */
async function serve(options: AppOptions, parts: Parts) {
  const { config, root } = options;
  const shared = transportParts(options, parts);
  const { hub, metrics } = shared;
  metrics.journalAt(parts.store.head().position);
  const stopCounting = parts.store.onAppend(({ header }) => metrics.journalAt(header.position));
  const endpoint = await createGraphqlEndpoint(shared);
  const http = createHttpServer({
    ...shared,
    endpoint,
    stream: serveEventStream(shared),
    ready: parts.ready,
    mayReadMetrics: metricsReaders(config.metricsToken),
    graphiql: config.production ? null : graphiqlFiles(join(root, 'dist/web/graphiql')),
    allowedOrigins: config.allowedOrigins,
  });
  const sockets = serveWebSocket(http.server, '/graphql', {
    ...shared,
    origins: config.allowedOrigins,
    mostSockets: config.mostSockets,
  });
  await new Promise<void>((resolve, reject) => {
    http.server.once('error', reject);
    http.server.listen(config.port, config.host, resolve);
  });
  const { port } = http.server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      const closed = http.close();
      await sockets.close();
      await hub.close();
      await closed;
      await endpoint.stop();
      stopCounting();
    },
  };
}

/** Where clients on this machine find the server; replaced as a whole, so that nobody reads half of it. */
async function writeAddress(config: Config, port: number): Promise<string> {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const url = `http://${host}:${port}`;
  const path = join(config.dataDir, 'server.json');
  await writeFile(`${path}.new`, `${JSON.stringify({ port, host: config.host, url, pid: process.pid })}\n`);
  await rename(`${path}.new`, path);
  return url;
}

/** Opens the store, loads the register where it is not loaded, makes up for what fell due, and serves. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log, now = Date.now, onProgress, onFailure } = options;
  const documents = await documentsFor(options);
  const nowText = () => new Date(now()).toISOString();
  const failed = (what: string) => (error: unknown) => log.error({ err: error }, what);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const keys = await loadKeys(config.keysDir);
  const onTrouble = failed('the database cannot be reached, or refuses');
  const store = await openStore(config, keys.checkpoint, { now, onFailure, onTrouble });
  const standing = new Revocations(() => store.isReachable());
  const assertStands = (actor: Actor) => standing.assertStands(actor);
  const world: World = { store, now: nowText, newId: () => randomUUID(), assertStands };
  const writer = new Writer(world);
  const services = servicesOver(world, writer, failed('accesses could not be recorded; they wait'));
  await followRevocations(store, services.revocations, standing);
  const happen = (id: string) => writer.happen(id, fallDue);
  const due = new DueDates({ store, now, happen, onError: failed('a thing that was due failed') });
  const checkpoint = () => checkpointHead(store, keys, nowText());
  let isReady = false;
  await loadRegister({ store, writer, now: nowText, ...(onProgress ? { onProgress } : {}) });
  await due.start();
  await checkpoint();
  const served = await serve(options, {
    store,
    standing,
    services,
    keys,
    now,
    documents,
    ready: () => isReady && store.isReachable(),
  });
  const url = await writeAddress(config, served.port);
  const sign = () => void checkpoint().catch(failed('signing the head failed'));
  const signing = setInterval(sign, config.checkpointInterval * 1000);
  isReady = true;
  const close = async () => {
    isReady = false;
    clearInterval(signing);
    await due.stop();
    await served.close();
    // A database that is away keeps nobody from stopping: both are made up for, or said to be lost.
    await services.accessLog.close().catch(failed('the last accesses could not be recorded'));
    await checkpoint().catch(failed('signing the last head failed'));
    await store.close();
  };
  return { store, services, keys, url, look: () => due.look(), checkpoint, close };
}
