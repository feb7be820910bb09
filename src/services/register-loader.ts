import type { Store } from '../store/port.ts';
import { registerGuidance } from '../domain/guidance.ts';
import { registerDocuments } from './register.ts';
import type { Writer } from './write.ts';

/** How many documents are written at a time: enough to share a sync, few enough to show progress. */
const BATCH = 16;

/** On whose behalf the register was loaded. */
const author = { person: 'concord:register', organisation: 'ai-office' };

/**
 * Publishes the documents of the register that are not in the journal yet. Each has its key, so a loading that was
 * cut off goes on where it stopped and a complete one does nothing.
 */
export async function loadRegister(options: {
  store: Store;
  writer: Writer;
  now: () => string;
  onProgress?: (loaded: number, total: number) => void;
}): Promise<void> {
  const { store, writer, now, onProgress } = options;
  const documents = registerDocuments();
  const missing: (typeof documents)[number][] = [];
  for (const document of documents)
    if ((await store.receipt(author, document.idempotencyKey)) === null) missing.push(document);
  for (let done = 0; done < missing.length; done += BATCH) {
    const batch = missing.slice(done, done + BATCH).map((document) => {
      const making = {
        id: document.id,
        houseReference: document.id.toUpperCase(),
        issuer: author.organisation,
        author,
        now: now(),
      };
      const { input, handling, idempotencyKey } = document;
      return writer.record(making, idempotencyKey, registerGuidance({ ...input, handling }, making));
    });
    await Promise.all(batch);
    onProgress?.(documents.length - missing.length + done + batch.length, documents.length);
  }
}
