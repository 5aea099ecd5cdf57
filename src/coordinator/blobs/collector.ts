import type { Logger } from 'pino';
import type { CoordinatorCore } from '../port.ts';
import type { BlobStore } from './store.ts';

const EVERY_MS = 5 * 60_000;

/** Keeps the blob store within its quota. @returns a function that ends it */
export function startCollector(
  core: CoordinatorCore,
  blobs: BlobStore,
  quota: number,
  log: Logger,
): () => void {
  async function collect(): Promise<void> {
    try {
      if ((await blobs.total()) <= quota) return;
      const freed = await blobs.collect(await core.referencedBlobs(), quota);
      log.info({ freed }, 'removed unreferenced content');
    } catch (error) {
      log.error({ err: error }, 'removing unreferenced content failed');
    }
  }
  const timer = setInterval(() => void collect(), EVERY_MS);
  return () => clearInterval(timer);
}
