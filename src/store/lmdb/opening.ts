import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { newTag, type Random } from '../../journal/mark.ts';
import { emptyHead } from '../../journal/chain.ts';
import { lockDirectory } from './lock.ts';
import { databaseFile, FORMAT, openLayout, type Layout, type Meta } from './layout.ts';
import { Staging } from './staging.ts';
import { StoreUnusable } from '../shared/unusable.ts';

function claimDirectory(directory: string): () => void {
  const access = constants.R_OK | constants.W_OK;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, access | constants.X_OK);
    if (existsSync(databaseFile(directory))) accessSync(databaseFile(directory), access);
    return lockDirectory(directory);
  } catch (error) {
    if (error instanceof StoreUnusable) throw error;
    throw new StoreUnusable('The data directory cannot be read and written.', { cause: error });
  }
}

/** Throws `StoreUnusable` for a file that is no journal of this format. */
function readMeta(layout: Layout): Meta {
  const meta = layout.meta.get('store');
  if (meta === undefined) throw new StoreUnusable('The data directory does not hold a journal of Concord.');
  if (meta.format !== FORMAT) throw new StoreUnusable('The data directory is of another version of Concord.');
  return meta;
}

function openFile(directory: string, readOnly: boolean): Layout {
  try {
    return openLayout(directory, { readOnly });
  } catch (error) {
    if (error instanceof StoreUnusable) throw error;
    throw new StoreUnusable('The journal file in the data directory cannot be opened.', { cause: error });
  }
}

export interface Opened {
  layout: Layout;
  meta: Meta;
  /** Gives the directory free for another server. */
  release: () => void;
}

/** Opens the directory for this process alone and makes a new journal where there is none. */
export async function openForWriting(directory: string, random: Random): Promise<Opened> {
  const release = claimDirectory(directory);
  let layout: Layout | null = null;
  try {
    layout = openFile(directory, false);
    if (layout.meta.get('store') === undefined && layout.headers.getCount() === 0) {
      const staging = new Staging();
      const meta: Meta = { format: FORMAT, journal: newTag(random), head: emptyHead, mark: null };
      staging.put(layout.meta, 'store', meta);
      await staging.write(layout.root);
    }
    return { layout, meta: readMeta(layout), release };
  } catch (error) {
    await layout?.root.close();
    release();
    throw error;
  }
}

/** Opens what is there to be read, whether or not a server runs. Throws `StoreUnusable` where nothing is. */
export function openForReading(directory: string): Layout {
  if (!existsSync(databaseFile(directory)))
    throw new StoreUnusable('The data directory does not hold a journal of Concord.');
  const layout = openFile(directory, true);
  try {
    readMeta(layout);
    return layout;
  } catch (error) {
    void layout.root.close();
    throw error;
  }
}
