import { AppError } from '../../shared/errors.ts';
import type { HttpOptions } from './options.ts';

/** Uploads that are held in memory at the same time. */
const MOST_UPLOADS = 4;

/** Stores what `receive` resolves to, within the quota of the blob store. */
export function createUploads({
  core,
  blobs,
  blobQuota,
}: Pick<HttpOptions, 'core' | 'blobs' | 'blobQuota'>): (
  receive: () => Promise<Uint8Array>,
) => Promise<void> {
  let running = 0;

  async function store(bytes: Uint8Array): Promise<void> {
    const room = blobQuota - bytes.length;
    if ((await blobs.total()) > room) await blobs.collect(await core.referencedBlobs(), room);
    if ((await blobs.total()) > room) {
      throw new AppError('limit.quota', 'the coordinator has no room for more content now', {
        retryable: true,
      });
    }
    await blobs.put(bytes);
  }

  return async (receive) => {
    if (running >= MOST_UPLOADS) {
      throw new AppError('limit.rate', 'too many uploads at once; try again in a second', {
        retryable: true,
      });
    }
    running += 1;
    try {
      await store(await receive());
    } finally {
      running -= 1;
    }
  };
}
