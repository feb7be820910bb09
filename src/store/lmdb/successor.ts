import { renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { canonicalText } from '../../journal/canonical.ts';
import type { Checkpoint, Head } from '../../journal/commit.ts';
import type { Arrival, ImportTarget } from '../moving.ts';
import type { Receipt } from '../port.ts';
import { databaseFile, engineLock, FORMAT, openLayout, successorFile, type Layout } from './layout.ts';
import { stageCommit, stageReceipt, type Recorded } from './recording.ts';
import { Signatures } from './signatures.ts';
import { Staging } from './staging.ts';
import { StoreUnusable } from '../shared/unusable.ts';

/** Takes away what an import or a rebuild that was killed has left. */
export function removeSuccessor(directory: string): void {
  const file = successorFile(directory);
  rmSync(file, { force: true });
  rmSync(engineLock(file), { force: true });
}

async function syncPath(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename outlives a crash of the machine once this has resolved. */
export const syncDirectory = (directory: string): Promise<void> => syncPath(directory, 'r');

/**
 * The engine's lock beside the old file counts the old file's transactions. Whoever still reads that file has it
 * open; nobody may open the new file with it, so it goes before and, if a reader came meanwhile, after.
 */
export function putInPlace(directory: string): void {
  const [from, to] = [successorFile(directory), databaseFile(directory)];
  rmSync(engineLock(to), { force: true });
  renameSync(from, to);
  rmSync(engineLock(to), { force: true });
  rmSync(engineLock(from), { force: true });
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
  /** What came too late to be appended in its place, asked for at the end. */
  late?: () => { checkpoints: readonly Checkpoint[]; receipts: ReadonlyMap<string, Receipt> };
  /** Brings the whole file into its place; by default with a rename that outlives a crash. */
  place?: () => Promise<void>;
  /** Called once, when the file stands in its place or is gone. */
  onEnd?: () => void;
}

const RECEIPTS_TOGETHER = 200;

/**
 * A journal file that is being made beside the one in use, by who holds the directory. It has no meta until it is
 * whole, so that no crash can leave one that passes for a journal.
 */
export class Successor implements ImportTarget {
  readonly #directory: string;
  readonly #options: SuccessorOptions;
  #begun: { layout: Layout; signatures: Signatures; journal: string } | null = null;
  #mark: string | null = null;
  #hasReceipts = false;
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
        const { header, bytes, receipts } = arrival;
        stageCommit({ layout, signatures, staging }, { header, bytes, receipts, shown: shownOf(arrival) });
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

  /** Does what `finish` would take long for, as far as it can be done; later commits bring their receipts. */
  async prepare(signal: AbortSignal | undefined): Promise<void> {
    if (this.#begun === null) return;
    await this.#copyReceipts(signal);
    await syncPath(successorFile(this.#directory), 'r+');
  }

  async finish(head: Head): Promise<void> {
    await this.#copyReceipts();
    const { checkpoints = [], receipts = [] } = this.#options.late?.() ?? {};
    await this.checkpoints(checkpoints);
    const { layout, journal } = this.#file;
    await this.#write((staging) => {
      for (const [key, { input, position }] of receipts)
        stageReceipt({ layout, staging }, { key, input }, position);
      staging.put(layout.meta, 'store', { format: FORMAT, journal, head, mark: this.#mark });
    });
    await layout.root.close();
    this.#begun = null;
    await syncPath(successorFile(this.#directory), 'r+');
    // From here on there is nothing to be taken back.
    this.#isOver = true;
    try {
      await (this.#options.place ?? (() => this.#place()))();
    } finally {
      this.#options.onEnd?.();
    }
  }

  async #place(): Promise<void> {
    putInPlace(this.#directory);
    await syncDirectory(this.#directory);
  }

  async abandon(): Promise<void> {
    if (this.#isOver) return;
    await this.#begun?.layout.root.close();
    removeSuccessor(this.#directory);
    this.#isOver = true;
    this.#options.onEnd?.();
  }

  get #file() {
    if (this.#begun === null) throw new Error('Nothing was begun.');
    return this.#begun;
  }

  async #copyReceipts(signal?: AbortSignal): Promise<void> {
    const { receiptsOf: from } = this.#options;
    if (from === undefined || this.#hasReceipts) return;
    const { layout } = this.#file;
    const limit = RECEIPTS_TOGETHER;
    // Others write meanwhile, so each part is looked for anew.
    const nextAfter = (start: string) => from.receipts.getRange({ start, exclusiveStart: true, limit });
    let some = [...from.receipts.getRange({ limit })];
    for (; some.length > 0; some = [...nextAfter(some.at(-1)?.key ?? '')])
      await this.#write((staging) => {
        signal?.throwIfAborted();
        for (const { key, value } of some)
          stageReceipt({ layout, staging }, { key, input: value.input }, value.position);
      });
    this.#hasReceipts = true;
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
}
