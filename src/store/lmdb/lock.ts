import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreUnusable } from '../shared/unusable.ts';

/** Who holds a directory. A pid alone may be another process after a restart, so its start is told as well. */
interface Holder {
  pid: number;
  /** Null where the system does not tell. */
  boot: string | null;
  /** Start of the process in ticks since boot; null where the system does not tell. */
  startedAt: string | null;
  /** Device and number of the directory: a lock that was copied along with it is nobody's. Null in older locks. */
  place: string | null;
}

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const bootId = (): string | null => readText('/proc/sys/kernel/random/boot_id')?.trim() ?? null;

/** Field 22 of proc(5) stat; the fields are counted after the command, which may hold spaces and brackets. */
const startOf = (pid: number): string | null => {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
};

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function placeOf(directory: string): string {
  const { dev, ino } = statSync(directory, { bigint: true });
  return `${dev}:${ino}`;
}

function holds({ pid, boot, startedAt, place }: Holder, directory: string): boolean {
  if (place !== null && place !== placeOf(directory)) return false;
  if (boot !== bootId() || !exists(pid)) return false;
  return startedAt === null || startOf(pid) === startedAt;
}

function parseHolder(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    if (typeof holder?.pid !== 'number') return null;
    const { pid, boot = null, startedAt = null, place = null } = holder;
    return { pid, boot, startedAt, place };
  } catch {
    return null;
  }
}

/** Another process has the directory; a server can be asked to do the work itself. */
export class DirectoryInUse extends StoreUnusable {
  constructor(holder: Holder | null, path: string) {
    super(
      `The data directory is in use by another server${holder === null ? '' : ` (process ${holder.pid})`}, which holds ${path}.`,
    );
    this.name = 'DirectoryInUse';
  }
}

/** Moves the lock of a holder that is gone out of the way, unless another process was faster. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = readText(aside);
  if (taken !== null && taken !== stale) linkSync(aside, path);
  rmSync(aside, { force: true });
}

/**
 * Makes this process the only server of the directory until the returned function is called. The lock of a
 * process that is gone is taken over. Throws `DirectoryInUse` while its holder runs.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'store.lock');
  const own: Holder = {
    pid: process.pid,
    boot: bootId(),
    startedAt: startOf(process.pid),
    place: placeOf(directory),
  };
  const prepared = `${path}.${process.pid}`;
  writeFileSync(prepared, JSON.stringify(own), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A link appears with its content, so that nobody can read a lock half written.
        linkSync(prepared, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const text = readText(path);
      const holder = text === null ? null : parseHolder(text);
      if (holder !== null && holds(holder, directory)) throw new DirectoryInUse(holder, path);
      if (text !== null) removeStale(path, text);
    }
    throw new DirectoryInUse(null, path);
  } finally {
    rmSync(prepared, { force: true });
  }
}
