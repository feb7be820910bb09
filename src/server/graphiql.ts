import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface PageFile {
  body: Buffer;
  type: string;
}

/** `ws:` and `wss:` because not every browser counts sockets to the same host as `'self'`. */
export const graphiqlContentSecurityPolicy = [
  "default-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For every answer below /graphiql. The names of the files do not change with their content, hence `no-cache`. */
export const graphiqlHeaders = {
  'content-security-policy': graphiqlContentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
} as const;

const typeOf: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Concord: GraphiQL</title>
<h1>GraphiQL is not built yet</h1>
<p>Run <code>npm run build</code>, or <code>node web/graphiql/build.mjs</code> for this page alone,
then start the server again. The GraphQL endpoint itself is at <code>/graphql</code>.</p>
</html>
`;

const isPresent = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

function assetsOf(directory: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const type = typeOf.get(extname(entry.name));
    // A symbolic link is not a file here, so nothing outside the folder can be listed.
    if (!entry.isFile() || type === undefined) continue;
    files.set(`/graphiql/assets/${entry.name}`, { body: readFileSync(join(directory, entry.name)), type });
  }
  return files;
}

/**
 * Reads the built page once and answers from that listing alone: a path is a key, never part of a file name,
 * so no path leads anywhere else. Expects the path of the URL as sent, without its query.
 * Where nothing is built, /graphiql says how to build it; what is there and cannot be read is thrown.
 */
export function graphiqlFiles(directory: string): (path: string) => PageFile | null {
  const index = join(directory, 'index.html');
  const assets = join(directory, 'assets');
  const built = isPresent(index) && isPresent(assets);
  const body = built ? readFileSync(index) : Buffer.from(notBuilt);
  const page: PageFile = { body, type: 'text/html; charset=utf-8' };
  const files = built ? assetsOf(assets) : new Map<string, PageFile>();
  for (const path of ['/graphiql', '/graphiql/']) files.set(path, page);
  return (path) => files.get(path) ?? null;
}
