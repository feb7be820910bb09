import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { canonicalText } from '../../journal/canonical.ts';
import type { Checkpoint, Head } from '../../journal/commit.ts';
import type { Arrival, ImportTarget } from '../moving.ts';
import { databaseFile, engineLock, FORMAT, openLayout, successorFile, type Layout } from './layout.ts';
import { stageCommit, type Recorded } from './recording.ts';
import { Signatures } from './signatures.ts';
import { Staging } from './staging.ts';
import { StoreUnusable } from '../shared/unusable.ts';

/** Takes away what an import or a rebuild that was killed has left. */
export function removeSuccessor(directory: string): void {
  const file = successorFile(directory);
  rmSync(file, { force: true });
  rmSync(engineLock(file), { force: true });
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * The engine's lock beside the old file counts the old file's transactions. Whoever still reads that file has it
 * open; nobody may open the new file with it, so it goes before and, if a reader came meanwhile, after.
 */
function putInPlace(directory: string): void {
  const [from, to] = [successorFile(directory), databaseFile(directory)];
  syncPath(from, 'r+');
  rmSync(engineLock(to), { force: true });
  renameSync(from, to);
  rmSync(engineLock(to), { force: true });
  rmSync(engineLock(from), { force: true });
  syncPath(directory, 'r');
}

const shownOf = ({ content, projection }: Arrival): Recorded['shown'] =>
  content === null || projection === null
    ? null
    : {
        state: Buffer.from(canonicalText(content.state), 'utf8'),
        projection,
      };

export interface SuccessorOptions {
  /** Where the receipts come from when the commits do not bring them. */
  receiptsOf?: Layout;
  /** Called once, when the file stands in its place or is gone. */
  onEnd?: () => void;
}

const RECEIPTS_TOGETHER = 2_000;

/**
 * A journal file that is being made beside the one in use, by who holds the directory. It has no meta until it is
 * whole, so that no crash can leave one that passes for a journal.
 */
export class Successor implements ImportTarget {
  readonly #directory: string;
  readonly #options: SuccessorOptions;
  #begun: { layout: Layout; signatures: Signatures; journal: string } | null = null;
  #mark: string | null = null;
  #isOver = false;

  constructor(directory: string, options: SuccessorOptions = {}) {
    this.#directory = directory;
    this.#options = options;
  }

  begin(journal: string): Promise<void> {
    removeSuccessor(this.#directory);
    const layout = openLayout(this.#directory, { readOnly: false, isSuccessor: true });
    this.#begun = { layout, signatures: new Signatures(layout), journal };
    return Promise.resolve();
  }

  append(arrivals: readonly Arrival[]): Promise<void> {
    const { layout, signatures } = this.#file;
    return this.#write((staging) => {
      for (const arrival of arrivals) {
        const { header, bytes, receipt } = arrival;
        stageCommit({ layout, signatures, staging }, { header, bytes, receipt, shown: shownOf(arrival) });
        this.#mark = header.mark;
      }
    });
  }

  checkpoints(checkpoints: readonly Checkpoint[]): Promise<void> {
    const { layout } = this.#file;
    return this.#write((staging) => {
      for (const one of checkpoints) staging.put(layout.checkpoints, [one.position, one.at], one);
    });
  }

  contentAt(position: number): Promise<Buffer | null> {
    return Promise.resolve(this.#file.layout.contents.get(position) ?? null);
  }

  async finish(head: Head): Promise<void> {
    if (this.#options.receiptsOf !== undefined) await this.#copyReceipts(this.#options.receiptsOf);
    const { layout, journal } = this.#file;
    await this.#write((staging) => {
      staging.put(layout.meta, 'store', { format: FORMAT, journal, head, mark: this.#mark });
    });
    await layout.root.close();
    this.#begun = null;
    putInPlace(this.#directory);
    this.#end();
  }

  async abandon(): Promise<void> {
    if (this.#isOver) return;
    await this.#begun?.layout.root.close();
    removeSuccessor(this.#directory);
    this.#end();
  }

  get #file() {
    if (this.#begun === null) throw new Error('Nothing was begun.');
    return this.#begun;
  }

  async #copyReceipts(from: Layout): Promise<void> {
    const { layout } = this.#file;
    const receipts = from.receipts.getRange()[Symbol.iterator]();
    for (let next = receipts.next(); next.done !== true;)
      await this.#write((staging) => {
        for (let count = 0; count < RECEIPTS_TOGETHER && next.done !== true; count += 1) {
          const { key, value } = next.value;
          staging.put(layout.receipts, key, value);
          staging.put(layout.receiptKeys, value.position, key);
          next = receipts.next();
        }
      });
  }

  async #write(stage: (staging: Staging) => void): Promise<void> {
    const staging = new Staging();
    stage(staging);
    try {
      await staging.write(this.#file.layout.root);
    } catch (error) {
      throw new StoreUnusable('The disk refused a write; it is full or failing.', { cause: error });
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#options.onEnd?.();
  }
}
