import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Running } from '../cli/command-line.ts';
import { root } from '../support/root.ts';
import { ServerProcess, emptyDirectory, ensureBuilt } from '../support/server-process.ts';
import { drill } from '../support/drill.ts';
import { Proxy, newDatabase } from './databases.ts';

interface Role {
  privileges: { resource: { db: string; collection: string }; actions: string[] }[];
}

/** What the database asks for before it does a command; nothing for those that any user may give. */
const actionsOf: Record<string, readonly string[]> = {
  find: ['find'],
  aggregate: ['find'],
  count: ['find'],
  distinct: ['find'],
  insert: ['insert'],
  update: ['update', 'insert'],
  delete: ['remove'],
  findAndModify: ['find', 'update', 'insert'],
  create: ['createCollection'],
  createIndexes: ['createIndex'],
  listCollections: ['listCollections'],
  hello: [],
  ismaster: [],
  ping: [],
  getMore: [],
  killCursors: [],
  endSessions: [],
};

const OP_MSG = 2013;
const HEADER = 16;
const BODY = HEADER + 5;

/** Names and databases of the commands in what a client sends, whole messages at a time. */
function commandsIn(heard: Set<string>): (bytes: Buffer) => void {
  let pending = Buffer.alloc(0);
  return (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= HEADER && pending.length >= pending.readInt32LE(0)) {
      const message = pending.subarray(0, pending.readInt32LE(0));
      pending = pending.subarray(message.length);
      if (message.readInt32LE(12) !== OP_MSG) continue;
      const body = mongo.BSON.deserialize(message.subarray(BODY, BODY + message.readInt32LE(BODY)));
      heard.add(`${Object.keys(body)[0] ?? ''} on ${String(body.$db)}`);
    }
  };
}

let directory: string;
beforeAll(async () => {
  await ensureBuilt();
  directory = await emptyDirectory();
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

function actionsIn(heard: ReadonlySet<string>, databases: readonly string[]): string[] {
  const needed = new Set<string>();
  for (const one of heard) {
    const [command = '', database = ''] = one.split(' on ');
    const actions = actionsOf[command];
    if (actions === undefined) throw new Error(`nobody has said what ${command} needs`);
    if (actions.length > 0) expect(databases).toContain(database);
    for (const action of actions) needed.add(action);
  }
  return [...needed].sort();
}

const nameOf = (uri: string): string => new URL(uri).pathname.slice(1);

describe('the rights of the database user', () => {
  test('are those that servers and the command line need, and no more', async () => {
    const heard = new Set<string>();
    const listen = () => commandsIn(heard);
    const [before, after] = [newDatabase(), newDatabase()];
    const first = await Proxy.before(before, listen);
    const second = await Proxy.before(after, listen);
    const own = { KEYS_DIR: join(directory, 'keys'), DATA_DIR: join(directory, 'data') };
    await drill({
      before: { ...own, MONGODB_URI: first.uri },
      after: { ...own, MONGODB_URI: second.uri },
      elsewhere: directory,
    });
    expect(await new Running(['rebuild'], { ...own, MONGODB_URI: second.uri }).exit).toBe(0);
    await Promise.all([first.proxy.close(), second.proxy.close()]);

    const needed = actionsIn(heard, [before, after].map(nameOf));
    const role = JSON.parse(readFileSync(join(root, 'deploy/mongodb/role.json'), 'utf8')) as Role;
    expect(role.privileges.map(({ resource }) => resource)).toEqual([{ db: 'concord', collection: '' }]);
    expect(needed).toEqual([...(role.privileges[0]?.actions ?? [])].sort());
  }, 120_000);

  test('are to read alone for who makes copies and verifies', async () => {
    const heard = new Set<string>();
    const uri = newDatabase();
    const own = { KEYS_DIR: join(directory, 'keys'), DATA_DIR: join(directory, 'data-of-copies') };
    const server = new ServerProcess({ ...own, MONGODB_URI: uri });
    await server.url();
    const { proxy, uri: heardAt } = await Proxy.before(uri, () => commandsIn(heard));
    for (const args of [['verify'], ['export', '--out', join(directory, 'copy.jsonl')]])
      expect(await new Running(args, { ...own, MONGODB_URI: heardAt }).exit).toBe(0);
    await proxy.close();
    await server.kill('SIGTERM');
    expect(actionsIn(heard, [nameOf(uri)])).toEqual(['find', 'listCollections']);
  });
});
